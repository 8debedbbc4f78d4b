"""The one process that sends a mailing: it claims, marks, settles, and gives back what is left."""

import threading
from collections.abc import Sequence
from contextlib import suppress as ignoring
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Executable, bindparam, insert, select, update

from dispatch.errors import BusyError, DispatchError, LedgerError, RefusedError
from dispatch.ledger import settling
from dispatch.ledger.instants import ticks, ticks_or_none
from dispatch.ledger.journal import Entry, Journal
from dispatch.ledger.leases import Lease
from dispatch.ledger.leftovers import is_open, settle_left
from dispatch.ledger.policy import Watch
from dispatch.ledger.records import Claim, GiveBack, MailingRecord, Mark, Refusal, Settlement
from dispatch.ledger.rows import CLAIM, DEADLINE, claim_of, mailing_record, select_mailings
from dispatch.ledger.schema import deliveries, events, mailings, meta, standings
from dispatch.ledger.store import Store
from dispatch.model.mailing import DeliveryState, MailingState
from dispatch.wording import reason

#: Claims that one owner can make.
_TURNS = 2**32


class Owner:
    """The one process that sends a mailing; its methods may be called from any thread."""

    def __init__(self, store: Store, journal: Journal, lease: Lease, record: MailingRecord, *, number: int) -> None:
        #: The mailing as it was when this owner began.
        self.mailing = record
        self._store = store
        self._journal = journal
        self._lease = lease
        self._number = number
        # which owner this is, of all that ever were: with the turn it makes the claim
        self._session = 0
        self._turn = 0
        self._watch = Watch(store, number)
        self._memory = settling.Memory()
        self._failed = False
        self._gone = False
        self._kept = False
        self._lock = threading.Lock()

    # entering and leaving

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self._let_go(remove=False)
            raise
        return self

    def _begin(self) -> None:
        try:
            left = self._journal.entries()
            self._journal.preallocate()
        except OSError as error:
            raise LedgerError(
                f"The side journal {self._journal.path} cannot be made: {error.strerror or error}.",
                "free some space on the disk of the ledger; nothing was sent",
            ) from error
        now = self._store.now()
        with self._store.write("own") as connection:
            self._session = _next_session(connection)
            policy = self._watch.read(connection)
            if policy.withdrawn:
                raise RefusedError(f"The release of {self.mailing.name} was withdrawn.", "write a new release")
            if left:
                settling.replay(self._store, connection, left, policy)
            settle_left(connection, self._number, now)
            if policy.cancelled:
                return
            begin = update(mailings).where(mailings.c.pk == self._number)
            connection.execute(begin.values(state=MailingState.SENDING.value, reason="", updated=now))
            connection.execute(insert(events).values(mailing=self._number, at=now, kind="started"))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._end()
            else:
                # the trouble on the way is what the person must hear; the next owner recovers what is left
                with ignoring(LedgerError):
                    self._end()
        finally:
            self._let_go(remove=not self._kept)

    def _let_go(self, *, remove: bool) -> None:
        self._gone = True
        try:
            self._lease.release()
        finally:
            self._journal.close(remove=remove)

    def _end(self) -> None:
        if self._kept:
            return
        with self._store.write("disown") as connection:
            now = self._store.now()
            settle_left(connection, self._number, now)
            if not _open_left(connection, self._number):
                done = update(mailings).where(
                    mailings.c.pk == self._number,
                    mailings.c.state.in_((MailingState.SENDING.value, MailingState.STOPPED.value)),
                )
                if connection.execute(done.values(state=MailingState.DONE.value, reason="", updated=now)).rowcount:
                    connection.execute(insert(events).values(mailing=self._number, at=now, kind="done"))

    # sending

    def claim(self, limit: int) -> list[Claim]:
        """Take up to `limit` deliveries that are due: deferred ones first, then in list order; one transaction.

        Empty when nothing is due now (see `Ledger.next_due`), or nothing of it may go out any more.

        Raises:
            LedgerError: Nothing was claimed.
        """
        with self._lock, self._store.write("claim") as connection:
            now = self._store.now()
            policy = self._watch.read(connection)
            if self._gone or policy.closed or policy.due > now:
                return []
            self._turn += 1
            token = self._session * _TURNS + self._turn
            rows = _due(self._store, connection, self._number, DeliveryState.DEFERRED, now=now, limit=limit)
            rows += _due(self._store, connection, self._number, DeliveryState.QUEUED, now=now, limit=limit - len(rows))
            if rows:
                _take(self._store, connection, [row[0] for row in rows], token, now)
        return [claim_of(row, token) for row in rows]

    def write(self, entries: Sequence[Mark | Settlement | GiveBack]) -> list[Refusal | None]:
        """Write marks, settlements and give-backs of any number of connections in ONE durable transaction.

        Returns:
            One answer per entry, in order: None is done; a `Refusal` of a mark means that nothing may be sent.

        Raises:
            LedgerError: Nothing was written. The outcomes among the entries are in the side journal and are
                replayed at the next start; send nothing more.
        """
        now = self._store.now()
        plain = [entry if isinstance(entry, Mark) else stored(entry, now) for entry in entries]
        with self._lock:
            if self._failed:
                self._keep(plain)
                raise LedgerError(f"The ledger {self._store.where} failed before.", "`dispatch resume` goes on")
            try:
                with self._store.write("write") as connection:
                    return settling.apply(self._store, connection, plain, self._watch.read(connection), self._memory)
            except BaseException as error:
                self._failed = True
                self._keep(plain)
                if isinstance(error, DispatchError) or not isinstance(error, Exception):
                    raise
                raise LedgerError(f"The ledger {self._store.where} cannot be written: {reason(error)}.", "") from error

    def _keep(self, entries: Sequence[Mark | Entry]) -> None:
        outcomes = [entry for entry in entries if isinstance(entry, Entry)]
        if not outcomes:
            return
        self._kept = True
        try:
            self._journal.keep(outcomes)
        except OSError as error:
            # then a person must decide: the deliveries stay marked and become in doubt
            raise LedgerError(
                f"Neither the ledger {self._store.where} nor its side journal can be written: {error.strerror}.",
                "check the disk; `dispatch resume` then names the deliveries in doubt",
            ) from error


def stored(entry: Settlement | GiveBack, now: int) -> Entry:
    """An outcome as it is stored."""
    claim = entry.claim
    if isinstance(entry, GiveBack):
        due = ticks_or_none(entry.due)
        return Entry(claim.delivery, claim.claim, "queued", now, due=due, charge=False, tried=False)
    return Entry(
        claim.delivery,
        claim.claim,
        str(entry.state),
        ticks(entry.at),
        str(entry.phase),
        entry.account,
        entry.host,
        entry.code,
        entry.enhanced,
        entry.reply,
        entry.reason,
        ticks_or_none(entry.due),
        entry.charge,
    )


def _due(
    store: Store,
    connection: Connection,
    mailing: int,
    state: DeliveryState,
    *,
    now: int,
    limit: int,
) -> list[tuple[Any, ...]]:
    """Rows of the columns `CLAIM` that are due; those for which it is too late are expired on the way."""
    statement = store.statement("due", _select_due)
    while limit > 0:
        rows = statement.rows(connection, (mailing, state.value, now, limit))
        late = [row[0] for row in rows if row[DEADLINE] is not None and row[DEADLINE] <= now]
        if not late:
            return rows
        _expire(connection, late, now)
    return []


def _select_due() -> tuple[Executable, Sequence[str]]:
    statement = (
        select(*CLAIM)
        .join_from(standings, deliveries, deliveries.c.id == standings.c.id)
        .where(
            standings.c.mailing == bindparam("mailing"),
            standings.c.state == bindparam("state"),
            standings.c.due <= bindparam("now"),
        )
        .order_by(standings.c.due, standings.c.id)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True, of=standings)
    )
    return statement, ("mailing", "state", "now", "limit")


def _take(store: Store, connection: Connection, ids: Sequence[int], token: int, now: int) -> None:
    padded = settling.pad(ids)
    names = [f"id{place}" for place in range(len(padded))]
    statement = store.statement(
        f"take {len(padded)}",
        lambda: (
            update(standings)
            .where(standings.c.id.in_([bindparam(name) for name in names]))
            .values(state=DeliveryState.CLAIMED.value, claim=bindparam("claim"), updated=bindparam("updated")),
            ("claim", "updated", *names),
        ),
    )
    statement.run(connection, (token, now, *padded))


def _expire(connection: Connection, ids: Sequence[int], now: int) -> None:
    connection.execute(
        update(standings)
        .where(standings.c.id.in_(ids))
        .values(state=DeliveryState.EXPIRED.value, due=None, reason=settling.TOO_LATE, updated=now),
    )


def _next_session(connection: Connection) -> int:
    here = meta.c.key == "sessions"
    found = connection.execute(select(meta.c.value).where(here)).scalar_one_or_none()
    if found is None:
        connection.execute(insert(meta).values(key="sessions", value="1"))
        return 1
    connection.execute(update(meta).where(here).values(value=str(int(found) + 1)))
    return int(found) + 1


def _open_left(connection: Connection, mailing: int) -> bool:
    statement = select(standings.c.id).where(is_open(mailing)).limit(1)
    return connection.execute(statement).first() is not None


def begin(store: Store, name: str) -> Owner:
    """Lock a mailing (see `Ledger.own`).

    Raises:
        BusyError: Another live process sends it.
        RefusedError: It was cancelled.
    """
    with store.read() as connection:
        row = connection.execute(select_mailings().where(mailings.c.name == name)).one()
    if row.state == MailingState.CANCELLED:
        raise RefusedError(f"{name} was cancelled.", "`dispatch send` stages a new mailing")
    try:
        journal = Journal.lock(store.folder_or_refuse(), row.pk, sleep=store.clock.sleep)
    except BusyError as error:
        raise BusyError(f"Another process is sending {name}.", error.fix) from error
    except OSError as error:
        raise LedgerError(f"{store.folder} cannot be written: {error.strerror}.", "check its permissions") from error
    lease = _take_lease(store, journal, row.pk)
    if lease is None:
        journal.close(remove=False)
        raise BusyError(
            f"Another machine is sending {name}.", "wait for it to end; `dispatch status` shows its progress"
        )
    return Owner(store, journal, lease, mailing_record(row), number=row.pk)


def _take_lease(store: Store, journal: Journal, number: int) -> Lease | None:
    try:
        return Lease.take(store, number)
    except BaseException:
        journal.close(remove=False)
        raise

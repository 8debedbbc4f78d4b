"""Reads: mailings, counts, deliveries, and who needs a person."""

import difflib
from collections.abc import Iterable, Iterator
from datetime import datetime
from hmac import compare_digest
from typing import Any

from sqlalchemy import Connection, func, select, tuple_

from dispatch.errors import NotFoundError
from dispatch.ledger.instants import instant
from dispatch.ledger.leftovers import is_open
from dispatch.ledger.listings import Holder
from dispatch.ledger.records import (
    Approval,
    AttemptRecord,
    DeliveryRecord,
    Event,
    MailingRecord,
    Tally,
)
from dispatch.ledger.rows import (
    approvals_of,
    attempt_record,
    delivery_record,
    in_states,
    mailing_record,
    select_deliveries,
    select_mailings,
)
from dispatch.ledger.schema import approvals, attempts, deliveries, events, mailings, parts, releases, routes, standings
from dispatch.ledger.staging import STRIDE, of_mailing
from dispatch.ledger.store import Store
from dispatch.model.mailing import Counts, DeliveryState, MailingState

_PAGE = 500
_WAITING = (DeliveryState.QUEUED.value, DeliveryState.DEFERRED.value)
_ATTENTION = (DeliveryState.REFUSED, DeliveryState.DEFERRED, DeliveryState.EXPIRED, DeliveryState.IN_DOUBT)


def number_of(connection: Connection, name: str) -> int:
    """The number of a mailing.

    Raises:
        NotFoundError: No such mailing; near names are in the fix.
    """
    found: int | None = connection.execute(select(mailings.c.pk).where(mailings.c.name == name)).scalar_one_or_none()
    if found is not None:
        return found
    known = list(connection.execute(select(mailings.c.name)).scalars())
    near = difflib.get_close_matches(name, known, n=3) or [one for one in known if one.startswith(name)][:3]
    fix = f"did you mean {' or '.join(near)}?" if near else "`dispatch status` lists them"
    raise NotFoundError(f"There is no mailing {name}.", fix)


def mailing(store: Store, name: str) -> MailingRecord:
    """One mailing (see `Ledger.mailing`)."""
    with store.read() as connection:
        return record(connection, number_of(connection, name))


def record(connection: Connection, number: int) -> MailingRecord:
    """One mailing by its number."""
    row = connection.execute(select_mailings().where(mailings.c.pk == number)).one()
    return mailing_record(row, tuple(connection.execute(approvals_of(number)).scalars()))


def mailings_of(store: Store, release: str | None) -> list[Tally]:
    """All mailings, newest first (see `Ledger.mailings`)."""
    statement = select_mailings().order_by(mailings.c.pk.desc())
    if release is not None:
        statement = statement.where(releases.c.id == release)
    with store.read() as connection:
        rows = connection.execute(statement).all()
        # one look at all of them is cheaper than one at each, unless few were asked for
        counted = _all_counts(connection) if release is None else None
        return [_tally(connection, row, counted) for row in rows]


def _tally(connection: Connection, row: Any, counted: dict[int, Counts] | None) -> Tally:
    found = _counts(connection, row.pk) if counted is None else counted.get(row.pk, Counts())
    return Tally(
        mailing=mailing_record(row, tuple(connection.execute(approvals_of(row.pk)).scalars())),
        counts=found,
        next_due=_next_due(connection, row.pk) if found.open else None,
    )


def unfinished(store: Store, release: str | None, *, rehearsals: bool = False) -> list[MailingRecord]:
    """Mailings with open deliveries, oldest first (see `Ledger.unfinished`)."""
    still_open = (
        select(standings.c.id).where(standings.c.mailing == mailings.c.pk, standings.c.due.is_not(None)).exists()
    )
    statement = (
        select_mailings().where(mailings.c.state != MailingState.CANCELLED.value, still_open).order_by(mailings.c.pk)
    )
    if not rehearsals:
        statement = statement.where(mailings.c.final)
    if release is not None:
        statement = statement.where(releases.c.id == release)
    with store.read() as connection:
        return [
            mailing_record(row, tuple(connection.execute(approvals_of(row.pk)).scalars()))
            for row in connection.execute(statement).all()
        ]


def counts(store: Store, name: str) -> Counts:
    """Deliveries by state (see `Ledger.counts`)."""
    with store.read() as connection:
        return _counts(connection, number_of(connection, name))


def _counts(connection: Connection, number: int) -> Counts:
    rows = connection.execute(
        select(standings.c.state, func.count()).where(of_mailing(standings.c.id, number)).group_by(standings.c.state),
    )
    return _as_counts((state, count) for state, count in rows)


def _all_counts(connection: Connection) -> dict[int, Counts]:
    number = standings.c.mailing
    rows = connection.execute(select(number, standings.c.state, func.count()).group_by(number, standings.c.state))
    found: dict[int, list[tuple[str, int]]] = {}
    for mailing_number, state, count in rows:
        found.setdefault(mailing_number, []).append((state, count))
    return {mailing_number: _as_counts(states) for mailing_number, states in found.items()}


def _as_counts(states: Iterable[tuple[str, int]]) -> Counts:
    return Counts(**{"in_flight" if state == DeliveryState.CLAIMED else state: count for state, count in states})


def next_due(store: Store, name: str) -> datetime | None:
    """When its next delivery is due (see `Ledger.next_due`)."""
    with store.read() as connection:
        return _next_due(connection, number_of(connection, name))


def _next_due(connection: Connection, number: int) -> datetime | None:
    row = connection.execute(
        select(mailings.c.due, mailings.c.created, mailings.c.state).where(mailings.c.pk == number),
    ).one()
    if row.state == MailingState.CANCELLED:
        return None
    dues = [
        connection.execute(
            select(func.min(standings.c.due)).where(is_open(number), standings.c.state == state),
        ).scalar_one()
        for state in _WAITING
    ]
    known = [due for due in dues if due is not None]
    return instant(max(min(known), row.due or row.created)) if known else None


def deliveries_of(store: Store, name: str, states: Iterable[DeliveryState] | None) -> Iterator[DeliveryRecord]:
    """Deliveries in list order, a page at a time (see `Ledger.deliveries`)."""
    with store.read() as connection:
        number = number_of(connection, name)
    wanted = None if states is None else in_states(states)
    last = number * STRIDE
    while True:
        statement = (
            select_deliveries()
            .where(standings.c.id > last, of_mailing(standings.c.id, number))
            .order_by(standings.c.id)
            .limit(_PAGE)
        )
        if wanted is not None:
            statement = statement.where(wanted)
        with store.read() as connection:
            rows = connection.execute(statement).all()
        yield from map(delivery_record, rows)
        if len(rows) < _PAGE:
            return
        last = rows[-1].id


def attention(store: Store, name: str) -> list[DeliveryRecord]:
    """Those that need a person (see `Ledger.attention`)."""
    with store.read() as connection:
        number = number_of(connection, name)
        rows = connection.execute(
            select_deliveries()
            .where(of_mailing(standings.c.id, number), in_states(_ATTENTION))
            .order_by(standings.c.id),
        ).all()
    return [delivery_record(row) for row in rows]


def attempts_of(store: Store, name: str) -> Iterator[AttemptRecord]:
    """Every try, by delivery and time (see `Ledger.attempts`)."""
    with store.read() as connection:
        number = number_of(connection, name)
    last = (number * STRIDE, 0)
    while True:
        statement = (
            select(attempts, routes.c.account, routes.c.host)
            .join(routes, routes.c.pk == attempts.c.route)
            .where(
                tuple_(attempts.c.delivery, attempts.c.number) > last,
                attempts.c.delivery < (number + 1) * STRIDE,
            )
            .order_by(attempts.c.delivery, attempts.c.number)
            .limit(_PAGE)
        )
        with store.read() as connection:
            rows = connection.execute(statement).all()
        yield from map(attempt_record, rows)
        if len(rows) < _PAGE:
            return
        last = (rows[-1].delivery, rows[-1].number)


def events_of(store: Store, name: str) -> list[Event]:
    """What happened to it (see `Ledger.events`)."""
    with store.read() as connection:
        number = number_of(connection, name)
        rows = connection.execute(select(events).where(events.c.mailing == number).order_by(events.c.pk)).all()
    return [Event(at=instant(row.at), kind=row.kind, detail=row.detail) for row in rows]


def approvals_list(store: Store, name: str) -> list[Approval]:
    """Sign-offs, oldest first (see `Ledger.approvals`)."""
    with store.read() as connection:
        number = number_of(connection, name)
        rows = connection.execute(select(approvals).where(approvals.c.mailing == number).order_by(approvals.c.pk)).all()
    return [Approval(by=row.by, at=instant(row.at), fingerprint=row.fingerprint) for row in rows]


def part(store: Store, name: str, wanted: str) -> bytes:
    """A frozen file (see `Ledger.part`)."""
    with store.read() as connection:
        number = number_of(connection, name)
        content: bytes | None = connection.execute(
            select(parts.c.content).where(parts.c.mailing == number, parts.c.name == wanted),
        ).scalar_one_or_none()
    if content is None:
        raise NotFoundError(f"The mailing {name} has no frozen {wanted}.", "stage it again")
    return content


def find(store: Store, text: str) -> tuple[str, DeliveryRecord] | None:
    """The delivery that carries a Message-ID or token (see `Ledger.find`)."""
    wanted = text.strip().removeprefix("<").removesuffix(">")
    prefix = wanted.partition(".")[0]
    try:
        number = int(prefix, 16)
    except ValueError:
        return None
    if not 0 <= number < 2**63:
        return None
    with store.read() as connection:
        row: Any = connection.execute(
            select_deliveries()
            .add_columns(deliveries.c.token, mailings.c.name.label("mailing_name"))
            .join(mailings, mailings.c.pk == standings.c.mailing)
            .where(standings.c.id == number),
        ).one_or_none()
    if row is None:
        return None
    given = wanted.casefold().encode()
    known = (row.message_id[1:-1].casefold().encode(), row.token.casefold().encode())
    return (row.mailing_name, delivery_record(row)) if any(compare_digest(given, one) for one in known) else None


def holders(store: Store, release: str) -> Iterator[Holder]:
    """Who has which version (see `Ledger.holders`)."""
    with store.read() as connection:
        numbers = (
            connection.execute(
                select(mailings.c.pk)
                .join(releases, releases.c.pk == mailings.c.release)
                .where(releases.c.id == release, mailings.c.final)
                .order_by(mailings.c.pk),
            )
            .scalars()
            .all()
        )
    for number in numbers:
        with store.read() as connection:
            about = record(connection, number)
        for row in deliveries_of(store, about.name, (DeliveryState.ACCEPTED, DeliveryState.IN_DOUBT)):
            yield Holder(
                mailing=about.name,
                version=about.version,
                occasion=about.occasion,
                key=row.key,
                address=row.address,
                name=row.name,
                state=row.state,
                message_id=row.message_id,
                at=row.updated,
            )


def newest(store: Store) -> datetime | None:
    """The newest time in the ledger (see `Ledger.newest`)."""
    with store.read() as connection:
        found = [
            connection.execute(select(func.max(mailings.c.updated))).scalar_one(),
            connection.execute(select(events.c.at).order_by(events.c.pk.desc()).limit(1)).scalar_one_or_none(),
            connection.execute(select(attempts.c.noted).order_by(attempts.c.pk.desc()).limit(1)).scalar_one_or_none(),
        ]
    known = [at for at in found if at is not None]
    return instant(max(known)) if known else None

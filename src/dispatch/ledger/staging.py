"""Freezes a mailing: its files, its audience, its deliveries and the places they take."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Executable, Insert, bindparam, func, insert, literal, select, update

from dispatch.errors import NotFoundError, RefusedError
from dispatch.ledger.dialects import insert_new
from dispatch.ledger.fingerprint import Fingerprint
from dispatch.ledger.instants import ticks_or_none
from dispatch.ledger.leftovers import is_open
from dispatch.ledger.records import REHEARSAL, WITHDRAWAL, DeliveryDraft, MailingDraft, Staged
from dispatch.ledger.rows import pack, pack_fields
from dispatch.ledger.schema import deliveries, events, mailings, occasions, parts, releases, standings
from dispatch.ledger.store import Store
from dispatch.model.mailing import DeliveryState, MailingState

_BATCH = 1000
#: Hashes that are sorted at once.
_SORTED = 50_000
#: A delivery's number is its mailing's times this plus its place in the list.
STRIDE = 2**32
_COLUMNS = (
    "id", "occasion", "place", "key", "email", "name", "outlet", "shape", "vals", "message_id", "token", "wave",
    "not_before",
)  # fmt: skip


class _NobodyLeftError(Exception):
    """Every place was taken: roll back."""


def stage(store: Store, draft: MailingDraft, rows: Iterable[DeliveryDraft], ids: Callable[[], str]) -> Staged:
    """Write a mailing and its deliveries in one transaction (see `Ledger.stage`)."""
    offered = 0

    def counted() -> Iterator[DeliveryDraft]:
        nonlocal offered
        for row in rows:
            offered += 1
            yield row

    try:
        with store.write("stage") as connection:
            number, name = _insert_mailing(store, connection, draft)
            occasion = _occasion(connection, draft.release, draft.occasion) if draft.final else None
            batch = store.statement("stage", lambda: (_insertion(connection), _COLUMNS))
            make = _Maker(occasion=occasion, domain=draft.domain, ids=ids, fingerprint=Fingerprint(draft))
            start, drafts = number * STRIDE, counted()
            while taken := list(islice(drafts, _BATCH)):
                batch.many(connection, [make.row(ordinal, row) for ordinal, row in enumerate(taken, start + 1)])
                start += len(taken)
            connection.execute(
                update(mailings).where(mailings.c.pk == number).values(fingerprint=str(make.fingerprint))
            )
            staged = connection.execute(_stand(number, store.now())).rowcount
            _roll_back_unless(staged)
    except _NobodyLeftError:
        return Staged(mailing="", deliveries=0, already_sent=offered)
    return Staged(mailing=name, deliveries=staged, already_sent=offered - staged)


def _roll_back_unless(staged: int) -> None:
    if not staged:
        raise _NobodyLeftError


def _insert_mailing(store: Store, connection: Connection, draft: MailingDraft) -> tuple[int, str]:
    now = store.now()
    release = connection.execute(
        select(releases.c.pk, releases.c.withdrawn).where(releases.c.id == draft.release).with_for_update(),
    ).one_or_none()
    if release is None:
        raise NotFoundError(f"The ledger knows no release {draft.release!r}.", "stage it under the id that `bind` gave")
    occasion = draft.occasion if draft.final else REHEARSAL
    if release.withdrawn is not None and draft.final and occasion != WITHDRAWAL:
        raise RefusedError(f"{draft.release} was withdrawn: {release.withdrawn}", "write a new release under a new id")
    if draft.replaces is not None:
        _vacate(connection, draft.replaces, now)
    count = connection.execute(
        select(func.coalesce(func.max(mailings.c.number), 0)).where(mailings.c.release == release.pk),
    ).scalar_one()
    name = f"{draft.release}-{count + 1}"
    number = connection.execute(
        insert(mailings)
        .values(release=release.pk, number=count + 1, name=name, occasion=occasion, **_frozen(draft, now))
        .returning(mailings.c.pk),
    ).scalar_one()
    for part, content in draft.parts.items():
        connection.execute(insert(parts).values(mailing=number, name=part, content=content))
    detail = f"in place of {draft.replaces}" if draft.replaces else ""
    connection.execute(insert(events).values(mailing=number, at=now, kind="staged", detail=detail))
    return number, name


def _frozen(draft: MailingDraft, now: int) -> dict[str, Any]:
    return {
        "version": draft.version,
        "headline": draft.headline,
        "final": draft.final,
        "state": MailingState.STAGED if draft.due is None else MailingState.SCHEDULED,
        "backend": draft.backend,
        "theme": draft.theme,
        "sender": pack_fields(draft.sender),
        "domain": draft.domain,
        "audience": pack_fields(draft.audience),
        "sources": pack(draft.sources),
        "options": pack(draft.options),
        "fingerprint": draft.fingerprint,
        "embargo": ticks_or_none(draft.embargo),
        "due": ticks_or_none(draft.due),
        "zone": draft.zone,
        "late": draft.late,
        "expires": draft.expires,
        "follows": draft.follows,
        "created": now,
        "updated": now,
    }


def _vacate(connection: Connection, name: str, now: int) -> None:
    """Cancel a mailing of which nothing was tried, so that its places are free."""
    row = connection.execute(select(mailings.c.pk, mailings.c.state).where(mailings.c.name == name)).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no mailing {name}.", "`dispatch status` lists them")
    if row.state not in (MailingState.STAGED, MailingState.SCHEDULED):
        raise RefusedError(
            f"{name} has begun (it is {row.state}) and cannot be staged again.", f"dispatch cancel {name}"
        )
    connection.execute(
        update(standings)
        .where(is_open(row.pk), standings.c.state == DeliveryState.QUEUED.value)
        .values(state=DeliveryState.CANCELLED.value, due=None, reason="staged again", updated=now),
    )
    connection.execute(update(deliveries).where(of_mailing(deliveries.c.id, row.pk)).values(place=None))
    connection.execute(
        update(mailings)
        .where(mailings.c.pk == row.pk)
        .values(state=MailingState.CANCELLED, reason="staged again", updated=now),
    )
    connection.execute(insert(events).values(mailing=row.pk, at=now, kind="cancelled", detail="staged again"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Makes the rows of one mailing."""

    occasion: int | None
    domain: str
    ids: Callable[[], str]
    fingerprint: Fingerprint

    def row(self, ordinal: int, draft: DeliveryDraft) -> tuple[Any, ...]:
        """The values of `_COLUMNS`."""
        values = pack(draft.values)
        self.fingerprint.add(draft, values)
        return (
            ordinal, self.occasion, None if self.occasion is None else draft.key, draft.key, draft.email, draft.name,
            draft.outlet, draft.shape, values, f"<{ordinal:x}.{self.ids()}@{self.domain}>",
            f"{ordinal:x}.{self.ids()}", draft.wave, ticks_or_none(draft.not_before),
        )  # fmt: skip


def _insertion(connection: Connection) -> Insert:
    return insert_new(deliveries, connection.dialect.name).values({name: bindparam(name) for name in _COLUMNS})


def _stand(number: int, now: int) -> Insert:
    """Queue every delivery that found its place free."""
    queued = (
        select(
            deliveries.c.id,
            literal(number),
            literal(DeliveryState.QUEUED.value),
            func.coalesce(deliveries.c.not_before, 0),
            deliveries.c.not_before,
            literal(now),
        )
        .where(of_mailing(deliveries.c.id, number))
        .order_by(deliveries.c.id)
    )
    # PostgreSQL's driver would not tell how many
    statement = insert(standings).execution_options(preserve_rowcount=True)
    return statement.from_select(["id", "mailing", "state", "due", "not_before", "updated"], queued)


def of_mailing(column: Any, number: int) -> Any:
    """The condition that a delivery's number is of this mailing."""
    return (column > number * STRIDE) & (column < (number + 1) * STRIDE)


def _occasion(connection: Connection, release: str, name: str) -> int:
    found = connection.execute(_select_occasion(release, name)).scalar_one_or_none()
    if found is None:
        number = select(releases.c.pk).where(releases.c.id == release).scalar_subquery()
        connection.execute(insert_new(occasions, connection.dialect.name).values(release=number, name=name))
        found = connection.execute(_select_occasion(release, name)).scalar_one()
    return int(found)


def _select_occasion(release: str, name: str) -> Any:
    return (
        select(occasions.c.pk)
        .join(releases, releases.c.pk == occasions.c.release)
        .where(releases.c.id == release, occasions.c.name == name)
    )


def reached(store: Store, release: str, occasion: str) -> Callable[[str], bool]:
    """Tell whose place is taken (see `Ledger.reached`).

    Eight octets an address: a sorted array of hashes says who certainly has none, and the table confirms the rest.
    """
    with store.read() as connection:
        number = connection.execute(_select_occasion(release, occasion)).scalar_one_or_none()
        taken = select(deliveries.c.place).where(deliveries.c.occasion == number, deliveries.c.place.is_not(None))
        places = connection.execution_options(yield_per=10_000).execute(taken).scalars()
        hashes = _sorted_hashes(places)
    statement = store.statement("place", _select_place)

    def is_taken(key: str) -> bool:
        at = bisect_left(hashes, hash(key))
        return at < len(hashes) and hashes[at] == hash(key) and bool(store.look(statement, (number, key)))

    return is_taken


def _sorted_hashes(texts: Iterable[str]) -> "array[int]":
    """Hashes in order; sorted in parts, since a list of a million numbers takes forty megabytes."""
    left, parts = iter(texts), []
    while part := sorted(map(hash, islice(left, _SORTED))):
        parts.append(array("q", part))
    return array("q", merge(*parts))


def _select_place() -> tuple[Executable, tuple[str, ...]]:
    here = (deliveries.c.occasion == bindparam("occasion")) & (deliveries.c.place == bindparam("place"))
    return select(deliveries.c.id).where(here), ("occasion", "place")

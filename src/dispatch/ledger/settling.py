"""Moves claimed deliveries on: the mark, the outcome, the way back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, null, select, update
from sqlalchemy.sql.dml import Update

from dispatch.ledger.instants import instant, ticks
from dispatch.ledger.journal import Entry
from dispatch.ledger.policy import Policy
from dispatch.ledger.records import Mark, Refusal, Why
from dispatch.ledger.routes import Routes
from dispatch.ledger.schema import attempts, deliveries, slots, standings
from dispatch.ledger.store import Store
from dispatch.model.mailing import DeliveryState

_HELD = (DeliveryState.CLAIMED, DeliveryState.IN_DOUBT)
#: Why a delivery expired.
TOO_LATE = "not accepted in time"

_MARK = ("of", "first_attempt", "deadline", "route", "marked", "updated")
_SETTLE = (
    "of", "state", "due", "attempts", "tries", "first_attempt", "deadline", "route", "reason", "updated",
)  # fmt: skip
_MOVE = ("of", "state", "due", "reason", "updated")
_TRY = ("delivery", "number", "route", "at", "noted", "state", "phase", "code", "enhanced", "reply", "charged")


class _Row(NamedTuple):
    """A delivery as it stands."""

    id: int
    state: str
    claim: int | None
    not_before: int | None
    deadline: int | None
    first_attempt: int | None
    attempts: int
    tries: int
    marked: int | None
    route: int | None


def _rows(store: Store, connection: Connection, ids: Sequence[int]) -> dict[int, _Row]:
    """The deliveries of these numbers."""
    padded = pad(ids)
    names = [f"id{place}" for place in range(len(padded))]
    statement = store.statement(
        f"rows {len(padded)}",
        lambda: (
            select(*(standings.c[name] for name in _Row._fields))
            .where(standings.c.id.in_([bindparam(name) for name in names]))
            # on PostgreSQL another machine may be recovering them in this moment; SQLite has one writer anyway
            .with_for_update(),
            names,
        ),
    )
    return {row[0]: _Row._make(row) for row in statement.gathered(connection, padded, _Row._fields)}


def pad(ids: Sequence[int]) -> tuple[int, ...]:
    """Repeat the last number until their count is a power of two, so that few statements serve all counts."""
    room = 1 << (len(ids) - 1).bit_length()
    return (*ids, *([ids[-1]] * (room - len(ids))))


def _update(names: Sequence[str], **fixed: object) -> tuple[Update, Sequence[str]]:
    values: dict[str, Any] = {name: bindparam(name) for name in names if name != "of"}
    return update(standings).where(standings.c.id == bindparam("of")).values(**values, **fixed), names


def _free() -> tuple[Update, Sequence[str]]:
    return update(deliveries).where(deliveries.c.id == bindparam("of")).values(place=null()), ("of",)


@dataclass(slots=True)
class Memory:
    """What an owner keeps in mind from one transaction to the next; after one that failed it is of no use."""

    routes: Routes = field(default_factory=Routes)
    #: The reservations of marked deliveries.
    slots: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Writes:
    """One transaction: what it goes by, and what it changes, by statement."""

    policy: Policy
    now: int
    #: The number of an account and host.
    route: Callable[[str, str], int]
    memory: Memory

    marks: list[tuple[Any, ...]] = field(default_factory=list)
    settled: list[tuple[Any, ...]] = field(default_factory=list)
    moved: list[tuple[Any, ...]] = field(default_factory=list)
    tries: list[tuple[Any, ...]] = field(default_factory=list)
    freed: list[tuple[Any, ...]] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)
    #: Those that were in doubt already: their try is on record.
    known: list[tuple[str, int]] = field(default_factory=list)


def apply(
    store: Store,
    connection: Connection,
    entries: Sequence[Mark | Entry],
    policy: Policy,
    memory: Memory,
) -> list[Refusal | None]:
    """Apply outcomes, then marks; one answer per entry, in order."""
    if not entries:
        return []
    ids = [entry.claim.delivery if isinstance(entry, Mark) else entry.delivery for entry in entries]
    rows = _rows(store, connection, ids)
    writes = _Writes(policy, store.now(), partial(memory.routes.number, connection), memory)
    answers: list[Refusal | None] = [None] * len(entries)
    for place, entry in enumerate(entries):
        row = rows.get(ids[place])
        if isinstance(entry, Mark):
            answers[place] = _mark(writes, entry, row)
        else:
            answers[place] = _settle(writes, entry, row)
    _write(store, connection, writes)
    return answers


def _mark(writes: _Writes, mark: Mark, row: _Row | None) -> Refusal | None:
    policy = writes.policy
    if policy.closed:
        why = Why.CANCELLED if policy.cancelled else Why.WITHDRAWN
        if row is not None and row.claim == mark.claim.claim and _is_claimed(row):
            _move(writes, row.id, DeliveryState.CANCELLED, writes.now, reason=why.value, free=True)
        return Refusal(reason=why)
    if row is None or not _is_claimed(row) or row.claim != mark.claim.claim:
        return Refusal(reason=Why.LOST)
    refusal = _refuse(writes, mark, row)
    if refusal is None:
        at = ticks(mark.at)
        first = ticks(mark.date) if row.first_attempt is None else row.first_attempt
        deadline = at + policy.expires if row.deadline is None else row.deadline
        writes.marks.append((row.id, first, deadline, writes.route(mark.account, mark.host), at, at))
        if mark.slot is not None:
            writes.memory.slots[row.id] = mark.slot
    return refusal


def _is_claimed(row: _Row) -> bool:
    return row.state == DeliveryState.CLAIMED and row.marked is None


def _refuse(writes: _Writes, mark: Mark, row: _Row) -> Refusal | None:
    policy, now = writes.policy, writes.now
    if policy.suppressed(mark.claim.key):
        _move(writes, row.id, DeliveryState.SUPPRESSED, now, reason="suppressed", free=row.first_attempt is None)
        return Refusal(reason=Why.SUPPRESSED)
    if row.deadline is not None and row.deadline <= now:
        _move(writes, row.id, DeliveryState.EXPIRED, now, reason=TOO_LATE)
        return Refusal(reason=Why.EXPIRED)
    early = max(row.not_before or 0, policy.due)
    if early > now:
        _move(writes, row.id, DeliveryState.QUEUED, now, due=row.not_before or 0)
        return Refusal(reason=Why.TOO_EARLY, detail=instant(early).isoformat())
    if mark.notice != (policy.embargo is not None and now < policy.embargo):
        _move(writes, row.id, DeliveryState.QUEUED, now, due=row.not_before or 0)
        return Refusal(reason=Why.OTHER_VARIANT)
    return None


def _settle(writes: _Writes, entry: Entry, row: _Row | None) -> Refusal | None:
    if row is None or row.claim != entry.claim or row.state not in _HELD:
        return Refusal(reason=Why.LOST)
    policy = writes.policy
    _release_slot(writes, row.id)
    due: int | None = None
    state, reason = entry.state, entry.reason
    if state in (DeliveryState.QUEUED, DeliveryState.DEFERRED):
        due = max(entry.due or 0, row.not_before or 0)
        if policy.closed:
            due = None
            state, reason = DeliveryState.CANCELLED.value, "cancelled" if policy.cancelled else "withdrawn"
            writes.freed.append((row.id,))
    if not entry.tried:
        _move(writes, row.id, state, entry.at, due=due, reason=reason)
        return None
    route = writes.route(entry.account, entry.host) if entry.account or row.route is None else row.route
    doubted = row.state == DeliveryState.IN_DOUBT
    charged = entry.charge and not doubted
    first = row.first_attempt if row.first_attempt is not None or not charged else entry.at
    deadline = row.deadline if row.deadline is not None or not charged else entry.at + policy.expires
    writes.settled.append(
        (
            row.id, state, due, row.attempts + charged, row.tries + (not doubted), first, deadline, route, reason,
            entry.at,
        ),
    )  # fmt: skip
    if doubted:
        writes.known.append((state, row.id))
    else:
        at = entry.at if row.marked is None else row.marked
        writes.tries.append(
            (
                row.id, row.tries + 1, route, at, writes.now, entry.state, entry.phase, entry.code, entry.enhanced,
                entry.reply, entry.charge,
            ),
        )  # fmt: skip
    return None


def _release_slot(writes: _Writes, number: int) -> None:
    """The attempt on record now counts against the quota in the reservation's place."""
    slot = writes.memory.slots.pop(number, None)
    if slot is not None:
        writes.slots.append(slot)


def _move(
    writes: _Writes,
    number: int,
    state: str,
    now: int,
    *,
    due: int | None = None,
    reason: str = "",
    free: bool = False,
) -> None:
    writes.moved.append((number, state, due, reason, now))
    if free:
        writes.freed.append((number,))


def _write(store: Store, connection: Connection, writes: _Writes) -> None:
    store.statement("settle", lambda: _update(_SETTLE, claim=null(), marked=null())).few(connection, writes.settled)
    store.statement("move", lambda: _update(_MOVE, claim=null(), marked=null())).few(connection, writes.moved)
    store.statement("free", _free).few(connection, writes.freed)
    store.statement("mark", lambda: _update(_MARK)).few(connection, writes.marks)
    store.statement("try", _insertion).few(connection, writes.tries)
    for state, number in writes.known:
        connection.execute(
            update(attempts)
            .where(attempts.c.delivery == number, attempts.c.state == DeliveryState.IN_DOUBT.value)
            .values(state=state),
        )
    if writes.slots:
        connection.execute(delete(slots).where(slots.c.pk.in_(writes.slots)))


def _insertion() -> tuple[Any, Sequence[str]]:
    return insert(attempts).values({name: bindparam(name) for name in _TRY}), _TRY


def replay(store: Store, connection: Connection, entries: Iterable[Entry], policy: Policy) -> int:
    """Apply outcomes from a side journal; how many still counted."""
    answers = apply(store, connection, list(entries), policy, Memory())
    return sum(answer is None for answer in answers)

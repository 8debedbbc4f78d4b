"""Database rows to records and back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, select

from dispatch.ledger.instants import instant, instant_or_none
from dispatch.ledger.records import AttemptRecord, Claim, DeliveryRecord, MailingRecord
from dispatch.ledger.schema import approvals, attempts, deliveries, mailings, releases, routes, standings
from dispatch.model.mail import Sender
from dispatch.model.mailing import AudienceCounts, DeliveryState, MailingState
from dispatch.model.outcome import Phase


def pack(value: object) -> str:
    """JSON text of plain data."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is not plain data")


def pack_fields(noun: Sender | AudienceCounts) -> str:
    """JSON text of a flat noun."""
    return pack(asdict(noun))


def unpack(stored: str) -> Mapping[str, Any]:
    """A read-only mapping from JSON text."""
    return MappingProxyType(json.loads(stored))


def select_mailings() -> Select[Any]:
    """Mailings with the id of their release."""
    return select(mailings, releases.c.id.label("release_id")).join(releases, releases.c.pk == mailings.c.release)


def approvals_of(number: int) -> Select[Any]:
    """Who approved the present fingerprint of a mailing."""
    return (
        select(approvals.c.by)
        .join(mailings, and_(mailings.c.pk == approvals.c.mailing, mailings.c.fingerprint == approvals.c.fingerprint))
        .where(mailings.c.pk == number)
        .order_by(approvals.c.pk)
    )


def mailing_record(row: Row[Any], approved_by: tuple[str, ...] = ()) -> MailingRecord:
    """A record from a row of `select_mailings`."""
    return MailingRecord(
        name=row.name,
        release=row.release_id,
        version=row.version,
        headline=row.headline,
        occasion=row.occasion,
        final=bool(row.final),
        state=MailingState(row.state),
        reason=row.reason,
        backend=row.backend,
        theme=row.theme,
        sender=Sender(**json.loads(row.sender)),
        audience=AudienceCounts(**json.loads(row.audience)),
        sources=unpack(row.sources),
        options=unpack(row.options),
        fingerprint=row.fingerprint,
        embargo=instant_or_none(row.embargo),
        due=instant_or_none(row.due),
        zone=row.zone,
        late=row.late,
        expires=row.expires,
        follows=row.follows,
        created=instant(row.created),
        updated=instant(row.updated),
        approved_by=approved_by,
    )


def select_deliveries() -> Select[Any]:
    """Deliveries, where they stand, and their last attempt: what `delivery_record` needs."""
    last = and_(attempts.c.delivery == standings.c.id, attempts.c.number == standings.c.tries)
    return (
        select(
            standings,
            *(deliveries.c[name] for name in ("key", "email", "name", "outlet", "wave", "message_id")),
            *(attempts.c[name] for name in ("phase", "code", "enhanced", "reply", "at")),
            routes.c.host,
        )
        .join(deliveries, deliveries.c.id == standings.c.id)
        .outerjoin(attempts, last)
        .outerjoin(routes, routes.c.pk == standings.c.route)
    )


_WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)


def in_states(states: Iterable[DeliveryState]) -> ColumnElement[bool]:
    """The condition that a delivery is in one of these states."""
    wanted = set(states)
    plain = wanted - {DeliveryState.CLAIMED, DeliveryState.MARKED}
    condition = standings.c.state.in_(sorted(state.value for state in plain))
    if len(wanted) - len(plain) == 2:  # noqa: PLR2004  (both)
        return condition | (standings.c.state == DeliveryState.CLAIMED.value)
    if DeliveryState.CLAIMED in wanted:
        return condition | ((standings.c.state == DeliveryState.CLAIMED.value) & standings.c.marked.is_(None))
    if DeliveryState.MARKED in wanted:
        return condition | ((standings.c.state == DeliveryState.CLAIMED.value) & standings.c.marked.is_not(None))
    return condition


def delivery_record(row: Any) -> DeliveryRecord:
    """A record from a row of the columns `DELIVERY`."""
    state = DeliveryState(row.state)
    if state is DeliveryState.CLAIMED and row.marked is not None:
        state = DeliveryState.MARKED
    return DeliveryRecord(
        delivery=row.id,
        key=row.key,
        address=row.email,
        name=row.name,
        outlet=row.outlet,
        state=state,
        wave=row.wave,
        not_before=instant_or_none(row.not_before),
        due=instant(row.due) if row.due and state in _WAITING else None,
        attempts=row.attempts,
        first_attempt=instant_or_none(row.first_attempt),
        phase=Phase(row.phase) if row.phase else None,
        host=row.host or "",
        code=row.code,
        enhanced=row.enhanced or "",
        reply=row.reply or "",
        reason=row.reason,
        message_id=row.message_id,
        feedback=row.feedback,
        updated=instant(row.updated),
        tried=instant_or_none(row.at if row.marked is None else row.marked),
    )


#: What `claim_of` needs, in its order.
CLAIM = (
    deliveries.c.id, deliveries.c.key, deliveries.c.email, deliveries.c.name, deliveries.c.outlet, deliveries.c.shape,
    deliveries.c.vals, deliveries.c.message_id, deliveries.c.token, standings.c.attempts, standings.c.first_attempt,
    standings.c.deadline, deliveries.c.wave, standings.c.not_before,
)  # fmt: skip
#: `json.loads` looks for one at each call.
_READER = json.JSONDecoder()
#: Where the deadline stands among them.
DEADLINE = 11


def claim_of(row: Sequence[Any], claim: int) -> Claim:
    """A claim from a row of the columns `CLAIM`."""
    number, key, email, name, outlet, shape, values, message_id, token, attempts, first, deadline, wave, early = row
    return Claim(
        delivery=number,
        claim=claim,
        key=key,
        email=email,
        name=name,
        outlet=outlet,
        shape=shape,
        values=tuple(_READER.decode(values)),
        message_id=message_id,
        token=token,
        attempts=attempts,
        first_attempt=instant_or_none(first),
        deadline=instant_or_none(deadline),
        wave=wave,
        not_before=instant_or_none(early),
    )


def attempt_record(row: Row[Any]) -> AttemptRecord:
    """A record from a row of `attempts`."""
    return AttemptRecord(
        delivery=row.delivery,
        account=row.account,
        host=row.host,
        at=instant(row.at),
        state=DeliveryState(row.state),
        phase=Phase(row.phase) if row.phase else None,
        code=row.code,
        enhanced=row.enhanced,
        reply=row.reply,
        charged=bool(row.charged),
    )

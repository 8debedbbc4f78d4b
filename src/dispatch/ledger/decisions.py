"""What a person decides about a mailing: resolve, cancel, withdraw, plan, lift, approve."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, case, func, insert, select, update

from dispatch.errors import NotFoundError, RefusedError
from dispatch.ledger.fingerprint import planned
from dispatch.ledger.instants import ticks, ticks_or_none
from dispatch.ledger.leftovers import free_places, is_open
from dispatch.ledger.queries import number_of, record
from dispatch.ledger.records import WITHDRAWAL, Approval, MailingRecord
from dispatch.ledger.schema import approvals, deliveries, events, mailings, releases, standings
from dispatch.ledger.store import Store
from dispatch.model.mailing import DeliveryState, MailingState

_IN_DOUBT = DeliveryState.IN_DOUBT.value
#: What a person may have tried again: certainly not accepted, or in doubt.
_AGAIN = (_IN_DOUBT, DeliveryState.REFUSED.value, DeliveryState.EXPIRED.value)
#: What a cancellation ends; marked ones still learn their outcome.
_UNSENT = (DeliveryState.QUEUED.value, DeliveryState.DEFERRED.value, DeliveryState.CLAIMED.value)


@contextmanager
def _deciding(store: Store, what: str, name: str) -> Iterator[tuple[Connection, int, MailingRecord, int]]:
    with store.write(what) as connection:
        number = number_of(connection, name)
        yield connection, number, record(connection, number), store.now()


def remark(store: Store, name: str, kind: str, detail: str) -> None:
    """Keep something about it (see `Ledger.remark`)."""
    with _deciding(store, "remark", name) as (connection, number, _mailing, now):
        note(connection, number, now, kind, detail)


def note(connection: Connection, mailing: int, at: int, kind: str, detail: str = "") -> None:
    """Write what happened to a mailing."""
    connection.execute(insert(events).values(mailing=mailing, at=at, kind=kind, detail=detail))


def resolve(store: Store, name: str, keys: Sequence[str], *, sent: bool) -> None:
    """Settle or queue again (see `Ledger.resolve`)."""
    with _deciding(store, "resolve", name) as (connection, number, mailing, now):
        if not sent and mailing.state is MailingState.CANCELLED:
            raise RefusedError(f"{name} was cancelled; nothing more of it goes out.", "stage a new mailing")
        wanted = [_IN_DOUBT] if sent else list(_AGAIN)
        for key in keys:
            row = connection.execute(
                select(standings.c.id)
                .join(deliveries, deliveries.c.id == standings.c.id)
                .where(
                    standings.c.mailing == number,
                    deliveries.c.key == key,
                    standings.c.state.in_(wanted),
                ),
            ).one_or_none()
            if row is None:
                raise NotFoundError(
                    f"{name} has no delivery to {key} that is {' or '.join(wanted).replace('_', ' ')}.",
                    f"dispatch status {name} --deliveries",
                )
            connection.execute(update(standings).where(standings.c.id == row.id).values(**_resolution(now, sent=sent)))
            note(connection, number, now, "resolved", f"{key}: {'sent' if sent else 'again'}")
        if not sent and mailing.state is MailingState.DONE:
            _set_state(connection, number, MailingState.STOPPED, "a person asked for another try", now)


def _resolution(now: int, *, sent: bool) -> dict[str, object]:
    if sent:
        return {
            "state": DeliveryState.ACCEPTED.value,
            "reason": "a person says it was sent",
            "claim": None,
            "updated": now,
        }
    return {
        "state": DeliveryState.QUEUED.value,
        "reason": "a person asked for another try",
        "due": func.coalesce(standings.c.not_before, 0),
        "deadline": None,
        "claim": None,
        "updated": now,
    }


def _set_state(connection: Connection, number: int, state: MailingState, reason: str, now: int) -> None:
    connection.execute(
        update(mailings).where(mailings.c.pk == number).values(state=state.value, reason=reason, updated=now),
    )


def cancel(store: Store, name: str, reason: str) -> None:
    """Nothing more of it goes out (see `Ledger.cancel`)."""
    with _deciding(store, "cancel", name) as (connection, number, _mailing, now):
        _cancel(connection, number, reason or "cancelled", now)


def _cancel(connection: Connection, number: int, reason: str, now: int) -> None:
    unsent = is_open(number) & standings.c.state.in_(_UNSENT) & standings.c.marked.is_(None)
    free_places(connection, select(standings.c.id).where(unsent))
    connection.execute(
        update(standings)
        .where(unsent)
        .values(state=DeliveryState.CANCELLED.value, claim=None, reason=reason, due=None, updated=now),
    )
    _set_state(connection, number, MailingState.CANCELLED, reason, now)
    note(connection, number, now, "cancelled", reason)


def withdraw(store: Store, release: str, reason: str) -> tuple[str, ...]:
    """Cancel and refuse from now on (see `Ledger.withdraw`)."""
    with store.write("withdraw") as connection:
        now = store.now()
        number = connection.execute(select(releases.c.pk).where(releases.c.id == release)).scalar_one_or_none()
        if number is None:
            raise NotFoundError(f"The ledger knows no release {release!r}.", "`dispatch status` lists the releases")
        connection.execute(update(releases).where(releases.c.pk == number).values(withdrawn=reason))
        unsent = (
            select(standings.c.id)
            .where(
                standings.c.due.is_not(None),
                standings.c.mailing == mailings.c.pk,
                standings.c.state.in_(_UNSENT),
                standings.c.marked.is_(None),
            )
            .exists()
        )
        rows = connection.execute(
            select(mailings.c.pk, mailings.c.name).where(
                mailings.c.release == number,
                mailings.c.final,
                mailings.c.occasion != WITHDRAWAL,
                unsent,
            ),
        ).all()
        for row in rows:
            _cancel(connection, row.pk, f"withdrawn: {reason}", now)
    return tuple(row.name for row in rows)


def withdrawn(store: Store, release: str) -> str | None:
    """Why it was withdrawn (see `Ledger.withdrawn`)."""
    with store.read() as connection:
        reason: str | None = connection.execute(
            select(releases.c.withdrawn).where(releases.c.id == release),
        ).scalar_one_or_none()
    return reason


def stop(store: Store, name: str, reason: str, kind: str) -> None:
    """Note that sending stopped (see `Ledger.stop`)."""
    with _deciding(store, "stop", name) as (connection, number, mailing, now):
        if mailing.state in (MailingState.SCHEDULED, MailingState.SENDING, MailingState.STOPPED):
            _set_state(connection, number, MailingState.STOPPED, reason, now)
        note(connection, number, now, kind, reason)


def schedule(store: Store, name: str, due: datetime | None, zone: str) -> None:
    """Plan or move it (see `Ledger.schedule`)."""
    with _deciding(store, "schedule", name) as (connection, number, mailing, now):
        if not _unbegun(connection, number, mailing):
            raise RefusedError(f"{name} has begun (it is {mailing.state}) and cannot be planned.", "")
        state = MailingState.STAGED if due is None else MailingState.SCHEDULED
        fingerprint = planned(mailing.fingerprint, due, zone)
        connection.execute(
            update(mailings)
            .where(mailings.c.pk == number)
            .values(
                due=ticks_or_none(due), zone=zone, state=state.value, reason="", fingerprint=fingerprint, updated=now
            ),
        )
        note(connection, number, now, "scheduled", "" if due is None else f"{due.isoformat()} {zone}".strip())


def _unbegun(connection: Connection, number: int, mailing: MailingRecord) -> bool:
    """Nothing of it was tried: it waits, or was stopped because it came too late."""
    if mailing.state is not MailingState.STOPPED:
        return mailing.state in (MailingState.STAGED, MailingState.SCHEDULED)
    tried = select(standings.c.id).where(standings.c.mailing == number)
    tried = tried.where((standings.c.state != DeliveryState.QUEUED.value) | standings.c.first_attempt.is_not(None))
    return connection.execute(tried.limit(1)).first() is None


def lift(store: Store, name: str, at: datetime, reason: str) -> None:
    """Move the embargo's lift (see `Ledger.lift`)."""
    with _deciding(store, "lift", name) as (connection, number, mailing, now):
        if mailing.embargo is None:
            raise RefusedError(f"{name} has no embargo.", "")
        new, old = ticks(at), ticks(mailing.embargo)
        connection.execute(
            update(standings)
            .where(standings.c.mailing == number, standings.c.not_before == old)
            .values(
                not_before=new,
                due=case((standings.c.state == DeliveryState.QUEUED.value, new), else_=standings.c.due),
                updated=now,
            ),
        )
        connection.execute(update(mailings).where(mailings.c.pk == number).values(embargo=new, updated=now))
        note(connection, number, now, "lifted", f"{at.isoformat()}: {reason}")


def approve(store: Store, name: str, by: str) -> Approval:
    """Sign off its present fingerprint (see `Ledger.approve`)."""
    with _deciding(store, "approve", name) as (connection, number, mailing, now):
        connection.execute(
            insert(approvals).values(mailing=number, by=by, at=now, fingerprint=mailing.fingerprint),
        )
        note(connection, number, now, "approved", by)
    return Approval(by=by, at=store.instant(), fingerprint=mailing.fingerprint)

"""Settles what a dead owner of a mailing left: nothing is queued again that may have been sent."""

from typing import Any

from sqlalchemy import Connection, func, insert, literal, select, update

from dispatch.ledger.schema import attempts, deliveries, mailings, standings
from dispatch.model.mailing import DeliveryState, MailingState
from dispatch.model.outcome import Phase

#: Why a delivery is in doubt that a dead owner left marked.
CUT_OFF = "the process ended before the server's answer was known"


def settle_left(connection: Connection, mailing: int, now: int) -> tuple[int, int]:
    """Put claimed deliveries back into the queue, and marked ones in doubt.

    Returns:
        How many went back, and how many are in doubt now.
    """
    held = is_open(mailing) & (standings.c.state == DeliveryState.CLAIMED.value)
    claimed, marked = held & standings.c.marked.is_(None), held & standings.c.marked.is_not(None)
    state = connection.execute(select(mailings.c.state).where(mailings.c.pk == mailing)).scalar_one()
    back = update(standings).where(claimed)
    if state == MailingState.CANCELLED:
        free_places(connection, select(standings.c.id).where(claimed))
        back = back.values(state=DeliveryState.CANCELLED.value, due=None, reason="cancelled")
    else:
        back = back.values(state=DeliveryState.QUEUED.value, due=func.coalesce(standings.c.not_before, 0))
    queued = connection.execute(back.values(claim=None, updated=now)).rowcount
    return queued, _doubt(connection, marked, now)


def is_open(mailing: int) -> Any:
    """The condition that a delivery of this mailing is not settled."""
    return (standings.c.mailing == mailing) & standings.c.due.is_not(None)


def free_places(connection: Connection, ids: Any) -> None:
    """Let others, or another mailing, have the places of these deliveries."""
    connection.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(place=None))


def _doubt(connection: Connection, left: Any, now: int) -> int:
    tried = select(
        standings.c.id,
        standings.c.tries + 1,
        standings.c.route,
        standings.c.marked,
        literal(now),
        literal(DeliveryState.IN_DOUBT.value),
        literal(Phase.DOT.value),
        literal(value=True),
    ).where(left)
    into = ["delivery", "number", "route", "at", "noted", "state", "phase", "charged"]
    connection.execute(insert(attempts).from_select(into, tried))
    return connection.execute(
        update(standings)
        .where(left)
        # the claim stays: its holder may yet learn the outcome
        .values(
            state=DeliveryState.IN_DOUBT.value,
            due=None,
            attempts=standings.c.attempts + 1,
            tries=standings.c.tries + 1,
            marked=None,
            reason=CUT_OFF,
            updated=now,
        ),
    ).rowcount

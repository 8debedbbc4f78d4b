"""The waves of a mailing: which deliveries wait for which instant, and how far each wave has got."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from dispatch.ledger.instants import instant_or_none
from dispatch.ledger.queries import number_of
from dispatch.ledger.schema import standings
from dispatch.ledger.staging import of_mailing
from dispatch.ledger.store import Store
from dispatch.model.mailing import DeliveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Deliveries that may go out from the same instant on."""

    #: Aware; None is at once, or when the mailing is due.
    not_before: datetime | None
    deliveries: int
    #: Queued, and nobody has tried them yet.
    untried: int
    accepted: int

    @property
    def begun(self) -> bool:
        """Some of it was tried, or is being tried."""
        return self.untried < self.deliveries


def waves_of(store: Store, name: str) -> tuple[Wave, ...]:
    """Its waves, earliest first (see `Ledger.waves`); cancelled deliveries are left out."""
    waits = (standings.c.state == DeliveryState.QUEUED.value) & (standings.c.tries == 0)
    accepted = standings.c.state == DeliveryState.ACCEPTED.value
    with store.read() as connection:
        rows = connection.execute(
            select(
                standings.c.not_before,
                func.count().label("deliveries"),
                _sum(waits).label("untried"),
                _sum(accepted).label("accepted"),
            )
            .where(
                of_mailing(standings.c.id, number_of(connection, name)),
                standings.c.state.not_in((DeliveryState.CANCELLED.value, DeliveryState.SUPPRESSED.value)),
            )
            .group_by(standings.c.not_before)
        ).all()
    found = [
        Wave(
            not_before=instant_or_none(row.not_before),
            deliveries=row.deliveries,
            untried=row.untried,
            accepted=row.accepted,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda wave: wave.not_before.timestamp() if wave.not_before else 0.0))


def _sum(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

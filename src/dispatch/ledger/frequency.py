"""How often people were mailed: what limits of frequency are measured by."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from dispatch.ledger.instants import ticks
from dispatch.ledger.records import WITHDRAWAL
from dispatch.ledger.schema import deliveries, mailings, releases, standings
from dispatch.ledger.store import Store
from dispatch.model.mailing import DeliveryState

#: Occasions that never count: people must hear of them.
_EXEMPT = "correction-%"
_HEARD = (DeliveryState.ACCEPTED.value, DeliveryState.IN_DOUBT.value)


def frequent(store: Store, since: datetime, count: int) -> frozenset[str]:
    """Keys that got so many mailings since an instant (see `Ledger.frequent`)."""
    statement = _heard(since, deliveries.c.key).group_by(deliveries.c.key).having(func.count() >= count)
    with store.read() as connection:
        return frozenset(connection.execute(statement).scalars())


def heard_lately(store: Store, since: datetime, release: str) -> dict[str, str]:
    """Keys that got another release since an instant, with the newest mailing (see `Ledger.heard_lately`)."""
    statement = (
        _heard(since, deliveries.c.key, mailings.c.name)
        .join(releases, releases.c.pk == mailings.c.release)
        .where(releases.c.id != release)
        .order_by(mailings.c.pk)
    )
    with store.read() as connection:
        return {key: name for key, name in connection.execute(statement)}  # noqa: C416 - a Row is no pair to mypy


def _heard(since: datetime, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(deliveries)
        .join(standings, standings.c.id == deliveries.c.id)
        .join(mailings, mailings.c.pk == standings.c.mailing)
        .where(
            standings.c.state.in_(_HEARD),
            standings.c.first_attempt >= ticks(since),
            mailings.c.final,
            mailings.c.occasion != WITHDRAWAL,
            mailings.c.occasion.not_like(_EXEMPT),
        )
    )

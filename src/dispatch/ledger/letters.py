"""What each message of a frozen mailing is written from, to be looked at: nothing is claimed."""

from collections.abc import Iterator

from sqlalchemy import select

from dispatch.ledger.queries import number_of
from dispatch.ledger.records import Claim
from dispatch.ledger.rows import CLAIM, claim_of
from dispatch.ledger.schema import deliveries, standings
from dispatch.ledger.staging import STRIDE, of_mailing
from dispatch.ledger.store import Store
from dispatch.model.mailing import DeliveryState

_PAGE = 2_000


def letters_of(store: Store, name: str, key: str | None) -> Iterator[Claim]:
    """Its deliveries in list order, a page at a time (see `Ledger.letters`)."""
    with store.read() as connection:
        number = number_of(connection, name)
    wanted = (
        select(*CLAIM)
        .join(standings, standings.c.id == deliveries.c.id)
        .where(of_mailing(deliveries.c.id, number), standings.c.state != DeliveryState.CANCELLED.value)
        .order_by(deliveries.c.id)
        .limit(_PAGE)
    )
    if key is not None:
        wanted = wanted.where(deliveries.c.key == key)
    last = number * STRIDE
    while True:
        with store.read() as connection:
            rows = connection.execute(wanted.where(deliveries.c.id > last)).all()
        yield from (claim_of(row, 0) for row in rows)
        if len(rows) < _PAGE:
            return
        last = rows[-1].id

"""Leave to send under an account's limits: one truth for all processes that share the ledger."""

from sqlalchemy import Connection, delete, func, insert, select, update

from dispatch.ledger.dialects import insert_new
from dispatch.ledger.instants import DAY, MINUTE, instant, ticks
from dispatch.ledger.records import Slot
from dispatch.ledger.schema import accounts, attempts, routes, slots
from dispatch.ledger.store import Store
from dispatch.model.limits import Limits

#: How long after its time a reservation counts that no attempt has used: its process may be gone.
_STALE = 15 * MINUTE


def reserve(store: Store, account: str, limits: Limits) -> Slot:
    """Reserve the next instant (see `Ledger.reserve`)."""
    if limits.per_minute is None and limits.daily is None:
        return Slot(at=store.clock.now())
    with store.write("reserve") as connection:
        now = store.now()
        connection.execute(insert_new(accounts, connection.dialect.name).values(name=account, free=0))
        free = connection.execute(
            select(accounts.c.free).where(accounts.c.name == account).with_for_update(),
        ).scalar_one()
        if limits.daily is not None:
            again = _exhausted_until(connection, account, limits.daily, now)
            if again is not None:
                return Slot(at=instant(max(again, now)), exhausted=True)
        at = max(now, free)
        spacing = round(MINUTE / limits.per_minute) if limits.per_minute else 0
        connection.execute(update(accounts).where(accounts.c.name == account).values(free=at + spacing))
        number: int = connection.execute(
            insert(slots).values(account=account, at=at).returning(slots.c.pk),
        ).scalar_one()
    return Slot(at=instant(at), id=number)


def _exhausted_until(connection: Connection, account: str, daily: int, now: int) -> int | None:
    """When the next message fits into the quota of any 24 hours; None when it fits now."""
    ours = select(routes.c.pk).where(routes.c.account == account)
    before = select(attempts.c.pk).where(attempts.c.noted <= now - DAY).order_by(attempts.c.pk.desc()).limit(1)
    recent = attempts.c.pk > func.coalesce(before.scalar_subquery(), 0)
    window = recent & attempts.c.route.in_(ours) & (attempts.c.at > now - DAY)
    used = connection.execute(select(func.count()).select_from(attempts).where(window)).scalar_one()
    connection.execute(delete(slots).where(slots.c.account == account, slots.c.at < now - _STALE))
    held = connection.execute(
        select(func.count()).select_from(slots).where(slots.c.account == account),
    ).scalar_one()
    over = used + held - daily
    if over < 0:
        return None
    oldest = connection.execute(
        select(attempts.c.at).where(window).order_by(attempts.c.at).offset(over).limit(1),
    ).scalar_one_or_none()
    # only reservations fill the quota: ask again when the first of them is used or stale
    return now + MINUTE if oldest is None else oldest + DAY


def unreserve(store: Store, slot: Slot) -> None:
    """Give a slot back (see `Ledger.unreserve`)."""
    if slot.id is None:
        return
    with store.write("unreserve") as connection:
        row = connection.execute(select(slots.c.account).where(slots.c.pk == slot.id)).one_or_none()
        if row is None:
            return
        connection.execute(delete(slots).where(slots.c.pk == slot.id))
        later = connection.execute(
            select(slots.c.pk).where(slots.c.account == row.account, slots.c.pk > slot.id).limit(1),
        ).first()
        if later is None:
            connection.execute(update(accounts).where(accounts.c.name == row.account).values(free=ticks(slot.at)))

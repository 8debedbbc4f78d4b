"""Leave to send under an account's limits: one truth for all processes that share the ledger."""

from sqlalchemy import Connection, Subquery, delete, func, insert, select, union_all, update

from dispatch.ledger.dialects import insert_new
from dispatch.ledger.instants import DAY, MINUTE, instant, ticks
from dispatch.ledger.records import Slot
from dispatch.ledger.schema import accounts, attempts, routes, slots, trials
from dispatch.ledger.store import Store
from dispatch.model.limits import Limits

#: How long after its time a reservation counts that no attempt has used: its process may be gone.
_STALE = 15 * MINUTE


def reserve(store: Store, account: str, limits: Limits, domain: str = "") -> Slot:
    """Reserve the next instant (see `Ledger.reserve`)."""
    if not limits.paced:
        return Slot(at=store.clock.now())
    with store.write("reserve") as connection:
        now = store.now()
        free = _free(connection, account)
        if limits.daily is not None:
            again = _exhausted_until(connection, account, limits.daily, now)
            if again is not None:
                return Slot(at=instant(max(again, now)), exhausted=True)
        towards = f"{account} > {domain}" if limits.domain_per_minute and domain else ""
        at = max(now, free, _free(connection, towards) if towards else 0)
        _occupy(connection, account, at, limits.per_minute)
        if towards:
            _occupy(connection, towards, at, limits.domain_per_minute)
        number: int = connection.execute(
            insert(slots).values(account=account, at=at).returning(slots.c.pk),
        ).scalar_one()
    return Slot(at=instant(at), id=number)


def _free(connection: Connection, name: str) -> int:
    """When the next message may go, by what was reserved so far; locks the row."""
    connection.execute(insert_new(accounts, connection.dialect.name).values(name=name, free=0))
    found = select(accounts.c.free).where(accounts.c.name == name).with_for_update()
    return int(connection.execute(found).scalar_one())


def _occupy(connection: Connection, name: str, at: int, per_minute: float | None) -> None:
    spacing = round(MINUTE / per_minute) if per_minute else 0
    connection.execute(update(accounts).where(accounts.c.name == name).values(free=at + spacing))


def _exhausted_until(connection: Connection, account: str, daily: int, now: int) -> int | None:
    """When the next message fits into the quota of any 24 hours; None when it fits now."""
    spent = _spent(account, now)
    used = connection.execute(select(func.count()).select_from(spent)).scalar_one()
    connection.execute(delete(slots).where(slots.c.account == account, slots.c.at < now - _STALE))
    held = connection.execute(
        select(func.count()).select_from(slots).where(slots.c.account == account),
    ).scalar_one()
    over = used + held - daily
    if over < 0:
        return None
    oldest = connection.execute(select(spent.c.at).order_by(spent.c.at).offset(over).limit(1)).scalar_one_or_none()
    # only reservations fill the quota: ask again when the first of them is used or stale
    return now + MINUTE if oldest is None else oldest + DAY


def _spent(account: str, now: int) -> Subquery:
    """When the messages of the last 24 hours went through an account, test messages included."""
    ours = select(routes.c.pk).where(routes.c.account == account)
    before = select(attempts.c.pk).where(attempts.c.noted <= now - DAY).order_by(attempts.c.pk.desc()).limit(1)
    recent = attempts.c.pk > func.coalesce(before.scalar_subquery(), 0)
    tried = select(attempts.c.at).where(recent, attempts.c.route.in_(ours), attempts.c.at > now - DAY)
    tested = select(trials.c.at).where(trials.c.account == account, trials.c.at > now - DAY)
    return union_all(tried, tested).subquery()


def spend(store: Store, slot: Slot) -> None:
    """Note that a test message used a slot (see `Ledger.spend`)."""
    if slot.id is None:
        return
    with store.write("spend") as connection:
        now = store.now()
        account = connection.execute(select(slots.c.account).where(slots.c.pk == slot.id)).scalar_one_or_none()
        if account is None:
            return
        connection.execute(delete(slots).where(slots.c.pk == slot.id))
        connection.execute(delete(trials).where(trials.c.at <= now - DAY))
        connection.execute(insert(trials).values(account=account, at=now))


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

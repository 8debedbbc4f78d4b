"""When regular jobs last ran, so that what depends on cron can warn when cron does not run."""

from datetime import datetime

from sqlalchemy import delete, select, update

from dispatch.ledger.dialects import insert_new
from dispatch.ledger.instants import instant, ticks
from dispatch.ledger.schema import beats
from dispatch.ledger.store import Store

_BOOT = "boot "


def beat(store: Store, kind: str) -> None:
    """Note that a job ran now (see `Ledger.beat`)."""
    with store.write("beat") as connection:
        now = store.now()
        connection.execute(insert_new(beats, connection.dialect.name).values(kind=kind, at=now))
        # a clock that was set back does not hide that it was
        connection.execute(update(beats).where(beats.c.kind == kind, beats.c.at < now).values(at=now))


def last_beat(store: Store, kind: str) -> datetime | None:
    """When it last ran (see `Ledger.last_beat`)."""
    with store.read() as connection:
        at = connection.execute(select(beats.c.at).where(beats.c.kind == kind)).scalar_one_or_none()
    return None if at is None else instant(at)


def began(store: Store, boot: str, at: datetime) -> datetime:
    """When this boot began by the wall clock when it was first asked (see `Ledger.began`)."""
    kind = f"{_BOOT}{boot}"
    with store.read() as connection:
        known = connection.execute(select(beats.c.at).where(beats.c.kind == kind)).scalar_one_or_none()
    if known is not None:
        return instant(known)
    with store.write("boot") as connection:
        connection.execute(delete(beats).where(beats.c.kind.startswith(_BOOT), beats.c.kind != kind))
        connection.execute(insert_new(beats, connection.dialect.name).values(kind=kind, at=ticks(at)))
    return at


def forget_boots(store: Store) -> None:
    """A person says that the wall clock is right (see `Ledger.forget_boots`)."""
    with store.write("boot") as connection:
        connection.execute(delete(beats).where(beats.c.kind.startswith(_BOOT)))

"""When regular jobs last ran, so that what depends on cron can warn when cron does not run."""

from datetime import datetime

from sqlalchemy import select, update

from dispatch.ledger.dialects import insert_new
from dispatch.ledger.instants import instant
from dispatch.ledger.schema import beats
from dispatch.ledger.store import Store


def beat(store: Store, kind: str) -> None:
    """Note that a job ran now (see `Ledger.beat`)."""
    with store.write("beat") as connection:
        now = store.now()
        connection.execute(insert_new(beats, connection.dialect.name).values(kind=kind, at=now))
        connection.execute(update(beats).where(beats.c.kind == kind).values(at=now))


def last_beat(store: Store, kind: str) -> datetime | None:
    """When it last ran (see `Ledger.last_beat`)."""
    with store.read() as connection:
        at = connection.execute(select(beats.c.at).where(beats.c.kind == kind)).scalar_one_or_none()
    return None if at is None else instant(at)

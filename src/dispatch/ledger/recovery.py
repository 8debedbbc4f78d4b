"""After a crash: outcomes from side journals first, then what dead owners left."""

from pathlib import Path

from sqlalchemy import select

from dispatch.ledger import settling
from dispatch.ledger.journal import Journal, journals
from dispatch.ledger.leases import Lease
from dispatch.ledger.leftovers import settle_left
from dispatch.ledger.policy import Watch
from dispatch.ledger.queries import number_of
from dispatch.ledger.schema import mailings, standings
from dispatch.ledger.store import Store
from dispatch.model.mailing import DeliveryState


def replay_all(store: Store) -> int:
    """Apply the outcomes in the side journals of dead owners; how many counted.

    Raises:
        LedgerError: They cannot be written; the journals stay.
    """
    if store.folder is None:
        return 0
    return sum(_replay(store, store.folder, number) for number, _ in journals(store.folder))


def _replay(store: Store, folder: Path, number: int) -> int:
    journal = Journal.probe(folder, number)
    if journal is None:
        return 0
    done = False
    try:
        entries = journal.entries()
        known = 0
        if entries:
            with store.write("replay") as connection:
                known = settling.replay(store, connection, entries, Watch(store, number).read(connection))
        done = True
        return known
    finally:
        journal.close(remove=done)


def is_busy(store: Store, name: str) -> bool:
    """Whether a live process sends a mailing (see `Ledger.busy`)."""
    with store.read() as connection:
        number = number_of(connection, name)
    folder = store.folder_or_refuse()
    if not (folder / f"journal-{number}").exists():
        return not _is_free(store, number)
    journal = Journal.probe(folder, number)
    if journal is None:
        return True
    try:
        return not _is_free(store, number)
    finally:
        journal.close(remove=False)


def _is_free(store: Store, number: int) -> bool:
    lease = Lease.take(store, number)
    if lease is None:
        return False
    lease.release()
    return True


def recover_all(store: Store) -> tuple[str, ...]:
    """Settle what dead owners left, for all mailings (see `Ledger.recover`)."""
    if store.folder is None:
        return ()
    replay_all(store)
    in_flight = (
        select(standings.c.id)
        .where(
            standings.c.due.is_not(None),
            standings.c.mailing == mailings.c.pk,
            standings.c.state == DeliveryState.CLAIMED.value,
        )
        .exists()
    )
    with store.read() as connection:
        left = connection.execute(select(mailings.c.pk, mailings.c.name).where(in_flight)).all()
    return tuple(row.name for row in left if _recover(store, store.folder, row.pk))


def _recover(store: Store, folder: Path, number: int) -> bool:
    journal = Journal.probe(folder, number)
    if journal is None:
        return False
    lease = None
    try:
        lease = Lease.take(store, number)
        if lease is None:
            return False
        with store.write("recover") as connection:
            return any(settle_left(connection, number, store.now()))
    finally:
        if lease is not None:
            lease.release()
        journal.close(remove=not journal.entries())

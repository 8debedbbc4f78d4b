"""Puts an open ledger together: files, engine, tables, seal, side journals."""

from collections.abc import Callable
from contextlib import suppress as ignoring
from pathlib import Path

from dispatch.clock import Clock
from dispatch.errors import LedgerError
from dispatch.ledger import dialects, files, migrations, places, recovery
from dispatch.ledger.journal import opening
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.store import Store


def assemble(
    url: str,
    *,
    clock: Clock,
    machine: str | None,
    ids: Callable[[], str],
    on_commit: Callable[[str], None] | None,
    patience: float,
    folder: Path | None,
) -> Ledger:
    """Open a ledger (see `open_ledger`)."""
    path = dialects.where_is(url)
    if path is None:
        return _on_server(url, clock=clock, ids=ids, on_commit=on_commit, folder=folder)
    files.prepare(path)
    engine = dialects.sqlite_engine(path, patience)
    store = Store(engine, clock=clock, where=str(path), folder=path.parent, on_commit=on_commit)
    try:
        with opening(path.with_name(path.name + ".lock"), patience=patience, sleep=clock.sleep):
            files.create(path)
            seal = places.seal(places.machine_id() if machine is None else machine, path)
            if migrations.prepare(store):
                places.adopt(store, seal)
            # if it cannot be written now, the owner of that mailing replays it before anything else
            with ignoring(LedgerError):
                recovery.replay_all(store)
    except OSError as error:
        store.close()
        raise LedgerError(
            f"The ledger {path} cannot be opened: {error.strerror}.",
            "check the permissions of its folder and the free space on its disk",
        ) from error
    except BaseException:
        store.close()
        raise
    return Ledger(store, ids=ids, seal=seal)


def _on_server(
    url: str,
    *,
    clock: Clock,
    ids: Callable[[], str],
    on_commit: Callable[[str], None] | None,
    folder: Path | None,
) -> Ledger:
    engine = dialects.postgres_engine(url)
    if folder is not None:
        files.prepare_folder(folder)
    store = Store(engine, clock=clock, where=engine.url.render_as_string(), folder=folder, on_commit=on_commit)
    try:
        migrations.prepare(store)
        with ignoring(LedgerError):
            recovery.replay_all(store)
    except BaseException:
        store.close()
        raise
    return Ledger(store, ids=ids, seal="")

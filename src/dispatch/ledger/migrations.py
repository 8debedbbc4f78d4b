"""Makes the tables of a new ledger and brings an older one up to date, in one transaction."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, inspect, select
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update

from dispatch.errors import LedgerError
from dispatch.ledger.schema import APPLICATION, VERSION, meta, metadata, trials
from dispatch.ledger.store import Store


def _with_trials(connection: Connection) -> None:
    """Test messages count towards the limits of an account."""
    trials.create(connection)


#: What leads to each version from the one before it; version 1 is `schema` as it was first published.
STEPS: Mapping[int, Callable[[Connection], None]] = {2: _with_trials}


def prepare(store: Store) -> bool:
    """Make or migrate the tables.

    Returns:
        True when they were made.

    Raises:
        LedgerError: A newer Dispatch made this ledger, or it is some other database.
    """
    with store.read() as connection:
        found = version_of(connection, store.where)
    if found == VERSION:
        return False
    with store.write("schema") as connection:
        found = version_of(connection, store.where)
        if found is None:
            _create(connection)
        elif found < VERSION:
            climb(connection, found, STEPS, VERSION)
    return found is None


def version_of(connection: Connection, where: str) -> int | None:
    """The version of its tables; None when it has none at all.

    Raises:
        LedgerError: Of a newer version, or not a ledger.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if meta.name not in tables:
        raise LedgerError(f"{where} is a database, but not a ledger.", "name another place in [ledger] url")
    found = connection.execute(select(meta.c.value).where(meta.c.key == "version")).scalar_one_or_none()
    if found is None or not found.isdigit():
        raise LedgerError(f"{where} is a database, but not a ledger.", "name another place in [ledger] url")
    if int(found) > VERSION:
        raise LedgerError(
            f"The ledger {where} was written by a newer Dispatch (its tables are version {found}, known is {VERSION}).",
            "upgrade Dispatch: pip install --upgrade press-dispatch",
        )
    return int(found)


def _create(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
    metadata.create_all(connection)
    connection.execute(sql_insert(meta).values(key="version", value=str(VERSION)))


def climb(connection: Connection, found: int, steps: Mapping[int, Callable[[Connection], None]], goal: int) -> None:
    """Take the steps from one version to another."""
    for number in range(found + 1, goal + 1):
        steps[number](connection)
    connection.execute(sql_update(meta).where(meta.c.key == "version").values(value=str(goal)))

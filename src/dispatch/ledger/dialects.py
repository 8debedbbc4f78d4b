"""All that differs between SQLite and PostgreSQL."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from dispatch.errors import LedgerError

#: Pages of write-ahead log between checkpoints (8 MiB). Then the log is written from its beginning again, where the
#: file need not grow: a sync takes half as long. More often than this, the syncs of the database file would count.
_CHECKPOINT = 2048
_DAMAGED = "stop using it; restore it from a backup, or move it away (then nobody counts as reached any more)"
#: What SQLite's primary result codes mean for a person.
_TROUBLE = {
    sqlite3.SQLITE_FULL: ("the disk is full", "free some space, then `dispatch resume`"),
    sqlite3.SQLITE_READONLY: ("it cannot be written", "check the permissions of the file, its folder and its disk"),
    sqlite3.SQLITE_BUSY: ("another process holds it", "wait for the other `dispatch` to end, then try again"),
    sqlite3.SQLITE_LOCKED: ("another process holds it", "wait for the other `dispatch` to end, then try again"),
    sqlite3.SQLITE_CORRUPT: ("it is damaged", _DAMAGED),
    sqlite3.SQLITE_NOTADB: ("it is not a ledger, or damaged", _DAMAGED),
    sqlite3.SQLITE_IOERR: ("the disk reports an error", "check the disk and its free space, then `dispatch resume`"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "check the permissions of the file and its folder"),
}


def sqlite_engine(path: Path, patience: float) -> Engine:
    """An engine for a local file: WAL, every commit durable, transactions begun by `BEGIN` of our own."""

    def connect() -> sqlite3.Connection:
        # isolation_level None: the driver opens no transactions behind our back
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
        try:
            prepare_sqlite(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool, max_overflow=-1)
    event.listen(engine, "begin", _begin)
    return engine


def prepare_sqlite(connection: sqlite3.Connection) -> None:
    """Set what must hold for every connection; FULL because NORMAL can lose a commit at power loss."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA checkpoint_fullfsync = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
    # after a large mailing was staged its log would stay as long as it was
    connection.execute("PRAGMA journal_size_limit = 67108864")
    connection.execute("PRAGMA cache_size = -16384")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA trusted_schema = OFF")


def _begin(connection: Connection) -> None:
    """Writers have begun already, on the driver."""
    if not connection.get_execution_options().get("write", False):
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN")


def begin_writing(driver: Any) -> None:
    """Begin; on SQLite with the write lock, on PostgreSQL the driver begins by itself."""
    if isinstance(driver, sqlite3.Connection):
        driver.execute("BEGIN IMMEDIATE")


def postgres_engine(url: str) -> Engine:
    """An engine for a PostgreSQL server, through psycopg 3 (the extra `postgres`).

    Raises:
        LedgerError: Not such a URL, or the driver is missing.
    """
    try:
        parsed = make_url(url).set(drivername="postgresql+psycopg")
        engine = create_engine(parsed, paramstyle="format", isolation_level="READ COMMITTED", pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise LedgerError(
            "A ledger on PostgreSQL needs the psycopg driver.",
            "pip install 'press-dispatch[postgres]'",
        ) from error
    except ArgumentError as error:
        raise LedgerError("[ledger] url cannot be understood.", "write postgresql://USER@HOST/DATABASE") from error
    event.listen(engine, "connect", _refuse_forgetful)
    return engine


def _refuse_forgetful(connection: Any, _record: object) -> None:
    """A server that acknowledges commits before they are durable can make a double send of a crash."""
    for setting in ("fsync", "synchronous_commit"):
        value = connection.execute(f"SHOW {setting}").fetchone()[0]
        if value == "off":
            raise LedgerError(
                f"The PostgreSQL server of the ledger has {setting} = off, so it may forget what was sent.",
                f"set {setting} = on for this server, database or role",
            )
    connection.commit()


def insert_new(table: Table, dialect: str) -> Insert:
    """An INSERT that passes over rows whose unique place is taken."""
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  (40 ms that SQLite need not pay)

    return postgresql.insert(table).on_conflict_do_nothing()


def trouble(error: Exception, where: str) -> LedgerError:
    """What a database error means for a person."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _TROUBLE:
        what, fix = _TROUBLE[code & 0xFF]
        return LedgerError(f"The ledger {where} cannot be used: {what}.", fix)
    return LedgerError(f"The ledger {where} cannot be used: {cause}.", "")


def where_is(url: str) -> Path | None:
    """The file of a SQLite URL or plain path; None for another database."""
    if url.startswith("sqlite:///"):
        return Path(url.removeprefix("sqlite:///"))
    return None if "://" in url else Path(url)


def folded(sql: str, count: int) -> str:
    """One SQLite statement that does for `count` rows of values what `sql` does for one.

    Each step of a statement gives the interpreter to another thread and has to get it back; with ten connections at
    work that costs more than the step.

    Args:
        sql: An INSERT with one row of placeholders at its end, or an UPDATE whose only WHERE is at its end.
        count: How many rows; their values follow each other.
    """
    row = f"({', '.join('?' * sql.count('?'))})"
    rows = ", ".join([row] * count)
    if sql.startswith("INSERT"):
        return f"{sql.rpartition('VALUES')[0]}VALUES {rows}"
    pieces = sql.split("?")
    values = "".join(f"{piece}v.column{number}" for number, piece in enumerate(pieces[:-1], start=1)) + pieces[-1]
    change, _, condition = values.rpartition("WHERE")
    return f"{change}FROM (VALUES {rows}) AS v WHERE{condition}"


def gathered(sql: str, names: Sequence[str]) -> str:
    """A SQLite SELECT whose one row is a JSON array of all rows of `sql`; for the reason, see `folded`."""
    return f"SELECT json_group_array(json_array({', '.join(names)})) FROM ({sql})"  # noqa: S608 - our own statement

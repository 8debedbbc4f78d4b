"""Transactions: one writer at a time in this process, every commit durable, foreign errors translated."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Delete, Engine, Insert, Update
from sqlalchemy.exc import SQLAlchemyError

from dispatch.clock import Clock
from dispatch.errors import LedgerError
from dispatch.ledger import dialects
from dispatch.ledger.instants import ticks


class Batch:
    """A Core statement compiled once and run with many plain tuples: SQLAlchemy's own way costs 4 us a row more."""

    def __init__(self, engine: Engine, statement: Insert | Update | Delete, names: Sequence[str]) -> None:
        """Compile.

        Args:
            engine: Whose dialect it is compiled for.
            statement: With a bound parameter for each name.
            names: The parameters, in the order in which the tuples give them.
        """
        compiled = statement.compile(dialect=engine.dialect, column_keys=list(names))
        order = [names.index(name) for name in compiled.positiontup or ()]
        self._sql = str(compiled)
        self._pick = None if order == list(range(len(names))) else itemgetter(*order)

    def run(self, connection: Connection, rows: list[tuple[Any, ...]]) -> None:
        """Run it once per row."""
        if rows:
            picked = rows if self._pick is None else list(map(self._pick, rows))
            connection.exec_driver_sql(self._sql, picked)


class Store:
    """The database of one ledger."""

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Clock,
        where: str,
        folder: Path | None,
        on_commit: Callable[[str], None] | None,
    ) -> None:
        self.engine = engine
        self.clock = clock
        #: What people see in messages.
        self.where = where
        #: Where side journals and locks are; None for a database on a server.
        self.folder = folder
        #: Grows with every write of this process that is not a mark or settlement: caches look at it.
        self.generation = 0
        self._on_commit = on_commit
        self._lock = threading.RLock()
        self._writer: Connection | None = None
        self._batches: dict[str, Batch] = {}

    def now(self) -> int:
        """The present instant, as stored."""
        return ticks(self.clock.now())

    def instant(self) -> datetime:
        """The present instant."""
        return self.clock.now()

    @contextmanager
    def write(self, name: str, *, settling: bool = False) -> Iterator[Connection]:
        """One durable transaction; it holds the database's write lock from the start.

        Args:
            name: What it does, for the commit hook.
            settling: It changes deliveries only, nothing that an owner keeps in mind.

        Raises:
            LedgerError: Nothing was written.
        """
        with self._lock, self.translating():
            connection = self._writing()
            transaction = connection.begin()
            try:
                yield connection
                self._tell(f"before {name}")
                transaction.commit()
            except BaseException:
                self._roll_back(transaction)
                raise
            if not settling:
                self.generation += 1
            self._tell(f"after {name}")

    def _roll_back(self, transaction: Any) -> None:
        try:
            transaction.rollback()
        except (SQLAlchemyError, sqlite3.Error):
            # the connection is of no use any more; the next write opens another
            if self._writer is not None:
                self._writer.invalidate()
                self._writer.close()
                self._writer = None

    def _writing(self) -> Connection:
        if self._writer is None:
            self._writer = self.engine.connect().execution_options(write=True)
        return self._writer

    def _tell(self, step: str) -> None:
        if self._on_commit is not None:
            self._on_commit(step)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; writers are not held up."""
        with self.translating(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def translating(self) -> Iterator[None]:
        """Turn database errors into `LedgerError`."""
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise dialects.trouble(error, self.where) from error

    def batch(self, key: str, make: Callable[[], tuple[Insert | Update | Delete, Sequence[str]]]) -> Batch:
        """The compiled statement of that key, made at first use."""
        found = self._batches.get(key)
        if found is None:
            found = self._batches[key] = Batch(self.engine, *make())
        return found

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            self.engine.dispose()

    def folder_or_refuse(self) -> Path:
        """Where side journals and locks are."""
        if self.folder is None:
            raise LedgerError(f"The ledger {self.where} has no folder for its side journal.", "")
        return self.folder

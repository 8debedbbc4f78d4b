"""Transactions: one writer at a time in this process, every commit durable, foreign errors translated."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Executable
from sqlalchemy.exc import SQLAlchemyError

from dispatch.clock import Clock
from dispatch.errors import LedgerError
from dispatch.ledger import dialects
from dispatch.ledger.instants import ticks


class Statement:
    """A Core statement compiled once and run on the driver with plain tuples.

    Running it through SQLAlchemy costs 30 us more a statement and 4 us more a row, which is more than all the
    rest that the ledger does for a delivery.
    """

    def __init__(self, engine: Engine, statement: Executable, names: Sequence[str]) -> None:
        """Compile.

        Args:
            engine: Whose dialect it is compiled for.
            statement: With a bound parameter for each name.
            names: The parameters, in the order in which the tuples give them.
        """
        compiled: Any = statement.compile(dialect=engine.dialect, column_keys=list(names))  # type: ignore[attr-defined]
        wanted: Sequence[str] = compiled.positiontup or ()
        fixed = [name for name in wanted if name not in names]
        self._fixed = tuple(compiled.params[name] for name in fixed)
        place = {name: index for index, name in enumerate([*names, *fixed])}
        order = [place[name] for name in wanted]
        self._pick = _picker(order, len(place))
        self._sql = str(compiled)

    def many(self, connection: Connection, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run it once per row of values."""
        values = [self._pick(row + self._fixed) for row in rows]
        if values:
            _driver(connection).cursor().executemany(self._sql, values)

    def rows(self, connection: Connection, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Run it once; what it gives back."""
        found: list[tuple[Any, ...]] = (
            _driver(connection).cursor().execute(self._sql, self._pick(values + self._fixed)).fetchall()
        )
        return found

    def run(self, connection: Connection, values: tuple[Any, ...] = ()) -> None:
        """Run it once."""
        _driver(connection).cursor().execute(self._sql, self._pick(values + self._fixed))


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _picker(order: list[int], length: int) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    if order == list(range(length)):
        return tuple
    if len(order) == 1:
        return lambda row: (row[order[0]],)
    return itemgetter(*order)


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
        self._statements: dict[str, Statement] = {}
        # what the driver raises when it is used without SQLAlchemy around it
        self._errors: tuple[type[Exception], ...] = (SQLAlchemyError, engine.dialect.dbapi.Error)  # type: ignore[union-attr]

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
        except self._errors:
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
        except self._errors as error:
            raise dialects.trouble(error, self.where) from error

    def statement(self, key: str, make: Callable[[], tuple[Executable, Sequence[str]]]) -> Statement:
        """The compiled statement of that key, made at first use."""
        found = self._statements.get(key)
        if found is None:
            found = self._statements[key] = Statement(self.engine, *make())
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

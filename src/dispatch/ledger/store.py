"""Transactions: one writer at a time in this process, every commit durable, foreign errors translated."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, Executable
from sqlalchemy.exc import SQLAlchemyError

from dispatch.clock import Clock
from dispatch.errors import LedgerError
from dispatch.ledger import dialects
from dispatch.ledger.instants import ticks

#: Rows that are worth a statement text of their own.
_FEW = 64


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
        self._folds = engine.dialect.name == "sqlite"
        self._folded: dict[int, str] = {}
        self._gathering: str | None = None

    def few(self, connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
        """Run it for each of a few rows of values, at once where the database can."""
        if not self._folds or not 1 < len(rows) <= _FEW:
            self.many(connection, rows)
            return
        sql = self._folded.get(len(rows))
        if sql is None:
            sql = self._folded[len(rows)] = dialects.folded(self._sql, len(rows))
        values = [value for row in rows for value in self._pick(row + self._fixed)]
        _driver(connection).cursor().execute(sql, values)

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

    def gathered(self, connection: Connection, values: tuple[Any, ...], names: Sequence[str]) -> list[tuple[Any, ...]]:
        """As `rows`, for a SELECT of these columns (numbers and texts): one step for all rows, where it can be."""
        if not self._folds:
            return self.rows(connection, values)
        if self._gathering is None:
            self._gathering = dialects.gathered(self._sql, names)
        cursor = _driver(connection).cursor()
        (found,) = cursor.execute(self._gathering, self._pick(values + self._fixed)).fetchone()
        return [tuple(row) for row in json.loads(found)]

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


class Transaction:
    """One durable transaction, as a context manager.

    It begins and commits on the driver: SQLAlchemy's own transactions cost as much as a mark.
    """

    __slots__ = ("_name", "_store")

    def __init__(self, store: "Store", name: str) -> None:
        self._store = store
        self._name = name

    def __enter__(self) -> Connection:
        try:
            return self._store.begin()
        except self._store.errors as error:
            raise self._store.trouble(error) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            try:
                self._store.commit(self._name)
            except self._store.errors as failure:
                self._store.give_up()
                raise self._store.trouble(failure) from failure
            except BaseException:
                self._store.give_up()
                raise
            return
        self._store.give_up()
        if isinstance(error, self._store.errors):
            raise self._store.trouble(error) from error


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
        self._on_commit = on_commit
        self._lock = threading.RLock()
        self._writer: Connection | None = None
        self._writes = False
        self._statements: dict[str, Statement] = {}
        #: What SQLAlchemy raises, and the driver when it is used without it.
        self.errors: tuple[type[Exception], ...] = (SQLAlchemyError, engine.dialect.dbapi.Error)  # type: ignore[union-attr]

    def now(self) -> int:
        """The present instant, as stored."""
        return ticks(self.clock.now())

    def instant(self) -> datetime:
        """The present instant."""
        return self.clock.now()

    def write(self, name: str) -> "Transaction":
        """One durable transaction; it holds the database's write lock from the start.

        Args:
            name: What it does, for the commit hook.

        Raises:
            LedgerError: Nothing was written.
        """
        return Transaction(self, name)

    def begin(self) -> Connection:
        """Take the one writing connection and begin; for `Transaction`."""
        self._lock.acquire()
        try:
            connection = self._writing()
            dialects.begin_writing(_driver(connection))
            self._writes = True
        except BaseException:
            self.give_up()
            raise
        return connection

    def commit(self, name: str) -> None:
        """Make it durable; for `Transaction`."""
        assert self._writer is not None
        self._tell(f"before {name}")
        _driver(self._writer).commit()
        self._end()
        self._tell(f"after {name}")
        self._lock.release()

    def give_up(self) -> None:
        """Undo it; for `Transaction`."""
        try:
            if self._writer is not None:
                _driver(self._writer).rollback()
                self._end()
        except self.errors:
            # the connection is of no use any more; the next write opens another
            self._drop()
        finally:
            self._lock.release()

    def _end(self) -> None:
        """Let SQLAlchemy know that the transaction is over, if it took part in it."""
        self._writes = False
        if self._writer is not None and self._writer.in_transaction():
            self._writer.rollback()

    def _drop(self) -> None:
        self._writes = False
        if self._writer is not None:
            self._writer.invalidate()
            self._writer.close()
            self._writer = None

    def _tell(self, step: str) -> None:
        if self._on_commit is not None:
            self._on_commit(step)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; writers are not held up."""
        try:
            with self.engine.connect() as connection, connection.begin():
                yield connection
        except self.errors as error:
            raise self.trouble(error) from error

    def trouble(self, error: Exception) -> LedgerError:
        """What a database error means for a person."""
        return dialects.trouble(error, self.where)

    def look(self, statement: Statement, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """Read a few rows, as of now, without the cost of a transaction; within one if this thread is writing."""
        with self._lock:
            try:
                connection = self._writing()
                rows = statement.rows(connection, values)
                if not self._writes:
                    # PostgreSQL's driver has begun by itself
                    _driver(connection).rollback()
            except self.errors as error:
                raise self.trouble(error) from error
        return rows

    def _writing(self) -> Connection:
        if self._writer is None:
            self._writer = self.engine.connect().execution_options(write=True)
        return self._writer

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

"""Entries of all connections share durable transactions: whoever writes takes along what the others have by then."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Entry = TypeVar("Entry")
Answer = TypeVar("Answer")


class _Order(Generic[Entry, Answer]):
    """What one thread wants written; `ready` is free once it was, or once it is its turn to write."""

    __slots__ = ("answers", "entries", "failure", "leads", "ready")

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.answers: list[Answer] | None = None
        self.failure: BaseException | None = None
        self.leads = False
        self.ready = Lock()
        self.ready.acquire()


class Committer(Generic[Entry, Answer]):
    """Writes batches of entries, each batch in one transaction; whoever asked waits until it is durable.

    There is no thread for it: one of those who wait writes for all, and then hands on to one of those who came
    meanwhile. So a disk sync is shared by as many messages as there are connections, and one connection alone waits
    for nobody.

    Args:
        write: Writes entries in one durable transaction and answers each; is never called by two threads at once.
    """

    def __init__(self, write: Callable[[Sequence[Entry]], Sequence[Answer]]) -> None:
        self._write = write
        self._lock = Lock()
        self._waiting: list[_Order[Entry, Answer]] = []
        self._writing = False
        self._failure: BaseException | None = None

    def commit(self, entries: Sequence[Entry]) -> list[Answer]:
        """Write entries durably, together with what others write at this moment.

        Raises:
            LedgerError: They could not be written; nothing may be sent any more.
        """
        order = _Order[Entry, Answer](entries)
        with self._lock:
            if self._failure is not None:
                raise self._failure
            self._waiting.append(order)
            order.leads = not self._writing
            self._writing = True
        if not order.leads:
            order.ready.acquire()
        if order.leads:
            self._lead()
        if order.failure is not None:
            raise order.failure
        assert order.answers is not None
        return order.answers

    def _lead(self) -> None:
        """Write everything that waits, one's own included, and hand on."""
        with self._lock:
            batch, self._waiting = self._waiting, []
        try:
            self._write_batch(batch)
        except BaseException as error:  # noqa: BLE001 - it is handed to everyone who waits
            self._fail(batch, error)
            return
        for order in batch:
            if not order.leads:
                order.ready.release()
        with self._lock:
            if self._waiting:
                self._waiting[0].leads = True
                self._waiting[0].ready.release()
            else:
                self._writing = False

    def _write_batch(self, batch: Sequence[_Order[Entry, Answer]]) -> None:
        answers = list(self._write([entry for order in batch for entry in order.entries]))
        start = 0
        for order in batch:
            end = start + len(order.entries)
            order.answers = answers[start:end]
            start = end

    def _fail(self, batch: Sequence[_Order[Entry, Answer]], error: BaseException) -> None:
        with self._lock:
            self._failure = error
            late, self._waiting = self._waiting, []
            self._writing = False
        for order in (*batch, *late):
            order.failure = error
            if not order.leads:
                order.ready.release()

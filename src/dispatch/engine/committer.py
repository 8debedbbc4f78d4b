"""One thread writes the ledger: entries of all connections share durable transactions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

Entry = TypeVar("Entry")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class _Order(Generic[Entry, Answer]):
    entries: Sequence[Entry]
    reply: "SimpleQueue[list[Answer] | BaseException]" = field(default_factory=SimpleQueue)


class Committer(Generic[Entry, Answer]):
    """Writes batches of entries, each batch in one transaction; whoever asked waits until it is durable.

    While one transaction is being synced, the orders of the other connections queue up and share the next.

    Args:
        write: Writes entries in one durable transaction and answers each.
    """

    def __init__(self, write: Callable[[Sequence[Entry]], Sequence[Answer]]) -> None:
        self._write = write
        self._orders: SimpleQueue[_Order[Entry, Answer] | None] = SimpleQueue()
        self._failure: BaseException | None = None
        self._thread = Thread(target=self._run, name="dispatch-committer", daemon=True)
        self._thread.start()

    def commit(self, entries: Sequence[Entry]) -> list[Answer]:
        """Write entries durably, together with what others write at this moment.

        Raises:
            LedgerError: They could not be written; nothing may be sent any more.
        """
        if self._failure is not None:
            raise self._failure
        order = _Order[Entry, Answer](entries)
        self._orders.put(order)
        answer = order.reply.get()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def close(self) -> None:
        """Write what is queued and end the thread."""
        self._orders.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            batch, last = self._drain()
            if batch:
                self._write_batch(batch)
            if last:
                return

    def _drain(self) -> tuple[list[_Order[Entry, Answer]], bool]:
        batch: list[_Order[Entry, Answer]] = []
        order = self._orders.get()
        while order is not None:
            batch.append(order)
            try:
                order = self._orders.get_nowait()
            except Empty:
                return batch, False
        return batch, True

    def _write_batch(self, batch: Sequence[_Order[Entry, Answer]]) -> None:
        entries = [entry for order in batch for entry in order.entries]
        try:
            answers = list(self._write(entries))
        except BaseException as error:  # noqa: BLE001 - it is handed to everyone who waits
            self._failure = error
            for order in batch:
                order.reply.put(error)
            return
        start = 0
        for order in batch:
            end = start + len(order.entries)
            order.reply.put(answers[start:end])
            start = end

"""Entries of all connections share durable transactions: those who ask while others still work wait for one sync."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from dispatch.turns import Turn, here

Entry = TypeVar("Entry")
Answer = TypeVar("Answer")


class Committer(Generic[Entry, Answer]):
    """Writes batches of entries, each batch in one transaction; whoever asked waits until it is durable.

    A turn that asks stands still until `write_waiting` is called, which is when all the others wait, too: for a server,
    or for this very transaction. So a disk sync is shared by as many messages as there are connections, and one
    connection alone waits for nobody.

    Args:
        write: Writes entries in one durable transaction and answers each. After it failed once it is still given what
            others ask for, to save what it can, and raises.
    """

    def __init__(self, write: Callable[[Sequence[Entry]], Sequence[Answer]]) -> None:
        self._write = write
        self._waiting: list[tuple[Turn, Sequence[Entry]]] = []
        self._failure: BaseException | None = None

    def commit(self, entries: Sequence[Entry]) -> Sequence[Answer]:
        """Write entries durably, together with what others write at this moment.

        Raises:
            LedgerError: They could not be written; nothing may be sent any more.
        """
        if self._failure is not None:
            # it is refused; outcomes that are known by now are kept elsewhere by whoever writes
            self._write(entries)
            raise self._failure
        turn = here()
        if turn is None or turn.turns.over:
            return self._written(entries)
        self._waiting.append((turn, entries))
        answers: Sequence[Answer] | BaseException = turn.turns.stand()
        if isinstance(answers, BaseException):
            raise answers
        return answers

    def write_waiting(self) -> bool:
        """Write what was asked for and let those who asked go on; False when nobody did."""
        orders, self._waiting = self._waiting, []
        if not orders:
            return False
        try:
            answers = self._written([entry for _, entries in orders for entry in entries])
        except BaseException as error:  # noqa: BLE001 - it is raised where the entries come from
            for turn, _ in orders:
                turn.turns.wake(turn, error)
            return True
        start = 0
        for turn, entries in orders:
            end = start + len(entries)
            turn.turns.wake(turn, answers[start:end])
            start = end
        return True

    def _written(self, entries: Sequence[Entry]) -> Sequence[Answer]:
        try:
            return self._write(entries)
        except BaseException as error:
            self._failure = error
            raise

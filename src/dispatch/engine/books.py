"""The ledger as the workers see it: every request goes through the one committer."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import cast

from dispatch.engine.committer import Committer
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.owner import Owner
from dispatch.ledger.records import Claim, GiveBack, Mark, Refusal, Settlement, Slot
from dispatch.model.limits import Limits

Entry = Mark | Settlement | GiveBack

#: Claims taken from the ledger at once.
CLAIMS = 100


@dataclass(frozen=True, slots=True)
class _Take:
    limit: int


@dataclass(frozen=True, slots=True)
class _Reserve:
    account: str
    limits: Limits


_Request = Entry | _Take | _Reserve
_Answer = Refusal | Slot | list[Claim] | None


class Books:
    """Claims, marks, settlements and slots of one run; thread-safe.

    Args:
        ledger: For the slots of rate limits.
        owner: This process's hold on the mailing.
    """

    def __init__(self, ledger: Ledger, owner: Owner) -> None:
        self._ledger = ledger
        self._owner = owner
        self._committer: Committer[_Request, _Answer] = Committer(self._write)
        self._lock = Lock()
        self._claims: deque[Claim] = deque()
        self._dry = False

    def take(self) -> Claim | None:
        """The next delivery to send; None when the ledger has no more that are due."""
        with self._lock:
            if not self._claims and not self._dry:
                answer = self._committer.commit([_Take(CLAIMS)])[0]
                assert isinstance(answer, list)
                self._claims.extend(answer)
                self._dry = not answer
            return self._claims.popleft() if self._claims else None

    def refill(self) -> bool:
        """Look for deliveries that became due, or came back, since the last look; False when there are none."""
        with self._lock:
            answer = self._committer.commit([_Take(CLAIMS)])[0]
            assert isinstance(answer, list)
            self._claims.extend(answer)
            self._dry = not answer
            return bool(self._claims)

    def write(self, entries: Sequence[Entry]) -> list[Refusal | None]:
        """Write entries durably.

        Raises:
            LedgerError: They could not be written.
        """
        return cast("list[Refusal | None]", self._committer.commit(entries))

    def reserve(self, account: str, limits: Limits) -> Slot:
        """Leave to send one message under the account's limits."""
        answer = self._committer.commit([_Reserve(account, limits)])[0]
        assert isinstance(answer, Slot)
        return answer

    def close(self) -> None:
        """Give back what was claimed and not begun."""
        with self._lock:
            left = [GiveBack(claim=claim) for claim in self._claims]
            self._claims.clear()
            self._dry = True
        if left:
            self._committer.commit(left)

    def _write(self, requests: Sequence[_Request]) -> list[_Answer]:
        """One durable transaction for all entries; takes and reservations are transactions of their own."""
        entries = [request for request in requests if not isinstance(request, _Take | _Reserve)]
        answers = iter(self._owner.write(entries) if entries else ())
        result: list[_Answer] = []
        for request in requests:
            if isinstance(request, _Take):
                result.append(self._owner.claim(request.limit))
            elif isinstance(request, _Reserve):
                result.append(self._ledger.reserve(request.account, request.limits))
            else:
                result.append(next(answers))
        return result

"""The ledger as the workers see it: every request goes through the one committer."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Take:
    limit: int


@dataclass(frozen=True, slots=True)
class _Reserve:
    account: str
    limits: Limits
    domain: str


@dataclass(frozen=True, slots=True)
class _Unreserve:
    slot: Slot


_Request = Entry | _Take | _Reserve | _Unreserve
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
        #: When each recipient domain is free again, as far as this run has asked.
        self._free: dict[str, datetime] = {}

    def take(self) -> Claim | None:
        """The next delivery to send; None when the ledger has no more that are due.

        With a limit per domain the one whose domain is free soonest comes first, among those that are claimed.
        """
        with self._lock:
            if not self._claims and not self._dry:
                self._look()
            if not self._claims:
                return None
            if self._free:
                soonest = min(self._claims, key=lambda claim: self._free.get(domain_of(claim), _EVER))
                self._claims.remove(soonest)
                return soonest
            return self._claims.popleft()

    def refill(self) -> bool:
        """Look for deliveries that became due, or came back, since the last look; False when there are none."""
        with self._lock:
            self._look()
            return bool(self._claims)

    def _look(self) -> None:
        answer = self._committer.commit([_Take(CLAIMS)])[0]
        assert isinstance(answer, list)
        self._claims.extend(answer)
        self._dry = not answer

    def write(self, entries: Sequence[Entry]) -> list[Refusal | None]:
        """Write entries durably.

        Raises:
            LedgerError: They could not be written.
        """
        return cast("list[Refusal | None]", self._committer.commit(entries))

    def reserve(self, account: str, limits: Limits, domain: str) -> Slot:
        """Leave to send one message to this domain under the account's limits."""
        answer = self._committer.commit([_Reserve(account, limits, domain)])[0]
        assert isinstance(answer, Slot)
        if limits.domain_per_minute:
            self._free[domain] = answer.at + timedelta(minutes=1 / limits.domain_per_minute)
        return answer

    def unreserve(self, slot: Slot) -> None:
        """Give back leave that no mark used."""
        if slot.id is not None:
            self._committer.commit([_Unreserve(slot)])

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
        entries = [request for request in requests if not isinstance(request, _Take | _Reserve | _Unreserve)]
        answers = iter(self._owner.write(entries) if entries else ())
        result: list[_Answer] = []
        for request in requests:
            if isinstance(request, _Take):
                result.append(self._owner.claim(request.limit))
            elif isinstance(request, _Reserve):
                result.append(self._ledger.reserve(request.account, request.limits, request.domain))
            elif isinstance(request, _Unreserve):
                self._ledger.unreserve(request.slot)
                result.append(None)
            else:
                result.append(next(answers))
        return result


def domain_of(claim: Claim) -> str:
    """The recipient's domain, as the once-only rule normalises it."""
    return claim.key.rpartition("@")[2]

"""The ledger as the workers see it: what they write shares transactions."""

from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from dispatch.engine.committer import Committer
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.owner import Owner
from dispatch.ledger.records import Claim, GiveBack, Mark, Refusal, Settlement, Slot
from dispatch.model.limits import Limits

Entry = Mark | Settlement | GiveBack

#: Claims taken from the ledger at once.
CLAIMS = 100
_EVER = datetime.min.replace(tzinfo=UTC)


class Books:
    """Claims, marks, settlements and slots of one run.

    Args:
        ledger: For the slots of rate limits.
        owner: This process's hold on the mailing.
    """

    def __init__(self, ledger: Ledger, owner: Owner) -> None:
        self._ledger = ledger
        self._owner = owner
        self._committer: Committer[Entry, Refusal | None] = Committer(owner.write)
        self._claims: deque[Claim] = deque()
        self._dry = False
        #: When each recipient domain is free again, as far as this run has asked.
        self._free: dict[str, datetime] = {}

    def take(self) -> Claim | None:
        """The next delivery to send; None when the ledger has no more that are due.

        With a limit per domain the one whose domain is free soonest comes first, among those that are claimed.
        """
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
        self._look()
        return bool(self._claims)

    def _look(self) -> None:
        found = self._owner.claim(CLAIMS)
        self._claims.extend(found)
        self._dry = not found

    def write(self, entries: Sequence[Entry]) -> Sequence[Refusal | None]:
        """Write entries durably.

        Raises:
            LedgerError: They could not be written.
        """
        return self._committer.commit(entries)

    def write_waiting(self) -> bool:
        """Write what the workers wait for, in one transaction; False when they wait for nothing."""
        return self._committer.write_waiting()

    def reserve(self, account: str, limits: Limits, domain: str) -> Slot:
        """Leave to send one message to this domain under the account's limits."""
        slot = self._ledger.reserve(account, limits, domain)
        if limits.domain_per_minute:
            self._free[domain] = slot.at + timedelta(minutes=1 / limits.domain_per_minute)
        return slot

    def unreserve(self, slot: Slot) -> None:
        """Give back leave that no mark used."""
        if slot.id is not None:
            self._ledger.unreserve(slot)

    def close(self) -> None:
        """Give back what was claimed and not begun."""
        left = [GiveBack(claim=claim) for claim in self._claims]
        self._claims.clear()
        self._dry = True
        if left:
            self._committer.commit(left)


def domain_of(claim: Claim) -> str:
    """The recipient's domain, as the once-only rule normalises it."""
    return claim.key.rpartition("@")[2]

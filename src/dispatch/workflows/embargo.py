"""A person's decisions about an embargo: lifted early, or broken by others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dispatch.clock import Clock
from dispatch.errors import RefusedError, UsageError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import MailingRecord
from dispatch.model.exits import ExitCode
from dispatch.model.mailing import Counts, MailingState
from dispatch.model.release import Release

#: Kind of the event.
BROKEN = "broken"


class LeavesDomainError(UsageError):
    """An embargoed text would go to addresses outside the sender's domain before the lift.

    Attributes:
        addresses: Those.
    """

    def __init__(self, addresses: Sequence[str], domain: str) -> None:
        super().__init__(
            f"the text is under embargo, and {', '.join(addresses)} {'is' if len(addresses) == 1 else 'are'} "
            f"outside {domain}",
            "--yes sends it there all the same",
        )
        self.addresses = tuple(addresses)


def refuse_leaving(release: Release, addresses: Sequence[str], sender: str, now: datetime) -> None:
    """Keep an embargoed text at home until a person says otherwise.

    Args:
        release: With its embargo.
        addresses: Where a test would go.
        sender: The sender's address.
        now: Aware.

    Raises:
        LeavesDomainError: Some are outside the sender's domain, and the embargo has not lifted.
    """
    domain = sender.rpartition("@")[2].casefold()
    outside = [one for one in addresses if one.rpartition("@")[2].casefold() != domain]
    if outside and release.embargo is not None and release.embargo > now:
        raise LeavesDomainError(outside, domain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifted:
    """A mailing after its embargo was lifted."""

    mailing: MailingRecord
    counts: Counts
    #: Somebody else published first.
    broken: bool
    reason: str

    @property
    def exit(self) -> ExitCode:
        """It was recorded."""
        return ExitCode.OK


def lift(ledger: Ledger, name: str, *, reason: str, broken: bool, clock: Clock) -> Lifted:
    """Let the second wave go, and keep why; `dispatch run` or `resume` sends it.

    Args:
        ledger: Open.
        name: The mailing.
        reason: Why, in words; may be empty when it was broken.
        broken: Somebody published before the time.
        clock: The time.

    Raises:
        NotFoundError: No such mailing.
        RefusedError: It has no embargo, or it has lifted, or the mailing is over.
        UsageError: No reason was given.
    """
    record, now = ledger.mailing(name), clock.now()
    if not reason.strip() and not broken:
        raise UsageError("an embargo is not lifted early without a reason", 'say --reason "..."')
    reason = reason.strip() or "published by others before the time"
    if record.state is MailingState.CANCELLED:
        raise RefusedError(f"{name} was cancelled", "stage a new mailing")
    if record.embargo is None:
        raise RefusedError(f"{name} has no embargo", "`dispatch status` shows which mailings have one")
    if record.embargo <= now:
        raise RefusedError(
            f"the embargo of {name} lifted {record.embargo:%Y-%m-%d %H:%M} UTC", f"dispatch resume {name}"
        )
    if broken:
        ledger.remark(name, BROKEN, reason)
    ledger.lift(name, now, reason)
    return Lifted(mailing=ledger.mailing(name), counts=ledger.counts(name), broken=broken, reason=reason)

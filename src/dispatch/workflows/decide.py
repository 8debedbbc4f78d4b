"""What a person decides about a mailing: in-doubt deliveries, and that nothing more goes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.addresses import key
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import MailingRecord
from dispatch.model.exits import ExitCode
from dispatch.model.mailing import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A mailing after a decision."""

    mailing: MailingRecord
    counts: Counts
    #: Addresses that were decided about; empty for a cancellation.
    addresses: tuple[str, ...] = ()
    #: They got it; False: they are queued again.
    sent: bool = False

    @property
    def exit(self) -> ExitCode:
        """A decision that was recorded needs nobody."""
        return ExitCode.OK


def resolve(ledger: Ledger, name: str, addresses: Sequence[str], *, sent: bool) -> Decided:
    """Settle in-doubt deliveries as a person knows better.

    Raises:
        NotFoundError: No such mailing, or an address has no delivery there that is in doubt.
        RefusedError: The mailing was cancelled and nothing can be sent again.
    """
    counts = ledger.resolve(name, [key(address) for address in addresses], sent=sent)
    return Decided(mailing=ledger.mailing(name), counts=counts, addresses=tuple(addresses), sent=sent)


def cancel(ledger: Ledger, name: str, reason: str = "") -> Decided:
    """Nothing more of a mailing goes out; what was sent stays sent.

    Raises:
        NotFoundError: No such mailing.
    """
    counts = ledger.cancel(name, reason)
    return Decided(mailing=ledger.mailing(name), counts=counts)

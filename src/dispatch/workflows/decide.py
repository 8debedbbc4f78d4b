"""What a person decides about a mailing: in-doubt deliveries, and that nothing more goes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.addresses import key
from dispatch.errors import NotFoundError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import MailingRecord
from dispatch.model.exits import ExitCode
from dispatch.model.mailing import Counts, DeliveryState


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


def resolve(ledger: Ledger, name: str, addresses: Sequence[str] | None, *, sent: bool) -> Decided:
    """Settle in-doubt deliveries as a person knows better.

    Args:
        ledger: Where they stand.
        name: The mailing.
        addresses: Whose; None means all of the mailing that are in doubt.
        sent: They got it; False queues them again.

    Raises:
        NotFoundError: No such mailing, or an address has no delivery there that is in doubt.
        RefusedError: The mailing was cancelled and nothing can be sent again.
    """
    if addresses is None:
        addresses = [one.address for one in ledger.attention(name) if one.state is DeliveryState.IN_DOUBT]
        if not addresses:
            raise NotFoundError(f"nothing of {name} is in doubt", f"`dispatch status {name}` shows how it stands")
    counts = ledger.resolve(name, [key(address) for address in addresses], sent=sent)
    return Decided(mailing=ledger.mailing(name), counts=counts, addresses=tuple(addresses), sent=sent)


def cancel(ledger: Ledger, name: str, reason: str = "") -> Decided:
    """Nothing more of a mailing goes out; what was sent stays sent.

    Raises:
        NotFoundError: No such mailing.
    """
    counts = ledger.cancel(name, reason)
    return Decided(mailing=ledger.mailing(name), counts=counts)

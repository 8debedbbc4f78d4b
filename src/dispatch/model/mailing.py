"""A mailing and its deliveries: one release version, one audience, one theme, one occasion, frozen."""

from dataclasses import dataclass, fields
from enum import StrEnum


class DeliveryState(StrEnum):
    """Where one contact's row of a mailing stands."""

    QUEUED = "queued"
    #: A process took it; nothing that counts has been sent.
    CLAIMED = "claimed"
    #: The point of no return may have been passed.
    MARKED = "marked"
    #: Not accepted for now; due again later.
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    #: Nobody can know; evidence or a person decides.
    IN_DOUBT = "in_doubt"
    #: Must not be mailed.
    SUPPRESSED = "suppressed"
    #: Deferred until it was too late.
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class MailingState(StrEnum):
    """Where a mailing stands."""

    STAGED = "staged"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"
    CANCELLED = "cancelled"


#: States in which nothing more will happen by itself.
SETTLED = frozenset(
    {
        DeliveryState.ACCEPTED,
        DeliveryState.REFUSED,
        DeliveryState.IN_DOUBT,
        DeliveryState.SUPPRESSED,
        DeliveryState.EXPIRED,
        DeliveryState.CANCELLED,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Deliveries of a mailing by state; the sum is the number of its deliveries."""

    queued: int = 0
    #: Claimed or marked.
    in_flight: int = 0
    deferred: int = 0
    accepted: int = 0
    refused: int = 0
    in_doubt: int = 0
    suppressed: int = 0
    expired: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        """All deliveries."""
        return sum(getattr(self, field.name) for field in fields(self))

    @property
    def open(self) -> int:
        """Deliveries that are not settled yet."""
        return self.queued + self.in_flight + self.deferred


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceCounts:
    """Every row of the lists, and what became of it; `rows` is the sum of the others."""

    rows: int = 0
    invalid: int = 0
    duplicates: int = 0
    #: Left out by `--where`, `--except`, `--one-per-outlet` or `--limit`.
    not_selected: int = 0
    suppressed: int = 0
    #: Got this release on this occasion before.
    already_sent: int = 0
    #: Held back by a rule such as the embargo or a frequency limit.
    gated: int = 0
    deliveries: int = 0

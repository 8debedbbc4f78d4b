"""What the ledger lists: the versions of a release, who holds them, and who must not be mailed."""

from dataclasses import dataclass
from datetime import datetime

from dispatch.model.mailing import DeliveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRecord:
    """One text of a release."""

    number: int
    fingerprint: str
    headline: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has which version of a release: an accepted or in-doubt delivery of a final mailing."""

    mailing: str
    version: int
    occasion: str
    key: str
    address: str
    name: str
    state: DeliveryState
    message_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Who must not be mailed."""

    #: Normalised address, or `@domain`.
    target: str
    reason: str
    #: Who or what said so: `person`, `import FILE`, `inbox`.
    source: str
    added: datetime

"""The ledger's nouns: what is handed to it and what it hands back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from dispatch.model.mail import Sender
from dispatch.model.mailing import AudienceCounts, Counts, DeliveryState, MailingState
from dispatch.model.outcome import Phase


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


#: Occasion of a mailing through a backend that is not final; it keeps nobody from getting the real one.
REHEARSAL = "rehearsal"
#: Occasion of the first mailing of a release.
ORIGINAL = "original"
#: Occasion of the mailing that tells everyone not to use the release; it alone may go out after `withdraw`.
WITHDRAWAL = "withdrawal"


class Verdict(StrEnum):
    """Whether a release is one that the ledger knows (DESIGN 6)."""

    #: The same release; perhaps a new version of it.
    SAME = "same"
    #: Nothing like it is known.
    NEW = "new"
    #: A person must say: some of path, headline and text match a known release, some do not.
    ASK = "ask"


class Why(StrEnum):
    """Why a mark was not made: nothing may be sent, and the row already stands where it belongs."""

    #: The address or its domain must not be mailed; the row is `suppressed`.
    SUPPRESSED = "suppressed"
    #: The mailing was cancelled; the row is `cancelled`.
    CANCELLED = "cancelled"
    #: The release was withdrawn; the row is `cancelled`.
    WITHDRAWN = "withdrawn"
    #: Too late for another try; the row is `expired`.
    EXPIRED = "expired"
    #: Its time or the embargo's lift has not come; the row is `queued` until then.
    TOO_EARLY = "too_early"
    #: The other variant is due (with or without the embargo notice); the row is `queued` and due at once.
    OTHER_VARIANT = "other_variant"
    #: The claim is no longer this owner's; the row was left alone.
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A known release that the one at hand may be."""

    id: str
    #: Path and headline under which it was last seen.
    path: str
    headline: str
    #: What matched: some of `id`, `path`, `headline`, `fingerprint`.
    matches: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which release a file is, as far as the ledger can tell."""

    verdict: Verdict
    #: The known id (SAME), the proposed one (NEW, and ASK in case it is new).
    id: str
    #: Version number this text has or would get; 1 for a new release.
    version: int
    #: Versions of this release that are already known; 0 for a new one.
    versions: int = 0
    #: The id stands in the file; otherwise it comes from the headline.
    given: bool = False
    #: Whom it may be (ASK), best first.
    candidates: tuple[Candidate, ...] = ()
    path: str = ""
    headline: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A release version that the ledger knows by now."""

    release: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDraft:
    """One contact's row, as it is staged."""

    #: Normalised address (`Contact.key`), what the once-only rule counts.
    key: str
    #: The address as it is mailed.
    email: str
    name: str = ""
    outlet: str = ""
    #: Index of the compiled shape.
    shape: int = 0
    #: The contact's values for that shape.
    values: tuple[str, ...] = ()
    #: 1, or 2 for those who wait for the embargo's lift.
    wave: int = 1
    #: Aware; nothing of it may go out before. None is at once.
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingDraft:
    """A mailing, as it is staged: all that was approved."""

    #: As bound by `Ledger.bind`.
    release: str
    version: int
    headline: str
    occasion: str = ORIGINAL
    #: Whether the backend really delivers; if not the occasion becomes `rehearsal` and no place is taken.
    final: bool = True
    #: Names of backend and theme; host and credentials are read live.
    backend: str
    theme: str
    sender: Sender
    #: Domain of the Message-IDs.
    domain: str
    #: Frozen files by name: `mail`, `mail-notice`, `release`, `pitch`, …
    parts: Mapping[str, bytes] = field(default_factory=_nothing)
    audience: AudienceCounts
    #: What the sources were at staging, by path: their fingerprints, for drift.
    sources: Mapping[str, str] = field(default_factory=_nothing)
    #: Whatever the command was told: allowed codes, skip_invalid, lists, where, … (JSON).
    options: Mapping[str, object] = field(default_factory=_nothing)
    #: What an approval is bound to.
    fingerprint: str = ""
    #: Before this instant a message must carry the notice (`Mark.notice`), from it on it must not.
    embargo: datetime | None = None
    #: When it is planned for; None is not planned.
    due: datetime | None = None
    #: IANA name of the zone in which `due` was given.
    zone: str = ""
    #: Seconds after `due` at which it is no longer wanted.
    late: float | None = None
    #: Seconds after a delivery's first attempt at which it expires.
    expires: float = 86_400.0
    #: Name of the mailing that this one corrects, withdraws or follows.
    follows: str | None = None
    #: Name of a staged mailing that this one takes the place of (restage); it is cancelled in the same transaction.
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What staging made."""

    #: `<release id>-<n>`.
    mailing: str
    deliveries: int
    #: Rows whose place was already taken.
    already_sent: int


# one of each of these is made for every message: a tuple takes a fifth of the time of a frozen dataclass


class Claim(NamedTuple):
    """A delivery that an owner holds."""

    delivery: int
    #: Proves that it is held; changes with every claim.
    claim: int
    key: str
    email: str
    name: str
    outlet: str
    shape: int
    values: tuple[str, ...]
    #: With angle brackets.
    message_id: str
    #: For requests to be removed.
    token: str
    #: Attempts charged so far.
    attempts: int
    #: When it was first marked: the message's Date; None before.
    first_attempt: datetime | None
    #: When it expires; None before the first attempt.
    deadline: datetime | None
    wave: int
    not_before: datetime | None


class Mark(NamedTuple):
    """The point of no return comes next."""

    claim: Claim
    #: Backend that sends it.
    account: str
    #: `host:port`.
    host: str
    #: Aware.
    at: datetime
    #: The message's Date header; kept if the delivery has none yet.
    date: datetime
    #: The message carries the embargo notice.
    notice: bool = False
    #: `Slot.id` of the reservation that it uses; it is released when the delivery is settled or given back.
    slot: int | None = None


class Settlement(NamedTuple):
    """What became of a delivery."""

    claim: Claim
    #: ACCEPTED, REFUSED, DEFERRED, IN_DOUBT or EXPIRED; QUEUED when certainly nothing was accepted and nobody is to
    #: blame.
    state: DeliveryState
    phase: Phase
    #: Aware.
    at: datetime
    account: str = ""
    #: `host:port` that answered.
    host: str = ""
    code: int | None = None
    enhanced: str = ""
    reply: str = ""
    #: When a deferred one is due again (`retries.due_after`).
    due: datetime | None = None
    #: Counts as an attempt.
    charge: bool = True
    #: Why, in words, where the reply does not say it.
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack:
    """Nothing was sent: the delivery goes back to the queue uncharged."""

    claim: Claim
    #: Not before then; None is at once.
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A mark that was not made, or a settlement that came too late."""

    reason: Why
    #: For a person: which suppression, which time.
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Leave to send one message under an account's limits."""

    #: Aware; wait until then.
    at: datetime
    #: The account's quota is used up; `at` is when the next one fits. Nothing was reserved.
    exhausted: bool = False
    #: Give it to `Mark.slot`, or back with `Ledger.unreserve`; None when nothing is limited or it is exhausted.
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingRecord:
    """A mailing as the ledger holds it."""

    name: str
    release: str
    version: int
    headline: str
    occasion: str
    final: bool
    state: MailingState
    #: Why it stopped or was cancelled; empty otherwise.
    reason: str
    backend: str
    theme: str
    sender: Sender
    audience: AudienceCounts
    sources: Mapping[str, str]
    options: Mapping[str, object]
    fingerprint: str
    embargo: datetime | None
    due: datetime | None
    zone: str
    late: float | None
    expires: float
    follows: str | None
    created: datetime
    updated: datetime
    #: Names of those who approved its present fingerprint, oldest first.
    approved_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRecord:
    """A delivery as the ledger holds it."""

    delivery: int
    key: str
    address: str
    name: str
    outlet: str
    state: DeliveryState
    wave: int
    not_before: datetime | None
    #: When it may be tried again or first; None when settled or at once.
    due: datetime | None
    attempts: int
    first_attempt: datetime | None
    phase: Phase | None
    host: str
    code: int | None
    enhanced: str
    reply: str
    reason: str
    message_id: str
    #: Mark from the inbox on an accepted one: `bounced`, `complained`, `unsubscribed`; empty otherwise.
    feedback: str
    updated: datetime
    #: When it was last tried: the mark, or the reply that came before one; None when it never was.
    tried: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRecord:
    """One try."""

    delivery: int
    account: str
    host: str
    at: datetime
    state: DeliveryState
    phase: Phase | None
    code: int | None
    enhanced: str
    reply: str
    charged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A sign-off, bound to the fingerprint of what was approved."""

    by: str
    at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a mailing: staged, started, stopped, cancelled, approved or lifted."""

    at: datetime
    kind: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A mailing with its counts, for lists of mailings."""

    mailing: MailingRecord
    counts: Counts
    #: When the next open delivery is due; None when none is open.
    next_due: datetime | None = None

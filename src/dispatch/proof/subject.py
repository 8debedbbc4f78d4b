"""What a proof is about: one finished message, who would get it, and what there is to say."""

from dataclasses import dataclass
from datetime import datetime

from dispatch.model.contact import Contact
from dispatch.model.finding import Finding
from dispatch.model.mailing import AudienceCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One person or row that would not get it."""

    #: A name of `AudienceCounts`: `duplicates`, `suppressed`, …
    reason: str
    address: str
    name: str = ""
    outlet: str = ""
    #: `lists/radio.csv:43`.
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Everything that one look at a mailing needs."""

    headline: str
    #: The whole message as it would go on the wire (RFC 5322 bytes).
    content: bytes
    made: datetime
    #: Whose copy it is.
    contact: Contact | None = None
    counts: AudienceCounts | None = None
    #: Deliveries by list and by language, largest first.
    by_list: tuple[tuple[str, int], ...] = ()
    by_language: tuple[tuple[str, int], ...] = ()
    #: Language of each version, by name, and how many read it; empty where there is only one.
    versions: tuple[tuple[str, int], ...] = ()
    #: So many of them get it before an embargo's lift; None when there is no lift to wait for.
    early: int | None = None
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()
    #: Which account it would go through: `office (smtp.office.test:587, STARTTLS)`.
    through: str = ""
    #: Who signed it off, when, and which fingerprint.
    approvals: tuple[str, ...] = ()
    #: The name of the mailing; empty before it is staged, and then Message-ID and Date are examples.
    mailing: str = ""
    #: Further facts in the order in which they are told: label and words.
    facts: tuple[tuple[str, str], ...] = ()
    #: Stands for content and audience: any change of either changes it.
    fingerprint: str = ""

    @property
    def exemplary(self) -> bool:
        """Nobody would get it: the reader of this copy stands for one."""
        return self.counts is None or not self.counts.deliveries

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """Label and words of all there is to know about the mailing as such."""
        told = (("Through", self.through), *self.facts, ("Fingerprint", self.fingerprint))
        signed = (("Approved", approval) for approval in self.approvals)
        return tuple((label, words) for label, words in (*told, *signed) if words)

"""What a rule is: a stable code, an explanation, and a check that looks at one mailing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from dispatch.model.finding import Finding, Severity
from dispatch.model.mail import Organisation, Sender
from dispatch.model.mailing import AudienceCounts
from dispatch.model.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFacts:
    """What the finished mail looks like, for the largest shape."""

    subject: str
    html: str
    text: str
    #: Octets of the whole message as it goes on the wire.
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The mail account that a mailing would go through, as dispatch.toml names it."""

    #: Its server, or the name of a preset.
    host: str
    #: Who logs in; empty when nobody does.
    username: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything a check may look at; what is not known yet is None."""

    release: Release
    organisation: Organisation
    now: datetime
    sender: Sender | None = None
    mail: MailFacts | None = None
    audience: AudienceCounts | None = None
    #: Some of the people are in another country than the organisation's contacts.
    abroad: bool = False
    #: None when it is not a server, or not known.
    account: Account | None = None
    #: Reads the theme's own markup and the sheet that is inlined, by path; None when no theme is known.
    templates: Callable[[], Mapping[str, str]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One entry of the catalogue."""

    code: str
    severity: Severity
    #: A few words: `Repeated headline`.
    title: str
    #: Why it matters and what to do, for `dispatch check --explain`: two to five sentences.
    explanation: str
    #: None when a reader or the message room reports it while it works.
    check: Callable[[Case], Iterator[Finding]] | None = None

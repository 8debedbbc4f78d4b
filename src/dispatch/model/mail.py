"""What a backend is given: one finished message for one recipient."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes: from configuration only, never from a release or a list."""

    name: str
    email: str
    #: Address for Reply-To; empty means `email`.
    reply_to: str = ""
    #: Envelope sender (RFC 5321 MAIL FROM); empty means `email`.
    bounce: str = ""
    #: Mailbox that takes requests to be removed; empty means `reply_to`.
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """In whose name: letterhead, footer, and what a release falls back to."""

    name: str = ""
    address: str = ""
    website: str = ""
    #: Path in the workspace or https URL.
    logo: str = ""
    #: Where the logo is named, for findings: `dispatch.toml:12`, or an environment variable.
    logo_from: str = ""
    #: CSS colours by name: `brand`, `text`, `link`, `background`.
    colours: tuple[tuple[str, str], ...] = ()
    #: Font families by where they are used, `text` or `headings`; a theme's own follow them.
    fonts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What differs per delivery beside the contact's own values."""

    recipient: str
    #: Display name for To; may be empty.
    name: str
    #: With angle brackets (RFC 5322 section 3.6.4).
    message_id: str
    #: Aware; becomes the Date header.
    date: datetime
    #: Unguessable token of this delivery, for requests to be removed.
    token: str
    #: Message-IDs this one follows, oldest first.
    references: tuple[str, ...] = ()
    #: The variant that carries the embargo notice is due.
    notice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message, ready for the wire."""

    #: Envelope sender.
    sender: str
    #: The one envelope recipient.
    recipient: str
    #: With angle brackets.
    message_id: str
    #: RFC 5322 bytes; every line ends in CRLF, no line is longer than 998 octets, not dot-stuffed.
    content: bytes
    #: Needs SMTPUTF8 (RFC 6531): the address has a non-ASCII local part.
    utf8: bool = False

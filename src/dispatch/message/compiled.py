"""What a compiled mail does, whether it is one mail, one in several languages, or one with an embargo and without."""

from dataclasses import dataclass
from typing import Protocol

from dispatch.message.frozen import FrozenMail
from dispatch.model.contact import Contact
from dispatch.model.finding import Finding
from dispatch.model.mail import Envelope, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """What a delivery keeps of its contact: which shape, and the values that go into it."""

    shape: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the finished mail looks like, for its largest shape (preflight judges it)."""

    subject: str
    html: str
    text: str
    #: Octets of the whole message.
    size: int


class CompiledMail(Protocol):
    """A release in a theme, ready to be merged with contacts one after another (one thread)."""

    def personalise(self, contact: Contact) -> Personal:
        """The contact's shape and values; compiles a shape when this contact takes a new way.

        A few microseconds for a way that is known; tens of milliseconds for a new one.

        Raises:
            ThemeError: The theme fails for this contact.
            RefusedError: The contact's name, or a value in the subject, cannot stand in a header.
        """
        ...

    def merge(self, contact: Contact, envelope: Envelope) -> Message:
        """The finished message for one contact."""
        ...

    def frozen(self) -> FrozenMail:
        """Every shape so far, to be kept and filled in later."""
        ...

    def close(self) -> None:
        """Let go of the child process; what is compiled stays."""
        ...

    def facts(self) -> Facts:
        """What the largest shape so far looks like with its first contact's values."""
        ...

    @property
    def language(self) -> str:
        """BCP 47; the first one of a mail in two."""
        ...

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say about the theme and the mail it made."""
        ...

"""One marked message to oneself, through the real account, before the mailing itself: no delivery, nothing recorded."""

from dataclasses import dataclass, replace

from dispatch.clock import Clock
from dispatch.model.contact import Contact
from dispatch.model.mail import Envelope, Message
from dispatch.model.outcome import Outcome, Verdict
from dispatch.workflows.draft import EXAMPLE
from dispatch.workflows.plan import Plan

#: Stands before the subject.
MARK = "[TEST]"
_SUBJECT = b"\r\nSubject: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What became of a test message."""

    address: str
    #: Whose copy it was.
    contact: Contact
    outcome: Outcome

    @property
    def arrived(self) -> bool:
        """The account took it."""
        return self.outcome.verdict is Verdict.ACCEPTED


def send_trial(plan: Plan, *, clock: Clock, token: str) -> Trial:
    """Send the first contact's copy to the sender's own address, its subject marked.

    Args:
        plan: What would be sent, and through which account.
        clock: The time.
        token: Makes the Message-ID unique.

    Raises:
        BackendError: A credential cannot be read.
        UntrustedError: The account takes a program, and the workspace was never trusted.
    """
    sender = plan.draft.sender
    address = sender.reply_to or sender.email
    contact = plan.draft.first or EXAMPLE
    envelope = Envelope(
        recipient=address,
        name="",
        message_id=f"<test.{token}@{sender.email.rpartition('@')[2]}>",
        date=clock.now(),
        token="test",  # noqa: S106 - marks a request to be removed as one that concerns nobody
    )
    connection = plan.backends[0].connect()
    try:
        outcome = connection.send(marked(plan.draft.mail.merge(contact, envelope)), lambda: None)
    finally:
        connection.close()
    return Trial(address=address, contact=contact, outcome=outcome)


def marked(message: Message) -> Message:
    """A message whose subject begins with the mark; an encoded-word may follow a plain one (RFC 2047 section 5)."""
    head, end, body = message.content.partition(b"\r\n\r\n")
    marked_head = head.replace(_SUBJECT, _SUBJECT + MARK.encode() + b" ", 1)
    return replace(message, content=marked_head + end + body)

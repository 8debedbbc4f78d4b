"""The frozen variants of a mailing: with the embargo notice and without; which one is sent is decided at the mark.

A delivery keeps the number of a *sheet* in place of a shape, and its values for each variant one after the other: those
of the plain mail, those of the mail with the notice, then the Message-IDs that it answers.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dispatch import message
from dispatch.errors import LedgerError, NotFoundError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import Claim
from dispatch.message import CompiledMail, FrozenMail
from dispatch.message.embargoed import EmbargoedMail
from dispatch.model.contact import Contact
from dispatch.model.mail import Envelope, Message

MAIL = "mail"
NOTICE = "mail-notice"
SHEETS = "sheets"

#: Shape of the plain mail and how many values it takes, then the same for the mail with the notice (-1: none).
Sheet = tuple[int, int, int, int]


@dataclass(slots=True, kw_only=True)
class Binder:
    """Gives every contact of a mailing its sheet and values.

    A mailing without an embargo that answers nothing needs no sheets: its deliveries keep plain shapes.
    """

    plain: CompiledMail
    notice: CompiledMail | None = None
    #: Whether a contact may have it before the lift.
    trusted: Callable[[Contact], bool] = lambda _contact: False
    #: Message-IDs that the message to a key answers, oldest first; None when it starts a thread.
    references: Mapping[str, tuple[str, ...]] | None = None
    _sheets: dict[Sheet, int] = field(default_factory=dict)

    @property
    def simple(self) -> bool:
        """Plain shapes are enough."""
        return self.notice is None and self.references is None

    def bind(self, contact: Contact) -> tuple[int, tuple[str, ...]]:
        """What a delivery keeps: the number of its shape or sheet, and its values."""
        plain = self.plain.personalise(contact)
        if self.simple:
            return plain.shape, plain.values
        sheet, values = (plain.shape, len(plain.values), -1, 0), plain.values
        if self.notice is not None and self.trusted(contact):
            noticed = self.notice.personalise(contact)
            sheet, values = (*sheet[:2], noticed.shape, len(noticed.values)), values + noticed.values
        number = self._sheets.setdefault(sheet, len(self._sheets))
        return number, values + (self.references or {}).get(contact.key, ())

    def parts(self) -> dict[str, bytes]:
        """The frozen files; every contact must have been bound before."""
        found = {MAIL: self.plain.frozen().to_bytes()}
        if not self.simple:
            found[SHEETS] = json.dumps(list(self._sheets)).encode()
        if self.notice is not None:
            found[NOTICE] = self.notice.frozen().to_bytes()
        return found


def variant_words(mail: CompiledMail, contact: Contact) -> str:
    """Whether a contact's copy is the mail of before an embargo's lift; empty without an embargo."""
    if not isinstance(mail, EmbargoedMail):
        return ""
    return ", with the embargo notice" if mail.early(contact) else ", at the lift, without the embargo notice"


def writer(ledger: Ledger, name: str) -> Callable[[Claim, Envelope], Message]:
    """What writes the messages of a frozen mailing: `Envelope.notice` chooses the variant.

    Raises:
        LedgerError: The frozen mail is damaged or another version's.
    """
    plain = message.thaw(ledger.part(name, MAIL))
    try:
        sheets: Sequence[Sequence[int]] = json.loads(ledger.part(name, SHEETS))
    except NotFoundError:
        return lambda claim, envelope: plain.fill(claim.shape, claim.values, envelope)
    notice = _thawed_or_none(ledger, name)

    def write(claim: Claim, envelope: Envelope) -> Message:
        try:
            shape, count, noticed, more = sheets[claim.shape]
        except (IndexError, ValueError) as error:
            raise LedgerError(f"The frozen mailing {name} is damaged.", "stage it again") from error
        envelope = replace(envelope, references=claim.values[count + more :])
        if not envelope.notice:
            return plain.fill(shape, claim.values[:count], envelope)
        if notice is None or noticed < 0:
            raise ValueError("it must not go out before the embargo lifts")
        return notice.fill(noticed, claim.values[count : count + more], envelope)

    return write


def _thawed_or_none(ledger: Ledger, name: str) -> FrozenMail | None:
    try:
        return message.thaw(ledger.part(name, NOTICE))
    except NotFoundError:
        return None

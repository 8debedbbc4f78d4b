"""One mailing before and after an embargo's lift: who may know early gets the notice, everyone else the plain mail."""

from collections.abc import Callable
from dataclasses import replace

from dispatch.message.compiled import CompiledMail, Facts, Personal
from dispatch.message.frozen import FrozenMail, Shape
from dispatch.model.contact import Contact
from dispatch.model.finding import Finding
from dispatch.model.mail import Envelope, Message


class EmbargoedMail(CompiledMail):
    """The mail with the notice and the one without it, used like one, to be looked at.

    Each of the two is compiled when the first contact who gets it is looked at.

    Args:
        notice: Compiles the mail for those who get it before the lift.
        plain: Compiles the mail for all others.
        early: Whether a contact gets it before the lift.
    """

    def __init__(
        self,
        notice: Callable[[], CompiledMail],
        plain: Callable[[], CompiledMail],
        early: Callable[[Contact], bool],
    ) -> None:
        self._compile = {True: notice, False: plain}
        self._mails: dict[bool, CompiledMail] = {}
        #: Whether a contact gets it before the lift.
        self.early = early
        #: By variant and shape of its mail, the number that the shape has here.
        self._numbers: dict[tuple[bool, int], int] = {}

    def personalise(self, contact: Contact) -> Personal:
        """The contact's shape and values, of the variant that the contact gets."""
        early = self.early(contact)
        personal = self._mail(early).personalise(contact)
        number = self._numbers.setdefault((early, personal.shape), len(self._numbers))
        return Personal(shape=number, values=personal.values)

    def merge(self, contact: Contact, envelope: Envelope) -> Message:
        """The finished message for one contact."""
        return self._mail(self.early(contact)).merge(contact, envelope)

    def frozen(self) -> FrozenMail:
        """Every shape of both variants so far."""
        mails = {early: mail.frozen() for early, mail in self._made.items()}
        files = tuple(dict.fromkeys(file for mail in mails.values() for file in mail.enclosures))

        def placed(mail: FrozenMail, number: int) -> Shape:
            shape = mail.shapes[number]
            own = mail.enclosures if shape.enclosed is None else [mail.enclosures[one] for one in shape.enclosed]
            return replace(shape, enclosed=tuple(files.index(file) for file in own))

        shapes = tuple(placed(mails[early], number) for early, number in self._numbers)
        return FrozenMail(head=next(iter(mails.values())).head, shapes=shapes, enclosures=files)

    def close(self) -> None:
        """End the child processes."""
        for mail in self._mails.values():
            mail.close()

    def facts(self) -> Facts:
        """What the largest shape of both looks like."""
        return max((mail.facts() for mail in self._made.values()), key=lambda facts: facts.size)

    @property
    def language(self) -> str:
        """The release's own."""
        return next(iter(self._made.values())).language

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say about theme and mails, each once."""
        return tuple(dict.fromkeys(finding for mail in self._mails.values() for finding in mail.findings))

    @property
    def _made(self) -> dict[bool, CompiledMail]:
        """Those that are compiled, at least one."""
        if not self._mails:
            self._mail(early=False)
        return self._mails

    def _mail(self, early: bool) -> CompiledMail:  # noqa: FBT001 - which of the two
        if early not in self._mails:
            self._mails[early] = self._compile[early]()
        return self._mails[early]

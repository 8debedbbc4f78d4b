"""One mailing in several languages: each reader's copy comes from the version in their own, else from the main one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from dispatch.message.compiled import CompiledMail, Facts, Personal
from dispatch.message.frame import Enclosure
from dispatch.message.frozen import FrozenMail, Shape
from dispatch.message.texts import subtag
from dispatch.model.contact import Contact
from dispatch.model.finding import Finding
from dispatch.model.mail import Envelope, Message


class PolyglotMail(CompiledMail):
    """Compiled mails of one release by language, used like one.

    Args:
        main: The release's own language; for everyone who reads none of the others.
        versions: BCP 47 to the mail in that language.
    """

    def __init__(self, main: CompiledMail, versions: Mapping[str, CompiledMail]) -> None:
        self._mails = {"": main, **{language.lower(): mail for language, mail in versions.items()}}
        self._primary = subtag(main.language)
        #: By language and shape of its mail, the number that the shape has here.
        self._numbers: dict[tuple[str, int], int] = {}
        self._whole: FrozenMail | None = None

    def personalise(self, contact: Contact) -> Personal:
        """The contact's shape and values, in the contact's language."""
        language = chosen(contact.language, self._mails, self._primary)
        personal = self._mails[language].personalise(contact)
        number = self._numbers.setdefault((language, personal.shape), len(self._numbers))
        return Personal(shape=number, values=personal.values)

    def merge(self, contact: Contact, envelope: Envelope) -> Message:
        """The finished message for one contact."""
        personal = self.personalise(contact)
        return self.frozen().fill(personal.shape, personal.values, envelope)

    def frozen(self) -> FrozenMail:
        """Every shape of every language so far, to be kept and filled in later."""
        if self._whole is None or len(self._whole.shapes) != len(self._numbers):
            mails = {language: mail.frozen() for language, mail in self._mails.items()}
            files = tuple(dict.fromkeys(file for mail in mails.values() for file in mail.enclosures))
            self._whole = FrozenMail(
                head=mails[""].head,
                shapes=tuple(_placed(mails[one], shape, one, files) for one, shape in self._numbers),
                enclosures=files,
            )
        return self._whole

    def close(self) -> None:
        """End the child processes."""
        for mail in self._mails.values():
            mail.close()

    def facts(self) -> Facts:
        """What the largest shape of all languages looks like."""
        return max((mail.facts() for mail in self._mails.values()), key=lambda facts: facts.size)

    @property
    def language(self) -> str:
        """The main one."""
        return self._mails[""].language

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say about theme and mails, each once."""
        return tuple(dict.fromkeys(finding for mail in self._mails.values() for finding in mail.findings))


def chosen(language: str, known: Collection[str], main: str) -> str:
    """Which version a reader gets: that of their language and region, then of the language, then the main one.

    Args:
        language: The reader's, BCP 47 or with an underscore.
        known: Languages of the versions, in lower case; the main one is `""`.
        main: The main version's language without a region, in lower case.
    """
    wanted = language.replace("_", "-").lower()
    bare = subtag(language)
    if wanted in known:
        return wanted
    if bare == main:
        return ""
    near = (one for one in known if one and subtag(one) == bare)
    return bare if bare in known else next(near, "")


def _placed(mail: FrozenMail, number: int, language: str, files: Sequence[Enclosure]) -> Shape:
    """A shape with its language, and the numbers of its own enclosures among all."""
    enclosed = tuple(files.index(file) for file in mail.enclosures)
    return replace(mail.shapes[number], language=mail.head.language if language else "", enclosed=enclosed)

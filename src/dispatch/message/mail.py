"""Compile once, merge many: a release and a theme become a CompiledMail; each contact becomes a few values."""

import hashlib
import json
import re
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any, Final

from dispatch.errors import RefusedError, ThemeError
from dispatch.message import headers
from dispatch.message.bilingual import elsewhere
from dispatch.message.compiled import CompiledMail, Facts, Personal
from dispatch.message.dates import own_name
from dispatch.message.enclosures import Enclosed, both_enclosed, enclose
from dispatch.message.frame import Head
from dispatch.message.frozen import FrozenMail, Shape, shape_from, subject_text
from dispatch.message.greeting import greeting
from dispatch.message.halves import SECOND
from dispatch.message.personal import template_lines
from dispatch.message.places import shown
from dispatch.message.readback import read_back
from dispatch.message.theme import Theme
from dispatch.message.use import PITCH_OF_CONTACT, Use
from dispatch.message.view import (
    branded,
    contact_view,
    mirrored,
    organisation_view,
    phone_of,
    release_view,
    sender_view,
    words,
)
from dispatch.message.workshop import ConfinedWorkshop, Workshop
from dispatch.model.contact import FIELDS, Contact
from dispatch.model.finding import Finding, Severity
from dispatch.model.mail import Envelope, Message, Organisation, Sender
from dispatch.model.release import Release

#: Ways through a theme that are remembered by what decides them.
_REMEMBERED: Final = 50_000
#: Shapes after which something in the theme must be wrong.
_MOST_SHAPES: Final = 20_000
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_EXAMPLE: Final = Envelope(
    recipient="someone@example.org",
    name="",
    message_id="<example@example.org>",
    date=datetime(2026, 1, 1, tzinfo=UTC),
    token="example",  # noqa: S106  (not a secret: it stands for a delivery's token)
)

Reader = Callable[[Contact], Any]
Prepare = Callable[[Contact], Contact]


@dataclass(slots=True)
class _Way:
    """One way through the theme: its shape, and where its values come from."""

    shape: int
    sources: tuple[Reader, ...]
    #: Contacts in a row that were rendered both ways, compared, and had this shape.
    proofs: int


class SingleMail(CompiledMail):
    """One release in one theme, in one language or with two halves."""

    def __init__(
        self,
        *,
        head: Head,
        languages: tuple[str, ...],
        enclosed: Enclosed,
        shown_as: str,
        workshop: Workshop,
        prepare: Prepare | None = None,
        remarks: tuple[Finding, ...] = (),
    ) -> None:
        self._head = head
        self._prepare = prepare
        self._enclosed = enclosed
        self._languages = languages
        self._remarks = remarks
        self._shown_as = shown_as
        self._workshop = workshop
        self._shapes: list[Shape] = []
        self._examples: list[tuple[str, ...]] = []
        self._ways: dict[tuple[Any, ...], _Way] = {}
        self._plan: Mapping[str, Any] | None = None
        self._deciders: tuple[Reader, ...] = ()
        self._codes: tuple[str, ...] = ()
        self._frozen: FrozenMail | None = None

    def personalise(self, contact: Contact) -> Personal:
        """The contact's shape and values; compiles a shape when this contact takes a new way."""
        contact = self._prepare(contact) if self._prepare else contact
        headers.checked(contact.name, f"{contact.file}:{contact.line}: the name")
        way = self._ways.get(tuple([decide(contact) for decide in self._deciders])) if self._plan else None
        if way is None or way.proofs < 2:  # noqa: PLR2004  (the first two of each way are compared with the plain way)
            way = self._compiled(contact)
        values = tuple([read(contact) for read in way.sources])
        _check_subject(self._shapes[way.shape], values, contact)
        return Personal(shape=way.shape, values=values)

    def merge(self, contact: Contact, envelope: Envelope) -> Message:
        """The finished message for one contact."""
        personal = self.personalise(contact)
        return self.frozen().fill(personal.shape, personal.values, envelope)

    def frozen(self) -> FrozenMail:
        """Every shape so far, to be kept and filled in later."""
        if self._frozen is None or len(self._frozen.shapes) != len(self._shapes):
            self._frozen = FrozenMail(head=self._head, shapes=tuple(self._shapes), enclosures=self._enclosed.enclosures)
        return self._frozen

    def close(self) -> None:
        """End the child process; what is compiled stays. Nobody needs to call this: it also ends with the mail."""
        self._workshop.close()

    def facts(self) -> Facts:
        """What the largest shape so far looks like with its first contact's values."""
        sized = [(_size(shape), number) for number, shape in enumerate(self._shapes)]
        if not sized:
            return Facts(subject="", html="", text="", size=0)
        number = max(sized)[1]
        content = self.frozen().fill(number, self._examples[number], _EXAMPLE).content
        message = BytesParser(policy=policy.default).parsebytes(content)
        parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
        text, html = (str(part.get_content()).replace("\r\n", "\n") for part in parts[:2])
        return Facts(subject=str(message["Subject"]), html=html, text=text, size=len(content))

    @property
    def language(self) -> str:
        """BCP 47; the first one of a mail in two."""
        return self._languages[0]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say about the theme and the mail it made."""
        return (*self._enclosed.findings, *self._remarks, *(_finding(code, self._shown_as) for code in self._codes))

    def _compiled(self, contact: Contact) -> _Way:
        """Ask the workshop for this contact's way, and remember it."""
        answer = self._workshop.compile(
            contact_view(contact, [greeting(contact, language) for language in self._languages])
        )
        if answer["plan"] != self._plan:
            self._plan = answer["plan"]
            self._ways.clear()
            self._deciders = _deciders(answer["plan"], self._languages)
        self._codes = tuple(answer["findings"])
        if answer["new"] is not None:
            self._add(answer, contact)
        if len(self._ways) >= _REMEMBERED:
            self._ways.clear()
        key = tuple([decide(contact) for decide in self._deciders])
        sources = tuple(
            _source(*pair, self._languages) for pair in zip(answer["sources"], answer["values"], strict=True)
        )
        known = self._ways.get(key)
        # two who should go the same way and do not: then nobody's is taken for granted
        proofs = known.proofs + 1 if known and known.shape == answer["shape"] else 1
        self._ways[key] = _Way(answer["shape"], sources, proofs)
        return self._ways[key]

    def _add(self, answer: Mapping[str, Any], contact: Contact) -> None:
        """Keep a new shape, once its headers are read back as they were meant."""
        if len(self._shapes) >= _MOST_SHAPES:
            raise ThemeError(
                f"{self._shown_as} makes a mail of its own for nearly every contact ({_MOST_SHAPES} so far).",
                "print contacts' fields plainly, without filters or blocks around them",
            )
        shape, values = shape_from(answer["new"]), tuple(answer["values"])
        _check_subject(shape, values, contact)
        envelope = replace(_EXAMPLE, name=contact.name)
        content = FrozenMail(head=self._head, shapes=(shape,)).fill(0, values, envelope).content
        read_back(content, self._head, envelope, subject_text(shape.subject, values))
        self._shapes.append(shape)
        self._examples.append(values)


def compile_mail(
    release: Release,
    theme: Theme,
    sender: Sender,
    organisation: Organisation,
    *,
    confined_to: Path,
    workshop: Callable[[Mapping[str, Any]], Workshop] | None = None,
    prepare: Prepare | None = None,
    second: Release | None = None,
    remarks: tuple[Finding, ...] = (),
) -> CompiledMail:
    """Make a release and a theme ready for merging.

    Rendering happens in a child process with limits on memory and time; it ends with the mail, or with `close`.

    Args:
        release: What is sent.
        theme: How it looks.
        sender: Who writes.
        organisation: In whose name.
        confined_to: Folder that pictures must lie in.
        workshop: Compiles shapes; a confined child process when it is None.
        prepare: Adds to each contact what its copy says to it alone, as custom fields; one whose name ends in
            `halves.SECOND` takes the place of the other in the second half.
        second: The same release in another language, which stands below; subject and pitch come from the first.
        remarks: What there is to say about it already.

    Returns:
        The mail; shapes are compiled as contacts need them.

    Raises:
        ThemeError: The theme's templates are wrong, or take too much memory or time.
        RefusedError: The sender's values cannot stand in headers.
    """
    enclosed = enclose(release, organisation, confined_to)
    other = enclose(second, organisation, confined_to) if second else None
    job_data = job(enclosed.release, theme, sender, enclosed.organisation, other.release if other else None)
    head = _head(release, sender, organisation)
    languages: tuple[str, ...] = (release.language,)
    if second and other:
        languages = (release.language, second.language)
        head = replace(head, language=", ".join(languages))  # RFC 3282 section 2: a list, the first half's first
        enclosed = both_enclosed(enclosed, other)
    made = (workshop or ConfinedWorkshop)(job_data)
    mail = SingleMail(
        head=head,
        languages=languages,
        enclosed=enclosed,
        shown_as=theme.shown,
        workshop=made,
        prepare=prepare,
        remarks=(*remarks, *theme.findings),
    )
    weakref.finalize(mail, made.close)
    return mail


def job(
    release: Release, theme: Theme, sender: Sender, organisation: Organisation, second: Release | None = None
) -> dict[str, Any]:
    """Everything that rendering needs, as plain data; `second` is the half in another language, or None."""
    half = _half(release, theme, organisation, second)
    below = {**_half(second, theme, organisation), "name": own_name(second.language)} if second else None
    if below and below["kept"] != half["kept"]:
        half["kept"] += f"\n{below['kept']}"
    data: dict[str, Any] = {
        **half,
        "shown": theme.shown,
        "files": dict(theme.files),
        "shared": sorted(theme.shared),
        "release_file": release.file,
        "headline": release.headline,
        "subject": release.subject,
        "pitch": release.pitch or PITCH_OF_CONTACT,
        "organisation": organisation_view(organisation),
        "sender": sender_view(sender),
        "second": below,
    }
    seed = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    return {**data, "seed": seed, "lines": template_lines(release)}


def _half(release: Release, theme: Theme, organisation: Organisation, other: Release | None = None) -> dict[str, Any]:
    """What each language has of its own; `other` is the release below, in another one."""
    return {
        "inline": mirrored(branded(theme.inline, organisation), release.language),
        "kept": mirrored(branded(theme.kept, organisation), release.language),
        "texts": words(release, theme.texts),
        "release": release_view(_told(release, theme), theme.texts, elsewhere(other, theme.texts) if other else None),
    }


def _told(release: Release, theme: Theme) -> Release:
    """The release without what a notice above the theme says already, so that a mail states its embargo once."""
    return replace(release, embargo=None, embargo_text="") if theme.announces_embargo else release


def _head(release: Release, sender: Sender, organisation: Organisation) -> Head:
    """What every message says about who writes."""
    if not _LANGUAGE.fullmatch(release.language):
        raise RefusedError(
            f"{release.file}: {release.language!a} is no language code.", "write one such as en or es-MX"
        )
    headers.checked(release.headline, f"{release.file}: the headline")
    email = headers.address(sender.email)[0]
    reply_to = headers.address(sender.reply_to)[0] if sender.reply_to else email
    return Head(
        from_name=headers.checked(sender.name, "The sender's name"),
        from_address=email,
        reply_to=reply_to,
        bounce=headers.address(sender.bounce)[0] if sender.bounce else email,
        unsubscribe=headers.address(sender.unsubscribe)[0] if sender.unsubscribe else reply_to,
        list_name=headers.checked(organisation.name, "The organisation's name"),
        list_id=f"press.{email.rpartition('@')[2]}",
        language=release.language,
    )


def _check_subject(shape: Shape, values: tuple[str, ...], contact: Contact) -> None:
    """A subject with the contact's values in it must be fit for a header."""
    if len(shape.subject) > 1 or not isinstance(shape.subject[0], str):
        headers.checked(subject_text(shape.subject, values), f"{contact.file}:{contact.line}: a value in the subject")


def _size(shape: Shape) -> int:
    """Octets of a shape without its values."""
    pieces = (*shape.html.pieces, *shape.text.pieces)
    return sum(len(piece) for piece in pieces if isinstance(piece, (bytes, str)))


def _reader(field: str, languages: tuple[str, ...]) -> Reader:
    """Reads one field of a contact as templates see it."""
    if field in {"greeting", f"greeting{SECOND}"}:
        language = languages[field.endswith(SECOND)]
        return lambda contact: shown(greeting(contact, language))
    if field == "phone":
        return phone_of
    if field.startswith("extra."):
        column = field.removeprefix("extra.")
        return lambda contact: shown(contact.extra.get(column, ""))
    return lambda contact: _as_shown(getattr(contact, field))


def _as_shown(value: Any) -> Any:
    """A field as it can be shown, lists as something that can be compared by content."""
    if isinstance(value, str):
        return shown(value)
    return tuple([shown(one) for one in value]) if isinstance(value, tuple) else value


def _source(field: str | None, value: str, languages: tuple[str, ...]) -> Reader:
    """Where a slot's value comes from: a field, or what was computed for everyone who goes this way."""
    return _reader(field, languages) if field else lambda _contact: value


def _deciders(plan: Mapping[str, Any], languages: tuple[str, ...]) -> tuple[Reader, ...]:
    """Reads of a contact what decides which way it goes."""
    if plan["whole"]:
        every = [_reader(name, languages) for name in (*FIELDS, "greeting")]
        return (*every, lambda contact: tuple(sorted(contact.extra.items())))
    return tuple(
        _decider(_reader(field, languages), Use(use)) for field, use in sorted(plan["uses"].items()) if use != Use.PRINT
    )


def _decider(read: Reader, use: Use) -> Reader:
    """As much of a field as matters."""
    if Use.VALUE in use:
        return read
    if Use.LINES in use:
        return lambda contact: value if "\n" in (value := read(contact)) else bool(value)
    return lambda contact: bool(read(contact))


def _finding(code: str, where: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        message="The theme changes contacts' values after printing them, so each contact's mail is rendered alone.",
        fix="apply filters to the value itself instead of to a block around it",
        file=where,
    )

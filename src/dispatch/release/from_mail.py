"""Releases that came as mail: the text of a message, from its HTML or its plain part."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import PurePath
from shlex import quote
from typing import TypeAlias

from dispatch.errors import InputError
from dispatch.model.finding import Finding, Severity
from dispatch.model.release import BlockType
from dispatch.release import covering, from_html, inline, plain
from dispatch.release.anatomy import embargo, kind
from dispatch.release.anatomy.understanding import understand
from dispatch.release.expression import Expression
from dispatch.release.source import Document, Paragraph, collapse

#: The characters of a part and what had to be guessed; None when there is no such part.
_Text: TypeAlias = tuple[str, tuple[Finding, ...]] | None
_PREFIX = Expression(r"(?:(?:re|fwd?|aw|wg|tr|rv|rm)\s?:\s*)+", re.IGNORECASE)
#: What parts a subject into labels and headline, and the abbreviations that desks put before one.
_PARTS = Expression(r"\s?[:|/]\s+|\s[–—-]\s|\]\s?")
_DESK = Expression(r"\[?(?:NP|NdP|CP|CdP|PM|PI|PR|MM)\]?", re.IGNORECASE)
_FEWEST_WORDS = 2
_MOST_PARTS = 200


def from_mail(data: bytes, shown: str) -> Document:
    """A document out of a message; lines are those of its text.

    Raises:
        InputError: It has no text.
    """
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        html, text = (_content(message, shown, subtype) for subtype in ("html", "plain"))
        subject = collapse(_PREFIX.sub("", str(message["Subject"] or ""), count=1))
        enclosed = [(name, part) for part in _leaves(message) if (name := part.get_filename())]
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as trouble:
        # The header parser of the standard library stumbles over some broken headers instead of noting defects.
        raise InputError(f"{shown} is a damaged message: {trouble}.", "save its text as plain text") from trouble
    document = _without_signature(_document(html, text, shown))
    covered = covering.release_in(document, enclosed)
    if covered:
        document = replace(document, findings=(*document.findings, _covered(covered, shown)))
    elif enclosed:
        names = [name for name, _ in enclosed]
        document = replace(document, findings=(*document.findings, _enclosed(names, shown)))
    return _with_subject(document, subject, always=bool(covered))


def _document(html: _Text, text: _Text, shown: str) -> Document:
    if html and html[0].strip():
        return from_html.from_page(html[0], shown, html[1])
    if text and text[0].strip():
        return replace(plain.from_text(text[0]), findings=text[1])
    raise InputError(f"{shown} is a message without text.", "save what is attached to it, and name that file")


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _content(message: EmailMessage, shown: str, subtype: str) -> _Text:
    """The characters of the first part of this kind that is not attached."""
    for part in _leaves(message):
        if part.get_content_type() == f"text/{subtype}" and part.get_content_disposition() != "attachment":
            octets = part.get_payload(decode=True)
            if isinstance(octets, bytes) and octets.strip():
                return from_html.decoded(octets, shown, str(part.get_content_charset() or ""))
    return None


def _enclosed(names: list[str], shown: str) -> Finding:
    listed = ", ".join(collapse(name)[:60] for name in names[:5])
    return Finding(
        code="REL097",
        severity=Severity.INFO,
        message=f"The message has files with it that do not go out: {listed}.",
        fix="save those that are needed, and name them under attachments",
        file=shown,
        line=1,
        column=1,
    )


def _covered(name: str, shown: str) -> Finding:
    name = collapse(name)[:60]
    known = PurePath(name).suffix.lower() in covering.READ
    aside = f"save {name} beside it, and run `dispatch inspect {quote(name)}`"
    return Finding(
        code="REL097",
        severity=Severity.WARNING,
        message=f"Only the text of the mail was read, and it reads like a note that covers the release: see {name}.",
        fix=aside if known else f"save the text of {name} as DOCX or plain text, and run `dispatch inspect` with that",
        file=shown,
        line=1,
        column=1,
    )


def _without_signature(document: Document) -> Document:
    """What stands below the line `-- ` is the sender's card (RFC 3676, section 4.3)."""
    match = re.search(r"^-- ?$", document.source, re.MULTILINE)
    if match is None:
        return document
    return replace(
        document,
        paragraphs=tuple(
            replace(found, aside="mail signature") if found.start >= match.start() else found
            for found in document.paragraphs
        ),
    )


def _with_subject(document: Document, subject: str, *, always: bool) -> Document:
    """The subject as the headline of a text that has none, and its labels as rows of their own above it."""
    if not subject:
        return document
    titled = not always and bool(understand(document, shown="", fingerprint="").release.headline)
    if titled and embargo.opens(subject) is None:
        return document
    title = Paragraph(
        text=subject, html=inline.from_text(subject), rows=(subject,), start=0, end=len(subject),
        shape=BlockType.HEADING, level=1, group=-1,
    )  # fmt: skip
    moved = [
        replace(found, start=found.start + len(subject) + 1, end=found.end + len(subject) + 1)
        for found in document.paragraphs
    ]
    *labels, headline = _labels(title)
    if titled and labels:
        headline = replace(headline, aside="subject of the mail", shape=BlockType.PARAGRAPH, level=0)
    findings = (replace(found, line=found.line + 1 if found.line else None) for found in document.findings)
    return replace(
        document,
        source=f"{subject}\n{document.source}",
        paragraphs=(*labels, headline, *moved),
        findings=tuple(findings),
    )


def _labels(title: Paragraph) -> list[Paragraph]:
    """A subject, cut behind each label that stands before the headline: `EMBARGO until ... - `, `NP: `."""
    found: list[Paragraph] = []
    while (end := _label_end(title.text)) is not None:
        label, rest = title.text[:end], title.text[end:].lstrip(" –—-|/:")
        text = label.rstrip(" –—-|/:")
        sort = "" if not _DESK.fullmatch(text) else "label of the subject"
        found.append(
            replace(
                title, text=text, html=inline.from_text(text), rows=(text,), end=title.end - len(rest), level=0,
                shape=BlockType.PARAGRAPH, aside=sort,
            )
        )  # fmt: skip
        title = replace(title, text=rest, html=inline.from_text(rest), rows=(rest,), start=title.end - len(rest))
    return [*found, title]


def _label_end(text: str) -> int | None:
    """Where a label at the start of a subject ends; None when it begins with the headline."""
    for match in _PARTS.finditer(text):
        label = text[: match.start()].strip(" []()")
        embargoed = embargo.opens(label) is not None
        if embargoed and embargo.read(label).instant is None and _PARTS.search(text, match.end()):
            continue
        named = kind.whole_kind(label) is not None or kind.is_status(label) or _DESK.fullmatch(label)
        if (embargoed or named) and len(text[match.end() :].split()) >= (1 if embargoed else _FEWEST_WORDS):
            return match.end()
    return None

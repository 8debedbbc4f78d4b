"""Releases that came as mail: the text of a message, from its HTML or its plain part."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import TypeAlias

from dispatch.errors import InputError
from dispatch.model.finding import Finding, Severity
from dispatch.model.release import BlockType
from dispatch.release import from_html, inline, plain
from dispatch.release.anatomy.understanding import understand
from dispatch.release.expression import Expression
from dispatch.release.source import Document, Paragraph, collapse

#: The characters of a part and what had to be guessed; None when there is no such part.
_Text: TypeAlias = tuple[str, tuple[Finding, ...]] | None
_PREFIX = Expression(r"(?:(?:re|fwd?|aw|wg|tr|rv|rm)\s?:\s*)+", re.IGNORECASE)
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
        enclosed = [name for name in (part.get_filename() for part in _leaves(message)) if name]
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as trouble:
        # The header parser of the standard library stumbles over some broken headers instead of noting defects.
        raise InputError(f"{shown} is a damaged message: {trouble}.", "save its text as plain text") from trouble
    document = _document(html, text, shown)
    if enclosed:
        document = replace(document, findings=(*document.findings, _enclosed(enclosed, shown)))
    return _with_subject(_without_signature(document), subject)


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


def _with_subject(document: Document, subject: str) -> Document:
    """The subject as the headline of a text that has none."""
    if not subject or understand(document, shown="", fingerprint="").release.headline:
        return document
    moved = [
        replace(found, start=found.start + len(subject) + 1, end=found.end + len(subject) + 1)
        for found in document.paragraphs
    ]
    title = Paragraph(
        text=subject, html=inline.from_text(subject), rows=(subject,), start=0, end=len(subject),
        shape=BlockType.HEADING, level=1, group=-1,
    )  # fmt: skip
    findings = (replace(found, line=found.line + 1 if found.line else None) for found in document.findings)
    return replace(
        document, source=f"{subject}\n{document.source}", paragraphs=(title, *moved), findings=tuple(findings)
    )

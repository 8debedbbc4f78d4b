"""The door of the room: a file becomes a release and findings, by the reader that its name or content asks for."""

import hashlib
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dispatch.errors import InputError
from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Boilerplate, MediaContact, Release
from dispatch.release import decoding, markdown, plain
from dispatch.release.anatomy.understanding import Understanding, understand
from dispatch.release.front import applied
from dispatch.release.source import Document, Paragraph, collapse

#: Octets of the largest file that is read: a release has about ten thousand.
LARGEST = 8 * 1024 * 1024
#: What is understood of a longer one; ten times a long release.
_MOST_CHARACTERS, _MOST_LINES = 100_000, 5_000
_EXCERPT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Turns the bytes of one format into a document; everything after that is the same for all formats."""

    name: str
    #: Lower-case, with the dot.
    suffixes: tuple[str, ...]
    #: Bytes and the path to show -> document. Raises InputError when they are not of this format.
    read: Callable[[bytes, str], Document]
    #: Whether bytes of an unknown suffix are of this format.
    recognises: Callable[[bytes], bool]


def _from_markdown(data: bytes, shown: str) -> Document:
    text, findings = decoding.decode(data, shown)
    return _bounded(text, shown, findings, lambda part: markdown.from_markdown(part, shown))


def _from_plain(data: bytes, shown: str) -> Document:
    text, findings = decoding.decode(data, shown)
    return _bounded(text, shown, findings, plain.from_text)


def _bounded(text: str, shown: str, findings: Sequence[Finding], parse: Callable[[str], Document]) -> Document:
    """The document of as much text as a release can have; what is beyond is set aside and told."""
    end = _end(text)
    document = parse(text[:end])
    findings = (*findings, *document.findings)
    if end == len(text):
        return replace(document, findings=findings)
    line = text.count("\n", 0, end) + 1
    rest = text[end:]
    start = end + len(rest) - len(rest.lstrip())
    beyond = Paragraph(
        text=collapse(rest[:_EXCERPT]), html="", rows=(), start=start, end=len(text.rstrip()), aside="too long"
    )
    finding = Finding(
        code="REL092",
        severity=Severity.ERROR,
        message=f"The text is far longer than a release: it was read up to line {line}.",
        fix="check that this is the right file, and cut it",
        file=shown,
        line=line,
        column=1,
    )
    paragraphs = (*document.paragraphs, beyond) if rest.strip() else document.paragraphs
    return replace(document, source=text, paragraphs=paragraphs, findings=(*findings, finding))


def _end(text: str) -> int:
    """Where reading stops: at a line end, after so many lines and characters."""
    if len(text) <= _MOST_CHARACTERS and text.count("\n") <= _MOST_LINES:
        return len(text)
    at = -1
    for _ in range(_MOST_LINES):
        following = text.find("\n", at + 1)
        if following < 0 or following >= _MOST_CHARACTERS:
            break
        at = following
    return at + 1 if at > 0 else min(len(text), _MOST_CHARACTERS)


def _has_front_matter(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf").startswith((b"---\n", b"---\r\n"))


def _anything(_: bytes) -> bool:
    return True


#: Tried in this order.
READERS: tuple[Reader, ...] = (
    Reader(name="markdown", suffixes=(".md", ".markdown"), read=_from_markdown, recognises=_has_front_matter),
    Reader(name="text", suffixes=(".txt", ".text"), read=_from_plain, recognises=_anything),
)


def read(path: Path, *, shown: str | None = None) -> tuple[Release, tuple[Finding, ...]]:
    """Read a release file.

    Args:
        path: The file.
        shown: How findings name it; the path as given when None.

    Returns:
        The release and what there is to say about it, in source order.

    Raises:
        InputError: The file cannot be read at all.
    """
    shown = str(path) if shown is None else shown
    understood = read_parts(_bytes(path, shown), path.suffix.lower(), shown)
    return understood.release, understood.findings


def read_parts(data: bytes, suffix: str, shown: str) -> Understanding:
    """Read the bytes of a release; beside release and findings it tells where every character went."""
    document = _reader(data, suffix).read(data, shown)
    understood = understand(document, shown=shown, fingerprint=hashlib.sha256(data).hexdigest())
    findings = sorted(understood.findings, key=lambda finding: (finding.line or 0, finding.column or 0, finding.code))
    return replace(understood, release=applied(understood.release, document), findings=tuple(findings))


def _reader(data: bytes, suffix: str) -> Reader:
    by_suffix = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if by_suffix and by_suffix.name != "text":
        return by_suffix
    return next(reader for reader in READERS if reader.recognises(data))


def _bytes(path: Path, shown: str) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise InputError(f"{shown} is not a file.", "name a release file")
        if found.st_size > LARGEST:
            raise InputError(f"{shown} is larger than 8 MB.", "leave pictures out and attach them instead")
        data = path.read_bytes()
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        raise InputError(f"{shown} cannot be read: {reason}.", "check the path and its permissions") from trouble
    if not data.strip():
        raise InputError(f"{shown} is empty.", "write the release first")
    return data


def with_defaults(release: Release, *, contacts: Sequence[MediaContact], boilerplate: Sequence[Boilerplate]) -> Release:
    """The release with the workspace's own contacts and boilerplate where it has none that help."""
    usable = any(contact.emails or contact.phones for contact in release.contacts)
    return replace(
        release,
        contacts=release.contacts if usable or not contacts else tuple(contacts),
        boilerplate=release.boilerplate or tuple(boilerplate),
    )

"""The door of the room: a file becomes a release and findings, by the reader that its name or content asks for."""

import hashlib
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dispatch.errors import InputError
from dispatch.model.finding import Finding
from dispatch.model.release import Boilerplate, MediaContact, Release
from dispatch.release import decoding, markdown, plain
from dispatch.release.anatomy.understanding import Understanding, understand
from dispatch.release.front import applied
from dispatch.release.source import Document

#: Octets of the largest file that is read: a release has about ten thousand.
LARGEST = 8 * 1024 * 1024


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
    document = markdown.from_markdown(text, shown)
    return replace(document, findings=(*findings, *document.findings))


def _from_plain(data: bytes, shown: str) -> Document:
    text, findings = decoding.decode(data, shown)
    return replace(plain.from_text(text), findings=findings)


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

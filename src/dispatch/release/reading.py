"""The door of the room: a file becomes a release and findings, by the reader that its name or content asks for."""

import hashlib
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dispatch.errors import InputError
from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Boilerplate, MediaContact, Release
from dispatch.release import decoding, mojibake
from dispatch.release.anatomy.understanding import Understanding, understand
from dispatch.release.formats import ALL_SUFFIXES, TEXTS, Reader, reader_for
from dispatch.release.front import applied

#: Octets of the largest file that is read: a release has about ten thousand.
LARGEST = 8 * 1024 * 1024


def read(path: Path, *, shown: str | None = None, repair: bool = False) -> tuple[Release, tuple[Finding, ...]]:
    """Read a release file.

    Args:
        path: The file.
        shown: How findings name it; the path as given when None.
        repair: Whether broken characters are read as what was meant by them.

    Returns:
        The release and what there is to say about it, in source order.

    Raises:
        InputError: The file cannot be read at all.
    """
    shown = str(path) if shown is None else shown
    understood = read_parts(_bytes(path, shown), path.suffix.lower(), shown, repair=repair)
    return understood.release, understood.findings


def read_parts(data: bytes, suffix: str, shown: str, *, repair: bool = False) -> Understanding:
    """Read the bytes of a release; beside release and findings it tells where every character went."""
    reader = reader_for(data, suffix)
    document = reader.read(_repaired(data, shown) if repair and reader.name in TEXTS else data, shown)
    document = mojibake.repaired_document(document) if repair else document
    document = replace(document, findings=(*document.findings, *mojibake.findings(document, shown)))
    if reader.name != "text" and suffix not in reader.suffixes and suffix in ALL_SUFFIXES:
        document = replace(document, findings=(_misnamed(reader, shown), *document.findings))
    understood = understand(document, shown=shown, fingerprint=hashlib.sha256(data).hexdigest())
    findings = sorted(understood.findings, key=lambda finding: (finding.line or 0, finding.column or 0, finding.code))
    return replace(understood, release=applied(understood.release, document), findings=tuple(findings))


def _repaired(data: bytes, shown: str) -> bytes:
    """A text with its broken characters as they were meant, before anything is read from it."""
    return mojibake.repaired(decoding.decode(data, shown)[0]).encode()


def _misnamed(reader: Reader, shown: str) -> Finding:
    return Finding(
        code="REL096",
        severity=Severity.INFO,
        message=f"In spite of its name this is {reader.title}, and it was read as one.",
        fix=f"give it a name that ends in {reader.suffixes[0]}",
        file=shown,
        line=1,
        column=1,
    )


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

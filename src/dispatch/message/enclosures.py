"""Pictures and attachments of a release: read once, confined to the workspace, frozen with the mail (RELIABILITY 4)."""

import hashlib
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from html import escape, unescape
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from dispatch.message.attached import betrays, bounces
from dispatch.message.frame import Enclosure
from dispatch.message.pictures import UnfitError, fit
from dispatch.model.finding import Finding, Severity
from dispatch.model.mail import Organisation
from dispatch.model.release import Block, Boilerplate, Image, Release

#: Largest file of a picture and largest attachment in octets; a message grows by a third of it.
_LARGEST: Final = {True: 30 << 20, False: 5 << 20}
#: Largest picture in the mail, after it was scaled down.
_LARGEST_SHOWN: Final = 1 << 20
_IMAGE: Final = re.compile(r"<img\b[^>]*>")
_SOURCE: Final = re.compile(r'\bsrc="([^"]*)"')
_ALTERNATIVE: Final = re.compile(r'\balt="([^"]*)"')
#: Pictures every mail client shows, by their first octets.
_PICTURES: Final = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))
_DOCUMENTS: Final = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".zip": "application/zip",
}


class _Refusal(Exception):  # noqa: N818  (never leaves this module)
    """Why a file is left out, and what to do."""

    def __init__(self, why: str, fix: str) -> None:
        super().__init__(why)
        self.why = why
        self.fix = fix


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A release and organisation whose local pictures point into the mail, with the files and what went wrong."""

    release: Release
    organisation: Organisation
    enclosures: tuple[Enclosure, ...]
    findings: tuple[Finding, ...]


def enclose(release: Release, organisation: Organisation, confined_to: Path) -> Enclosed:
    """Read every local picture and attachment of a release.

    A file that is missing, outside the workspace, not regular, too large or of a kind that mail clients do not show
    is left out with an error finding; a picture leaves its description behind.

    Args:
        release: Pictures lie relative to its file, or to the workspace.
        organisation: Its logo lies relative to the workspace.
        confined_to: The workspace.

    Returns:
        Everything the mail is made of.
    """
    folder = _Folder(release, confined_to)
    return Enclosed(
        release=replace(
            release,
            blocks=tuple(folder.block(block) for block in release.blocks),
            notes=tuple(folder.block(block) for block in release.notes),
            boilerplate=tuple(folder.boilerplate(part) for part in release.boilerplate),
            images=tuple(folder.images(release.images)),
        ),
        organisation=replace(organisation, logo=folder.logo(organisation) or ""),
        enclosures=(*folder.pictures.values(), *folder.attachments(release.attachments)),
        findings=tuple(folder.findings),
    )


def both_enclosed(one: Enclosed, other: Enclosed) -> Enclosed:
    """The files and findings of two halves of a mail, each once; the rest is the first one's."""
    return replace(
        one,
        enclosures=tuple(dict.fromkeys((*one.enclosures, *other.enclosures))),
        findings=tuple(dict.fromkeys((*one.findings, *other.findings))),
    )


class _Folder:
    """Finds files for one release."""

    def __init__(self, release: Release, root: Path) -> None:
        self._release = release
        self._root = root.resolve()
        self._places = (root / Path(release.file).parent, root)
        self.pictures: dict[str, Enclosure] = {}
        self.findings: list[Finding] = []

    def block(self, block: Block) -> Block:
        return replace(block, html=self._markup(block.html, block.lines.first))

    def boilerplate(self, part: Boilerplate) -> Boilerplate:
        return replace(part, html=self._markup(part.html, part.lines.first if part.lines else None))

    def images(self, images: Iterable[Image]) -> Iterator[Image]:
        """Pictures that can be shown, with their new address."""
        for image in images:
            source = self.picture(image.src, image.line)
            if source:
                yield replace(image, src=source)

    def picture(self, source: str, line: int | None) -> str | None:
        """The address of a picture in the mail; None when it must be left out."""
        if not source or source.lower().startswith(("https://", "http://")):
            return source or None
        if source not in self.pictures:
            enclosed = self._tried(source, line, partial(self._enclosure, source, picture=True))
            if enclosed is None:
                return None
            self.pictures[source] = enclosed
        return f"cid:{self.pictures[source].cid}"

    def logo(self, organisation: Organisation) -> str | None:
        """The address of the logo in the mail; what is wrong with it is told where it is named, not at the release."""
        known = len(self.findings)
        source = self.picture(organisation.logo, None)
        file, _, line = organisation.logo_from.rpartition(":")
        place = (file, int(line)) if file and line.isdecimal() else (organisation.logo_from or self._release.file, None)
        self.findings[known:] = [
            replace(one, fix=one.fix.replace("next to the release", "into the workspace"), file=place[0], line=place[1])
            for one in self.findings[known:]
        ]
        return source

    def attachments(self, names: Iterable[str]) -> list[Enclosure]:
        """Files that go with the mail."""
        tried = [self._tried(name, None, partial(self._enclosure, name, picture=False)) for name in names]
        return [one for one in tried if one is not None]

    def _markup(self, html: str, line: int | None) -> str:
        def image(found: re.Match[str]) -> str:
            source = _SOURCE.search(found.group())
            new = self.picture(unescape(source[1]), line) if source else None
            if source and new:
                return found.group().replace(source.group(), f'src="{escape(new)}"')
            described = _ALTERNATIVE.search(found.group())
            return described[1] if described else ""

        return _IMAGE.sub(image, html) if "<img" in html else html

    def _tried(self, name: str, line: int | None, read: Callable[[], Enclosure]) -> Enclosure | None:
        """The file, or a finding that says why not."""
        try:
            return read()
        except _Refusal as refusal:
            finding = Finding(
                code="MSG011",
                severity=Severity.ERROR,
                message=f"{name!r} is left out: {refusal.why}.",
                fix=refusal.fix,
                file=self._release.file,
                line=line,
            )
        if finding not in self.findings:
            self.findings.append(finding)
        return None

    def _enclosure(self, name: str, *, picture: bool) -> Enclosure:
        """A file's bytes, if it may be enclosed."""
        path = self._confined(name)
        octets = _octets(path, _LARGEST[picture])
        if picture:
            octets = _fit(octets)
        else:
            if refused := bounces(path.name, octets):
                raise _Refusal(*refused)
            self._remark(name, path.name, octets)
        return Enclosure(
            name=re.sub(r"[^A-Za-z0-9._-]", "-", path.name)[:80],
            type=_picture_type(octets) if picture else _DOCUMENTS.get(path.suffix.lower(), "application/octet-stream"),
            cid=f"{hashlib.sha256(octets).hexdigest()[:24]}@picture.invalid" if picture else "",
            octets=octets,
        )

    def _remark(self, name: str, file: str, octets: bytes) -> None:
        """Say what an attachment tells about those who wrote it."""
        for remark in betrays(file, octets):
            message = f"The attachment {name!r} {remark.what}."
            severity = Severity.INFO if remark.minor else Severity.WARNING
            self.findings.append(
                Finding(code="MSG015", severity=severity, message=message, fix=remark.fix, file=self._release.file)
            )

    def _confined(self, name: str) -> Path:
        """The file's real path, inside the workspace."""
        if Path(name).is_absolute() or "\x00" in name or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", name):
            raise _Refusal("it is not a path relative to the release", "copy the file next to the release")
        paths = [(place / spelled).resolve() for spelled in _spellings(name) for place in self._places]
        for path in paths:
            if path.is_relative_to(self._root) and path.exists():
                return path
        if paths[0].is_relative_to(self._root):
            raise _Refusal("there is no such file", "correct the path, or copy the file next to the release")
        raise _Refusal("it lies outside the workspace", "copy the file next to the release")


def _spellings(name: str) -> dict[str, None]:
    """How a file of that name may be written on a disk: accents composed or not (macOS), or as a browser saved it."""
    forms = (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name), quote(name))
    return dict.fromkeys(forms)


def _octets(path: Path, largest: int) -> bytes:
    """What a regular file holds."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _Refusal("it is not a regular file", "name a file")
        if status.st_size > largest:
            raise _Refusal(f"it is larger than {largest >> 20} MB", "make it smaller, or link to it")
        return path.read_bytes()
    except OSError as error:
        raise _Refusal(f"it cannot be read ({error.strerror})", "allow reading it") from error


def _fit(octets: bytes) -> bytes:
    """A picture that mail programs show, scaled down and without metadata."""
    _picture_type(octets)
    try:
        octets = fit(octets)
    except UnfitError as error:
        fix = "make it smaller" if error.huge else "open it in an image program and save it again"
        raise _Refusal(str(error), fix) from error
    if len(octets) > _LARGEST_SHOWN:
        raise _Refusal("it is larger than 1 MB", "save it as JPEG, make it smaller, or link to it")
    return octets


def _picture_type(octets: bytes) -> str:
    for start, kind in _PICTURES:
        if octets.startswith(start):
            return kind
    raise _Refusal("it is no PNG, JPEG or GIF, which is what mail programs show", "save it as PNG or JPEG")


def shown_images(release: Release) -> list[dict[str, Any]]:
    """Pictures that no block shows already."""
    bodies = "".join(block.html for block in (*release.blocks, *release.notes))
    return [
        {"src": image.src, "alt": image.alt, "caption": image.caption, "credit": image.credit}
        for image in release.images
        if f'src="{escape(image.src)}"' not in bodies
    ]

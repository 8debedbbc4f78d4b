"""Tracked changes, comments and properties of office documents (ISO/IEC 29500, OOXML; ISO/IEC 26300, OpenDocument)."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from typing import Final

from dispatch.message.attached_inside import Inside

#: Octets of a part that are read; what is longer is cut.
_READ: Final = 4 << 20
#: Begins a compound file: an office document that is encrypted ([MS-OFFCRYPTO] 2.3.4) or of the old formats.
_COMPOUND: Final = b"\xd0\xcf\x11\xe0"
_CHANGES: Final = rb"<w:(?:ins|del|moveFrom|moveTo)\b"
_COMMENTS: Final = r"word/comments\.xml|xl/(?:comments|threadedComments/).*\.xml|ppt/comments/.+"
_HIDDEN_SHEET: Final = rb"<sheet\b[^>]*\bstate=\"(?:hidden|veryHidden)\""
_HIDDEN_SLIDE: Final = rb"<p:sld\b[^>]*\bshow=\"0\""
#: Element to the name of the property.
_CORE: Final = (
    ("dc:creator", "author"), ("cp:lastModifiedBy", "last saved by"), ("dc:title", "title"), ("dc:subject", "subject"),
    ("cp:keywords", "keywords"), ("dc:description", "comment"), ("cp:category", "category"),
    ("cp:contentStatus", "status"),
)  # fmt: skip
_APP: Final = (("Company", "company"), ("Manager", "manager"), ("Application", "program"))
_META: Final = (
    ("meta:initial-creator", "author"), ("dc:creator", "last saved by"), ("dc:title", "title"),
    ("dc:subject", "subject"), ("meta:keyword", "keywords"), ("dc:description", "comment"),
    ("meta:generator", "program"),
)  # fmt: skip


def look_into_office(octets: bytes) -> Inside | None:
    """What a Word document, workbook or presentation tells; None when it is none."""
    if octets.startswith(_COMPOUND):
        return Inside(locked=True)
    return _opened(octets, _office)


def look_into_opendocument(octets: bytes) -> Inside | None:
    """What an OpenDocument file tells; None when it is none."""
    return _opened(octets, _opendocument)


def _opened(octets: bytes, look: Callable[[zipfile.ZipFile], Inside]) -> Inside | None:
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            return look(archive)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError):
        return None


def _office(archive: zipfile.ZipFile) -> Inside:
    properties = [
        *_properties(_part(archive, "docProps/core.xml"), _CORE),
        *_properties(_part(archive, "docProps/app.xml"), _APP),
    ]
    return Inside(left=list(_left_in_office(archive, archive.namelist())), properties=properties)


def _left_in_office(archive: zipfile.ZipFile, names: list[str]) -> Iterator[tuple[str, str]]:
    if re.search(_CHANGES, _part(archive, "word/document.xml")):
        yield "tracked changes", "accept or reject them all, and save it"
    if any(re.fullmatch(_COMMENTS, name) for name in names):
        yield "comments", "delete them, and save it"
    if re.search(_HIDDEN_SHEET, _part(archive, "xl/workbook.xml")):
        yield "hidden sheets", "delete them, or show them, and save it"
    slides = [name for name in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    if any(re.search(_HIDDEN_SLIDE, _part(archive, name)) for name in slides):
        yield "hidden slides", "delete them, or show them, and save it"
    if any(name.startswith("ppt/notesSlides/") for name in names):
        yield "speaker's notes", "delete them, and save it"


def _opendocument(archive: zipfile.ZipFile) -> Inside:
    content = _part(archive, "content.xml")
    left = []
    if b"<text:tracked-changes" in content or b"<table:tracked-changes" in content:
        left.append(("tracked changes", "accept or reject them all, and save it"))
    if b"<office:annotation" in content:
        left.append(("comments", "delete them, and save it"))
    locked = b"manifest:encryption-data" in _part(archive, "META-INF/manifest.xml")
    return Inside(left=left, properties=_properties(_part(archive, "meta.xml"), _META), locked=locked)


def _properties(part: bytes, wanted: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    text = part.decode(errors="replace")
    return [
        (label, unescape(value))
        for element, label in wanted
        for value in re.findall(rf"<{element}(?:\s[^>]*)?>([^<]+)</", text)
    ]


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a part; empty when there is none."""
    try:
        with archive.open(name) as part:
            return part.read(_READ)
    except KeyError:
        return b""

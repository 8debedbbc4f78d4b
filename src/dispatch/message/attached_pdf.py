"""Comments, enclosed files and properties of a PDF (ISO 32000-2: 14.3.3, 12.5.6, 7.11.4)."""

import io
import logging
from collections.abc import Mapping
from typing import Final

from pypdf import PdfReader

from dispatch.message.attached_inside import Inside

#: Pages that are looked at for comments.
_PAGES: Final = 50
#: Annotations that a person made; links and form fields belong to the document.
_COMMENTS: Final = frozenset(
    {"/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Stamp", "/Ink"}
)
#: Entry of the document information dictionary to the name of the property.
_INFORMATION: Final = (
    ("/Author", "author"), ("/Company", "company"), ("/Manager", "manager"), ("/Title", "title"),
    ("/Subject", "subject"), ("/Keywords", "keywords"), ("/Creator", "program"), ("/Producer", "program"),
)  # fmt: skip


def look_into_pdf(octets: bytes) -> Inside | None:
    """What a PDF tells; None when it is none, or is damaged."""
    # a damaged file is told as a finding; the library would write to standard error as well
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    try:
        reader = PdfReader(io.BytesIO(octets))
        if reader.is_encrypted and not reader.decrypt(""):
            return Inside(locked=True)
        return Inside(left=_left(reader), properties=_properties(reader))
    except Exception:  # noqa: BLE001 - a damaged PDF makes the library raise whatever its values lead to
        return None


def _left(reader: PdfReader) -> list[tuple[str, str]]:
    found = []
    if any(_commented(reader, number) for number in range(min(len(reader.pages), _PAGES))):
        found.append(("comments", "delete them, or print it anew as a PDF"))
    if any(True for _ in reader.attachments):
        found.append(("files of its own", "take them out, and save it"))
    return found


def _commented(reader: PdfReader, number: int) -> bool:
    annotations = reader.pages[number].annotations or ()
    return any(one.get_object().get("/Subtype") in _COMMENTS for one in annotations)


def _properties(reader: PdfReader) -> list[tuple[str, str]]:
    told: Mapping[str, object] = reader.metadata or {}
    found = [(label, str(told[entry])) for entry, label in _INFORMATION if entry in told]
    more = reader.xmp_metadata
    if more is not None:
        found += [("author", str(person)) for person in more.dc_creator or ()]
        found += [("title", str(title)) for title in (more.dc_title or {}).values()]
    return found

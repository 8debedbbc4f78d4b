"""What an attachment tells about those who wrote it: tracked changes, comments, names (ISO/IEC 29500, OOXML)."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

#: Octets of a part that are read; what is longer is cut.
_READ: Final = 4 << 20
_CHANGES: Final = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)\b")
_AUTHOR: Final = re.compile(rb"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)<")


def betrays(name: str, octets: bytes) -> Iterator[tuple[str, str]]:
    """What should be taken out of a document before it goes to the press: what it is, and what to do.

    Args:
        name: The file's name; only Word documents and workbooks are looked into.
        octets: The file.
    """
    if not name.lower().endswith((".docx", ".xlsx", ".pptx")):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            yield from _document(archive)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        yield "cannot be opened as the document its name says", "save it again"


def _document(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    names = set(archive.namelist())
    if "word/document.xml" in names and _CHANGES.search(_part(archive, "word/document.xml")):
        yield "still has tracked changes in it", "accept or reject them all, and save it"
    if names & {"word/comments.xml", "xl/comments1.xml"} or any(part.startswith("ppt/comments/") for part in names):
        yield "still has comments in it", "delete them, and save it"
    people = _AUTHOR.findall(_part(archive, "docProps/core.xml")) if "docProps/core.xml" in names else []
    told = list(dict.fromkeys(person.decode(errors="replace").strip() for person in people))
    if any(told):
        yield (
            f"names {' and '.join(filter(None, told))} in its properties",
            "remove the document's properties if that is not meant",
        )


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_READ)

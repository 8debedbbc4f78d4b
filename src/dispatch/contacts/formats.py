"""What a list really is, by its first bytes, and the reader for it."""

import stat
from pathlib import Path

from dispatch.contacts.from_csv import from_csv
from dispatch.contacts.remarks import Remarks
from dispatch.contacts.sheet import Sheet
from dispatch.errors import InputError

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"


def open_sheet(path: Path, remarks: Remarks, *, encoding: str | None = None) -> Sheet:
    """Open a list in whatever format it is.

    Args:
        path: The file; its name decides nothing.
        remarks: Takes what was guessed.
        encoding: For text.

    Returns:
        Its rows.

    Raises:
        InputError: It cannot be read as a list.
    """
    start = _first_bytes(path)
    if start.startswith((_ZIP, _OLE)):
        raise InputError(f"{path.name} is a workbook, which this version does not read.", "Save it as CSV")
    if not _looks_like_text(start):
        raise InputError(f"{path.name} is not a text file.", "Save the list as CSV")
    return from_csv(path, remarks, encoding=encoding)


def _looks_like_text(start: bytes) -> bool:
    """Whether the beginning of a file is text: UTF-16, or hardly any control characters."""
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"} or start[:4:2] == b"\0\0" or start[1:4:2] == b"\0\0":
        return True
    controls = sum(byte < 0x20 and byte not in b"\t\r\n" for byte in start)  # noqa: PLR2004
    return controls * 10 <= len(start)


def _first_bytes(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(f"{path} is not a file.", "Name a list file")
        with path.open("rb") as source:
            return source.read(512)
    except FileNotFoundError as missing:
        raise InputError(
            f"There is no list {path}.", "Check the name; dispatch lists shows what is in lists/"
        ) from missing
    except OSError as trouble:
        raise InputError(f"{path} cannot be read: {trouble.strerror}.", "Check its permissions") from trouble

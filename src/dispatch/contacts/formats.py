"""What a list really is, by what is in it and not by its name, and the reader for it."""

import codecs
import re
import stat
from pathlib import Path

from dispatch.contacts import archive
from dispatch.contacts.from_csv import from_csv
from dispatch.contacts.hints import Hints
from dispatch.contacts.remarks import Remarks
from dispatch.contacts.sheet import Sheet
from dispatch.errors import InputError

#: Octets of the largest file that is opened as a workbook or an archive.
MAX_PACKED = 200 << 20

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_EMPTY_ZIP = b"PK\x05\x06"
#: How files begin that are no lists, whatever they are called, what they are, and what to do about it.
_NO_LISTS = (
    (("<?xml",), "an XML file", "Open it in a spreadsheet"),
    (("%pdf-",), "a PDF", "Ask for the list as a spreadsheet"),
    (("{\\rtf",), "a text document", "Open it"),
    (("{", "[{"), "a JSON file", "Export the list again"),
)
_PAGE = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,400}?-->\s*){0,4}<(?:!doctype\s+html|html|head|body|meta|table|div|style)\b",
    re.DOTALL,
)
_ENDINGS = {
    "csv": ("csv", "tsv", "txt", "tab"),
    "vcard": ("vcf", "vcard"),
    "html": ("html", "htm", "xhtml"),
    "xlsx": ("xlsx", "xlsm"),
    "mailchimp": ("zip",),
}
_NAMES = {
    "csv": "a text list",
    "vcard": "a file of vCards",
    "html": "a web page with a table",
    "xlsx": "an Excel workbook",
    "xlsb": "an Excel workbook",
    "xls": "an old Excel workbook",
    "ods": "an OpenDocument spreadsheet",
    "mailchimp": "an archive of lists",
}


def kind_of(path: Path, remarks: Remarks) -> tuple[str, tuple[str, ...]]:
    """What kind of list a file is.

    Args:
        path: The file; what its name ends in decides nothing.
        remarks: Takes it when the name promises something else.

    Returns:
        `csv`, `vcard`, `html`, `xlsx`, `xlsb`, `xls`, `ods` or `mailchimp`; for an archive of lists the lists in it.

    Raises:
        InputError: There is no such file, or it is no list.
    """
    start = _first_bytes(path)
    lists: tuple[str, ...] = ()
    if start.startswith(_ZIP):
        kind, lists = _zipped(path)
    elif start.startswith(_OLE):
        kind = "xls"
    elif start.startswith(_EMPTY_ZIP):
        raise InputError(f"{path.name} is an empty archive.", "Export the list again")
    elif _is_card(start):
        kind = "vcard"
    elif not _looks_like_text(start):
        raise InputError(f"{path.name} is not a text file.", "Save the list as CSV")
    elif _PAGE.match(_bare(start).lower()):
        kind = "html"
    else:
        _refuse_what_is_no_list(path.name, _bare(start).lower())
        kind = "csv"
    if kind not in {"csv", "vcard"} and path.stat().st_size > MAX_PACKED:
        raise InputError(f"{path.name} is larger than {MAX_PACKED >> 20} MB.", "Save the list as CSV")
    ending = path.suffix.lower().lstrip(".")
    if (
        ending
        and ending not in _ENDINGS.get(kind, (kind,))
        and any(ending in some for some in (*_ENDINGS.values(), ("xls", "ods")))
    ):
        message = f"In spite of its name this is {_NAMES[kind]}, and it is read as one."
        remarks.add("LST020", message, "give it the right ending")
    return kind, lists


def _refuse_what_is_no_list(name: str, start: str) -> None:
    for begins, what, fix in _NO_LISTS:
        if start.startswith(begins):
            raise InputError(f"{name} is {what}, not a list.", f"{fix}, and save it as CSV or XLSX")


def open_sheet(path: Path, kind: str, remarks: Remarks, hints: Hints) -> Sheet:
    """Open a list.

    Args:
        path: The file.
        kind: What it is, from `kind_of`, an archive excepted.
        remarks: Takes what was guessed.
        hints: What the person said about it.

    Returns:
        Its rows, read while they are asked for.

    Raises:
        InputError: It cannot be read.
    """
    if kind == "csv":
        return from_csv(path, remarks, encoding=hints.encoding, delimiter=hints.delimiter)
    if kind == "vcard":
        from dispatch.contacts.from_vcard import from_vcard  # noqa: PLC0415  (imports its library when it is needed)

        return from_vcard(path, remarks, encoding=hints.encoding)
    if kind == "html":
        from dispatch.contacts.from_html import from_html  # noqa: PLC0415  (same)

        return from_html(path, remarks, encoding=hints.encoding)
    from dispatch.contacts.from_workbook import from_workbook  # noqa: PLC0415  (same)

    return from_workbook(path, kind, remarks, sheet=hints.sheet)


def _zipped(path: Path) -> tuple[str, tuple[str, ...]]:
    if path.stat().st_size > MAX_PACKED:
        raise InputError(f"{path.name} is larger than {MAX_PACKED >> 20} MB.", "Save the list as CSV")
    names = archive.entries(path)
    for entry, kind in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("content.xml", "ods")):
        if entry in names:
            return kind, ()
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise InputError(f"{path.name} is a document, not a list.", "Save the table in it as CSV")
    lists = tuple(name for name in names if name.lower().endswith(".csv") and "__MACOSX" not in name)
    if not lists:
        raise InputError(f"{path.name} is an archive without lists.", "Unpack it and name the list in it")
    return "mailchimp", lists


def _is_card(start: bytes) -> bool:
    return _bare(start).upper().startswith("BEGIN:VCARD")


def _looks_like_text(start: bytes) -> bool:
    """Whether the beginning of a file is text: UTF-16, or hardly any control characters."""
    if start[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} or start[:4:2] == b"\0\0" or start[1:4:2] == b"\0\0":
        return True
    controls = sum(byte < 0x20 and byte not in b"\t\r\n" for byte in start)  # noqa: PLR2004
    return controls * 10 <= len(start)


def _bare(start: bytes) -> str:
    """The first characters of a text without byte order mark and blanks."""
    utf16 = start[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    text = start.decode("utf-16" if utf16 else "latin-1", "replace")
    return text.removeprefix("ï»¿").lstrip("\ufeff \t\r\n")


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

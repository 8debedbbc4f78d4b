"""Read one media list: from a file to contacts, findings and what was understood of its columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from dispatch.contacts.columns import Columns
from dispatch.contacts.formats import kind_of, open_sheet
from dispatch.contacts.from_mailchimp import members, stops
from dispatch.contacts.header import find_header, usable
from dispatch.contacts.hints import Hints, hints_beside
from dispatch.contacts.remarks import Remarks
from dispatch.contacts.rows import RowReader, Suppression
from dispatch.contacts.sheet import Line, Sheet
from dispatch.contacts.spool import EMAIL, KEY, LINE, Spool
from dispatch.model.finding import Finding

# Where a list says that of several addresses the first counts, they may be separated by any of these.
_ANY_SEPARATOR = (",", ";", "|", "\n", " / ")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """What one list holds."""

    #: As the person named it.
    path: str
    #: `csv`, `xlsx`, `xls`, `ods`, `html`, `vcard`, `mailchimp`.
    format: str
    encoding: str | None
    delimiter: str | None
    #: Source header to field; custom columns to their normalised name.
    columns: Mapping[str, str]
    #: Names of the custom columns, the keys of `Contact.extra`.
    custom: frozenset[str]
    #: Rows that are not empty: `len(contacts) + invalid`.
    rows: int
    #: Sized and re-iterable; not held in memory when there are many.
    contacts: Spool
    #: Rows that cannot be mailed; a finding says why.
    invalid: int
    findings: tuple[Finding, ...]
    #: People whom this list says must not be mailed.
    suppressions: tuple[Suppression, ...] = ()


def read(path: Path, *, shown: str | None = None, encoding: str | None = None) -> ListReading:
    """Read one media list.

    Args:
        path: A regular file in any supported format, whatever its name ends in. A TOML file of the same name beside it
            may say how it is to be read.
        shown: How to name the file in findings; the path by default.
        encoding: What a text file is in; found out by default.

    Returns:
        Contacts, findings and how the list was understood. A bad row is a finding and hides no other row.

    Raises:
        InputError: The file does not exist, is no list at all, or is not in the given encoding.
    """
    remarks = Remarks(shown or str(path))
    kind, names = kind_of(path, remarks)
    hints = hints_beside(path, encoding=encoding)
    if kind != "mailchimp":
        return _one(path, kind, remarks, hints, stop=stops(path.name))
    parts = [
        _one(member.path, "csv", Remarks(member.shown), hints, stop=stops(member.shown))
        for member in members(path, remarks.file, names)
    ]
    return _together(parts, remarks)


def _one(path: Path, kind: str, remarks: Remarks, hints: Hints, *, stop: str) -> ListReading:
    sheet = open_sheet(path, kind, remarks, hints)
    header = find_header(sheet.lines, remarks, hints)
    if header is None:
        return _finished(_Rows(sheet, None, Spool(remarks.file)), remarks)
    lines = chain(header.read, sheet.lines)
    if not usable(header, remarks):
        lost = sum(1 for line in lines if _filled(line))
        return _finished(_Rows(sheet, header.columns, Spool(remarks.file), invalid=lost), remarks)
    rows = _all(sheet, header.columns, lines, remarks, hints)
    return _finished(_stopped(rows, stop, remarks) if stop else rows, remarks)


@dataclass(slots=True)
class _Rows:
    """What the rows of one sheet came to."""

    sheet: Sheet
    columns: Columns | None
    spool: Spool
    invalid: int = 0
    suppressions: tuple[Suppression, ...] = ()


def _filled(line: Line) -> bool:
    return any(text and not text.isspace() for text in line.cells)


def _all(sheet: Sheet, columns: Columns, lines: Iterable[Line], remarks: Remarks, hints: Hints) -> _Rows:
    joined_by = (*columns.joined_by, *(_ANY_SEPARATOR if hints.first_of_several else ()))
    reader = RowReader(columns, remarks, defaults=hints.defaults, joined_by=joined_by)
    rows = _Rows(sheet, columns, Spool(remarks.file))
    top, address = list(columns.header), columns.fields.index("email")
    for line in lines:
        if line.cells[: len(top)] == top or not (line.broken or _filled(line)):
            continue
        if address < len(line.cells) and "@" not in line.cells[address] and (heading := _heading(line, address)):
            message = f'"{heading}" stands alone in its row and is no address: it is taken for a heading between rows.'
            remarks.add("LST036", message, "take it out; if it is a person, add the address", line=line.number)
            continue
        row = reader.read(line)
        if row is None:
            rows.invalid += 1
        else:
            rows.spool.put(row)
    rows.suppressions = tuple(reader.suppressions)
    return rows


def _heading(line: Line, address: int) -> str:
    """The words of a row that only parts a list, as RADIO above the radio stations; empty for a row of somebody."""
    text = line.cells[address].strip()
    words = text[:1].isupper() and not any(letter.isdigit() or letter in "._(" for letter in text)
    alone = len(line.cells) > 1 and sum(bool(cell.strip()) for cell in line.cells) == 1
    return text if words and alone and not line.broken else ""


def _stopped(rows: _Rows, stop: str, remarks: Remarks) -> _Rows:
    """Nobody of this list is mailed: its contacts become suppressions."""
    suppressions = tuple(
        Suppression(email=row[EMAIL], key=row[KEY], reason=stop, file=remarks.file, line=row[LINE])
        for row in rows.spool.rows()
    )
    these = f"These {len(suppressions):,} people are" if len(suppressions) > 1 else "The one person here is"
    message = f"{these} {stop}: nobody on this list is mailed, and all of it is suppressed."
    remarks.add("LST023", message)
    return _Rows(rows.sheet, rows.columns, Spool(remarks.file), suppressions=suppressions)


def _finished(rows: _Rows, remarks: Remarks) -> ListReading:
    if not (len(rows.spool) or rows.invalid or rows.suppressions):
        remarks.add("LST030", "There are no contacts in this list.", "check that it is the right file")
    return ListReading(
        path=remarks.file,
        format=rows.sheet.format,
        encoding=rows.sheet.encoding,
        delimiter=rows.sheet.delimiter,
        columns=rows.columns.named if rows.columns else {},
        custom=rows.columns.custom if rows.columns else frozenset(),
        rows=len(rows.spool) + rows.invalid,
        contacts=rows.spool,
        invalid=rows.invalid,
        findings=remarks.findings,
        suppressions=rows.suppressions,
    )


def _together(parts: Sequence[ListReading], remarks: Remarks) -> ListReading:
    """The lists of one archive as one list."""
    spool = Spool(remarks.file)
    for part in parts:
        for row in part.contacts.rows():
            spool.put(row)
    mailed = max(parts, key=lambda part: part.rows)
    return ListReading(
        path=remarks.file,
        format="mailchimp",
        encoding=mailed.encoding,
        delimiter=mailed.delimiter,
        columns=mailed.columns,
        custom=frozenset(name for part in parts for name in part.custom),
        rows=sum(part.rows for part in parts),
        contacts=spool,
        invalid=sum(part.invalid for part in parts),
        findings=(*remarks.findings, *(finding for part in parts for finding in part.findings)),
        suppressions=tuple(item for part in parts for item in part.suppressions),
    )

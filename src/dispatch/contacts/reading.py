"""Read one media list: from a file to contacts, findings and what was understood of its columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from pathlib import Path

from dispatch.addresses import Address, parse_address
from dispatch.contacts.aliases import TITLES, by_header
from dispatch.contacts.columns import HEAD, Columns, map_columns
from dispatch.contacts.fold import words
from dispatch.contacts.formats import open_sheet
from dispatch.contacts.remarks import Remarks
from dispatch.contacts.rows import RowReader, Suppression
from dispatch.contacts.sheet import Line, Sheet
from dispatch.contacts.spool import Spool
from dispatch.model.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """What one list holds."""

    #: As the person named it.
    path: str
    #: `csv`, `xlsx`, `xls`, `ods`, `vcard`, `mailchimp`.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """Where the header was found, and the rows that were read to find it."""

    columns: Columns
    line: int
    #: Rows after the header that have been read already.
    read: list[Line]


def read(path: Path, *, shown: str | None = None, encoding: str | None = None) -> ListReading:
    """Read one media list.

    Args:
        path: A regular file in any supported format, whatever its name ends in.
        shown: How to name the file in findings; the path by default.
        encoding: What a text file is in; found out by default.

    Returns:
        Contacts, findings and how the list was understood. A bad row is a finding and hides no other row.

    Raises:
        InputError: The file does not exist, is no list at all, or is not in the given encoding.
    """
    remarks = Remarks(shown or str(path))
    sheet = open_sheet(path, remarks, encoding=encoding)
    header = _header(sheet.lines, remarks)
    if header is None:
        remarks.add("LST030", "There are no rows in this list.", "check that it is the right file")
        return _reading(sheet, remarks)
    lines = chain(header.read, sheet.lines)
    if not _usable(header, remarks):
        return _reading(sheet, remarks, columns=header.columns, invalid=sum(1 for line in lines if any(line.cells)))
    return _all(sheet, header, lines, remarks)


def _all(sheet: Sheet, header: _Header, lines: Iterator[Line], remarks: Remarks) -> ListReading:
    spool = Spool(remarks.file)
    reader = RowReader(header.columns, remarks, joined_by=sheet.joined_by)
    top = list(header.columns.header)
    invalid = 0
    for line in lines:
        if line.cells == top or not any(text and not text.isspace() for text in line.cells):
            continue
        row = reader.read(line)
        if row is None:
            invalid += 1
        else:
            spool.put(row)
    if not len(spool) + invalid:
        remarks.add("LST030", "There are no rows in this list.", "check that it is the right file")
    return _reading(
        sheet, remarks, columns=header.columns, spool=spool, invalid=invalid, suppressions=tuple(reader.suppressions)
    )


def _reading(
    sheet: Sheet,
    remarks: Remarks,
    *,
    columns: Columns | None = None,
    spool: Spool | None = None,
    invalid: int = 0,
    suppressions: tuple[Suppression, ...] = (),
) -> ListReading:
    contacts = Spool(remarks.file) if spool is None else spool
    return ListReading(
        path=remarks.file,
        format=sheet.format,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        columns=columns.named if columns else {},
        custom=columns.custom if columns else frozenset(),
        rows=len(contacts) + invalid,
        contacts=contacts,
        invalid=invalid,
        findings=remarks.findings,
        suppressions=suppressions,
    )


def _header(lines: Iterator[Line], remarks: Remarks) -> _Header | None:
    """Find the header among the first rows: title rows may stand above it, or there is none."""
    head = list(islice(lines, HEAD * 2))
    filled = [line for line in head if any(text.strip() for text in line.cells)]
    if not filled:
        return None
    best = max(filled[:HEAD], key=lambda line: _headerness(line.cells))
    if _headerness(best.cells) == 0:
        best = _above_addresses(filled) or _invented(filled, remarks)
    read = head[head.index(best) + 1 :] if best in head else head
    skipped = [line.number for line in filled if line.number < best.number] if best in head else []
    if skipped:
        message = f"The header is in line {best.number}; what stands above it is passed over."
        remarks.add("LST015", message, line=skipped[0])
    cells = _trimmed(best.cells, read)
    columns = map_columns(cells, remarks, line=best.number)
    if "email" not in columns.fields and (index := _column_with_addresses(read, len(cells))) is not None:
        columns = map_columns(cells, Remarks(""), line=best.number, fixed={cells[index]: "email"})
        message = f'No column is called e-mail; "{cells[index]}" holds addresses and is taken.'
        remarks.add("LST016", message, "name that column email", line=best.number, column=index + 1)
    return _Header(columns=columns, line=best.number, read=read)


def _headerness(cells: list[str]) -> int:
    """How many cells of a row are known headers; none when one of them is an address."""
    if any("@" in text and isinstance(parse_address(text), Address) for text in cells):
        return 0
    known = by_header()
    names = [words(text) for text in cells if text.strip()]
    return sum(name in known or name in TITLES for name in names)


def _above_addresses(filled: list[Line]) -> Line | None:
    """The row right above the first one with an address, when it looks like a header in an unknown language."""
    for above, line in pairwise(filled):
        if any("@" in text for text in above.cells):
            return None
        if any("@" in text for text in line.cells):
            return above if sum(bool(text.strip()) for text in above.cells) > 1 or len(line.cells) == 1 else None
    return None


def _invented(filled: list[Line], remarks: Remarks) -> Line:
    width = max(len(line.cells) for line in filled)
    remarks.add("LST016", "There is no header row; the column with addresses was found by what it holds.",
                "add a first row that names the columns", line=filled[0].number)  # fmt: skip
    return Line(number=0, cells=[f"Column {index}" for index in range(1, width + 1)])


def _trimmed(cells: list[str], read: list[Line]) -> list[str]:
    """The header without the empty columns at its end that spreadsheets leave behind."""
    width = len(cells)
    while width > 1 and not cells[width - 1].strip() and not any(any(line.cells[width - 1 :]) for line in read):
        width -= 1
    return cells[:width]


def _column_with_addresses(read: list[Line], width: int) -> int | None:
    counts = [sum("@" in line.cells[i] for line in read if i < len(line.cells)) for i in range(width)]
    return counts.index(max(counts)) if any(counts) else None


def _usable(header: _Header, remarks: Remarks) -> bool:
    """Whether the e-mail column is there and holds addresses; findings say so when not."""
    fields = header.columns.fields
    if "email" not in fields:
        remarks.add(
            "LST003", "No column of this list holds e-mail addresses.", "name one column email", line=header.line
        )
        return False
    index = fields.index("email")
    cells = [line.cells[index].strip() for line in header.read if index < len(line.cells)]
    filled = [cell for cell in cells if cell]
    elsewhere = _column_with_addresses(header.read, len(fields))
    if not filled or any("@" in cell for cell in filled) or elsewhere is None or fields[elsewhere] == "alternate":
        return True
    name, other = header.columns.header[index], header.columns.header[elsewhere]
    message = f'The column "{name}" holds no addresses, but "{other}" does: the columns are swapped.'
    remarks.add("LST004", message, "put the right names above the columns", line=header.line, column=index + 1)
    return False

"""Where a list names its columns: below its titles, in a language we know, or nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from dispatch.addresses import Address, parse_address
from dispatch.contacts.aliases import TITLES, by_header
from dispatch.contacts.columns import HEAD, Columns, map_columns
from dispatch.contacts.fold import words
from dispatch.contacts.hints import Hints
from dispatch.contacts.remarks import Remarks
from dispatch.contacts.sheet import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header, and the rows that were read to find it."""

    columns: Columns
    #: 0 when there is none in the file.
    line: int
    #: Rows below the header that have been read already.
    read: list[Line]


def find_header(lines: Iterator[Line], remarks: Remarks, hints: Hints) -> Header | None:
    """Find the header among the first rows: title rows may stand above it, or there is none.

    Args:
        lines: The rows of the list; some are taken from it.
        remarks: Takes what was odd.
        hints: What the person said about the columns.

    Returns:
        The header, or None when there are no rows.
    """
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
    columns = map_columns(cells, remarks, line=best.number, fixed=hints.columns)
    if "email" not in columns.fields and (index := _column_with_addresses(read, len(cells))) is not None:
        columns = map_columns(cells, Remarks(""), line=best.number, fixed={**hints.columns, cells[index]: "email"})
        if best.number:
            message = f'No column is called e-mail; "{cells[index]}" holds addresses and is taken.'
            remarks.add("LST016", message, "name that column email", line=best.number, column=index + 1)
    return Header(columns=columns, line=best.number, read=read)


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


def usable(header: Header, remarks: Remarks) -> bool:
    """Whether the e-mail column is there and holds addresses; a finding says so when not."""
    fields = header.columns.fields
    if "email" not in fields:
        remarks.add(
            "LST003",
            "No column of this list holds e-mail addresses.",
            "name one column email",
            line=header.line or None,
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

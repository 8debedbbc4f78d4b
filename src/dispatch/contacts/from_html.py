"""Lists as tables of web pages: what many databases export under the name of a workbook."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from lxml import etree

from dispatch.contacts.encodings import Encoding, encoding_of, open_text, tell_encoding
from dispatch.contacts.remarks import Remarks
from dispatch.contacts.sheet import Line, Sheet
from dispatch.errors import InputError

_PIECE = 1 << 16
_CELLS = ("td", "th")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_HEAD = 4096
#: Columns and rows that one cell may stand for; more is a mistake.
_WIDEST, _DEEPEST = 100, 5_000
_SAMPLE_ROWS = 60
#: Elements in one another, few enough for the parser.
_NESTED = 250
_NEW_LINE = frozenset({"br", "p", "div", "li"})
#: Stands for a new line until the line ends of the file, which mean nothing, are gone.
_BREAK = "\0"


def from_html(path: Path, remarks: Remarks, *, encoding: str | None = None) -> Sheet:
    """Read the table of a page that holds the contacts: the one with the most addresses at its top.

    Args:
        path: A regular file.
        remarks: Takes what was guessed, and which other tables have addresses.
        encoding: What the person says it is in; else what its bytes or the page itself say.

    Returns:
        Its rows, numbered as in the table, read while they are asked for; merged cells hold their value in each row.

    Raises:
        InputError: No table on the page holds addresses, or the encoding the person gave does not fit.
    """
    found = _encoding(path, encoding)
    counts = _addresses(path, found)
    if not any(counts.values()):
        raise _unreadable(path.name, "no table in it holds addresses")
    tell_encoding(found, remarks)
    chosen = max(counts, key=lambda table: counts[table])
    if others := sum(1 for table, count in counts.items() if count and table != chosen):
        these = f"{others} other tables have" if others > 1 else "another table has"
        message = f"Only the table with the most addresses is read; {these} some too."
        remarks.add("LST025", message, "save each table as a list of its own")
    return Sheet(format="html", lines=_lines(path, found, chosen), remarks=remarks, encoding=found.name)


def _encoding(path: Path, wanted: str | None) -> Encoding:
    """What the person or the bytes say, else what the page declares when that fits, else a guess."""
    found = encoding_of(path, wanted)
    with path.open("rb") as source:
        declared = _DECLARED.search(source.read(_HEAD))
    if found.guessed and declared:
        try:
            return encoding_of(path, declared[1].decode("ascii"))
        except InputError:
            return found
    return found


def _addresses(path: Path, encoding: Encoding) -> dict[int, int]:
    """How many cells with addresses the first rows of each table have."""
    seen: dict[int, int] = {}
    counts: dict[int, int] = {}
    for table, row in _rows(path, encoding):
        seen[table] = seen.get(table, 0) + 1
        if seen[table] <= _SAMPLE_ROWS:
            counts[table] = counts.get(table, 0) + sum("@" in text for text in _texts(row))
    return counts


def _lines(path: Path, encoding: Encoding, chosen: int) -> Iterator[Line]:
    #: By column: how many rows more a merged cell goes on, and with which value.
    held: dict[int, tuple[int, str]] = {}
    rows = (row for table, row in _rows(path, encoding) if table == chosen)
    for number, row in enumerate(rows, start=1):
        yield Line(number=number, cells=_cells(row, held))


def _cells(row: etree._Element, held: dict[int, tuple[int, str]]) -> list[str]:
    """The cells of a row, each in the column where it is seen; `held` is brought up to date."""
    cells: list[str] = []
    for cell, text in zip(row.iterchildren(*_CELLS), _texts(row), strict=True):
        _hold_on(cells, held)
        if (deep := _span(cell, "rowspan", _DEEPEST)) > 1:
            held[len(cells)] = deep - 1, text
        cells += [text, *[""] * (_span(cell, "colspan", _WIDEST) - 1)]
    _hold_on(cells, held)
    return cells


def _hold_on(cells: list[str], held: dict[int, tuple[int, str]]) -> None:
    """Go on with the cells of rows above that reach down to the next columns of this one."""
    while (column := len(cells)) in held:
        rows, text = held.pop(column)
        if rows > 1:
            held[column] = rows - 1, text
        cells.append(text)


def _span(cell: etree._Element, name: str, most: int) -> int:
    value = cell.get(name, "").strip()
    return min(int(value), most) if value.isascii() and value.isdigit() else 1


def _texts(row: etree._Element) -> list[str]:
    """What each cell shows; the address behind a link where the whole row shows none."""
    cells = list(row.iterchildren(*_CELLS))
    texts = [_text(cell) for cell in cells]
    if any("@" in text for text in texts):
        return texts
    return [_linked(cell) or text for cell, text in zip(cells, texts, strict=True)]


def _text(cell: etree._Element) -> str:
    if not len(cell):
        return " ".join((cell.text or "").split())
    parts = [cell.text or ""]
    for element in cell.iterdescendants():
        parts += [_BREAK if element.tag in _NEW_LINE else "", element.text or "", element.tail or ""]
    lines = (" ".join(line.split()) for line in "".join(parts).split(_BREAK))
    return "\n".join(filter(None, lines))


def _linked(cell: etree._Element) -> str:
    """The address that a cell links to: `Ana Ruiz` that is a mailto link."""
    link = next((link for link in cell.iter("a") if link.get("href", "").lower().startswith("mailto:")), None)
    return link.get("href", "").partition("?")[0] if link is not None else ""


def _rows(path: Path, encoding: Encoding) -> Iterator[tuple[int, etree._Element]]:
    """Every row of the page with the number of the innermost table it is in; gone when the next one is asked for."""
    parser = etree.HTMLPullParser(("start", "end"), encoding="utf-8", remove_comments=True, no_network=True)
    tables, count = [0], 0
    for event, element in _events(path, encoding, parser):
        if element.tag == "table" and event == "start":
            count += 1
            tables.append(count)
        elif element.tag == "table" and len(tables) > 1:
            tables.pop()
        elif element.tag == "tr" and event == "end":
            yield tables[-1], element
            element.clear(keep_tail=True)
            while element.getprevious() is not None:
                del element.getparent()[0]


def _events(path: Path, encoding: Encoding, parser: etree.HTMLPullParser) -> Iterator[tuple[str, etree._Element]]:
    depth = 0
    with open_text(path, encoding) as text:
        for piece in chain(iter(lambda: text.read(_PIECE), ""), [None]):
            _feed(parser, piece, path.name)
            for event, element in parser.read_events():
                depth += 1 if event == "start" else -1
                if depth >= _NESTED:
                    # The parser stops at 256 without a word, and the rest of the list would be missing.
                    raise _unreadable(path.name, "its elements are never closed")
                yield event, element


def _feed(parser: etree.HTMLPullParser, piece: str | None, name: str) -> None:
    """One piece of the page, or None for its end."""
    try:
        if piece is None:
            parser.close()
        else:
            parser.feed(piece.replace("\0", "").encode())
    except etree.XMLSyntaxError as trouble:
        raise _unreadable(name, trouble.msg) from trouble


def _unreadable(name: str, reason: str) -> InputError:
    return InputError(
        f"{name} is a web page that cannot be read as a list: {reason}.",
        "Open it in a spreadsheet, and save it as CSV or XLSX",
    )

"""Lists as text: comma, semicolon, tab or bar between the cells, in any encoding and with any line end."""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from dispatch.contacts.aliases import by_header
from dispatch.contacts.encodings import LONGEST_LINE, Encoding, encoding_of, lines_of, open_text, tell_encoding
from dispatch.contacts.fold import words
from dispatch.contacts.remarks import Remarks
from dispatch.contacts.sheet import Line, Sheet

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 60
# A cell larger than this is a forgotten quotation mark, not a note.
_LARGEST_CELL = 100_000
# What a reader of the standard library takes as one cell; a line longer than this comes in pieces.
_TOO_LONG = f"a cell has more than {csv.field_size_limit():,} characters, or the line more than {LONGEST_LINE:,}"
_NEVER_CLOSED = "a quotation mark is never closed"
# A quoted cell of more lines than this is taken for a forgotten quotation mark.
_LONGEST_CELL = 200
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def from_csv(path: Path, remarks: Remarks, *, encoding: str | None = None, delimiter: str | None = None) -> Sheet:
    """Read a text list.

    Args:
        path: A regular file.
        remarks: Takes what was guessed and what is wrong.
        encoding: What the person says it is in.
        delimiter: What the person says stands between its cells.

    Returns:
        Its rows, read while they are asked for.

    Raises:
        InputError: The encoding the person gave does not fit.
    """
    found = encoding_of(path, encoding)
    tell_encoding(found, remarks)
    with open_text(path, found) as text:
        sample = [line for line in islice(lines_of(text), _SAMPLE_LINES) if line.strip(",;|\t\r\n ")]
    delimiter = delimiter or _delimiter(sample)
    return Sheet(
        format="csv",
        lines=_lines(path, found, delimiter, skip=_names_delimiter(sample)),
        remarks=remarks,
        encoding=found.name,
        delimiter=delimiter,
    )


def _names_delimiter(sample: list[str]) -> bool:
    """Excel's own first line `sep=;`."""
    return bool(sample) and sample[0].strip().lower().startswith("sep=")


def _delimiter(sample: list[str]) -> str:
    """The delimiter that makes the best table of the first lines: known headers first, then even rows."""
    if _names_delimiter(sample):
        return sample[0].strip("\r\n")[4:5] or ","
    return max(_DELIMITERS, key=lambda delimiter: _fitness(sample, delimiter))


def _fitness(sample: list[str], delimiter: str) -> tuple[int, float, int]:
    try:
        rows = [row for row in csv.reader(sample, delimiter=delimiter) if any(row)]
    except csv.Error:
        return (0, 0.0, 0)
    if not rows:
        return (0, 0.0, 0)
    headers = max(sum(words(cell) in by_header() for cell in row) for row in rows[:25])
    width, count = Counter(len(row) for row in rows).most_common(1)[0]
    return (headers, count / len(rows) if width > 1 else 0.0, width)


class _Source:
    """Physical lines that can be given back when a quotation mark turns out to be never closed."""

    def __init__(self, text: Iterable[str]) -> None:
        self._text = iter(text)
        self._back: deque[str] = deque()
        #: Lines that the current row has taken.
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._text)
        self.taken.append(line)
        if len(self.taken) > _LONGEST_CELL:
            raise csv.Error(_NEVER_CLOSED)
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            self._pass_over()
            raise csv.Error(_TOO_LONG)
        return line

    def _pass_over(self) -> None:
        """Drop the rest of a line that came in pieces."""
        while (piece := self._back.popleft() if self._back else next(self._text, "\n")) and piece[-1] not in "\r\n":
            continue

    def give_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))


def _lines(path: Path, encoding: Encoding, delimiter: str, *, skip: bool) -> Iterator[Line]:
    with open_text(path, encoding) as text:
        source = _Source(lines_of(text))
        number = 1
        if skip:
            next(source)
            number, source.taken = 2, []
        while True:
            reader = csv.reader(source, delimiter=delimiter)
            try:
                for cells in reader:
                    if len(source.taken) > 1 and _swallowed(source.taken, cells, delimiter):
                        break
                    yield Line(number=number, cells=cells)
                    number += len(source.taken)
                    source.taken = []
                else:
                    return
            except csv.Error:
                pass
            # One row is lost to the quotation mark; the lines it swallowed are read again as rows of their own.
            first, *rest = source.taken
            source.taken = []
            source.give_back(rest)
            long = len(first) > csv.field_size_limit() and first.count('"') % 2 == 0
            broken = _TOO_LONG if long else _NEVER_CLOSED
            yield Line(number=number, cells=_unquoted(first, delimiter), broken=broken)
            number += 1


def _swallowed(taken: list[str], cells: list[str], delimiter: str) -> bool:
    """Whether a cell of several lines is really several rows behind a forgotten quotation mark."""
    if sum(line.count('"') for line in taken) % 2:
        return True
    if any(len(cell) > _LARGEST_CELL for cell in cells):
        return True
    first = _unquoted(taken[0], delimiter)
    place = next((index for index, cell in enumerate(first) if _ADDRESS.fullmatch(cell)), None)
    return place is not None and any(
        len(row) >= len(first) and _ADDRESS.fullmatch(row[place])
        for row in (_unquoted(line, delimiter) for line in taken[1:])
    )


def _unquoted(line: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.rstrip("\r\n").split(delimiter)]

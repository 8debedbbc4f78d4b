"""Rows of plain text that hold two columns: two people beside each other, or a person to a row."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from dispatch.model.release import Span
from dispatch.release.anatomy import names, reach

_Row = tuple[str, Span]


def by_column(rows: Sequence[_Row]) -> Iterator[_Row]:
    """Rows in the order in which a person reads them: column for column, unless each row reaches somebody of its own.

    Args:
        rows: Text with a tab between columns, and source lines.
    """
    runs = [list(run) for _, run in groupby(rows, key=_width)]
    for rows_of_one_width in runs:
        run = rows_of_one_width[_headed(rows_of_one_width) :]
        if _width(run[0]) == 1 or len(run) == 1 or all(reach.has_reach(text) for text, _ in run):
            yield from ((text.replace("\t", " | "), span) for text, span in run)
            continue
        yield from ((text.split("\t")[column], span) for column in range(_width(run[0])) for text, span in run)


def _headed(run: Sequence[_Row]) -> int:
    """1 when the first row says what stands in the columns below it, each row of which reaches somebody; else 0.

    Of two people beside each other each column reaches somebody, so that no such row is above them.
    """
    head, *below = [text.split("\t") for text, _ in run]
    if len(head) == 1 or not below or any(reach.has_reach(cell) or names.people(cell) for cell in head):
        return 0
    rows = all(any(map(reach.has_reach, cells)) for cells in below)
    return int(rows and any(not any(map(reach.has_reach, column)) for column in zip(*below, strict=True)))


def _width(row: _Row) -> int:
    return row[0].count("\t") + 1

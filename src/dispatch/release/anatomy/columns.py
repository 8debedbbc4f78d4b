"""Rows of plain text that hold two columns: two people beside each other, or a person to a row."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from dispatch.model.release import Span
from dispatch.release.anatomy import reach

_Row = tuple[str, Span]


def by_column(rows: Sequence[_Row]) -> Iterator[_Row]:
    """Rows in the order in which a person reads them: column for column, unless each row reaches somebody of its own.

    Args:
        rows: Text with a tab between columns, and source lines.
    """
    runs = [list(run) for _, run in groupby(rows, key=_width)]
    for run in runs:
        if _width(run[0]) == 1 or len(run) == 1 or all(reach.has_reach(text) for text, _ in run):
            yield from ((text.replace("\t", " | "), span) for text, span in run)
            continue
        yield from ((text.split("\t")[column], span) for column in range(_width(run[0])) for text, span in run)


def _width(row: _Row) -> int:
    return row[0].count("\t") + 1

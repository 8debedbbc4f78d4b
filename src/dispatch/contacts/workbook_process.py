"""The process that opens a workbook: it may run out of memory or crash on a hostile one without taking anybody along.

Run by its path, with as few imports as possible, because it starts anew for every workbook. What it writes to standard
output are marshalled values: one dict about the workbook, lists of rows, and None at the end.
"""

import marshal
import resource
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

#: Octets of memory and seconds of processor time that a workbook may cost.
MEMORY = 2 << 30
SECONDS = 300

_SAMPLE_ROWS = 60
_FRAME_ROWS = 500
# Integers up to here are exact in the floating-point numbers of a sheet.
_EXACT = 1 << 53


def main(path: str, wanted: str | None) -> None:
    """Write the rows of the chosen sheet.

    Args:
        path: The workbook.
        wanted: The sheet the person wants; None for the visible one with the most addresses at its top.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        with open(path, "rb") as source:  # noqa: PTH123  (by content: calamine believes the name of a path)
            workbook = CalamineWorkbook.from_filelike(source)
        sheets = _sheets(workbook, wanted)
    except (CalamineError, OSError, ValueError) as trouble:
        _put({"trouble": str(trouble)})
        return
    counts = [_addresses(sheet) for sheet in sheets]
    chosen = sheets[counts.index(max(counts))] if sheets else None
    others = [sheet.name for sheet, count in zip(sheets, counts, strict=True) if count and sheet is not chosen]
    name = chosen.name if chosen is not None else ""
    _put({"trouble": "", "sheet": name, "others": others, "names": workbook.sheet_names})
    rows = _rows(chosen) if chosen is not None else iter(())
    while frame := list(islice(rows, _FRAME_ROWS)):
        _put(frame)
    _put(None)


def _put(value: Any) -> None:
    marshal.dump(value, sys.stdout.buffer)


def _sheets(workbook: CalamineWorkbook, wanted: str | None) -> list[CalamineSheet]:
    names = [
        meta.name
        for meta in workbook.sheets_metadata
        if meta.typ == SheetTypeEnum.WorkSheet
        and (meta.visible == SheetVisibleEnum.Visible if wanted is None else meta.name == wanted)
    ]
    return [workbook.get_sheet_by_name(name) for name in names]


def _addresses(sheet: CalamineSheet) -> int:
    rows = islice(sheet.iter_rows(), _SAMPLE_ROWS) if sheet.start else ()
    return sum(isinstance(cell, str) and "@" in cell for row in rows for cell in row)


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Rows from the first of the sheet on, each from column A on."""
    if sheet.start is None:
        return
    before = [""] * sheet.start[1]
    held = _merged_down(sheet)
    values: dict[int, str] = {}
    for number, row in enumerate(sheet.iter_rows()):
        cells = before + [value if isinstance(value, str) else _text(value) for value in row]
        for column in held.get(number, ()):
            cells[column] = values.get(column, "")
        for column in held.get(number + 1, ()):
            values[column] = cells[column]
        yield cells


def _merged_down(sheet: CalamineSheet) -> dict[int, list[int]]:
    """For each row, the columns whose cell is merged with the one above and takes its value."""
    end = sheet.end or (0, 0)
    held: dict[int, list[int]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if left <= end[1]:
            for row in range(top + 1, min(bottom, end[0]) + 1):
                held.setdefault(row, []).append(left)
    return held


def _text(value: Any) -> str:
    """A cell as a person sees it: whole numbers without `.0`, dates as ISO 8601."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)  # noqa: PLR2004

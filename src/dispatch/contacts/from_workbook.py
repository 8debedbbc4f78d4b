"""Lists as workbooks: XLSX, XLSB, XLS and ODS, formulas by the value they had when the file was saved."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from dispatch.contacts.remarks import Remarks
from dispatch.contacts.sheet import Line, Sheet
from dispatch.errors import InputError

_SAMPLE_ROWS = 60
# Integers up to here are exact in the floating-point numbers of a sheet.
_EXACT = 1 << 53


def from_workbook(path: Path, kind: str, remarks: Remarks, *, sheet: str | None = None) -> Sheet:
    """Read the sheet of a workbook that holds the contacts.

    Args:
        path: The workbook, already known to unpack harmlessly.
        kind: `xlsx`, `xlsb`, `xls` or `ods`.
        remarks: Takes what was chosen.
        sheet: The sheet the person wants; by default the visible one with the most addresses at its top.

    Returns:
        Its rows; line numbers are those of the sheet.

    Raises:
        InputError: It is damaged, protected by a password, or has no such sheet.
    """
    try:
        with path.open("rb") as source:  # by content: from the path it would believe the name
            workbook = CalamineWorkbook.from_filelike(source)
        chosen = _chosen(path, workbook, remarks, sheet)
    except (CalamineError, OSError, ValueError) as trouble:
        raise InputError(f"{path.name} cannot be read: {trouble}.", "Save it again without a password") from trouble
    return Sheet(format=kind, lines=_lines(chosen), remarks=remarks)


def _chosen(path: Path, workbook: CalamineWorkbook, remarks: Remarks, wanted: str | None) -> CalamineSheet:
    if wanted is not None:
        if wanted not in workbook.sheet_names:
            raise InputError(f'{path.name} has no sheet "{wanted}".', f"Choose one of {_quoted(workbook.sheet_names)}")
        return workbook.get_sheet_by_name(wanted)
    names = [meta.name for meta in workbook.sheets_metadata if _shown(meta.typ, meta.visible)]
    sheets = [workbook.get_sheet_by_name(name) for name in names]
    if not sheets:
        raise InputError(f"{path.name} has no visible sheet.", "Show the sheet with the contacts")
    counts = [_addresses(sheet) for sheet in sheets]
    chosen = sheets[counts.index(max(counts))]
    others = [sheet.name for sheet, count in zip(sheets, counts, strict=True) if count and sheet is not chosen]
    if others:
        remarks.add(
            "LST025",
            f'Only the sheet "{chosen.name}" is read; addresses are in {_quoted(others)} too.',
            "put them on one sheet, or save each as a list of its own",
        )
    return chosen


def _shown(kind: SheetTypeEnum, visible: SheetVisibleEnum) -> bool:
    return bool(kind == SheetTypeEnum.WorkSheet and visible == SheetVisibleEnum.Visible)


def _addresses(sheet: CalamineSheet) -> int:
    rows = islice(sheet.iter_rows(), _SAMPLE_ROWS) if sheet.start else ()
    return sum(isinstance(cell, str) and "@" in cell for row in rows for cell in row)


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _lines(sheet: CalamineSheet) -> Iterator[Line]:
    if sheet.start is None:
        return
    first = [""] * sheet.start[1]
    held = _merged_down(sheet)
    values: dict[int, str] = {}
    for number, row in enumerate(sheet.iter_rows()):
        cells = first + [value if isinstance(value, str) else _text(value) for value in row]
        for column in held.get(number, ()):
            cells[column] = values.get(column, "")
        for column in held.get(number + 1, ()):
            values[column] = cells[column]
        yield Line(number=number + 1, cells=cells)


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

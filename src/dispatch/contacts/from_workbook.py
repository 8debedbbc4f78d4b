"""Lists as workbooks: XLSX, XLSB, XLS and ODS, formulas by the value they had when the file was saved."""

import marshal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from dispatch.contacts.remarks import Remarks
from dispatch.contacts.sheet import Line, Sheet
from dispatch.errors import InputError

_PROCESS = Path(__file__).with_name("workbook_process.py")


def from_workbook(path: Path, kind: str, remarks: Remarks, *, sheet: str | None = None) -> Sheet:
    """Read the sheet of a workbook that holds the contacts.

    The workbook is opened in a process of its own with limits on memory and time, because a small file can ask for a
    sheet of 17 billion cells, and a damaged one can make the library give up the process it is in.

    Args:
        path: The workbook.
        kind: `xlsx`, `xlsb`, `xls` or `ods`.
        remarks: Takes what was chosen.
        sheet: The sheet the person wants; by default the visible one with the most addresses at its top.

    Returns:
        Its rows; line numbers are those of the sheet.

    Raises:
        InputError: It is damaged, protected by a password, has no such sheet, or asks for too much memory.
    """
    frames = _frames(path, sheet)
    about = next(frames)
    if about["trouble"]:
        raise InputError(
            f"{path.name} cannot be read: {about['trouble']}.",
            "Open it in a spreadsheet, and save it again as XLSX without a password",
        )
    if not about["sheet"]:
        raise InputError(
            f'{path.name} has no sheet "{sheet}".' if sheet is not None else f"{path.name} has no visible sheet.",
            f"Its sheets are {_quoted(about['names'])}",
        )
    if about["others"]:
        remarks.add(
            "LST025",
            f'Only the sheet "{about["sheet"]}" is read; addresses are in {_quoted(about["others"])} too.',
            "put them on one sheet, or save each as a list of its own",
        )
    return Sheet(format=kind, lines=_lines(frames), remarks=remarks)


def _lines(frames: Iterator[Any]) -> Iterator[Line]:
    rows = (row for frame in frames for row in frame)
    return (Line(number=number, cells=cells) for number, cells in enumerate(rows, start=1))


def _frames(path: Path, sheet: str | None) -> Iterator[Any]:
    """What the process says, one value after the other; it is gone when this ends, however it ends."""
    command = [sys.executable, "-P", str(_PROCESS), str(path.absolute()), *([sheet] if sheet is not None else [])]
    process = subprocess.Popen(  # noqa: S603  (our own program; the path is an argument)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        while (value := _value(process.stdout, path)) is not None:
            yield value
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def _value(pipe: IO[bytes], path: Path) -> Any:
    try:
        return marshal.load(pipe)  # noqa: S302  (written by our own process)
    except (EOFError, ValueError, TypeError) as ended:
        raise InputError(
            f"{path.name} is damaged, or asks for more memory or time than a list may.",
            "Open it with care, and save the list as CSV",
        ) from ended


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)

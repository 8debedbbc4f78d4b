"""A list before its columns are understood: rows of text cells, as every format reader gives them."""

from collections.abc import Iterator
from dataclasses import dataclass

from dispatch.contacts.remarks import Remarks


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a list."""

    #: 1-based line of the file, or row of the sheet, in which it begins.
    number: int
    cells: list[str]
    #: Why it cannot be used, when the format itself is broken here.
    broken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows of text, and how they were read."""

    #: `csv`, `xlsx`, `xls`, `ods`, `html`, `vcard`.
    format: str
    lines: Iterator[Line]
    remarks: Remarks
    encoding: str | None = None
    delimiter: str | None = None

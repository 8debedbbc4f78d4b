"""Lists on disk for the tests of the contacts room."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from dispatch.contacts import ListReading, read


@pytest.fixture
def listed(tmp_path) -> Callable[..., ListReading]:
    """Write a list and read it."""

    def write(content: str | bytes, name: str = "list.csv", **options: str) -> ListReading:
        path: Path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path, shown=f"lists/{name}", **options)

    return write


@pytest.fixture
def codes() -> Callable[[ListReading], list[tuple[str, int | None]]]:
    """Code and line of each finding."""
    return lambda reading: [(finding.code, finding.line) for finding in reading.findings]


@pytest.fixture
def xlsx(tmp_path) -> Callable[..., Path]:
    """Write a small workbook as Excel does: sheets by name, as rows and merged ranges; a name with ~ is hidden."""
    return lambda sheets, name="list.xlsx": write_xlsx(tmp_path / name, sheets)


def write_xlsx(path: Path, sheets: dict[str, tuple[list[list[object]], list[str]]]) -> Path:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    numbered = list(enumerate(sheets.items(), start=1))
    hidden = 'state="hidden" '
    entries = "".join(
        f'<sheet name="{name.lstrip("~")}" sheetId="{n}" {hidden if name[0] == "~" else ""}r:id="r{n}"/>'
        for n, (name, _) in numbered
    )
    targets = "".join(
        f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        kinds = (
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
        )
        archive.writestr("[Content_Types].xml", kinds)
        archive.writestr(
            "xl/workbook.xml", f'<workbook {main} xmlns:r="{office}"><sheets>{entries}</sheets></workbook>'
        )
        top = f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships">{top}</Relationships>')
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{targets}</Relationships>'
        )
        for n, (_, (rows, merged)) in numbered:
            archive.writestr(f"xl/worksheets/sheet{n}.xml", f"<worksheet {main}>{_sheet(rows, merged)}</worksheet>")
    return path


def _sheet(rows: list[list[object]], merged: list[str]) -> str:
    lines = (
        f'<row r="{r}">' + "".join(_cell(f"{chr(65 + c)}{r}", value) for c, value in enumerate(row)) + "</row>"
        for r, row in enumerate(rows, start=1)
    )
    ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    return f"<sheetData>{''.join(lines)}</sheetData>" + (f"<mergeCells>{ranges}</mergeCells>" if ranges else "")


def _cell(ref: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{ref}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{ref}"><v>{value}</v></c>'
    text = str(value)
    if text.startswith("="):
        formula, _, shown = text[1:].partition("→")
        return f'<c r="{ref}" t="str"><f>{escape(formula)}</f><v>{escape(shown)}</v></c>'
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'

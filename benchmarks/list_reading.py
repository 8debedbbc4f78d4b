"""How fast lists are read, checked and freed of duplicates, and in how little memory, up to a million rows."""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from dispatch import contacts

ROWS = 100_000
MANY = 1_000_000


def run() -> None:
    """Print rows a second and peak memory for CSV, each in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="dispatch-bench-") as folder:
        for rows in (ROWS, MANY):
            path = Path(folder) / f"{rows}.csv"
            write_csv(path, rows)
            print(_measured("csv", path, rows, goal=30_000), flush=True)
        path = Path(folder) / "list.xlsx"
        write_xlsx(path, ROWS)
        print(_measured("xlsx", path, ROWS, goal=15_000), flush=True)


def write_csv(path: Path, rows: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(HEADER)
        writer.writerows(_rows(rows))


def write_xlsx(path: Path, rows: int) -> None:
    """A workbook as large programs export it: one sheet, cells with their text inside."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    end, sheets = "</Relationships>", '<sheets><sheet name="List" sheetId="1" r:id="r1"/></sheets>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'{relations}<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>{end}',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{relations}<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/s.xml"/>{end}',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {main} xmlns:r="{office}">{sheets}</workbook>',
        )
        with archive.open("xl/worksheets/s.xml", "w") as sheet:
            sheet.write(f"<worksheet {main}><sheetData>".encode())
            for number, row in enumerate((HEADER, *_rows(rows)), start=1):
                cells = "".join(
                    f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
                    for column, cell in enumerate(row)
                )
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")


HEADER = (
    "Email", "First name", "Last name", "Outlet", "Role", "Topics", "Language", "Tags", "Market", "Phone", "Mobile",
)  # fmt: skip

#: As lists have them: abroad and at home, with and without groups, brackets and extensions.
PHONES = ("+34 91{0}", "(303) 555-{1}", "+44 20 7946 {1}", "303.555.{1} ext. 12", "0{0}", "+49 30 {0}", "")


def _rows(rows: int):
    for number in range(rows):
        # One in fifty stands twice.
        person = number - 1 if number % 50 == 49 else number
        yield (
            f"reporter{person}@outlet{person % 5_000}.example.org",
            f"Zoë{person % 977}",
            f"Ruiz Ibáñez {person % 1_999}",
            f"Outlet {person % 5_000}",
            "Reporter",
            "health; labor",
            "es-MX",
            "press",
            f"Market {person % 50}",
            PHONES[person % len(PHONES)].format(person % 9_000_000 + 1_000_000, person % 9_000 + 1_000),
            f"+1 (303) 55{person % 10}-{person % 9_000 + 1_000}" if person % 3 else "",
        )


def _measured(name: str, path: Path, rows: int, goal: int) -> str:
    worker = [sys.executable, "-m", "benchmarks.list_reading", str(path)]
    read, select, peak, apart, kept = map(
        float, subprocess.run(worker, check=True, capture_output=True, text=True).stdout.split()
    )
    rate = rows / (read + select)
    other = f", {apart:.0f} MB in the process that opens it" if apart else ""
    return (
        f"lists: {name}, {rows:,} rows: {rate:,.0f} rows/s read, checked and freed of duplicates, by processor time "
        f"(goal {goal:,}); "
        f"reading {rows / read:,.0f}/s, selecting {rows / select:,.0f}/s; "
        f"peak {peak:.0f} MB (goal 150){other}; {kept:,.0f} kept"
    )


def _work(path: Path) -> None:
    start = _spent()
    reading = contacts.read(path)
    read = _spent()
    audience = contacts.select([reading])
    done = _spent()
    kept = sum(1 for _ in audience.contacts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    apart = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(read - start, done - read, peak, apart, kept)


def _spent() -> float:
    """Seconds of processor time of this process and those it ended: other work on the machine does not count."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    _work(Path(sys.argv[1]))

"""Findings as a careful colleague would say them: grouped by file, with the source line and a caret."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from dispatch.cli.render.page import Page, compose
from dispatch.inert import inert
from dispatch.model.finding import CAUSES, Finding, Severity

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
#: So many findings of one code in one file are shown; a list of 5,000 bad rows says the rest in one line.
MOST_ALIKE = 20
#: Columns of source that are shown where there is no terminal to fit.
_WIDEST = 120


def show_findings(page: Page, findings: Sequence[Finding], sources: Mapping[str, str]) -> None:
    """Write findings, file by file in the order in which the files first appear.

    Args:
        page: Where to.
        findings: In any order.
        sources: Decoded text of a file by its name as in `Finding.file`; its lines are shown with a caret.
    """
    groups: defaultdict[str | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.file].append(finding)
    for file in sorted(groups, key=lambda name: name is None):
        page.line((file or "In general", "bold underline" if page.terminal else ""))
        _show_group(
            page,
            sorted(groups[file], key=lambda one: (one.code not in CAUSES, _place(one))),
            sources.get(file or "", "").splitlines(),
        )


def tally(findings: Iterable[Finding]) -> str:
    """`2 errors, 3 warnings`; information is not counted, and without either it says so."""
    counts = Counter(finding.severity for finding in findings)
    parts = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for severity, word in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"))
        if (count := counts[severity])
    ]
    return ", ".join(parts) or "0 errors"


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.line or 0, finding.column or 0, finding.code


def _show_group(page: Page, findings: Sequence[Finding], lines: Sequence[str]) -> None:
    alike = Counter(finding.code for finding in findings)
    seen: Counter[str] = Counter()
    width = max(cell_len(_where(finding)) for finding in findings)
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] <= MOST_ALIKE:
            _show(page, finding, width, lines)
        elif seen[finding.code] == alike[finding.code]:
            rest = alike[finding.code] - MOST_ALIKE
            page.line(f"… and {rest} more {finding.code} like this; --json lists all", indent=width + 2)


def _show(page: Page, finding: Finding, width: int, lines: Sequence[str]) -> None:
    head = Text(" ") + _right(_where(finding), width) + " "
    head += compose((finding.code, "bold"), " ", (finding.severity.value.ljust(8), STYLES[finding.severity]))
    indent = cell_len(head.plain)
    fix = compose(("fix: ", "dim"), finding.fix) if finding.fix else Text()
    message = compose(finding.message)
    if page.terminal and finding.fix and indent + cell_len(message.plain) + cell_len(fix.plain) + 3 <= page.width:
        message += Text("   ") + fix
        fix = Text()
    page.rows([[head, message]], indent=0, gap=0)
    if fix:
        page.line(fix, indent=indent)
    if finding.line and finding.line <= len(lines):
        _show_source(page, lines[finding.line - 1], finding.column, width + 1)


def _right(text: str, width: int) -> Text:
    return Text(" " * (width - cell_len(text)) + text, style="cyan")


def _where(finding: Finding) -> str:
    if finding.line is None:
        return ""
    return f"{finding.line}:{finding.column}" if finding.column else str(finding.line)


def _show_source(page: Page, line: str, column: int | None, margin: int) -> None:
    """The source line, or the part of it around the column, and a caret below that column."""
    room = min(page.width - margin - 4, _WIDEST)
    before, after = _window(line.rstrip(), (column or 1) - 1, room)
    bar = (" " * margin + "│ ", "dim")
    page.whole(bar, before + after)
    if column and column > 1:  # at the first column the whole line is meant
        page.whole(bar, " " * cell_len(inert(before)), ("^", "bold red"))


def _window(line: str, offset: int, room: int) -> tuple[str, str]:
    """What stands before and after an offset, cut with an ellipsis so that both fit into `room` columns."""
    offset = min(offset, len(line))
    if cell_len(inert(line)) <= room:
        return line[:offset], line[offset:]
    start = max(0, min(offset - room // 3, len(line) - room))
    before, after = line[start:offset], line[offset : start + room]
    if start:
        before = "…" + before[1:]
    if start + room < len(line):
        after = after[:-1] + "…"
    while cell_len(inert(before + after)) > room and len(after) > 1:
        after = after[:-2] + "…"
    return before, after

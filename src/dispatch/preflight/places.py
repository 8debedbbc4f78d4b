"""Where in a release's source something stands: line and column for findings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Release, Span


@dataclass(frozen=True, slots=True)
class Place:
    """A match in one source line."""

    text: str
    line: int
    #: 1-based.
    column: int
    #: The whole line.
    row: str


def search(release: Release, pattern: re.Pattern[str], *, residue: bool = False) -> Iterator[Place]:
    """Every match of a pattern in the source, front matter left out, and residue too unless asked for."""
    skipped = set() if residue else _lines_of(item.lines for item in release.residue)
    for number, row in rows(release):
        if number in skipped:
            continue
        for match in pattern.finditer(row):
            yield Place(match.group(), number, match.start() + 1, row)


def rows(release: Release) -> Iterator[tuple[int, str]]:
    """The source's lines with their numbers, front matter left out."""
    lines = release.source.split("\n")
    first = _front_matter_end(lines)
    return ((number, row) for number, row in enumerate(lines[first:], start=first + 1))


def _front_matter_end(lines: list[str]) -> int:
    if not lines or lines[0].rstrip() != "---":
        return 0
    return next((number + 1 for number, row in enumerate(lines[1:], start=1) if row.rstrip() == "---"), 0)


def _lines_of(spans: Iterator[Span]) -> set[int]:
    return {line for span in spans for line in range(span.first, span.last + 1)}


def line_of(release: Release, part: str) -> int | None:
    """First source line of a part that has no line of its own: `headline`, `embargo`."""
    return next((span.first for name, span in release.lines if name == part), None)


def finding(
    release: Release,
    code: str,
    severity: Severity,
    message: str,
    fix: str,
    *,
    line: int | None = None,
    column: int | None = None,
) -> Finding:
    """A finding about the release's own file."""
    column = 1 if line is not None and column is None else column
    return Finding(code=code, severity=severity, message=message, fix=fix, file=release.file, line=line, column=column)

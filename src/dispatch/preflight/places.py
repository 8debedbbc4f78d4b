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


def search(release: Release, pattern: re.Pattern[str]) -> Iterator[Place]:
    """Every match of a pattern in the source's lines; residue, and the templates of the front matter, left out."""
    skipped = _lines_of(item.lines for item in release.residue)
    skipped |= _lines_of(span for name, span in release.lines if name in {"subject", "pitch"})
    for number, row in enumerate(release.source.split("\n"), start=1):
        if number in skipped:
            continue
        for match in pattern.finditer(row):
            yield Place(match.group(), number, match.start() + 1, row)


def paragraphs(release: Release) -> Iterator[tuple[str, Span | None]]:
    """The text of every paragraph that goes out, with its source lines."""
    for block in (*release.blocks, *release.notes):
        yield block.text, block.lines
    for item in release.boilerplate:
        for text in item.text.split("\n\n"):
            yield text, item.lines


def locate(release: Release, words: str, lines: Span | None) -> tuple[int | None, int | None]:
    """Line and column of the last place in some source lines where words stand, however they are wrapped."""
    if lines is None:
        return None, None
    rows = release.source.split("\n")[lines.first - 1 : lines.last]
    text = "\n".join(rows)
    found = list(re.finditer(r"\s+".join(map(re.escape, words.split())), text))
    if not found:
        return lines.first, 1
    at = found[-1].start()
    return lines.first + text.count("\n", 0, at), at - text.rfind("\n", 0, at)


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

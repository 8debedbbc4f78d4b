"""What a reader hands to the anatomy: the decoded source, cut into paragraphs that know where they stand."""

import html as html_escapes
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from dispatch.model.finding import Finding
from dispatch.model.release import BlockType, Image, Span
from dispatch.release.expression import Expression

_SPACE = Expression(r"\s+")
_TAG = Expression(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One piece of running text as the reader found it."""

    #: Plain text, white space collapsed; list items on lines of their own.
    text: str
    #: Sanitised HTML: inline for paragraphs and headings, the whole element for every other shape.
    html: str
    #: The source rows it was joined from, each collapsed, with a tab where a row of plain text has another column.
    rows: tuple[str, ...]
    #: Character offsets in the source, end exclusive.
    start: int
    end: int
    #: Pieces without a blank line between them share a group.
    group: int = 0
    shape: BlockType = BlockType.PARAGRAPH
    #: Heading level 1 to 6; 0 for everything else.
    level: int = 0
    images: tuple[Image, ...] = ()
    #: Why it is shown nowhere, or empty: source that the format itself sets aside.
    aside: str = ""
    #: A footnote: it stands below the text, whatever it says.
    note: bool = False


@dataclass(frozen=True, kw_only=True)
class Document:
    """A source file after reading and before understanding."""

    #: The decoded text, line ends as LF.
    source: str
    paragraphs: tuple[Paragraph, ...]
    #: Values of the front matter by key, already of the right type; empty without one.
    front: dict[str, object] = field(default_factory=dict)
    #: Source line of each key in the front matter.
    front_lines: dict[str, Span] = field(default_factory=dict)
    #: Character offsets of the front matter, end exclusive; None without one.
    front_extent: tuple[int, int] | None = None
    findings: tuple[Finding, ...] = ()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.source))]

    def line_at(self, offset: int) -> int:
        """1-based line of a character offset."""
        return bisect_right(self._line_starts, offset)

    def span(self, start: int, end: int) -> Span:
        """Lines of a stretch of characters, `end` exclusive."""
        return Span(first=self.line_at(start), last=self.line_at(max(start, end - 1)))

    def position(self, offset: int) -> tuple[int, int]:
        """1-based line and column of a character offset."""
        line = self.line_at(offset)
        return line, offset - self._line_starts[line - 1] + 1


def collapse(text: str) -> str:
    """Text with every run of white space, no-break spaces included, as one space."""
    return _SPACE.sub(" ", text).strip()


def plain(html: str) -> str:
    """The text of inline HTML."""
    return collapse(html_escapes.unescape(_TAG.sub("", html.replace("<br>", " "))))


def offset_after(source: str, start: int, end: int, prefix: str) -> int:
    """Offset in `source[start:end]` after the characters of `prefix`, markup and white space skipped."""
    wanted = [char for char in prefix if not char.isspace()]
    at = start
    for char in wanted:
        found = source.find(char, at, end)
        if found < 0:
            return at
        at = found + 1
    return at

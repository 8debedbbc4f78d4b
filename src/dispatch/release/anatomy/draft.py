"""The sheet the grammars work on: every paragraph of the source, and what each was found to be."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Residue, Span
from dispatch.release import inline
from dispatch.release.source import Document, Paragraph, collapse, offset_after

#: Characters of a text in which something is looked for.
_ELSEWHERE = 40_000


class Role(StrEnum):
    """What a paragraph is."""

    KIND = "kind"
    STATUS = "status"
    EMBARGO = "embargo"
    DATE = "date"
    HEADLINE = "headline"
    SUBHEAD = "subhead"
    KICKER = "kicker"
    DATELINE = "dateline"
    BODY = "body"
    BOILERPLATE = "boilerplate"
    CONTACT = "contact"
    NOTE = "note"
    END_MARK = "end mark"
    RESIDUE = "residue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a section begins with: a head, or an organisation that the paragraph describes without one."""

    #: The head's words, or the name.
    title: str
    #: Characters of the paragraph that are the head; 0 without one, or where its words are part of a sentence.
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of the source and its one role."""

    role: Role
    paragraph: Paragraph
    #: Why it is residue; empty otherwise.
    reason: str = ""


@dataclass(slots=True)
class Draft:
    """Paragraphs in source order; a grammar claims what it recognises, and nobody claims twice."""

    document: Document
    paragraphs: list[Paragraph]
    roles: list[Role | None] = field(default_factory=list)
    #: Why a paragraph is residue.
    reasons: dict[int, str] = field(default_factory=dict)
    #: The paragraphs that begin a section.
    starts: dict[int, Start] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    confidence: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start with nothing claimed."""
        self.roles = [None] * len(self.paragraphs)

    def claim(self, index: int, role: Role, why: str | Start = "") -> None:
        """Give a free paragraph its role; one that has a role keeps it.

        Args:
            index: Which.
            role: What it is.
            why: The reason why it is residue, or the start of its section.
        """
        if self.roles[index] is not None:
            return
        self.roles[index] = role
        if isinstance(why, Start):
            self.starts[index] = why
        elif why:
            self.reasons[index] = why

    def free(self, start: int = 0, stop: int | None = None) -> list[int]:
        """Indexes without a role, in order."""
        stop = len(self.paragraphs) if stop is None else min(stop, len(self.paragraphs))
        return [index for index in range(start, stop) if self.roles[index] is None]

    def having(self, role: Role) -> list[int]:
        """Indexes with a role, in order."""
        return [index for index, found in enumerate(self.roles) if found is role]

    def text(self, index: int) -> str:
        """The text of a paragraph."""
        return self.paragraphs[index].text

    def elsewhere(self, index: int) -> str:
        """What all other paragraphs say, the first forty thousand characters of it."""
        return "\n".join(found.text for at, found in enumerate(self.paragraphs) if at != index)[:_ELSEWHERE]

    def span(self, first: int, last: int | None = None) -> Span:
        """Source lines from one paragraph to another."""
        last = first if last is None else last
        return self.document.span(self.paragraphs[first].start, self.paragraphs[last].end)

    def split(self, index: int, at: int) -> bool:
        """Cut a free paragraph in two before character `at` of its text; False when nothing would be left."""
        cut = split_paragraph(self.document.source, self.paragraphs[index], at)
        if cut is None:
            return False
        self.replace(index, cut)
        return True

    def replace(self, index: int, pieces: Sequence[Paragraph]) -> None:
        """Put the pieces of a paragraph in its place; the first one keeps its role."""
        more = len(pieces) - 1
        self.paragraphs[index : index + 1] = pieces
        self.roles[index : index + 1] = [self.roles[index], *[None] * more]
        self.reasons = {key + more * (key > index): reason for key, reason in self.reasons.items()}
        self.starts = {key + more * (key > index): start for key, start in self.starts.items()}

    def report(self, code: str, severity: Severity, message: str, fix: str, at: int) -> None:
        """Add a finding at a character offset of the source."""
        line, column = self.document.position(at)
        self.findings.append(
            Finding(code=code, severity=severity, message=message, fix=fix, line=line, column=column),
        )

    def residue(self) -> tuple[Residue, ...]:
        """Everything that is no part of the release, in source order."""
        return tuple(
            Residue(text=self.text(index), reason=self.reasons.get(index, "unplaced"), lines=self.span(index))
            for index in range(len(self.paragraphs))
            if self.roles[index] in {Role.RESIDUE, None}
        )

    def parts(self) -> tuple[Part, ...]:
        """Every stretch of the source with its role."""
        return tuple(
            Part(role=role or Role.RESIDUE, paragraph=self.paragraphs[index], reason=self.reasons.get(index, ""))
            for index, role in enumerate(self.roles)
        )


def split_paragraph(source: str, paragraph: Paragraph, at: int) -> list[Paragraph] | None:
    """A paragraph as two, cut before character `at` of its text; None when a side would be empty."""
    before, after = collapse(paragraph.text[:at]), collapse(paragraph.text[at:])
    if not before or not after:
        return None
    middle = offset_after(source, paragraph.start, paragraph.end, before)
    html_before, html_after = inline.cut(paragraph.html, at)
    rows_before, rows_after = _split_rows(paragraph.rows, before)
    return [
        replace(paragraph, text=before, html=html_before, rows=rows_before, end=middle),
        replace(paragraph, text=after, html=html_after, rows=rows_after, start=_skip_space(source, middle)),
    ]


def _skip_space(source: str, at: int) -> int:
    while at < len(source) and source[at].isspace():
        at += 1
    return at


def _split_rows(rows: tuple[str, ...], before: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    left: list[str] = []
    room = len(before)
    for index, row in enumerate(rows):
        if room <= 0:
            return tuple(left), rows[index:]
        if len(row) > room:
            rest = row[room:].strip()
            return (*left, row[:room].strip()), ((rest, *rows[index + 1 :]) if rest else rows[index + 1 :])
        left.append(row)
        room -= len(row) + 1
    return tuple(left), ()

"""Places pieces in a source text of their own, so that spans and findings can count its lines."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import BlockType
from dispatch.release.source import Document, Paragraph
from dispatch.release.structure import TOO_LONG, Piece

#: Characters that are understood of a longer document.
_MOST_CHARACTERS = 100_000
_EXCERPT = 500


def assemble(pieces: Iterable[Piece], shown: str, *, findings: Sequence[Finding] = ()) -> Document:
    """A document out of pieces.

    Formats with lines keep them: each piece begins in the line in which its element begins in the file. In the others
    every paragraph is a line, with an empty one after it.

    Args:
        pieces: In reading order.
        shown: How findings name the file.
        findings: What the reader has to say.
    """
    source: list[str] = []
    paragraphs: list[Paragraph] = []
    at, line = 0, 1
    for piece in pieces:
        before = _gap(piece, line, first=not source)
        text = piece.text if not piece.line else piece.text.replace("\n", " ")
        aside = piece.aside or (TOO_LONG if at > _MOST_CHARACTERS else "")
        source += (before, text)
        start = at + len(before)
        at = start + len(text)
        line += before.count("\n") + text.count("\n")
        paragraphs.append(_paragraph(piece, start, at, aside))
    document = Document(source="".join(source), paragraphs=tuple(paragraphs), findings=tuple(findings))
    cut = next((found for found in paragraphs if found.aside == TOO_LONG), None)
    if cut is None:
        return document
    return replace(document, findings=(*findings, _too_long(document.line_at(cut.start), shown)))


def _too_long(line: int, shown: str) -> Finding:
    return Finding(
        code="REL092",
        severity=Severity.ERROR,
        message=f"The text is far longer than a release: it was read up to line {line}.",
        fix="check that this is the right file, and cut it",
        file=shown,
        line=line,
        column=1,
    )


def _paragraph(piece: Piece, start: int, end: int, aside: str) -> Paragraph:
    return Paragraph(
        text=piece.text if not aside else piece.text[:_EXCERPT],
        html=piece.html,
        rows=piece.rows,
        start=start,
        end=end,
        group=piece.group,
        shape=piece.shape if not aside else BlockType.PARAGRAPH,
        level=piece.level,
        images=piece.images,
        aside=aside,
    )


def _gap(piece: Piece, line: int, *, first: bool) -> str:
    """What stands before a piece: line breaks up to its line."""
    if piece.line:
        return "\n" * (piece.line - line) if piece.line > line else "" if first else " "
    return "" if first else "\n\n"

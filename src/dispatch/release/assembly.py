"""Places pieces in a source text of their own, so that spans and findings can count its lines."""

from collections.abc import Iterable, Sequence

from dispatch.model.finding import Finding
from dispatch.model.release import BlockType
from dispatch.release.source import Document, Paragraph
from dispatch.release.structure import Piece

#: What is understood of a longer document; ten times a long release.
MOST_CHARACTERS, MOST_PIECES = 100_000, 3_000
_EXCERPT = 500


def assemble(pieces: Iterable[Piece], *, findings: Sequence[Finding] = ()) -> Document:
    """A document out of pieces.

    Formats with lines keep them: each piece begins in the line in which its element begins in the file. In the others
    every paragraph is a line, with an empty one after it.

    Args:
        pieces: In reading order.
        findings: What the reader has to say.
    """
    source: list[str] = []
    paragraphs: list[Paragraph] = []
    at, line = 0, 1
    for number, piece in enumerate(pieces):
        before = _gap(piece, line, first=not source)
        text = piece.text if not piece.line else piece.text.replace("\n", " ")
        aside = piece.aside or ("too long" if at > MOST_CHARACTERS or number > MOST_PIECES else "")
        source += (before, text)
        start = at + len(before)
        at = start + len(text)
        line += before.count("\n") + text.count("\n")
        paragraphs.append(_paragraph(piece, start, at, aside))
    return Document(source="".join(source), paragraphs=tuple(paragraphs), findings=tuple(findings))


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

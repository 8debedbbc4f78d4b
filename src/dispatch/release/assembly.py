"""Places pieces in a source text of their own, so that spans and findings can count its lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import BlockType
from dispatch.release.source import Document, Paragraph
from dispatch.release.structure import COMMENT, TOO_LONG, Piece

#: Characters that are understood of a longer document.
_MOST_CHARACTERS = 100_000
_EXCERPT = 500
#: Characters of a note that a finding shows.
_SHOWN = 60


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
    findings = (*findings, *_margin(document, shown))
    document = replace(document, findings=findings)
    cut = next((found for found in paragraphs if found.aside == TOO_LONG), None)
    if cut is None:
        return document
    return replace(document, findings=(*findings, _too_long(document.line_at(cut.start), shown)))


def _margin(document: Document, shown: str) -> Iterator[Finding]:
    """What there is to say about footnotes and the remarks of colleagues."""
    for paragraph in document.paragraphs:
        said = paragraph.text if len(paragraph.text) <= _SHOWN else f"{paragraph.text[: _SHOWN - 1]}…"
        line = document.line_at(paragraph.start)
        if paragraph.note:
            yield Finding(
                code="REL098",
                severity=Severity.INFO,
                message=f'A footnote goes out among the notes below the release, without its mark: "{said}".',
                fix="say it in the text when readers need it there",
                file=shown,
                line=line,
                column=1,
            )
        elif paragraph.aside == COMMENT:
            yield Finding(
                code="REL094",
                severity=Severity.ERROR,
                message=f'A comment is left in: "{said}".',
                fix="answer the comment, delete it, and save",
                file=shown,
                line=line,
                column=1,
            )


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
        note=piece.note,
    )


def _gap(piece: Piece, line: int, *, first: bool) -> str:
    """What stands before a piece: line breaks up to its line."""
    if piece.line:
        return "\n" * (piece.line - line) if piece.line > line else "" if first else " "
    return "" if first else "\n\n"

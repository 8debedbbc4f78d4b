"""Markdown with front matter: CommonMark blocks become paragraphs that know their lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dispatch import markup
from dispatch.model.release import BlockType, Image
from dispatch.release import front_matter, inline
from dispatch.release import plain as plain_text
from dispatch.release.anatomy import end_mark
from dispatch.release.expression import Expression
from dispatch.release.source import Document, Paragraph, collapse, plain

_CELL_ENDS = Expression(r"</t[dh]>\s*|<tr>\s*")
#: Brackets of one paragraph above which it holds no links that anybody typed.
_MOST_BRACKETS = 300
_SHAPES = {
    "bullet_list_open": BlockType.LIST, "ordered_list_open": BlockType.LIST, "blockquote_open": BlockType.QUOTE,
    "table_open": BlockType.TABLE, "heading_open": BlockType.HEADING, "paragraph_open": BlockType.PARAGRAPH,
}  # fmt: skip


class _Engine(MarkdownIt):
    """Keeps the names of files as their author wrote them; addresses of the web are percent-encoded."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - its name there
        return super().normalizeLink(url) if inline.is_elsewhere(url) else inline.file_of(url)


@cache
def _engine(*, links: bool) -> MarkdownIt:
    """CommonMark with tables; indented text is text, and raw HTML too."""
    engine = _Engine("commonmark", {"html": False}).enable("table").disable("code")
    return engine if links else engine.disable(["link", "image"])


def _has_sane_brackets(text: str) -> bool:
    """Whether links can be looked for: the time that takes grows with the square of a paragraph's brackets."""
    return text.count("[") <= _MOST_BRACKETS or all(block.count("[") <= _MOST_BRACKETS for block in text.split("\n\n"))


@dataclass(slots=True, kw_only=True)
class _Body:
    """The Markdown below the front matter, and where its lines stand in the source."""

    source: str
    #: Where its lines are broken, or None.
    width: int | None = None
    #: Offset of each body line in the source; one more for the end.
    starts: list[int] = field(default_factory=list)
    engine: MarkdownIt

    def extent(self, lines: Sequence[int]) -> tuple[int, int]:
        """Character offsets of a range of body lines without the white space around them."""
        start, end = self.starts[lines[0]], self.starts[lines[1]]
        text = self.source[start:end]
        return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def from_markdown(source: str, shown: str) -> Document:
    """A document out of decoded Markdown; raw HTML in it is text."""
    front = front_matter.read(source, shown)
    text = source[front.end :]
    body = _Body(source=source, width=plain_text.wrap_width(text), engine=_engine(links=_has_sane_brackets(text)))
    at = front.end
    for line in source[front.end :].split("\n"):
        body.starts.append(at)
        at += len(line) + 1
    body.starts.append(len(source))
    return Document(
        source=source,
        paragraphs=tuple(_paragraphs(body, source[front.end :])),
        front=front.values,
        front_lines=front.lines,
        front_extent=(0, front.end) if front.end else None,
        findings=tuple(front.findings),
    )


def _paragraphs(body: _Body, text: str) -> Iterator[Paragraph]:
    tokens = body.engine.parse(text)
    covered = 0
    number = 0
    for group in _groups(tokens):
        lines = group[0].map or [covered, covered]
        yield from _left_over(body, covered, lines[0], number)
        covered = max(covered, lines[1])
        number += 1
        yield from _split(_paragraph(body, group, lines, number), body, group, lines)
    yield from _left_over(body, covered, len(body.starts) - 1, number)


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Top-level elements, each with the tokens inside it."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if not depth:
            yield group
            group = []


def _left_over(body: _Body, first: int, last: int, number: int) -> Iterator[Paragraph]:
    """Source that Markdown shows nowhere, such as link definitions."""
    if first >= last:
        return
    start, end = body.extent((first, last))
    if start < end:
        text = collapse(body.source[start:end])
        yield Paragraph(text=text, html="", rows=(text,), start=start, end=end, group=number, aside="link definition")


def _paragraph(body: _Body, group: Sequence[Token], lines: Sequence[int], number: int) -> Paragraph:
    start, end = body.extent(lines)
    raw = body.source[start:end]
    shape = _SHAPES.get(group[0].type, BlockType.PARAGRAPH)
    if end_mark.is_end_mark(raw) or end_mark.is_rule(raw) or group[0].type in {"fence", "hr"}:
        return _verbatim(raw, start, end, number)
    if shape in {BlockType.PARAGRAPH, BlockType.HEADING} and len(group) > 1:
        level = int(group[0].tag[1]) if shape is BlockType.HEADING else 0
        return _inline(body, group[1].children or [], (start, end), number, shape=shape, level=level)
    html = markup.sanitise(body.engine.renderer.render(list(group), body.engine.options, {}))
    text = _items(html) if shape is not BlockType.QUOTE else _quoted(html)
    return Paragraph(
        text=text, html=html.strip(), rows=tuple(text.split("\n")), start=start, end=end, group=number, shape=shape
    )


def _split(whole: Paragraph, body: _Body, group: Sequence[Token], lines: Sequence[int]) -> Iterator[Paragraph]:
    """A paragraph whose rows are several parts, typed without blank lines between them, as those parts."""
    children = list(group[1].children or []) if len(group) > 1 and group[0].type == "paragraph_open" else []
    pieces = _by_row(children)
    if len(pieces) != lines[1] - lines[0] or whole.images:
        yield whole
        return
    starts = [0, *plain_text.cuts([collapse(_rows(piece)[0]) for piece in pieces], body.width), len(pieces)]
    if len(starts) <= 2:  # noqa: PLR2004 - from the first row to the last
        yield whole
        return
    for first, last in pairwise(starts):
        inside = [token for piece in pieces[first:last] for token in piece]
        extent = body.extent((lines[0] + first, lines[0] + last))
        yield _inline(body, inside, extent, whole.group)


def _by_row(children: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each source row, the break that ends a row included."""
    rows: list[list[Token]] = [[]]
    for child in children:
        rows[-1].append(child)
        if child.type in {"softbreak", "hardbreak"}:
            rows.append([])
    return rows


def _verbatim(raw: str, start: int, end: int, number: int) -> Paragraph:
    text = collapse(raw)
    return Paragraph(text=text, html=inline.from_text(text), rows=(text,), start=start, end=end, group=number)


def _inline(
    body: _Body,
    children: Sequence[Token],
    extent: tuple[int, int],
    number: int,
    *,
    shape: BlockType = BlockType.PARAGRAPH,
    level: int = 0,
) -> Paragraph:
    images = tuple(_images(children))
    only_images = bool(images) and all(child.type in {"image", "softbreak"} for child in children)
    token = Token("inline", "", 0, children=list(children))
    html = inline.linked(_one_line(markup.sanitise(body.engine.renderer.render([token], body.engine.options, {}))))
    rows = tuple(row for row in (collapse(row) for row in _rows(children)) if row)
    text = plain(html)
    return Paragraph(
        text=text or collapse(" ".join(image.alt for image in images)),
        html=html,
        rows=rows or (text,),
        start=extent[0],
        end=extent[1],
        group=number,
        shape=BlockType.IMAGE if only_images else shape,
        level=level,
        images=images,
    )


def _one_line(html: str) -> str:
    return " ".join(html.replace("<br>\n", "<br>").split())


def _rows(children: Sequence[Token]) -> list[str]:
    rows = [""]
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            rows.append("")
        elif child.type in {"text", "code_inline", "image"}:
            rows[-1] += child.content
    return rows


def _images(children: Sequence[Token]) -> Iterator[Image]:
    for child in children:
        if child.type == "image":
            alt = "".join(part.content for part in child.children or ())
            yield Image(src=str(child.attrs.get("src", "")), alt=alt, caption=str(child.attrs.get("title", "")))


def _items(html: str) -> str:
    """The text of a list or table: an item, or the cells of one row, on each line."""
    rows = _CELL_ENDS.sub(" ", html).replace("</tr>", "</tr>\n").replace("</li>", "\n").split("\n")
    return "\n".join(filter(None, (plain(row) for row in rows)))


def _quoted(html: str) -> str:
    return "\n".join(filter(None, (plain(piece) for piece in html.split("</p>"))))

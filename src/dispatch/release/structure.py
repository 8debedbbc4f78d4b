"""From the elements of an HTML tree to paragraphs: what Word, OpenDocument, web pages and mail have in common."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from dispatch import markup
from dispatch.model.release import BlockType, Image
from dispatch.release import inline
from dispatch.release import plain as plain_text
from dispatch.release.expression import Expression
from dispatch.release.source import collapse, plain
from dispatch.release.tables import is_data_table, rows_of

#: Elements that stand on lines of their own.
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "caption", "dd", "details", "dialog", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_UNSEEN = frozenset(
    {
        "audio", "button", "canvas", "datalist", "head", "iframe", "input", "link", "math", "meta", "noscript",
        "object", "option", "script", "select", "style", "svg", "template", "textarea", "title", "video",
    }
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TAG = Expression(r"</?[a-z][^>]*>")
_SMALLEST_PICTURE = 3
#: What is understood of a longer document: ten times a long release.
MOST_PIECES, TOO_LONG = 2_000, "too long"
_MOST_PICTURES = 100
_FULL_ROW, _LONGEST_ROW, _FEW_ROWS, _NO_WIDTH = 50, 85, 3, 1_000
#: Elements nested deeper than this are read as text.
_DEEPEST = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One element that stands on lines of its own, not yet placed in a source."""

    text: str
    #: As in `Paragraph`.
    html: str
    rows: tuple[str, ...]
    shape: BlockType = BlockType.PARAGRAPH
    level: int = 0
    images: tuple[Image, ...] = ()
    #: Line of the file in which the element begins; 0 when the format has no lines.
    line: int = 0
    #: Pieces of one element share a group.
    group: int = 0
    aside: str = ""


@dataclass(slots=True)
class _Walk:
    """What the walk over one tree knows."""

    #: Why an element is no part of the release, or empty.
    aside: Callable[[etree._Element], str]
    picture: Callable[[str], str]
    #: Elements that hold others which stand on lines of their own.
    holders: set[etree._Element] = field(default_factory=set)
    group: int = 0


def pieces(
    root: etree._Element,
    *,
    aside: Callable[[etree._Element], str] = lambda _: "",
    picture: Callable[[str], str] = lambda source: source,
) -> Iterator[Piece]:
    """Everything that a reader of the page sees, in order.

    Args:
        root: The element to begin with.
        aside: Tells for an element why it is no part of the release; empty when it is one.
        picture: The address of a picture from that in its `src`; empty drops it.
    """
    walk = _Walk(aside=aside, picture=picture)
    for element in root.iter(*BLOCKS):
        above = element.getparent()
        while above is not None and above not in walk.holders:
            walk.holders.add(above)
            above = above.getparent()
    yield from _element(walk, root, 0)


def _element(walk: _Walk, element: etree._Element, depth: int) -> Iterator[Piece]:
    tag = element.tag
    if walk.group > MOST_PIECES:
        yield from _set_aside(element, TOO_LONG)
    elif reason := walk.aside(element):
        yield from _set_aside(element, reason)
    elif tag in {"ul", "ol", "menu"}:
        yield from _whole(walk, element, BlockType.LIST, depth)
    elif tag == "blockquote":
        yield from _whole(walk, element, BlockType.QUOTE, depth)
    elif tag == "table" and is_data_table(element):
        yield from _table(walk, element)
    elif tag == "pre":
        yield from _typed(walk, element)
    elif element in walk.holders and depth < _DEEPEST:
        yield from _inside(walk, element, depth)
    else:
        yield from _run(walk, [_outer(element)], element, _HEADINGS.get(str(tag), 0))


def _inside(walk: _Walk, element: etree._Element, depth: int) -> Iterator[Piece]:
    """Children that stand on lines of their own, and the running text between them."""
    level = _HEADINGS.get(str(element.tag), 0)
    run = [markup.escape(element.text or "")]
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN:
            pass
        elif child.tag in BLOCKS or child in walk.holders or walk.aside(child):
            yield from _run(walk, run, element, level)
            run = []
            yield from _element(walk, child, depth + 1)
        else:
            run.append(_outer(child))
        run.append(markup.escape(child.tail or ""))
    yield from _run(walk, run, element, level)


def _outer(element: etree._Element) -> str:
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _run(walk: _Walk, parts: Sequence[str], element: etree._Element, level: int) -> Iterator[Piece]:
    """Running text as one paragraph, or as several where the author left a line free."""
    raw = "".join(parts)
    if not raw or raw.isspace():
        return
    if raw.count("<img") > _MOST_PICTURES:
        raw = _IMAGE.sub("", raw)
    images = tuple(_images(walk, raw)) if "<img" in raw else ()
    html = " ".join(_unwrapped(markup.sanitise(_pictures_addressed(walk, raw))).split())
    *breaks, rest = html.split("<br>", 2 * MOST_PIECES)
    if len(breaks) == 2 * MOST_PIECES:
        html = "<br>".join(breaks)
    rows: list[str] = []
    for row in (*_rows(html), ""):
        if plain(row) or (images and "<img" in row):
            rows.append(row)
        elif rows and walk.group > MOST_PIECES:
            text = collapse(" ".join(map(plain, rows)))
            yield Piece(text=text, html="", rows=(text,), line=element.sourceline or 0, aside=TOO_LONG)
            rows = []
        elif rows:
            walk.group += 1
            shown = tuple(image for image in images if any(markup.escape(image.src) in row for row in rows))
            yield from _paragraph(walk, rows, element, level, shown)
            rows = []
    if len(breaks) == 2 * MOST_PIECES and (text := plain(rest)):
        yield Piece(text=text, html="", rows=(text,), line=element.sourceline or 0, aside=TOO_LONG)


_WRAPPING = Expression(
    r"</?(?:p|div|h[1-6]|li|ul|ol|d[dtl]|section|article|span|figure|figcaption|blockquote|t[drh]|table|tbody|thead|"
    r"tfoot|caption)(?:\s[^>]*)?>",
)


def _unwrapped(html: str) -> str:
    """Inline HTML without the elements around it."""
    return _WRAPPING.sub(" " if "<td" in html else "", html)


def _rows(html: str) -> Iterator[str]:
    """Inline HTML cut at its line breaks; what is bold over several rows is bold in each."""
    opened: list[str] = []
    for row in html.split("<br>"):
        again = "".join(opened)
        for tag in _TAG.findall(row):
            if tag.startswith("</"):
                del opened[-1:]
            elif not tag.startswith("<img"):
                opened.append(tag)
        yield inline.tidy(again + row + "".join(f"</{tag[1:-1].split()[0]}>" for tag in reversed(opened)))


def _paragraph(
    walk: _Walk, rows: Sequence[str], element: etree._Element, level: int, images: tuple[Image, ...]
) -> Iterator[Piece]:
    """A paragraph, cut before each row that begins another part."""
    texts = [plain(row) for row in rows]
    line = element.sourceline or 0
    if images and not any(texts):
        alt = collapse(" ".join(image.alt for image in images))
        yield Piece(
            text=alt, html="<br> ".join(rows), rows=(alt,), shape=BlockType.IMAGE, images=images, line=line,
            group=walk.group,
        )  # fmt: skip
        return
    starts = [0, *(plain_text.cuts(texts, _width(texts)) if not level else ()), len(rows)]
    for first, last in pairwise(starts):
        inside = rows[first:last]
        yield Piece(
            text=collapse(" ".join(texts[first:last])),
            html=inline.linked("<br> ".join(inside)),
            rows=tuple(filter(None, texts[first:last])),
            shape=BlockType.HEADING if level else BlockType.PARAGRAPH,
            level=level,
            images=tuple(image for image in images if any(markup.escape(image.src) in row for row in inside)),
            line=line,
            group=walk.group,
        )


def _width(rows: Sequence[str]) -> int | None:
    """Where rows are broken when they are those of a typescript; a break in a page is there on purpose."""
    full = sum(_FULL_ROW <= len(row) <= _LONGEST_ROW for row in rows)
    return None if 2 * full > len(rows) > _FEW_ROWS else _NO_WIDTH


def _images(walk: _Walk, raw: str) -> Iterator[Image]:
    for found in etree.HTML(f"<div>{raw}</div>").iter("img"):
        source = walk.picture(found.get("src", "").strip())
        small = any(_is_tiny(found.get(side, "")) for side in ("width", "height"))
        if source and not small and "<img" in markup.sanitise(f'<img src="{markup.escape(source)}">'):
            yield Image(src=source, alt=collapse(found.get("alt", "")), caption=collapse(found.get("title", "")))


def _is_tiny(size: str) -> bool:
    return size.isdecimal() and int(size) <= _SMALLEST_PICTURE


_IMAGE = Expression(r"<img\b[^>]*>", re.IGNORECASE)


def _pictures_addressed(walk: _Walk, raw: str) -> str:
    """HTML in which each picture has the address that `picture` gives it."""

    def addressed(found: re.Match[str]) -> str:
        image = next(_images(walk, found.group()), None)
        if image is None:
            return ""
        return f'<img src="{markup.escape(image.src)}" alt="{markup.escape(image.alt)}">'

    return _IMAGE.sub(addressed, raw) if "<img" in raw else raw


def _whole(walk: _Walk, element: etree._Element, shape: BlockType, depth: int) -> Iterator[Piece]:
    """A list or a block quotation; one that holds headings or tables is only a frame around them."""
    if depth < _DEEPEST and next(element.iter(*_HEADINGS, "table", "pre"), None) is not None:
        yield from _inside(walk, element, depth)
        return
    raw = _outer(element)
    html = " ".join(markup.sanitise(_pictures_addressed(walk, raw)).split())
    html = re.sub(r"<(p|li|span)>\s*</\1>", "", html)
    text = _quoted(html) if shape is BlockType.QUOTE else _items(html)
    if not text:
        return
    walk.group += 1
    yield Piece(
        text=text, html=inline.linked(html), rows=tuple(text.split("\n")), shape=shape,
        images=tuple(_images(walk, raw)), line=element.sourceline or 0, group=walk.group,
    )  # fmt: skip


def _items(html: str) -> str:
    broken = re.sub(r"</li>|<[uo]l[^>]*>|</p>", "\n", html)
    return "\n".join(filter(None, (plain(row) for row in broken.split("\n"))))


def _quoted(html: str) -> str:
    broken = re.sub(r"</(?:p|div|cite|footer|li)>|<br>|<(?:footer|cite)[^>]*>", "\n", html)
    return "\n".join(filter(None, (plain(row) for row in broken.split("\n"))))


def _table(walk: _Walk, element: etree._Element) -> Iterator[Piece]:
    rows = rows_of(element)
    walk.group += 1
    text = "\n".join(" ".join(cell for cell in row if cell) for row in rows)
    html = re.sub(r"</?p>", "", " ".join(markup.sanitise(_pictures_addressed(walk, _outer(element))).split()))
    if text.strip():
        yield Piece(
            text=text, html=inline.linked(html), rows=tuple(text.split("\n")), shape=BlockType.TABLE,
            line=element.sourceline or 0, group=walk.group,
        )  # fmt: skip


def _typed(walk: _Walk, element: etree._Element) -> Iterator[Piece]:
    """Text in which line breaks count, as a typescript."""
    source = "".join(element.itertext())
    base = element.sourceline or 0
    for found in plain_text.from_text(source).paragraphs:
        line = base + source.count("\n", 0, found.start) if base else 0
        yield Piece(
            text=found.text, html=found.html, rows=found.rows, shape=found.shape, line=line,
            group=walk.group + found.group + 1,
        )  # fmt: skip
    walk.group += source.count("\n") + 1


def _set_aside(element: etree._Element, reason: str) -> Iterator[Piece]:
    text = collapse(" ".join(_seen(element)))
    if text:
        yield Piece(text=text, html="", rows=(text,), line=element.sourceline or 0, aside=reason)


def _seen(element: etree._Element) -> Iterator[str]:
    """The text of an element without code."""
    for part in element.iter():
        if isinstance(part.tag, str) and part.tag not in _UNSEEN and part.text:
            yield part.text
        if part is not element and part.tail:
            yield part.tail

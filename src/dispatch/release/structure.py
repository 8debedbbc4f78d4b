"""From the elements of an HTML tree to paragraphs: what Word, OpenDocument, web pages and mail have in common."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from dispatch import markup
from dispatch.model.release import BlockType, Image
from dispatch.release import footnotes, inline, page_pictures, redirects, typed_lists
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
#: What is understood of a longer document: ten times a long release.
MOST_PIECES, TOO_LONG = 2_000, "too long"
#: Why a remark of a colleague is no part of the release.
COMMENT = "comment"
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
    #: A footnote of the text.
    note: bool = False


@dataclass(slots=True)
class _Walk:
    """What the walk over one tree knows."""

    #: Why an element is no part of the release, or empty.
    aside: Callable[[etree._Element], str]
    picture: Callable[[str], str]
    #: Elements that hold others which stand on lines of their own.
    holders: set[etree._Element] = field(default_factory=set)
    group: int = 0


def tidied(root: etree._Element) -> list[footnotes.Footnote]:
    """Make a tree what its author meant: typed lists are lists, links lead where they end; its notes are taken out.

    Args:
        root: It is changed.
    """
    redirects.unwrap(root)
    typed_lists.make(root)
    return footnotes.take(root)


def of_notes(notes: Sequence[footnotes.Footnote]) -> Iterator[Piece]:
    """What notes say that `tidied` took out, each as one piece; what was for colleagues only is set aside."""
    for note in notes:
        text = collapse(" ".join(_seen(note.element)))
        line = note.element.sourceline or 0
        if text and note.comment:
            yield Piece(text=text, html="", rows=(text,), line=line, aside=COMMENT)
        elif text:
            inner = "".join((markup.escape(note.element.text or ""), *map(_with_tail, note.element)))
            html = inline.linked(" ".join(_unwrapped(markup.sanitise(inner)).split()))
            same = plain(html) == text
            yield Piece(text=text, html=html if same else inline.from_text(text), rows=(text,), line=line, note=True)


def _with_tail(element: etree._Element) -> str:
    return _outer(element) + markup.escape(element.tail or "")


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
    elif _is_caption(element):
        yield from _caption(walk, element)
    elif element in walk.holders and depth < _DEEPEST:
        yield from _inside(walk, element, depth)
    elif element in walk.holders:
        yield from _flat(walk, element)
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


def _flat(walk: _Walk, element: etree._Element) -> Iterator[Piece]:
    """What is nested too deep to be looked at element by element: its text, parted where elements begin and end."""
    run: list[str] = []
    within = element
    for event, found in (walker := etree.iterwalk(element, events=("start", "end"))):
        block = found.tag in BLOCKS or not isinstance(found.tag, str)
        unseen = event == "start" and (not isinstance(found.tag, str) or found.tag in _UNSEEN)
        if block or found.tag == "br":
            yield from _run(walk, run, within, _HEADINGS.get(str(within.tag), 0))
            run, within = [], found if event == "start" else element
        if unseen:
            walker.skip_subtree()
        elif event == "start":
            run.append(markup.escape(found.text or ""))
        if event == "end" and found is not element:
            run.append(markup.escape(found.tail or ""))
    yield from _run(walk, run, element, 0)


_CAPTION = Expression(r"(?:^|[-_])(?:fig|image|img|photo|picture|media|mso)?-?caption(?:-?text)?$", re.IGNORECASE)


def _is_caption(element: etree._Element) -> bool:
    """Whether an element is what a page or a document says below a picture."""
    if element.tag in _CAPTIONS:
        return True
    named = element.tag in {"p", "div"} and any(map(_CAPTION.search, element.get("class", "").split()[:12]))
    return named and next(element.iter("img", "table", "h1", "h2"), None) is None


_CAPTIONS = frozenset({"figcaption", "caption"})


def _caption(walk: _Walk, element: etree._Element) -> Iterator[Piece]:
    """The text below a picture, as one piece whatever it is made of."""
    broken = _BETWEEN.sub(r"\g<0> ", _outer(element).replace("<br>", " "))
    html = inline.tidy(" ".join(_unwrapped(markup.sanitise(page_pictures.IMAGE.sub("", broken))).split()))
    if text := plain(html):
        walk.group += 1
        yield Piece(
            text=text, html=inline.linked(html), rows=(text,), shape=BlockType.CAPTION, line=element.sourceline or 0,
            group=walk.group,
        )  # fmt: skip


#: Between two elements of a caption that stand on lines of their own.
_BETWEEN = Expression(r"</(?:p|div|li|dt|dd|h\d)>")


def _outer(element: etree._Element) -> str:
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _run(walk: _Walk, parts: Sequence[str], element: etree._Element, level: int) -> Iterator[Piece]:
    """Running text as one paragraph, or as several where the author left a line free."""
    raw = "".join(parts)
    if not raw or raw.isspace():
        return
    if raw.count("<img") > _MOST_PICTURES:
        raw = page_pictures.IMAGE.sub("", raw)
    images = tuple(page_pictures.images(raw, walk.picture)) if "<img" in raw else ()
    html = " ".join(_unwrapped(markup.sanitise(page_pictures.addressed(raw, walk.picture))).split())
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


def _whole(walk: _Walk, element: etree._Element, shape: BlockType, depth: int) -> Iterator[Piece]:
    """A list or a block quotation; one that holds headings or tables is only a frame around them."""
    if depth < _DEEPEST and next(element.iter(*_HEADINGS, "table", "pre"), None) is not None:
        yield from _inside(walk, element, depth)
        return
    raw = _outer(element)
    html = " ".join(markup.sanitise(page_pictures.addressed(raw, walk.picture)).split())
    html = inline.tidy(html)
    text = _quoted(html) if shape is BlockType.QUOTE else _items(html)
    if not text:
        return
    walk.group += 1
    yield Piece(
        text=text, html=inline.linked(html), rows=tuple(text.split("\n")), shape=shape,
        images=tuple(page_pictures.images(raw, walk.picture)), line=element.sourceline or 0, group=walk.group,
    )  # fmt: skip


def _items(html: str) -> str:
    broken = re.sub(r"</li>|<[uo]l[^>]*>|</p>", "\n", html)
    return "\n".join(filter(None, (plain(row) for row in broken.split("\n"))))


def _quoted(html: str) -> str:
    broken = re.sub(r"</(?:p|div|cite|footer|li)>|<br>|<(?:footer|cite)[^>]*>", "\n", html)
    return "\n".join(filter(None, (plain(row) for row in broken.split("\n"))))


def _table(walk: _Walk, element: etree._Element) -> Iterator[Piece]:
    for caption in element.findall("caption"):
        yield from _caption(walk, caption)
        element.remove(caption)
    rows = rows_of(element)
    walk.group += 1
    text = "\n".join(" ".join(cell for cell in row if cell) for row in rows)
    html = re.sub(
        r"</?p>", "", " ".join(markup.sanitise(page_pictures.addressed(_outer(element), walk.picture)).split())
    )
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

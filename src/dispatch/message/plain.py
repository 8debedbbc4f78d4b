"""Writes sanitised markup as plain text a person might have typed: lists, quotations, headings, links as footnotes."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from lxml import html as lxml_html

from dispatch.message.wrap import WIDTH, wrapped

_BLOCKS: Final = frozenset(
    {
        "address", "article", "blockquote", "div", "dl", "dd", "dt", "figure", "figcaption", "h1", "h2", "h3", "h4",
        "h5", "h6", "hr", "ol", "p", "pre", "section", "table", "ul",
    },
)  # fmt: skip
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
#: Columns a quotation is set in.
_INDENT: Final = "    "


class Footnotes:
    """Addresses of links, numbered as they come."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    def mark(self, url: str, text: str) -> str:
        """` [3]` for a link; nothing when its text is its address already."""
        bare = url.removeprefix("mailto:").removeprefix("https://").removeprefix("http://").rstrip("/")
        if not url or bare in text or url in text:
            return ""
        if url not in self.urls:
            self.urls.append(url)
        return f" [{self.urls.index(url) + 1}]"

    def __iter__(self) -> Iterator[str]:
        return iter([f"[{number}] {url}" for number, url in enumerate(self.urls, 1)])


def plain(markup: str, notes: Footnotes) -> str:
    """Markup as text: one line a paragraph (wrapped later), blocks separated by a blank line.

    Args:
        markup: Sanitised HTML, as in `Block.html`.
        notes: Takes the addresses of links.

    Returns:
        Lines joined by LF, without one at the end.
    """
    if not markup.strip():
        return ""
    return "\n\n".join(_flow(lxml_html.fragment_fromstring(markup, create_parent="div"), notes))


def underlined(text: str, mark: str = "-") -> str:
    """A heading, wrapped, over a rule as long as its longest line."""
    lines = wrapped(" ".join(text.split())).split("\n")
    return "\n".join([*lines, mark * min(max(map(len, lines)), WIDTH)]) if text.strip() else ""


def _flow(element: Any, notes: Footnotes) -> list[str]:
    """The blocks inside an element; text between them counts as paragraphs."""
    blocks: list[str] = []
    run = element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag in _BLOCKS:
            blocks += [_paragraph(run), _block(child, notes)]
            run = child.tail or ""
        else:
            run += _inline(child, notes) + (child.tail or "")
    return [block for block in (*blocks, _paragraph(run)) if block]


def _block(element: Any, notes: Footnotes) -> str:
    """One block element."""
    return _WRITERS.get(element.tag, _contents)(element, notes)


def _contents(element: Any, notes: Footnotes) -> str:
    return "\n\n".join(_flow(element, notes))


def _heading(element: Any, notes: Footnotes) -> str:
    return underlined(_paragraph(_run(element, notes)), "-")


def _quotation(element: Any, notes: Footnotes) -> str:
    return _indented(_contents(element, notes), _INDENT, _INDENT)


def _list(element: Any, notes: Footnotes) -> str:
    """Items with a mark, their further lines hanging under the first word."""
    start = int(element.get("start") or 1)
    items = []
    for number, item in enumerate((child for child in element if child.tag == "li"), start):
        mark = f"{number}. " if element.tag == "ol" else "- "
        lines = "\n".join(_flow(item, notes))
        items.append(_indented(lines, mark, " " * len(mark)))
    return "\n".join(items)


def _definitions(element: Any, notes: Footnotes) -> str:
    lines = [
        _indented("\n".join(_flow(child, notes)), "" if child.tag == "dt" else _INDENT, _INDENT)
        for child in element
        if child.tag in {"dt", "dd"}
    ]
    return "\n".join(lines)


def _preformatted(element: Any, _notes: Footnotes) -> str:
    return str(element.text_content()).strip("\n")


def _table(element: Any, notes: Footnotes) -> str:
    """Columns side by side when they fit, else each row's cells separated by bars."""
    rows = [[_paragraph(_run(cell, notes)) for cell in row if cell.tag in {"td", "th"}] for row in element.iter("tr")]
    rows = [row for row in rows if row]
    widths = [max(len(row[at]) for row in rows if at < len(row)) for at in range(max(map(len, rows), default=0))]
    if sum(widths) + 2 * len(widths) > WIDTH:
        return "\n".join(" | ".join(row) for row in rows)
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) for row in rows)


def _rule(_element: Any, _notes: Footnotes) -> str:
    return "* * *"


def _run(element: Any, notes: Footnotes) -> str:
    """The text of an element and what is in it, in one run."""
    return (element.text or "") + "".join(_inline(child, notes) + (child.tail or "") for child in element)


def _inline(element: Any, notes: Footnotes) -> str:
    """One inline element."""
    if not isinstance(element.tag, str):
        return ""
    if element.tag == "br":
        return "\v"
    if element.tag == "img":
        return f"[{element.get('alt')}]" if element.get("alt") else ""
    text = _run(element, notes)
    if element.tag == "a":
        return text + notes.mark(element.get("href") or "", text)
    return f"“{text}”" if element.tag == "q" else text


def _paragraph(run: str) -> str:
    """White space collapsed; forced line breaks kept."""
    lines = [_SPACES.sub(" ", line).strip(" ") for line in run.split("\v")]
    return "\n".join(lines).strip("\n")


def _indented(text: str, first: str, rest: str) -> str:
    """Lines with a lead on the first and another on those after it; blank lines stay blank."""
    lines = text.split("\n")
    return "\n".join([first + lines[0], *((rest + line) if line else "" for line in lines[1:])])


_WRITERS: Final[dict[str, Callable[[Any, Footnotes], str]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "blockquote": _quotation,
    "ul": _list,
    "ol": _list,
    "dl": _definitions,
    "pre": _preformatted,
    "table": _table,
    "hr": _rule,
}

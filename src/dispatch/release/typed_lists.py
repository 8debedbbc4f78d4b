"""Lists that were typed: paragraphs which begin with a bullet, as word processors export them, become lists."""

from collections.abc import Iterator

from lxml import etree

from dispatch.release.expression import Expression

_BULLET = Expression(r"\s*[•·●▪◦‣⁃\uf0b7\uf0a7](?:\s+|$)(?=\S)")
#: In a paragraph that Word calls one of a list other signs are bullets too: they are letters of a font of signs.
_WORD_BULLET = Expression(r"\s*[•·●▪◦‣⁃\uf0b7\uf0a7§o*–—-]\s+(?=\S)")
_FEWEST = 2


def make(root: etree._Element) -> None:
    """Put every run of paragraphs that begin with a bullet into a list.

    Args:
        root: It is changed.
    """
    runs: list[list[etree._Element]] = []
    for paragraph in root.iter("p"):
        if not _bullet(paragraph):
            continue
        before = paragraph.getprevious()
        joined = runs and runs[-1][-1] is before and not (before.tail or "").strip()
        if joined:
            runs[-1].append(paragraph)
        else:
            runs.append([paragraph])
    for run in runs:
        if len(run) >= _FEWEST or _is_word_list(run[0]):
            _enlist(run)


def _bullet(paragraph: etree._Element) -> int:
    """Characters of the bullet and the white space around it; 0 without one."""
    if any(above.tag in {"li", "table"} for above in paragraph.iterancestors()):
        return 0
    start = "".join(_first(paragraph.itertext()))
    match = (_WORD_BULLET if _is_word_list(paragraph) else _BULLET).match(start)
    return match.end() if match else 0


def _first(texts: Iterator[str]) -> Iterator[str]:
    room = 40
    for text in texts:
        yield text
        room -= len(text)
        if room <= 0:
            return


def _is_word_list(paragraph: etree._Element) -> bool:
    return str(paragraph.get("class", "")).startswith("MsoListParagraph")


def _enlist(run: list[etree._Element]) -> None:
    parent = run[0].getparent()
    if parent is None:
        return
    listing = etree.Element("ul")
    listing.sourceline = run[0].sourceline
    parent.insert(parent.index(run[0]), listing)
    for paragraph in run:
        _without(paragraph, _bullet(paragraph))
        listing.tail, paragraph.tail = paragraph.tail, None
        paragraph.tag = "li"
        listing.append(paragraph)


def _without(element: etree._Element, count: int) -> None:
    """Take the first characters of an element's text away."""
    for part in element.iter():
        if part.text and isinstance(part.tag, str):
            part.text, count = part.text[count:], max(0, count - len(part.text))
        if count <= 0:
            return
        if part is not element and not len(part) and part.tail:
            part.tail, count = part.tail[count:], max(0, count - len(part.tail))

"""Footnotes and comments of documents and pages: found by their marks, and taken out of the running text."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from dispatch.release.expression import Expression
from dispatch.release.source import collapse

#: What a mark looks like: `[1]`, `1`, `*`, `[a]`, `[LA1]`, `iv`.
_MARK = Expression(r"[\[(]?(?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6}|[*†‡§]{1,4}|[A-ZÀ-Þ]{1,4}\d{1,3})[\])]?")
_COMMENT = Expression(r"(?i:cmnt|comment|msocom)")
#: What leads from a note back to its mark.
_BACK = Expression(r"[↑⬆↩︎^\s]*|[\[(]?\w{1,6}[\])]?[.:]?|[*†‡§]{1,4}")
_HOLDS_ONE = frozenset({"li", "p", "dd", "td"})
_LONGEST, _MOST = 3_000, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A note that has been taken out of the tree, with what it says."""

    element: etree._Element
    #: It was written beside the text for colleagues, and not for readers.
    comment: bool


def take(root: etree._Element) -> list[Footnote]:
    """Take every note that a mark in the text leads to, and that leads back to it, out of a tree.

    Args:
        root: It is changed: marks and notes are no longer in it.
    """
    links = [link for link in root.iter("a") if link.get("href", "").startswith("#")][: 2 * _MOST]
    if len(links) < 2:  # noqa: PLR2004 - there and back
        return []
    places = {name: element for element in root.iter() for name in (element.get("id"), element.get("name")) if name}
    found: list[Footnote] = []
    for mark in links:
        note = _note(mark, places)
        if note is None:
            continue
        back = [link for link in note.iter("a") if link is not mark and _leads_to(link, mark)]
        comment = _COMMENT.search(mark.get("href", "")) is not None
        for link in back:
            _cut(link)
        _cut(mark)
        _out(note)
        found.append(Footnote(element=note, comment=comment))
    _remove_empty_lists(root)
    return found


def _note(mark: etree._Element, places: dict[str, etree._Element]) -> etree._Element | None:
    """The element of the note that a mark leads to; None when the link is none of a footnote."""
    target = places.get(mark.get("href", "")[1:])
    if target is None or not _MARK.fullmatch(collapse("".join(mark.itertext()))):
        return None
    around = [target, *target.iterancestors()]
    note = next((one for one in around if one.tag in _HOLDS_ONE), None)
    if note is None:
        note = target if target.tag == "div" else None
    if note is None or mark in note.iter("a") or len("".join(note.itertext())) > _LONGEST:
        return None
    return note if any(_leads_to(link, mark) for link in note.iter("a")) else None


def _leads_to(link: etree._Element, mark: etree._Element) -> bool:
    """Whether a link leads to a mark: to itself, what it is set in, or an anchor beside or inside it."""
    name = link.get("href", "")[1:]
    parent = mark.getparent()
    near = [mark, *mark.iter(), *([parent, *parent] if parent is not None else [])]
    same = bool(name) and any(name in {one.get("id"), one.get("name")} for one in near if isinstance(one.tag, str))
    return same and _BACK.fullmatch(collapse("".join(link.itertext()))) is not None


def _cut(link: etree._Element) -> None:
    """Take a mark away, and what was only set up for it; the text behind it stays."""
    element, parent = link, link.getparent()
    while parent is not None and parent.tag in {"sup", "span", "small"} and _is_alone(element, parent):
        element, parent = parent, parent.getparent()
    _out(element)


def _is_alone(element: etree._Element, parent: etree._Element) -> bool:
    return len(parent) == 1 and not (parent.text or "").strip() and not (element.tail or "").strip()


def _out(element: etree._Element) -> None:
    """Remove an element without the text behind it."""
    parent, tail = element.getparent(), element.tail or ""
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _remove_empty_lists(root: etree._Element) -> None:
    for listing in list(_empty(root)):
        _out(listing)


def _empty(root: etree._Element) -> Iterator[etree._Element]:
    for listing in root.iter("ol", "ul", "dl"):
        if not len(listing) and not (listing.text or "").strip():
            yield listing

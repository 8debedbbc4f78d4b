"""Finds the release on a web page: what is text of the page, and what is its furniture."""

import re
from collections.abc import Iterator

from lxml import etree

from dispatch.release.anatomy import reach, sections
from dispatch.release.expression import Expression
from dispatch.release.source import collapse

NAVIGATION, WIDGET, ELSEWHERE = "navigation", "page widget", "beside the article"

_TAGS = {"nav": NAVIGATION, "form": WIDGET, "dialog": WIDGET, "menu": NAVIGATION, "aside": WIDGET}
_ROLES = {
    "navigation": NAVIGATION, "banner": NAVIGATION, "contentinfo": NAVIGATION, "search": WIDGET, "dialog": WIDGET,
    "alertdialog": WIDGET, "complementary": WIDGET,
}  # fmt: skip
_NAMES = Expression(
    r"(?:^|[-_])(?P<navigation>nav|navbar|navigation|menu|breadcrumbs?|masthead|site[-_]?header|site[-_]?footer|"
    r"footer|pagination|pager|skip[-_]?links?|language[-_]?switcher|toc)(?:$|[-_])|"
    r"(?:^|[-_])(?:sidebar|share|sharing|shareblock|sharedaddy|social|addtoany|addthis|related|jp[-_]relatedposts|"
    r"recommended|cookies?|consent|gdpr|onetrust|newsletter|subscribe|subscription|signup|comments?|respond|adverts?|"
    r"advertisement|ads?|popup|modal|prev[-_]?next|screen[-_]?reader(?:[-_]?text)?|sr[-_]?only|visually[-_]?hidden|"
    r"toolbar|print[-_]?button|tags?|tag[-_]?list|post[-_]?meta[-_]?tags|login|donate|banner|promo|widget)(?:$|[-_])",
    re.IGNORECASE,
)
_SITE_TITLE = Expression(r"site|logo|brand|masthead", re.IGNORECASE)
_INVISIBLE = Expression(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_PROSE = ("p", "div", "td", "li", "section", "span", "blockquote", "pre", "dd")
#: Characters from which text is prose, and the share of all prose that no furniture has.
_LONG, _SHARE = 60, 0.35
_HALF = 0.5
_LONGEST_CONTACT, _LONGEST_HEAD = 800, 160
_LINKS, _LINK_LENGTH, _FEWEST_LINKS = 0.8, 80, 3


class Page:
    """Tells for each element of a page why it is no part of the release."""

    def __init__(self, root: etree._Element) -> None:
        """Look the whole page over once."""
        self._root = root
        self._weights = _weights(root)
        self._titles = _titles(root)
        self._furniture: dict[etree._Element, str] = {}
        self._mark()
        self._set_article_apart()

    def why_aside(self, element: etree._Element) -> str:
        """Why an element is no part of the release; empty when it is one or holds one."""
        return self._furniture.get(element, "")

    def _mark(self) -> None:
        everything = max(self._weights.get(self._root, 0), 1)
        for element in self._root.iter():
            if not isinstance(element.tag, str) or element.tag in {"html", "body", "head", "main", "article"}:
                continue
            reason = _reason(element)
            if not reason or element in self._titles:
                continue
            hidden = reason == _HIDDEN
            if not hidden and (self._weights.get(element, 0) > _SHARE * everything or self._holds_title(element)):
                continue
            if reason == WIDGET and _is_contact(element):
                continue
            self._furniture[element] = WIDGET if hidden else reason

    def _holds_title(self, element: etree._Element) -> bool:
        return any(element in title.iterancestors() for title in self._titles)

    def _set_article_apart(self) -> None:
        """Find the element that holds most of the text; what is beside it is set aside, but for its title."""
        found = self._root
        for names in ("//main | //*[@role='main']", "//article | //*[@itemprop='articleBody']"):
            best = max(self._inside(found, names), key=lambda one: self._weights.get(one, 0), default=None)
            if best is not None and self._weights.get(best, 0) >= _HALF * self._weights.get(found, 0):
                self._set_beside(found, best)
                found = best
        if found is self._root:
            for listing in self._root.iter("ul", "ol", "p"):
                if _is_link_farm(listing):
                    self._furniture.setdefault(listing, NAVIGATION)

    def _inside(self, outer: etree._Element, names: str) -> Iterator[etree._Element]:
        for element in self._root.xpath(names):
            if element is not outer and outer in element.iterancestors():
                yield element

    def _set_beside(self, outer: etree._Element, inner: etree._Element) -> None:
        """Everything in the one and not in the other is beside it, unless it is a title or tells whom to call."""
        way = {inner, *inner.iterancestors()}
        kept = {title.getparent() if title.getparent() not in way else title for title in self._titles}
        if next(inner.iter("h1"), None) is not None:
            kept = set()
        way |= {above for one in kept for above in one.iterancestors()}
        stack = [outer]
        while stack:
            for child in stack.pop():
                if child is inner or child in kept or not isinstance(child.tag, str):
                    continue
                if child in way:
                    stack.append(child)
                elif not _is_contact(child):
                    self._furniture.setdefault(child, ELSEWHERE)


_HIDDEN = "hidden"


def _reason(element: etree._Element) -> str:
    if "hidden" in element.attrib or _INVISIBLE.search(element.get("style", "")):
        return _HIDDEN
    tag, role = str(element.tag), element.get("role", "")
    if tag in {"header", "footer"}:
        return "" if any(above.tag in {"article", "main"} for above in element.iterancestors()) else NAVIGATION
    if reason := _TAGS.get(tag) or _ROLES.get(role):
        return reason
    for name in (*element.get("class", "").split()[:12], element.get("id", "")):
        if match := _NAMES.search(name):
            return NAVIGATION if match["navigation"] else WIDGET
    return ""


def _weights(root: etree._Element) -> dict[etree._Element, int]:
    """Characters of prose in each element, without that of scripts."""
    weights: dict[etree._Element, int] = {}
    for element in reversed(list(root.iter())):
        own = len(collapse("".join(_running(element)))) if element.tag in _PROSE else 0
        inside = weights.get(element, 0) + (own if own >= _LONG else 0)
        if inside:
            weights[element] = inside
            above = element.getparent()
            if above is not None:
                weights[above] = weights.get(above, 0) + inside
    return weights


_RUNNING = frozenset({"a", "abbr", "b", "em", "i", "strong", "u", "sup", "sub", "font", "q", "cite", "br"})


def _running(element: etree._Element) -> Iterator[str]:
    """The text of an element and of what is set off within its lines."""
    yield element.text or ""
    for child in element:
        if child.tag in _RUNNING:
            yield child.text or ""
        yield child.tail or ""


def _titles(root: etree._Element) -> list[etree._Element]:
    """Headings of the first level that are not the name of the site."""
    found = [heading for heading in root.iter("h1") if collapse("".join(heading.itertext()))]
    own = [
        heading
        for heading in found
        if not _SITE_TITLE.search(f"{heading.get('class', '')} {heading.get('id', '')}")
        and not any(above.tag in {"nav", "footer"} for above in heading.iterancestors())
    ]
    within = [heading for heading in own if any(above.tag in {"article", "main"} for above in heading.iterancestors())]
    return within or own


def _is_contact(element: etree._Element) -> bool:
    """Whether an element tells journalists whom to call."""
    text = collapse(" ".join(element.itertext()))
    if not text or len(text) > _LONGEST_CONTACT or not (reach.emails(text) or reach.phones(text)):
        return False
    first = next(filter(None, (collapse(part) for part in element.itertext())), "")
    found = sections.head(first[:_LONGEST_HEAD])
    return found is not None and found.section is sections.Section.CONTACT


def _is_link_farm(element: etree._Element) -> bool:
    """Whether an element is a menu: hardly anything but short links, three or more."""
    links = [collapse("".join(link.itertext())) for link in element.iter("a")]
    if len(links) < _FEWEST_LINKS or any(len(text) > _LINK_LENGTH for text in links):
        return False
    if any("@" in (link.get("href") or "") or "tel:" in (link.get("href") or "") for link in element.iter("a")):
        return False
    everything = len(collapse(" ".join(element.itertext())))
    return sum(map(len, links)) >= _LINKS * max(everything, 1)

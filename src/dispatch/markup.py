"""Makes foreign HTML harmless: what a release may bring into a mail, a page or a proof."""

import re
from typing import Final
from urllib.parse import urlsplit

import nh3
from markupsafe import escape as _escape

#: Schemes a link may have; everything else loses its address and keeps its text.
LINK_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_IMAGE_SCHEMES: Final = frozenset({"http", "https", ""})

_TAGS: Final = frozenset(
    {
        "a", "abbr", "article", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div",
        "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
        "ins", "li", "ol", "p", "pre", "q", "s", "section", "small", "span", "strong", "sub", "sup",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
    },
)  # fmt: skip
_ATTRIBUTES: Final = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
#: Elements whose content goes with them: code, forms' options, embedded documents.
_DROPPED_WHOLE: Final = frozenset(
    {"script", "style", "iframe", "object", "embed", "noscript", "template", "svg", "math", "title", "select"},
)
#: Control characters that no HTML parser agrees on; TAB, LF and CR stay.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def sanitise(html: str) -> str:
    """HTML with nothing active left: no scripts, forms, frames, styles, event handlers or foreign schemes.

    Links keep only absolute http, https and mailto addresses. Images keep http and https addresses and relative
    paths (whoever embeds those confines them). Elements are closed and nested as the HTML standard says.

    Args:
        html: A fragment or a document, from anywhere.

    Returns:
        A fragment; `sanitise(sanitise(x)) == sanitise(x)`.
    """
    return nh3.clean(
        _CONTROLS.sub("", html),
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED_WHOLE),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_filtered,
        strip_comments=True,
        link_rel=None,
        url_schemes=set(LINK_SCHEMES),
    )


def escape(text: str) -> str:
    """Text as HTML: `&`, `<`, `>` and both quotes as references, fit for element content and quoted attributes."""
    return str(_escape(text))


def safe_link(url: str) -> bool:
    """Whether a link to this address is harmless: absolute, http, https or mailto, no white space or controls."""
    if re.search(r"[\s\x00-\x1f\x7f-\x9f<>\"]", url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    scheme = parts.scheme.lower()
    return scheme in LINK_SCHEMES and bool(parts.path if scheme == "mailto" else parts.netloc)


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    """The attribute's value if it may stay; None drops the attribute."""
    if (tag, attribute) == ("a", "href"):
        return value.strip() if safe_link(value.strip()) else None
    if (tag, attribute) == ("img", "src"):
        return value if _harmless_image(value) else None
    if attribute in {"width", "height", "colspan", "rowspan", "start"}:
        return value if re.fullmatch(r"\d{1,4}", value) else None
    return value


def _harmless_image(src: str) -> bool:
    """Whether an image may stay: http, https, or a relative path without a host."""
    try:
        parts = urlsplit(src)
    except ValueError:
        return False
    return parts.scheme.lower() in _IMAGE_SCHEMES and bool(parts.scheme) == bool(parts.netloc)

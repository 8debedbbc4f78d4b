"""Places a value can stand in, and how it is written there (standard library only: used when mail is sent)."""

import re
from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, urlsplit

#: Printable ASCII stays in a link; space and everything else is percent-encoded, as libxml2 writes URI attributes.
_URI_KEPT: Final = "".join(chr(code) for code in range(33, 127))
#: What needs no encoding in any part of a URL (RFC 3986 section 2.3), as a delivery's token.
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9._~-]*")
#: Control characters, bidirectional overrides, surrogates and non-characters: shown nowhere, abused everywhere.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]",
)


def shown(value: str) -> str:
    """A contact's value as text that can be shown: control characters and bidirectional overrides are left out.

    Line breaks stay; tabs and the Unicode line separators become a space.
    """
    if value.isprintable():
        return value
    return _INVISIBLE.sub("", re.sub("[\t\u2028\u2029]", " ", value.replace("\r\n", "\n")))


def harmless(url: str) -> bool:
    """Whether a link may stand in a mail: absolute http, https or mailto. The URL is percent-encoded already."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    scheme = parts.scheme.lower()
    return bool(parts.netloc) if scheme in {"http", "https"} else scheme == "mailto"


def text(value: str) -> str:
    """Written as element content or a quoted attribute."""
    return escape(value, quote=True)


def uri(value: str) -> str:
    """Written inside a link that already has its scheme and host."""
    if _UNRESERVED.fullmatch(value):
        return value
    return escape(quote(value, safe=_URI_KEPT), quote=True)


def link(value: str) -> str:
    """Written as a whole link; nothing when it is not a harmless one."""
    url = quote(value.lstrip(" \n"), safe=_URI_KEPT)
    return escape(url, quote=True) if harmless(url) else ""


def plain(value: str) -> str:
    """Written in plain text."""
    return value


#: How a value is written, by the name of its place.
WRITERS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {"text": text, "uri": uri, "link": link, "plain": plain},
)

"""The pictures of a mail where it is looked at: enclosed ones in place, hosted ones never fetched, or none at all."""

import re
from collections.abc import Mapping
from html import escape, unescape

_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
#: A picture without content: what a hosted picture is replaced by, its size kept.
_BLANK = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='160' height='90'%3E%3Crect width='160' "
    "height='90' fill='%23d7d9dc'/%3E%3Cpath d='M20 70l35-35 25 25 20-15 40 25z' fill='%23a9adb2'/%3E%3C/svg%3E"
)


def with_pictures(html: str, enclosed: Mapping[str, str]) -> str:
    """A mail's HTML with its enclosed pictures in place (RFC 2392).

    Args:
        html: The HTML part.
        enclosed: Content-ID without angle brackets, to a `data:` URL.

    Returns:
        The same HTML; a picture from elsewhere is a grey one, for looking at a mail asks nobody for anything.
    """

    def shown(image: re.Match[str]) -> str:
        return _SOURCE.sub(lambda source: f' src="{escape(_replacement(source, enclosed))}"', image[0], count=1)

    return _IMAGE.sub(shown, html)


def with_enclosed(html: str, enclosed: Mapping[str, str]) -> str:
    """A mail's HTML as a file of its own: its enclosed pictures in place, all else as it would be sent.

    Args:
        html: The HTML part.
        enclosed: Content-ID without angle brackets, to a `data:` URL.
    """

    def shown(source: re.Match[str]) -> str:
        url = unescape(source[1] or source[2] or source[3] or "")
        return f' src="{escape(_replacement(source, enclosed))}"' if url.startswith("cid:") else source[0]

    return _IMAGE.sub(lambda image: _SOURCE.sub(shown, image[0], count=1), html)


def without_pictures(html: str) -> str:
    """A mail's HTML as a reader sees it whose program shows no pictures: their alternative texts."""
    return _IMAGE.sub(lambda image: _SOURCE.sub("", image[0]), html)


def _replacement(source: re.Match[str], enclosed: Mapping[str, str]) -> str:
    url = unescape(source[1] or source[2] or source[3] or "")
    if url.startswith("cid:"):
        return enclosed.get(url.removeprefix("cid:"), _BLANK)
    return url if url.startswith("data:image/") else _BLANK

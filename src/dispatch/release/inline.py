"""Inline HTML of running text: made from plain text, or cut at a character without breaking a tag."""

import html as html_escapes
import re
from collections.abc import Iterator
from urllib.parse import unquote

from dispatch.release.expression import Expression

_LINK = Expression(
    r"(?P<url>https?://[^\s<>\"“”«»]+)|(?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})",
    re.IGNORECASE,
)
_TOKEN = Expression(r"<[^>]*>|&[^;\s]{1,10};|[^<&]|[<&]")
_VOID = ("<br", "<img", "<hr", "<wbr")
_EMPTY = Expression(r"<(\w+)[^>]*>\s*</\1>")
#: An address that is no relative path: with a scheme (RFC 3986, section 3.1), or with a host.
_ELSEWHERE = Expression(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_TRAILING = ".,;:!?)]}’'"


def from_text(text: str) -> str:
    """Escaped text with bare http(s) URLs and e-mail addresses as links."""
    if "@" not in text and "://" not in text:
        return html_escapes.escape(text, quote=False)
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    at = 0
    for match in _LINK.finditer(text):
        found = match.group().rstrip(_TRAILING)
        yield html_escapes.escape(text[at : match.start()], quote=False)
        target = found if match["url"] else f"mailto:{found}"
        yield f'<a href="{html_escapes.escape(target)}">{html_escapes.escape(found, quote=False)}</a>'
        at = match.start() + len(found)
    yield html_escapes.escape(text[at:], quote=False)


def file_of(address: str) -> str:
    """A relative address, as Markdown and web pages write it (`a%20b.png`), as the path of a file (`a b.png`).

    Args:
        address: Of a picture; one with a scheme or a host stays as it is, and so does one that is no text.
    """
    try:
        path = unquote(address, errors="strict")
    except UnicodeDecodeError:
        return address
    return address if not path.isprintable() or is_elsewhere(address) or is_elsewhere(path) else path


def is_elsewhere(address: str) -> bool:
    """Whether an address has a scheme or a host, so that it names no file beside the release."""
    return _ELSEWHERE.match(address) is not None


def cut(html: str, count: int) -> tuple[str, str]:
    """Inline HTML before and after the first `count` text characters, each well-formed."""
    before: list[str] = []
    after: list[str] = []
    opened: list[str] = []
    seen = 0
    target = before
    for token in _TOKEN.findall(html):
        if target is before and seen >= count:
            before.extend(_closing(opened))
            after.extend(opened)
            target = after
        target.append(token)
        if token.startswith("<") and len(token) > 1:
            _track(token, opened)
        else:
            seen += 1
    return tidy("".join(before)), tidy("".join(after))


def _track(token: str, opened: list[str]) -> None:
    if token.startswith("</"):
        if opened:
            opened.pop()
    elif not token.startswith(_VOID):
        opened.append(token)


def _closing(opened: list[str]) -> Iterator[str]:
    for token in reversed(opened):
        yield f"</{token[1:-1].split()[0]}>"


def tidy(html: str) -> str:
    """Inline HTML without empty elements and white space around it."""
    previous = ""
    while previous != html:
        previous, html = html, _EMPTY.sub("", html)
    return html.strip()


def linked(html: str) -> str:
    """Inline HTML with bare addresses as links, those inside links left alone."""
    pieces: list[str] = []
    inside = 0
    for piece in re.split(r"(<[^>]*>)", html):
        if piece.startswith("<a"):
            inside += 1
        elif piece.startswith("</a"):
            inside -= 1
        pieces.append(piece if inside or piece.startswith("<") else _relinked(piece))
    return "".join(pieces)


def _relinked(escaped: str) -> str:
    return from_text(html_escapes.unescape(escaped)) if "@" in escaped or "://" in escaped else escaped

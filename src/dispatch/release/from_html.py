"""Releases as HTML: a saved web page, or a document that a word processor exported."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from lxml import etree

from dispatch.errors import InputError
from dispatch.model.finding import Finding
from dispatch.model.release import BlockType
from dispatch.release import decoding, hidden_addresses, inline
from dispatch.release.anatomy import headline, residue
from dispatch.release.article import Page
from dispatch.release.assembly import assemble
from dispatch.release.expression import Expression
from dispatch.release.source import Document, collapse
from dispatch.release.structure import Piece, of_notes, pieces, tidied

_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_TEXT_ENCODINGS = Expression(
    r"utf-?8|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?\d|windows-125\d|cp125\d|macintosh|koi8-[ru]", re.IGNORECASE
)
_REACH = 14
#: Elements in each other of the deepest page that is read; browsers stop at about 500.
_DEEPEST = 1_500
_AS_LATIN = Expression(r"iso-?8859-1|latin-?1|us-ascii|ascii", re.IGNORECASE)


def from_html(data: bytes, shown: str) -> Document:
    """A document out of a page; lines are those of the file.

    Navigation, widgets and what else is not the article are set aside, but stay accounted for.

    Raises:
        InputError: It holds no text.
    """
    text, findings = decoded(data, shown)
    return from_page(text, shown, findings)


def from_page(text: str, shown: str, findings: Sequence[Finding] = ()) -> Document:
    """A document out of the characters of a page (see `from_html`)."""
    root = _tree(text)
    if root is None:
        raise InputError(f"{shown} holds no text.", "check that it is the right file")
    if _depth(root) > _DEEPEST:
        raise InputError(f"{shown} is nested deeper than any page.", "save its text as plain text")
    hidden_addresses.reveal(root)
    notes = tidied(root)
    page = Page(root)
    address = _address(root)
    found = list(pieces(root, aside=page.why_aside, picture=lambda source: _absolute(source, address)))
    found = _with_notes(_titled(found, _page_title(root)), list(of_notes(notes)))
    if not any(piece.text for piece in found if not piece.aside):
        raise InputError(f"{shown} holds no text.", "check that it is the right file; the page may be made by a script")
    return assemble(_in_order(found), shown, findings=findings)


def decoded(data: bytes, shown: str, declared: str = "") -> tuple[str, tuple[Finding, ...]]:
    """The characters of a page, by its byte order mark, what it declares, or a guess."""
    found = _DECLARED.search(data[:4096])
    name = declared or (found[1].decode("ascii") if found else "")
    if _TEXT_ENCODINGS.fullmatch(name) and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        # Browsers read Latin-1 as cp1252, and pages are written for browsers.
        encoding = "cp1252" if _AS_LATIN.fullmatch(name) else name
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            return decoding.decode(data, shown)
        return decoding.decode(text.encode(), shown)
    return decoding.decode(data, shown)


def _tree(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(text.encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _depth(root: etree._Element) -> int:
    """How many elements stand in each other."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _with_notes(found: list[Piece], notes: Sequence[Piece]) -> list[Piece]:
    """The pieces with the notes where these stand in the file."""
    for note in notes:
        at = next((index for index, piece in enumerate(found) if piece.line > note.line), len(found))
        found.insert(at, note)
    return found


def _in_order(found: Sequence[Piece]) -> Iterator[Piece]:
    """Pieces whose lines never go back, whatever the parser moved."""
    last = 0
    for piece in found:
        last = max(last, piece.line or last, 1)
        yield replace(piece, line=last)


def _page_title(root: etree._Element) -> str:
    """The title that the page gives to others; what only its window shows may be a file's name."""
    for found in root.xpath("//meta[@property='og:title' or @name='og:title' or @name='twitter:title']/@content"):
        if title := collapse(str(found)):
            return residue.without_site(title)
    return ""


def _titled(found: list[Piece], title: str) -> list[Piece]:
    """The pieces with the page's title as a heading of the first level when there is none."""
    shown = [index for index, piece in enumerate(found) if not piece.aside]
    if not title or any(found[index].level == 1 for index in shown):
        return found
    for index in shown[:_REACH]:
        if headline.normal(residue.without_site(found[index].text)) == headline.normal(title):
            found[index] = replace(found[index], shape=BlockType.HEADING, level=1)
            return found
    first = shown[0] if shown else len(found)
    line = found[first].line if shown else 1
    made = Piece(text=title, html=title, rows=(title,), shape=BlockType.HEADING, level=1, line=line)
    return [*found[:first], made, *found[first:]]


def _address(root: etree._Element) -> str:
    """Where the page was: pictures are found from there."""
    places = "//base/@href | //link[@rel='canonical']/@href | //meta[@property='og:url']/@content"
    found = (str(one) for one in root.xpath(places))
    return next((one for one in found if one.startswith(("https://", "http://"))), "")


def _absolute(source: str, address: str) -> str:
    """The address of a picture; empty when it is inside the page or cannot be known."""
    if not source or source.startswith("data:"):
        return ""
    if source.startswith("//"):
        return f"https:{source}"
    if urlsplit(source).scheme or not address:
        return inline.file_of(source) if not source.startswith("/") else ""
    return urljoin(address, source)

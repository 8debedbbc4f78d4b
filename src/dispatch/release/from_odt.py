"""Releases as OpenDocument texts: their elements become those of HTML, comments and tracked changes findings."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from dispatch.errors import InputError
from dispatch.model.finding import Finding, Severity
from dispatch.release import inline
from dispatch.release.assembly import assemble
from dispatch.release.package import Package
from dispatch.release.source import Document, collapse
from dispatch.release.structure import Piece, of_notes, pieces, tidied

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def _name(prefixed: str) -> str:
    prefix, local = prefixed.split(":")
    return f"{{{_SPACES[prefix]}}}{local}"


_ELEMENTS = {
    _name(odf): html
    for odf, html in (
        ("text:p", "p"), ("text:list", "ul"), ("text:list-item", "li"), ("table:table", "table"),
        ("table:table-row", "tr"), ("table:table-cell", "td"), ("text:a", "a"), ("text:span", "span"),
        ("text:section", "div"), ("draw:text-box", "div"), ("draw:frame", "span"), ("table:table-header-rows", "thead"),
    )
}  # fmt: skip
_LEFT_OUT = frozenset(
    _name(odf)
    for odf in (
        "text:tracked-changes", "office:annotation", "text:note", "office:forms", "text:sequence-decls",
        "text:table-of-content", "draw:image", "draw:object",
    )
)  # fmt: skip
_P, _H, _BREAK, _TAB, _S = (_name(f"text:{local}") for local in ("p", "h", "line-break", "tab", "s"))
#: What master pages call their head and foot; the first page and left pages may have their own.
_FURNITURE = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
#: The styles of what stands below pictures and tables.
_CAPTIONS = frozenset({"Caption", "Illustration", "Figure", "Drawing", "Table"})
_DEEPEST = 200
_MOST_REMARKS = 20


def from_odt(data: bytes, shown: str) -> Document:
    """A document out of an ODT file; each of its paragraphs is a line.

    Raises:
        InputError: It is damaged or encrypted, or unpacks to more than a release.
    """
    package = Package(data, shown)
    root = package.tree("content.xml")
    text = root.find(f".//{_name('office:text')}")
    if text is None:
        raise InputError(f"{shown} is no text document.", "save it as ODT, DOCX or plain text")
    body = etree.Element("body")
    _fill(body, text, _styles(root), 0)
    notes = tidied(body)
    found = [replace(piece, line=0) for piece in (*pieces(body), *of_notes(notes), *_notes(text))]
    if not found:
        raise InputError(f"{shown} holds no text.", "check that it is the right file")
    document = assemble([*found, *_page_furniture(package, {piece.text for piece in found})], shown)
    remarks = tuple(_remarks(text, document, shown))[:_MOST_REMARKS]
    return replace(document, findings=(*remarks, *document.findings))


def _notes(text: etree._Element) -> Iterator[Piece]:
    """Footnotes and endnotes, in the order of their marks."""
    for body in text.iter(_name("text:note-body")):
        if said := collapse(" ".join("".join(part.itertext()) for part in body.iter(_P))):
            yield Piece(text=said, html=inline.from_text(said), rows=(said,), note=True)


def _page_furniture(package: Package, known: set[str]) -> Iterator[Piece]:
    """What stands at the top and bottom of each page, unless the text says it too."""
    if "styles.xml" not in package.names:
        return
    for part in package.tree("styles.xml").iter(*(_name(f"style:{place}") for place in _FURNITURE)):
        for row in part.iter(_P):
            if (text := collapse(" ".join(row.itertext()))) and text not in known:
                known.add(text)
                yield Piece(text=text, html="", rows=(text,), aside="page header or footer")


def _styles(root: etree._Element) -> dict[str, str]:
    """What the styles of this document mean: bold, italic, title, quotation."""
    found: dict[str, str] = {}
    for style in root.iter(_name("style:style")):
        name, parent = style.get(_name("style:name"), ""), style.get(_name("style:parent-style-name"), "")
        found[name] = parent or found.get(name, "")
        for properties in style.iter(_name("style:text-properties")):
            if style.get(_name("style:family")) != "text":
                continue
            if properties.get(_name("fo:font-weight")) == "bold":
                found[name] = "strong"
            elif properties.get(_name("fo:font-style")) == "italic":
                found[name] = "em"
    return found


def _fill(target: etree._Element, source: etree._Element, styles: dict[str, str], depth: int) -> None:
    """The content of an ODF element as that of an HTML element."""
    _say(target, source.text)
    for child in source:
        if isinstance(child.tag, str) and child.tag not in _LEFT_OUT and depth < _DEEPEST:
            if child.tag in {_TAB, _S}:
                _say(target, " ")
            else:
                made = _element(child, styles)
                _fill(
                    target if made is None else etree.SubElement(target, made.tag, made.attrib),
                    child,
                    styles,
                    depth + 1,
                )
        _say(target, child.tail)


def _say(target: etree._Element, text: str | None) -> None:
    if not text:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text


def _element(source: etree._Element, styles: dict[str, str]) -> etree._Element | None:
    style = source.get(_name("text:style-name"), "")
    meaning = styles.get(style, "") or style
    if source.tag == _H:
        level = source.get(_name("text:outline-level"), "1")
        return etree.Element(f"h{min(int(level), 6)}" if level.isdecimal() and int(level) else "h2")
    if source.tag == _BREAK:
        return etree.Element("br")
    if source.tag == _P and meaning in {"Title", "Quotations", "Subtitle"}:
        return etree.Element({"Title": "h1", "Quotations": "blockquote", "Subtitle": "h2"}[meaning])
    if source.tag == _P and meaning in _CAPTIONS:
        return etree.Element("p", {"class": "caption"})
    tag = _ELEMENTS.get(source.tag)
    if tag is None:
        return None
    made = etree.Element(meaning if tag == "span" and meaning in {"strong", "em"} else tag)
    if tag == "a":
        made.set("href", source.get(_name("xlink:href"), ""))
    return made


def _remarks(text: etree._Element, document: Document, shown: str) -> Iterator[Finding]:
    changed = text.find(_name("text:tracked-changes"))
    if changed is not None and len(changed):
        said = collapse(" ".join(changed.itertext()))[:60]
        message = f"{len(changed)} tracked changes are left in: {said}."
        yield _finding("REL093", message, "accept or reject all changes, and save", (shown, 1))
    for note in text.iter(_name("office:annotation")):
        said = collapse(" ".join("".join(part.itertext()) for part in note.iter(_P)))[:60]
        line = _line_of(note, document)
        yield _finding("REL094", f'A comment is left in: "{said}".', "delete it, and save", (shown, line))
    for picture in text.iter(_name("draw:image")):
        found = _finding(
            "REL095",
            "A picture lies inside the document; it does not go out with the release.",
            "save it as a file of its own, and attach or link it",
            (shown, _line_of(picture, document)),
        )
        yield replace(found, severity=Severity.WARNING)


def _finding(code: str, message: str, fix: str, place: tuple[str, int]) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, message=message, fix=fix, file=place[0], line=place[1], column=1)


def _line_of(element: etree._Element, document: Document) -> int:
    """The line of the paragraph around an element: the first that shares its first words."""
    around = next((above for above in element.iterancestors() if above.tag in {_P, _H}), None)
    start = collapse(around.text or "") if around is not None else ""
    for paragraph in document.paragraphs:
        if start and paragraph.text.startswith(start):
            return document.line_at(paragraph.start)
    return 1

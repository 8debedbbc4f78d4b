"""Releases as Word documents: mammoth makes HTML of them; what Word shows in the margin is a finding."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from dispatch.errors import InputError
from dispatch.model.finding import Finding, Severity
from dispatch.release.assembly import assemble
from dispatch.release.expression import Expression
from dispatch.release.package import Package
from dispatch.release.source import Document, collapse
from dispatch.release.structure import Piece, of_notes, pieces, tidied

_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
#: Paragraph styles by what they are; the names that Word keeps in every language.
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Caption'] => p.caption:fresh
comment-reference => !
"""
_LONGEST_EXCERPT = 60
_MOST_REMARKS = 20
_FURNITURE = Expression(r"word/(?:header|footer)\d*\.xml")


def from_docx(data: bytes, shown: str) -> Document:
    """A document out of a DOCX file; each of its paragraphs is a line.

    Raises:
        InputError: It is damaged or encrypted, or unpacks to more than a release.
    """
    package = Package(data, shown)
    main = package.tree(_MAIN)
    for name in sorted(package.names):
        if name.endswith((".xml", ".rels")):
            package.tree(name)
    html = _html(data, shown)
    found = [replace(piece, line=0) for piece in _pieces(html)] if html else []
    if not found:
        raise InputError(f"{shown} holds no text.", "check that it is the right file")
    document = assemble([*found, *_page_furniture(package, found)], shown)
    return replace(document, findings=(*_remarks(package, main, document, shown), *document.findings))


def _pieces(html: str) -> Iterator[Piece]:
    root = etree.HTML(f"<body>{html}</body>", etree.HTMLParser(encoding="utf-8", huge_tree=True))
    notes = tidied(root)
    yield from pieces(root)
    yield from of_notes(notes)


def _html(data: bytes, shown: str) -> str:
    import mammoth  # noqa: PLC0415 - 0.1 s that only Word documents need

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(_no_picture),
            external_file_access=False,
        )
    except RecursionError as trouble:
        raise InputError(f"{shown} is nested deeper than any release.", "save it again as plain text") from trouble
    except Exception as trouble:
        # mammoth has no exception of its own: what it does not expect in a document ends in any of Python's.
        raise InputError(
            f"{shown} cannot be read as a Word document.", "open it and save it again as DOCX"
        ) from trouble
    return str(result.value)


def _no_picture(_: Any) -> dict[str, str]:
    """Pictures inside a document are no files that a mail could take along."""
    return {"src": ""}


def _page_furniture(package: Package, found: Sequence[Piece]) -> Iterator[Piece]:
    """What stands at the top and bottom of each page, unless the text says it too."""
    known = {piece.text for piece in found}
    for name in sorted(filter(_FURNITURE.fullmatch, package.names)):
        for text in _texts(package.tree(name)):
            if text and text not in known:
                known.add(text)
                yield Piece(text=text, html="", rows=(text,), aside="page header or footer")


def _texts(root: etree._Element) -> Iterator[str]:
    """The rows of a page's head or foot; those of a box in a paragraph are rows of their own."""
    for paragraph in _all(root, "p"):
        own = (
            part for part in _all(paragraph, "t", "tab", "br") if next(part.iterancestors("{*}p"), None) is paragraph
        )
        yield collapse("".join((part.text or "") if part.tag.endswith("}t") else " " for part in own))


def _all(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    yield from root.iter(*(space + name for space in (_W, _STRICT) for name in names))


def _remarks(package: Package, main: etree._Element, document: Document, shown: str) -> list[Finding]:
    """Tracked changes, comments and pictures, each with the line of its paragraph."""
    lines = _Lines(document)
    comments = _comments(package)
    found: list[Finding] = []
    for paragraph in _all(main, "p"):
        marks = list(_margin(paragraph, comments))
        line = lines.of(collapse("".join(part.text or "" for part in _all(paragraph, "t")))) if marks else 0
        for message, code, severity, fix in marks[:_MOST_REMARKS]:
            found.append(
                Finding(code=code, severity=severity, message=message, fix=fix, file=shown, line=line, column=1)
            )
    return list(dict.fromkeys(found))[:_MOST_REMARKS]


def _margin(paragraph: etree._Element, comments: dict[str, str]) -> Iterator[tuple[str, str, Severity, str]]:
    fix = "accept or reject all changes in Word, and save"
    for change in _all(paragraph, "ins", "moveTo"):
        if text := _excerpt(change, "t"):
            yield f'A tracked insertion is left in: "{text}".', "REL093", Severity.ERROR, fix
    for change in _all(paragraph, "del", "moveFrom"):
        if text := _excerpt(change, "delText", "t"):
            yield (
                f'A tracked deletion is left in; the release goes out without it: "{text}".',
                "REL093",
                Severity.ERROR,
                fix,
            )
    for mark in _all(paragraph, "commentReference"):
        name = mark.get(_W + "id") or mark.get(_STRICT + "id") or ""
        text = comments.get(name, "")
        yield f'A comment is left in: "{text}".', "REL094", Severity.ERROR, "answer the comment, delete it, and save"
    if next(paragraph.iter("{*}blip", "{*}imagedata"), None) is not None:
        message = f"A picture lies inside the document{_described(paragraph)}; it does not go out with the release."
        fix = "run dispatch inspect with --to-markdown, which puts it beside the text and names it under images"
        yield message, "REL095", Severity.WARNING, fix


def _described(paragraph: etree._Element) -> str:
    """What a picture shows, in the words of whoever placed it; empty without any."""
    for picture in paragraph.iter("{*}docPr"):
        if text := collapse(picture.get("descr") or picture.get("title") or ""):
            return f' ("{text[:_LONGEST_EXCERPT]}")'
    return ""


def _excerpt(element: etree._Element, *names: str) -> str:
    text = collapse("".join(part.text or "" for part in _all(element, *names)))
    return text if len(text) <= _LONGEST_EXCERPT else text[: _LONGEST_EXCERPT - 1] + "…"


def _comments(package: Package) -> dict[str, str]:
    if "word/comments.xml" not in package.names:
        return {}
    root = package.tree("word/comments.xml")
    return {
        comment.get(_W + "id") or comment.get(_STRICT + "id") or "": _excerpt(comment, "t")
        for comment in _all(root, "comment")
    }


class _Lines:
    """Finds the line of a paragraph by its text, from top to bottom."""

    def __init__(self, document: Document) -> None:
        self._places = [
            (row, document.line_at(paragraph.start))
            for paragraph in document.paragraphs
            for row in (paragraph.text, *paragraph.rows)
        ]
        self._last = 1

    def of(self, text: str) -> int:
        """The line of a paragraph; that of the one before when it shows no text."""
        if text:
            after = [line for row, line in self._places if line >= self._last and (row == text or text in row)]
            self._last = after[0] if after else self._last
        return self._last

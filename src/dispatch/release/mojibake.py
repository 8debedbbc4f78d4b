"""Broken characters: text that was read in the wrong encoding once, what was meant by it, and what cannot be known."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from dispatch.model.finding import Finding, Severity
from dispatch.release.expression import Expression
from dispatch.release.source import Document, Paragraph

#: UTF-8 that was read as Windows text, seen at its most frequent signs.
_WINDOWS = Expression(
    r"(?:Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf™œžŸ˜¦“”\"¢\ufffd]|Â[\u00a0-\u00bf]|ï»¿)"
)
#: The same, read as old Macintosh text: `‚Äú`, `√©`.
_MAC = Expression(r"‚Ä[ìîòôöúùûûôí¢¶ÄÅÇÉÑÖÜ†°£§•ß]|√[ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø]")
_RUN = Expression(r"[^\x00-\x7f]{1,40}")
#: A closing quotation mark whose last octet no program shows, so that some leave it out.
_CUT = Expression(r"â€(?=[\s.,;:!?)\]]|\Z)")
_LOST = "\ufffd"
#: A question mark where a quotation mark or an apostrophe was: before a word, or within one.
_QUESTIONED = Expression(
    r"(?:(?<=\s)|(?<=\A)|(?<=[(\[—–]))\?(?=[^\W\d_]{2,})|(?<=[^\W\d_])\?(?=(?:s|t|re|ve|ll|d|m)\b)(?![^\s]*[=&/])"
)
_SURE, _MOST_PASSES = 2, 3
_FIX = "run `dispatch inspect` with --to-markdown: the file that it writes has the text repaired; check its accents"
_OPEN = "open the original again and save it as UTF-8: what was there cannot be told from this copy"


class _Trouble(NamedTuple):
    at: int
    severity: Severity
    message: str
    fix: str


def findings(document: Document, shown: str) -> tuple[Finding, ...]:
    """What is broken in a document: the first place of each sort."""
    found = []
    for trouble in _troubles(document.source):
        line, column = document.position(trouble.at)
        found.append(
            Finding(
                code="REL091", severity=trouble.severity, message=trouble.message, fix=trouble.fix, file=shown,
                line=line, column=column,
            )
        )  # fmt: skip
    return tuple(found)


def _troubles(text: str) -> Iterator[_Trouble]:
    for pattern in (_WINDOWS, _MAC):
        if (match := pattern.search(text)) is not None:
            broken = _RUN.match(text, match.start())
            shown = broken.group() if broken else match.group()
            message = f'Broken characters: "{shown}" stands where "{repaired(shown)}" was meant.'
            yield _Trouble(match.start(), Severity.ERROR, message, _FIX)
            return
    if (at := text.find(_LOST)) >= 0:
        count = text.count(_LOST)
        places = "A character is lost" if count == 1 else f"{count} characters are lost"
        yield _Trouble(at, Severity.ERROR, f'{places}: "{_around(text, at)}".', _OPEN)
    marks = [match.start() for match in _QUESTIONED.finditer(text)]
    if marks:
        severity = Severity.ERROR if len(marks) >= _SURE else Severity.WARNING
        message = f'A question mark stands where a quotation mark or an accent was: "{_around(text, marks[0])}".'
        yield _Trouble(marks[0], severity, message, _OPEN)


def _around(text: str, at: int) -> str:
    """The word in which a character stands."""
    start = max(text.rfind(space, 0, at) for space in " \n\t") + 1
    end = min((found for space in " \n\t" if (found := text.find(space, at)) >= 0), default=len(text))
    return text[max(start, at - 20) : min(end, at + 20)]


def repaired(text: str) -> str:
    """Text as it was meant, where it was UTF-8 that was read as Windows or Macintosh text, also more than once."""
    for _ in range(_MOST_PASSES):
        before = text
        for name, signs in (("cp1252", _WINDOWS), ("mac_roman", _MAC)):
            if signs.search(text):
                text = _sequences(name).sub(lambda match, name=name: _decoded(match, name), text)  # type: ignore[misc]
                text = _CUT.sub("”", text).replace("Ã ", "à ") if name == "cp1252" else text
        if text == before:
            break
    return text.removeprefix("\ufeff")


def repaired_document(document: Document) -> Document:
    """A document as it was meant, its paragraphs in their places."""
    source: list[str] = []
    paragraphs: list[Paragraph] = []
    at = written = 0
    for found in document.paragraphs:
        between, inside = document.source[at : found.start], repaired(document.source[found.start : found.end])
        start = written + len(between)
        at, written = found.end, start + len(inside)
        source += (between, inside)
        rows = tuple(map(repaired, found.rows))
        paragraphs.append(
            replace(found, text=repaired(found.text), html=repaired(found.html), rows=rows, start=start, end=written)
        )
    source.append(document.source[at:])
    return replace(document, source="".join(source), paragraphs=tuple(paragraphs))


@cache
def _sequences(name: str) -> re.Pattern[str]:
    """Characters as which an encoding shows the octets of one character in UTF-8 (RFC 3629, section 4)."""
    lead2, lead3, lead4 = (_class(name, first, last) for first, last in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4)))
    more = _class(name, 0x80, 0xBF)
    return re.compile(f"{lead4}{more}{{3}}|{lead3}{more}{{2}}|{lead2}{more}")


def _class(name: str, first: int, last: int) -> str:
    return f"[{''.join(re.escape(char) for octet in range(first, last + 1) for char in _shown(octet, name))}]"


def _shown(octet: int, name: str) -> str:
    """The characters as which an octet shows: cp1252 leaves some free, which show as controls or are lost."""
    try:
        own = bytes([octet]).decode(name)
    except UnicodeDecodeError:
        own = _LOST if octet == _CLOSING else ""
    return own + (chr(octet) if name == "cp1252" and not own.isascii() else "") if own else chr(octet)


#: The octet of the closing quotation mark that Windows text does not know.
_CLOSING = 0x9D


def _decoded(match: re.Match[str], name: str) -> str:
    octets = bytearray()
    for char in match.group():
        if char == _LOST:
            octets.append(_CLOSING)
            continue
        try:
            octets += char.encode(name)
        except UnicodeEncodeError:
            octets += char.encode("latin-1", errors="replace")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return match.group()

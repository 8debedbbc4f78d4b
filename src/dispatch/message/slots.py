"""Finds where in a finished document each token stands, and so how its value must be written there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

from dispatch.errors import ThemeError
from dispatch.message.halves import ANCHOR
from dispatch.message.places import harmless
from dispatch.message.render import Marks
from dispatch.message.theme import HTML

#: One piece of serialised HTML: a comment, a declaration, or a tag with its attributes.
_TAG: Final = re.compile(
    r"<!--.*?-->|<![^>]*>|<\?[^>]*>|<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r"(?P<name>[^\s=\"'/]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'))?")
_RAW: Final = frozenset({"script", "style", "xmp", "noscript", "iframe"})
#: Attributes that libxml2 percent-encodes when it writes HTML.
_URI: Final = frozenset({"href", "action", "src"})
_PICTURES: Final = frozenset({"src", "srcset", "background", "poster"})
#: Attributes that sheets look at: a value there decides which rules apply.
_STYLED: Final = frozenset({"class", "id", "style", "name"})
#: A link whose scheme and host a value behind it cannot change.
_SAFE_START: Final = re.compile(r"(?:https?://[A-Za-z0-9.-]+(?::\d+)?[/?#]|mailto:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One token in a document."""

    #: Number of the value; `TOKEN` for the delivery's token.
    index: int
    start: int
    end: int
    #: `text`, `uri`, `link`, or `literal`: no value can be filled in there.
    place: str


def selected_attributes(css: str) -> frozenset[str]:
    """Names of the attributes that a sheet's selectors look at: `[lang=es]`, `[title]`."""
    return frozenset(name.lower() for name in re.findall(r"\[\s*([\w-]+)", css))


def find(html: str, marks: Marks, selected: frozenset[str]) -> list[Found]:
    """Every token of a document, in order.

    Args:
        html: As lxml serialises it: attributes quoted, special characters escaped.
        marks: The tokens.
        selected: Attributes that the sheet's selectors look at.

    Returns:
        Where each token stands.

    Raises:
        ThemeError: A contact's value stands where it is dangerous: code, a sheet, a picture's address.
    """
    found: list[Found] = []
    at, raw = 0, ""
    for tag in _TAG.finditer(html):
        found += _in_text(html, at, tag.start(), marks, raw)
        at = tag.end()
        found += _in_tag(tag, marks, selected)
        raw = _raw_after(tag)
    return [*found, *_in_text(html, at, len(html), marks, raw)]


def refuse_in_sheets(html: str, marks: Marks) -> None:
    """A value in a theme's own `<style>` would be inlined as CSS, so it is refused before that.

    Raises:
        ThemeError: There is one.
    """
    for sheet in re.finditer(r"<style\b.*?</style>", html, re.DOTALL | re.IGNORECASE):
        if marks.pattern.search(sheet.group()):
            raise _dangerous("in <style>")


def disarm(html: str, marks: Marks) -> str:
    """The document with the address taken out of every link that is not http, https or mailto."""

    def tag(found: re.Match[str]) -> str:
        if not found["name"] or not re.search(r"\b(?:href|action)\s*=", found.group()):
            return found.group()
        return _ATTRIBUTE.sub(attribute, found.group())

    def attribute(found: re.Match[str]) -> str:
        value = found["double"] if found["double"] is not None else found["single"] or ""
        if found["name"].lower() not in {"href", "action", "formaction"} or marks.pattern.match(value):
            return found.group()
        return found.group() if harmless(unescape(value)) or value == f"#{ANCHOR}" else f'{found["name"]}=""'

    return _TAG.sub(tag, html)


def _raw_after(tag: re.Match[str]) -> str:
    """The name of the element whose text is not markup, when this tag opens one."""
    name = (tag["name"] or "").lower()
    return name if name in _RAW and not tag["close"] else ""


def _in_text(html: str, start: int, end: int, marks: Marks, raw: str) -> Iterator[Found]:
    for match in marks.pattern.finditer(html, start, end):
        if raw:
            raise _dangerous(f"in <{raw}>")
        yield Found(index=marks.index(match[1]), start=match.start(), end=match.end(), place="text")


def _in_tag(tag: re.Match[str], marks: Marks, selected: frozenset[str]) -> Iterator[Found]:
    """Tokens in attributes; a token anywhere else in a tag or comment is refused."""
    inside = len(marks.pattern.findall(tag.group()))
    if not inside:
        return
    base = tag.start("rest") if tag["name"] else 0
    for attribute in _ATTRIBUTE.finditer(tag["rest"] or ""):
        group = "double" if attribute["double"] is not None else "single"
        value = attribute[group] or ""
        for match in marks.pattern.finditer(value):
            inside -= 1
            start = base + attribute.start(group) + match.start()
            place = _place(attribute["name"].lower(), value, match, selected)
            yield Found(index=marks.index(match[1]), start=start, end=start + len(match.group()), place=place)
    if inside:
        raise _dangerous("in a comment, or in the name of an element or attribute")


def _place(name: str, value: str, match: re.Match[str], selected: frozenset[str]) -> str:
    """How a value is written in this attribute."""
    if name.startswith("on"):
        raise _dangerous(f"in the script attribute {name}")
    if name in _PICTURES:
        raise _dangerous("in a picture's address: that would track who reads")
    if name in _STYLED or name in selected:
        return "literal"
    if name not in _URI:
        return "text"
    if match.group() == value.strip():
        return "link"
    return "uri" if _SAFE_START.match(value) and match.start() else "literal"


def _dangerous(where: str) -> ThemeError:
    return ThemeError(
        f"{HTML}: a contact's value stands {where}.",
        "print contacts' values only in text, titles, links and ordinary attributes",
    )

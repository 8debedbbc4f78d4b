"""What a theme brings that a mail must not: scripts, hidden pictures that tell who reads, files from elsewhere."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from dispatch.model.finding import Finding, Severity

_COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
_TAG: Final = re.compile(r"<[a-z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_REMOTE: Final = r"[\"']?\s*(?:https?:)?//"
_REMOTE_SOURCE: Final = re.compile(rf"\bsrc\s*=\s*{_REMOTE}", re.IGNORECASE)
#: A picture that nobody is to see.
_UNSEEN: Final = re.compile(
    r"\b(?:width|height)\s*=\s*[\"']?[01](?![\d.])|\b(?:width|height)\s*:\s*[01](?:px)?\s*(?:[;\"'}]|!|$)"
    r"|display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|\shidden(?=[\s>=/])",
    re.IGNORECASE,
)
_HANDLER: Final = re.compile(r"\son[a-z]+\s*=", re.IGNORECASE)
_FETCHED: Final = re.compile(
    rf"\burl\(\s*{_REMOTE}|@import\b|\b(?:background|poster|srcset)\s*=\s*{_REMOTE}", re.IGNORECASE
)
_LINKED: Final = re.compile(rf"\bhref\s*=\s*{_REMOTE}", re.IGNORECASE)
_MARKED: Final = re.compile(r"\bhref\s*=\s*[\"']?https?:[^\"'>]*\{\{[^}]*\bcontact\.", re.IGNORECASE)

_SCRIPT: Final = ("A script: mail programs cut it out, and filters take the mail for an attack", "remove it")
_PIXEL: Final = (
    "A hidden picture on a server tells who opened the mail, when and where; Dispatch sends no such thing",
    "remove it",
)
_FOREIGN: Final = (
    "Something is fetched from a server when the mail is opened, which tells it who reads; most programs block it",
    "write rules into inline.css and kept.css, name fonts that readers have, and print pictures with the release",
)
_FOLLOWED: Final = (
    "A link carries who the reader is, so that whoever runs the page can follow them",
    "link to the same address for everyone",
)
_ACTIVE: Final = frozenset({"script", "iframe", "object", "embed"})


def intruders(texts: Mapping[str, str], shown: str) -> tuple[Finding, ...]:
    """Everything of the kind in a theme's own files.

    Args:
        texts: Text of each template and sheet by its path in the theme.
        shown: The theme's folder as the person knows it.

    Returns:
        Findings with file and line; scripts and hidden pictures are errors, the rest are warnings.
    """
    found: list[Finding] = []
    for name, raw in texts.items():
        text = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), raw)
        seen: set[tuple[int, str]] = set()
        for at, severity, (message, fix) in _looked(text, markup=not name.endswith((".css", ".txt"))):
            line = text.count("\n", 0, at) + 1
            if (line, message) not in seen:
                seen.add((line, message))
                found.append(_finding(severity, f"{message}.", fix, f"{shown}/{name}", line))
    return tuple(found)


def _looked(text: str, *, markup: bool) -> Iterator[tuple[int, Severity, tuple[str, str]]]:
    """Where something is, how bad, and what it is."""
    yield from ((one.start(), Severity.WARNING, _FOREIGN) for one in _FETCHED.finditer(text))
    for tag in _TAG.finditer(text) if markup else ():
        name = re.match(r"[a-z0-9]+", tag[0][1:].lower())
        kind = name[0] if name else ""
        if kind in _ACTIVE or _HANDLER.search(tag[0]):
            yield tag.start(), Severity.ERROR, _SCRIPT
        if kind == "img" and _REMOTE_SOURCE.search(tag[0]) and _UNSEEN.search(tag[0]):
            yield tag.start(), Severity.ERROR, _PIXEL
        if kind == "link" and _LINKED.search(tag[0]):
            yield tag.start(), Severity.WARNING, _FOREIGN
        if _MARKED.search(tag[0]):
            yield tag.start(), Severity.WARNING, _FOLLOWED


def _finding(severity: Severity, message: str, fix: str, file: str, line: int) -> Finding:
    return Finding(code="MSG017", severity=severity, message=message, fix=fix, file=file, line=line)

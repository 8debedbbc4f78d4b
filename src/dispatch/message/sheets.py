"""Whether a style sheet is whole: what is not closed swallows the rules after it, in silence (CSS Syntax 3)."""

import re
from typing import Final, NamedTuple

#: What matters for nesting, everything that may hold a bracket first: comments, strings, addresses.
_TOKEN: Final = re.compile(
    r"/\*(?:.*?\*/|.*\Z)|\"(?:[^\"\\\n]|\\.)*[\"\n]?|'(?:[^'\\\n]|\\.)*['\n]?|url\([^)\"'\n]*\)|[{};]", re.DOTALL
)
#: At-rules that hold rules; all others hold declarations.
_HOLDS_RULES: Final = re.compile(
    r"@(?:-[a-z]+-)?(?:media|supports|layer|container|document|keyframes)\b", re.IGNORECASE
)


class Slip(NamedTuple):
    """Where a sheet is broken."""

    line: int
    #: A sentence's end: `is not closed`.
    what: str
    fix: str


class _Open(NamedTuple):
    line: int
    prelude: str


def slip(css: str) -> Slip | None:
    """The first place where a sheet is broken, or None.

    Args:
        css: A theme's sheet. A rule within a rule counts as the outer one not being closed: mail programs know no
            nesting (CSS Nesting 1).
    """
    opened: list[_Open] = []
    line, counted, after = 1, 0, 0
    for token in _TOKEN.finditer(css):
        text = token[0]
        line, counted = line + css.count("\n", counted, token.start()), token.start()
        if text.startswith("/*") and (len(text) < 4 or not text.endswith("*/")):  # noqa: PLR2004 - the two marks
            return Slip(line, "a comment is not closed", "write */ at its end")
        if text[0] in "\"'" and (len(text) == 1 or text[-1] != text[0]):
            return Slip(line, "a quotation mark is not closed", f"write {text[0]} at its end")
        if text == "{":
            prelude = re.sub(r"/\*.*?\*/", " ", css[after : token.start()], flags=re.DOTALL)
            if opened and not _HOLDS_RULES.match(opened[-1].prelude):
                return _unclosed(opened[-1])
            opened.append(_Open(line, " ".join(prelude.split())))
        if text == "}":
            if not opened:
                return Slip(line, "this } closes nothing", "remove it, or write the { that is missing above")
            opened.pop()
        if text in {"{", "}", ";"}:
            after = token.end()
    return _unclosed(opened[-1]) if opened else None


def _unclosed(rule: _Open) -> Slip:
    name = rule.prelude if len(rule.prelude) <= 40 else f"{rule.prelude[:39]}…"  # noqa: PLR2004 - for one line
    return Slip(rule.line, f"{name} {{ is not closed, so that what follows is lost", "write } at its end")

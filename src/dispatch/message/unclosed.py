"""Elements of a theme that are not closed: mail programs guess where they end, each in its own way."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dispatch.model.finding import Finding, Severity

#: Elements whose end tag may not be left out (HTML Standard, section 13.1.2.4); the others end by themselves.
_NAMES: Final = r"table|div|a|span|h[1-6]|ul|ol|blockquote|center|strong|em"
_TOKEN: Final = re.compile(
    rf"\{{%-?\s*(?P<word>if|for|elif|else|endif|endfor)\b|<(?P<end>/)?(?P<name>{_NAMES})\b"
    r"(?:[^<>\"'{]|\"[^\"]*\"|'[^']*'|\{\{(?:(?!\}\}).)*\}\}|\{%(?:(?!%\}).)*%\}|\{(?![{%]))*>",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT: Final = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Tag:
    """A start tag that no end tag closes, or (`end`) an end tag that closes nothing."""

    name: str
    line: int
    end: bool = False


def unclosed(texts: Mapping[str, str], shown: str) -> tuple[Finding, ...]:
    """What is open in a theme's own templates; what one file opens and another closes is no trouble.

    Args:
        texts: Text of each template and sheet by its path in the theme.
        shown: The theme's folder as the person knows it.
    """
    odd = {name: list(_odd(text)) for name, text in texts.items() if name.endswith(".html")}
    count: Counter[str] = Counter()
    for tags in odd.values():
        count.update({tag.name: 0 for tag in tags})
        for tag in tags:
            count[tag.name] += -1 if tag.end else 1
    return tuple(
        _finding(tag, f"{shown}/{name}")
        for name, tags in odd.items()
        for tag in tags
        if count[tag.name] and tag.end == (count[tag.name] < 0)
    )


def _odd(text: str) -> Iterator[_Tag]:
    """Tags of one file without their other half; of alternatives (`if`, `else`) the first counts."""
    text = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
    opened: list[_Tag] = []
    #: For each open `if` or `for`, whether its alternative has begun.
    branches: list[bool] = []
    for token in _TOKEN.finditer(text):
        if word := (token["word"] or "").lower():
            _branch(word, branches)
        elif any(branches):
            continue
        else:
            tag = _Tag(token["name"].lower(), text.count("\n", 0, token.start()) + 1, bool(token["end"]))
            if not tag.end:
                opened.append(tag)
            elif all(one.name != tag.name for one in opened):
                yield tag
            else:
                while opened[-1].name != tag.name:
                    yield opened.pop()
                opened.pop()
    yield from opened


def _branch(word: str, branches: list[bool]) -> None:
    if word in {"if", "for"}:
        branches.append(False)
    elif branches and word in {"elif", "else"}:
        branches[-1] = True
    elif branches:
        branches.pop()


def _finding(tag: _Tag, file: str) -> Finding:
    if tag.end:
        message, fix = f"</{tag.name}> closes nothing.", "delete it, or open what it closes"
    else:
        message, fix = f"<{tag.name}> is never closed.", f"write </{tag.name}> where it ends"
    return Finding(code="MSG020", severity=Severity.WARNING, message=message, fix=fix, file=file, line=tag.line)

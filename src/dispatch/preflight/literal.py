"""Rules about markup that would be printed as it stands: a text may hold words and links, never code."""

import re
from collections.abc import Iterator
from functools import partial

from dispatch.model.finding import Finding, Severity
from dispatch.preflight.places import finding, locate, paragraphs
from dispatch.preflight.rule import Case, Rule

_TAG = re.compile(
    r"</?(?:a|b|br|div|em|embed|font|form|i|iframe|img|input|link|meta|object|p|script|span|strong|style|svg|table|td|tr"
    r"|u)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[[^\[\]\n]{0,200}\]\((?!https?:|mailto:)[a-z][a-z0-9+.-]{0,20}:[^()\s]{0,300}", re.IGNORECASE)
#: A picture or link that Markdown does not take for one, as a rule because the file's name has a space.
_UNREAD = re.compile(
    r"(?P<words>(?P<picture>!)?\[[^\[\]\n]{0,200}\])\((?P<target>(?(picture)[^()<>\n]{1,300}?"
    r"|(?:https?://[^()<>\s]{1,200}\s[^()<>\n\"]{1,200}?|[^()<>\s:]{1,200}\s[^()<>\n:\"]{0,200}\.\w{2,4})))"
    r"(?P<title>\s+(?:\"[^\"\n]*\"|'[^'\n]*'|“[^”\n]*”))?\s*\)"
)
_SHOWN = 40


def _found(case: Case, *, code: str, pattern: re.Pattern[str], what: str, fix: str) -> Iterator[Finding]:
    """The first of each paragraph; one is enough to look at it."""
    for text, lines in paragraphs(case.release):
        words = next((match.group() for match in pattern.finditer(text) if _is_code(match.group())), "")
        if not words:
            continue
        shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        line, column = locate(case.release, words, lines)
        message = f"{what}: {shown}"
        yield finding(case.release, code, Severity.ERROR, message, fix, line=line, column=column)


def _is_code(words: str) -> bool:
    """`3 <b and more> 2` compares; a tag has nothing behind its name, or attributes with values."""
    return "=" in words or " " not in words.rstrip("/>").strip() or words.startswith("[")


def _unread(case: Case) -> Iterator[Finding]:
    """A picture or link whose Markdown would be printed: its source still stands in what goes out."""
    for text, lines in paragraphs(case.release):
        for match in _UNREAD.finditer(text):
            what = "picture" if match["picture"] else "link"
            line, column = locate(case.release, match.group(), lines)
            message = f"This is no {what}, and journalists would read it as it is: {match.group()}"
            yield finding(
                case.release, "REL028", Severity.ERROR, message, _instead(case, match), line=line, column=column
            )


def _instead(case: Case, match: re.Match[str]) -> str:
    target, title = match["target"].strip(), match["title"] or ""
    if not case.release.file.lower().endswith((".md", ".markdown")):
        return "save the text as .md, where Markdown is read, or take it out"
    if match["picture"] or target.startswith(("http://", "https://")):
        return f"write {match['words']}(<{target}>{title.replace('“', chr(34)).replace('”', chr(34))})"
    return f"name {target} under attachments in the front matter, or link to its https address"


_TAGS = partial(
    _found, code="REL026", pattern=_TAG, what="HTML stands in the text, and journalists would read it as it is",
    fix="write it in Markdown, or delete it",
)  # fmt: skip
_LINKS = partial(
    _found, code="REL027", pattern=_LINK, what="A link that no mail program opens is printed as it is",
    fix="link to an https address, or delete the link",
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    Rule(
        code="REL026", severity=Severity.ERROR, title="HTML in the text", check=_TAGS,
        explanation="Dispatch never runs or passes on HTML of a release: a tag in the text is printed as it stands, "
        "so that a journalist reads code instead of a sentence. Markdown has a form for emphasis, links, lists and "
        "pictures.",
    ),
    Rule(
        code="REL027", severity=Severity.ERROR, title="Link that cannot be opened", check=_LINKS,
        explanation="Only http, https and mailto links work in a mail. Links to files, scripts or apps are not made; "
        "their source is printed instead.",
    ),
    Rule(
        code="REL028", severity=Severity.ERROR, title="Markdown that is printed as it is", check=_unread,
        explanation="A picture or link is written so that Markdown does not take it for one, and its source would go "
        "out. As a rule the name of the file has a space: then it stands between angle brackets, "
        "`![A nurse at the door](<img/night nurse.png>)`. A link to a file on your disk works for nobody: name the "
        "file under `attachments`, or link to its address.",
    ),
)  # fmt: skip

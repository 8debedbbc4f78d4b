"""Joins two finished halves into one mail (used by the child that renders: standard library only)."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from dispatch.errors import ThemeError
from dispatch.message.theme import HTML

#: Ends the name of a value that stands in the second half and is another one there.
SECOND: Final = "@2"
#: Where the second half begins, for the link above the first.
ANCHOR: Final = "other-language"
_WIDTH: Final = 72
_BODY: Final = re.compile(
    r"<body\b(?P<own>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>(?P<inside>.*)</body>", re.DOTALL | re.IGNORECASE
)
_REPLACED: Final = re.compile(r"\s(?:lang|dir|id)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_MAIN: Final = re.compile(r"<div role=\"main\"")
#: The line that opens a signature (RFC 3676 section 4.3): mail programs hide what follows it.
_SIGNATURE: Final = re.compile(r"^-- $", re.MULTILINE)
_BAR: Final = (
    "padding: 12px 16px; background-color: #33404d; color: #ffffff; font-family: Arial, sans-serif; "
    "font-size: 16px; line-height: 22px; font-weight: bold"
)


def joined(first: str, second: str, about: Mapping[str, Any]) -> str:
    """Two finished documents as one, each half with its language.

    Args:
        first: The document whose head is kept.
        second: Its body becomes the second half.
        about: `first` and `second`, each with `language` and `dir`, the second with `name`.

    Raises:
        ThemeError: One of them has no body.
    """
    above, below = _BODY.search(first), _BODY.search(second)
    if above is None or below is None:
        raise ThemeError(f"{HTML}: what it prints has no <body>, so that it cannot hold two languages.", "print one")
    halves = "".join(
        [
            f"\n<div{_languages(about['first'])}>",
            above["inside"],
            f"</div>\n{_bar(about['second'])}\n<div{_languages(about['second'])}",
            _REPLACED.sub("", below["own"]),
            f">{below['inside']}</div>\n",
        ]
    )
    if _MAIN.search(halves):
        # a document has one main landmark (HTML AAM): it holds both halves
        halves = f'\n<div role="main">{_MAIN.sub(r"<div", halves)}</div>\n'
    return f"{first[: above.start('inside')]}{halves}{first[above.end('inside') :]}"


def joined_texts(first: str, second: str, name: str) -> str:
    """Two text parts as one; the first one's signature mark is taken out, lest programs hide all below it."""
    bar = "=" * _WIDTH
    return f"{_SIGNATURE.sub('', first).rstrip()}\n\n\n{bar}\n{name}\n{bar}\n\n{second.lstrip()}"


def _languages(about: Mapping[str, str]) -> str:
    return f' lang="{escape(about["language"])}" dir="{about["dir"]}"'


def _bar(about: Mapping[str, str]) -> str:
    return (
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>'
        f'<td id="{ANCHOR}" align="center"{_languages(about)} style="{_BAR}">{escape(about["name"])}</td></tr>'
        # on a narrow screen the second half has no edge of its own: its letterhead must not touch the bar
        '<tr><td height="16" style="font-size: 0; line-height: 16px">&nbsp;</td></tr></table>'
    )

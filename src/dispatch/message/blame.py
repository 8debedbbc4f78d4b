"""In which line of a template a contact's value stands where none may stand."""

import re
from collections.abc import Mapping
from typing import Final

from dispatch.message.theme import HTML

_REFUSED: Final = re.compile(
    rf"{re.escape(HTML)}(?=: a contact's value stands in (?:<(?P<raw>\w+)>|the script attribute (?P<handler>\w+)"
    r"|(?P<picture>a picture's address)|(?P<comment>a comment)))"
)
_VALUE: Final = r"\{\{[^{}]*\b(?:contact|greeting)\b"


def lined(message: str, files: Mapping[str, str]) -> str:
    """A refusal with the file and line of the first place of that kind, when a template prints a contact there.

    Args:
        message: As `slots` refuses: `mail.html: a contact's value stands in a picture's address: …`.
        files: Text of every template by its path.
    """
    refused = _REFUSED.match(message)
    if refused is None:
        return message
    pattern = re.compile(_pattern(refused), re.DOTALL | re.IGNORECASE)
    for name, text in files.items():
        if name.endswith(".html") and (found := pattern.search(text)):
            return f"{name}:{text.count(chr(10), 0, found.end()) + 1}{message[refused.end() :]}"
    return message


def _pattern(refused: re.Match[str]) -> str:
    """Where such a value stands, up to the value."""
    if raw := refused["raw"]:
        return rf"<{raw}\b(?:(?!</{raw}).)*?{_VALUE}"
    if refused["comment"]:
        return rf"<!--(?:(?!-->).)*?{_VALUE}"
    name = refused["handler"] or "(?:src|srcset|background|poster)"
    return rf"\b{name}\s*=\s*(?:\"[^\"]*?|'[^']*?|[^\s>\"']*?){_VALUE}"

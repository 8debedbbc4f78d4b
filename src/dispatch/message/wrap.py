"""Wraps lines of plain text at 72 columns, with hanging indents for lists, notes and quotations."""

import re
from typing import Final

#: Columns of the text part: leaves room for two quoting marks before 76 (RFC 3676 section 4.2).
WIDTH: Final = 72

#: Opens the footer; its space at the end is part of it (RFC 3676 section 4.3).
SIGNATURE: Final = "-- "

_LEAD: Final = re.compile(r"( *)((?:[-*•–] |\(?\d{1,3}[.)] |\[\d{1,3}\] |> )*)")


def wrapped(line: str, width: int = WIDTH) -> str:
    """One line as one or several, none longer than the width unless a single word is.

    Spaces at the end go. A line that starts with a list mark (`- `, `1. `, `[1] `) hangs under its first word;
    one that starts with `> ` repeats the mark. What needs no break is left as it is.

    Args:
        line: Text without line ends.
        width: In characters.

    Returns:
        Lines joined by LF.
    """
    if line == SIGNATURE:
        return line
    line = line.rstrip()
    if len(line) <= width:
        return line
    lead = _LEAD.match(line)
    first = lead.group() if lead else ""
    hang = "".join(mark if mark in "> " else " " for mark in first)
    return _filled([word for word in line[len(first) :].split(" ") if word], first, hang, width)


def _filled(words: list[str], first: str, hang: str, width: int) -> str:
    """Words laid into lines, as many in each as fit."""
    lines: list[str] = []
    current, empty = first, True
    for word in words:
        if not empty and len(current) + 1 + len(word) > width:
            lines.append(current)
            current, empty = hang, True
        current += word if empty else " " + word
        empty = False
    lines.append(current)
    return "\n".join(lines)


def wrapped_text(text: str, width: int = WIDTH) -> str:
    """Every line of a text wrapped on its own; blank lines stay."""
    return "\n".join(wrapped(line, width) for line in text.split("\n"))

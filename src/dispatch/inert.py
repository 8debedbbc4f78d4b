"""Foreign text made safe to look at: nothing in it can move the cursor, colour the screen or turn the line around."""

import re

#: C0 and C1 controls, separators that some terminals obey, bidirectional controls (Unicode UAX #9, the "Trojan
#: Source" set), tag characters that show as nothing, and lone surrogates that no encoder takes.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]",
)
_UNSAFE_BUT_LINES = re.compile(_UNSAFE.pattern.replace("\x00-\x1f", "\x00-\x09\x0b-\x1f"))


def inert(text: str) -> str:
    r"""One line of foreign text; every character that could act on a terminal is written as its escape.

    Args:
        text: Anything: a name, a subject, a server's reply.

    Returns:
        Text without control characters; the escape character becomes the four characters `\x1b`.
    """
    return _UNSAFE.sub(_visible, text)


def inert_lines(text: str) -> str:
    """As `inert`, but line feeds stay and tabs become spaces: for a text of several lines."""
    return _UNSAFE_BUT_LINES.sub(_visible, text.replace("\r\n", "\n").expandtabs(4))


def _visible(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")

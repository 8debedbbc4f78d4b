"""Text as a person compares it: without case, accents and stray white space."""

import unicodedata
from functools import lru_cache

# Longer texts are seldom seen twice, and would fill the memory.
_SHORT = 100


def fold(text: str) -> str:
    """A text without case and accents, inner white space collapsed.

    Args:
        text: Any text.

    Returns:
        What two spellings of the same word have in common: `fold(" José ") == fold("JOSE")`.
    """
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().split())
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


_remembered = lru_cache(maxsize=8192)(_folded)


def words(header: str) -> str:
    """A header as the alias table has it: folded, punctuation gone, words joined by one blank."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(header)).split())

"""Names of people in two versions of one text: which are the same, and which are nearly the same."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

#: Likeness, 0 to 1, above which two names are one that is spelled in two ways.
_ALIKE: Final = 0.8
_TITLES: Final = frozenset(
    {
        "dr", "dra", "drs", "prof", "mr", "mrs", "ms", "miss", "sir", "dame", "lady", "lord", "rev", "cllr", "sr",
        "sra", "srta", "don", "doña", "mme", "mlle", "me", "herr", "frau",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Names of two versions that do not agree."""

    #: Spelled in two ways: here and there.
    alike: tuple[tuple[str, str], ...]
    #: Only here, and only there.
    here: frozenset[str]
    there: frozenset[str]


def compare(here: Iterable[str], there: Iterable[str]) -> Difference:
    """The names that stand in one of two versions only.

    A part of a name is the whole one (`Okafor`, `Ruth Okafor`), titles do not count, and names in other scripts are
    not compared: whoever writes them down chooses the letters.
    """
    ours, theirs = dict.fromkeys(filter(_words, here)), dict.fromkeys(filter(_words, there))
    own = [name for name in ours if not any(_same(name, other) for other in theirs)]
    other = [name for name in theirs if not any(_same(name, one) for one in ours)]
    scripts = _scripts(theirs) & _scripts(ours)
    own, other = ([name for name in names if _scripts([name]) <= scripts] for names in (own, other))
    alike: list[tuple[str, str]] = []
    for name in own:
        near = [one for one in other if _alike(name, one) and one not in {there for _, there in alike}]
        if near:
            alike.append((name, max(near, key=lambda one: _likeness(name, one))))
    return Difference(
        alike=tuple(alike),
        here=frozenset(own) - {name for name, _ in alike},
        there=frozenset(other) - {name for _, name in alike},
    )


def _words(name: str) -> tuple[str, ...]:
    """Its words in small letters, without titles and initials."""
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", unicodedata.normalize("NFC", name).casefold())
    return tuple(word for word in words if word not in _TITLES and len(word) > 1)


def _same(one: str, other: str) -> bool:
    """Each word of the shorter name is in the longer one."""
    words, others = set(_words(one)), set(_words(other))
    return words <= others or others <= words


def _alike(one: str, other: str) -> bool:
    """One or two letters make the difference, not another first or last name."""
    words, others = _words(one), _words(other)
    if len(words) != len(others):
        return _likeness(one, other) >= _ALIKE
    return all(_ratio(word, match) >= _ALIKE for word, match in zip(words, others, strict=True))


def _likeness(one: str, other: str) -> float:
    return _ratio(" ".join(_words(one)), " ".join(_words(other)))


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _scripts(names: Iterable[str] | Sequence[str]) -> frozenset[str]:
    """`LATIN`, `ARABIC`: the first word of the Unicode names of their letters."""
    letters = {letter for name in names for letter in name if letter.isalpha()}
    return frozenset(unicodedata.name(letter, "?").partition(" ")[0] for letter in letters)

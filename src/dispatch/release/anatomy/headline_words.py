"""Words of headlines and letterheads: what news do, and what those are called who send it (headline_words.toml)."""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path


def is_verb(word: str) -> bool:
    """Whether a word in small letters says what somebody does, as headlines do."""
    return word in _words("verbs")


def is_of_a_clause(word: str) -> bool:
    """Whether a word in small letters denies, asks or comes back to its subject: no name and no rubric has one."""
    return word in _words("clauses")


def is_institution(word: str) -> bool:
    """Whether a word in small letters is what organisations or their offices are called, as in a letterhead."""
    return is_sort(word) or word in _words("offices") or word.endswith(_compounded("offices"))


def is_sort(word: str) -> bool:
    """Whether a word in small letters says what sort of organisation one is; also the second half of a German noun."""
    return word in _words("institutions") or word.endswith(_compounded("institutions"))


@cache
def _compounded(name: str) -> tuple[str, ...]:
    return tuple(word for word in _data()[name]["de"].split() if len(word) > 3)  # noqa: PLR2004 - not rat, amt


@cache
def _words(name: str) -> Collection[str]:
    return frozenset(word for words in _data()[name].values() for word in words.split())


@cache
def _data() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("headline_words.toml").read_text(encoding="utf-8"))

"""Lines that say from when on a text may be used, told by their words: all of them serve that (embargo_words.toml)."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

from dispatch.release.anatomy import clock_times, dates
from dispatch.release.expression import Expression

_LONGEST = 240
_WORD = re.compile(r"[^\W\d_]+")
#: `not before`, `no antes`, `pas avant`, `nicht vor`: nothing else is needed to understand them.
_NOT_BEFORE = Expression(r"\b(?:not (?:before|until|prior)|no antes|pas avant|nicht vor)\b")
#: What a text is for on the day and at the time that follow: `For release: ...`, `À publier le ...`. Not at once, and
#: not what a page says of its text: `Press release on ...`.
_FOR_USE = Expression(
    r"\b(?:for|zur|zum|para|pour)\s(?:(?:su|the|press|media|news|general|public|allgemeinen?|freien)\s)?(?:release|"
    r"publication|publishing|use|broadcast(?:ing)?|distribution|circulation|veroffentlichung|verwendung|verbreitung|"
    r"abdruck|sendung|publicacion|publicar|difusion|difundir|diffusion|parution|publier|diffuser)\b|"
    r"\ba (?:publier|diffuser|publicar|difundir)\b|"
    r"(?<!press )(?<!news )(?<!media )\brelease (?:time|date|at|on)\b"
)
#: Whose time it is: any place may stand there.
_THERE = Expression(
    r"\b(?:hora|heure)(?: locale?)? (?:de |d['’]|del |du )(?:la |las |los |l['’])?\w+(?: \w+)?(?=[\s)]*[,.;)]|\s*$)"
    r"|\b\w+(?: \w+)? (?:local )?time\b|\b\w+er (?:orts)?zeit\b",
)


def instructs(text: str) -> int | None:
    """Where the day or the time begins in a line that does nothing but keep a text back until then; else None.

    Every word of such a line is one of a few: those for making public and keeping back, for the material, for days,
    times and zones, and what joins them. So a sentence about a trade embargo, an exhibition that is open until a day or
    a book that comes out on one is none.
    """
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return None
    folded = dates.fold(text)
    words = _WORD.findall(folded)
    times: list[clock_times.PrintedTime] = []
    if not _known(words) and not _known(words := _WORD.findall(_THERE.sub(" ", folded))):
        if not (_any("marks", words) or _any("publish", words) or _any("hold", words)):
            return None
        # A city stands beside its time.
        times = clock_times.find(text)
        words = _WORD.findall(dates.fold(_without(text, times)))
        if not _known(words):
            return None
    day = next(dates.find(text), None)
    times = times or clock_times.find(text)
    if not _keeps_back(frozenset(words), folded, dated=day is not None, timed=bool(times)):
        return None
    return min([*(found.start for found in times), *([day.start] if day else [])])


def is_known(word: str) -> bool:
    """Whether a word is one of those that such lines are made of."""
    return dates.fold(word) in _vocabulary()


def may_keep_back(text: str) -> bool:
    """Whether a text in small letters has a word without which nothing is kept back."""
    return _anchor().search(text) is not None


@cache
def _anchor() -> Expression:
    words = (
        _group("marks") | _group("hold") | _group("publish") | _group("earliest") | {"before", "antes", "avant", "vor"}
    )
    return Expression(rf"\b(?:{'|'.join(sorted(words, key=len, reverse=True))}|veröffentlich|verbreit)")


def _without(text: str, times: Sequence[clock_times.PrintedTime]) -> str:
    """A text without the times in it and their zones."""
    for found in reversed(times):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def _keeps_back(words: Collection[str], folded: str, *, dated: bool, timed: bool) -> bool:
    if not (dated or timed):
        return False
    if _any("marks", words) or (_any("hold", words) and _any("until", words)):
        return True
    if _NOT_BEFORE.search(folded) or _any("earliest", words):
        return timed or _any("publish", words)
    if not _any("publish", words):
        return False
    if _any("forbid", words) and _any("until", words):
        return True
    return dated and timed and (_any("from", words) or _any("permit", words) or _FOR_USE.search(folded) is not None)


def _known(words: Collection[str]) -> bool:
    known = _vocabulary()
    return all(word in known for word in words)


def _any(group: str, words: Collection[str]) -> bool:
    return not _group(group).isdisjoint(words)


@cache
def _group(name: str) -> frozenset[str]:
    return frozenset(word for words in _data()[name].values() for word in words.split())


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset[str]().union(dates.names(), clock_times.zone_words(), *(_group(name) for name in _data()))


@cache
def _data() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("embargo_words.toml").read_text(encoding="utf-8"))

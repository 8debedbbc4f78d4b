"""Which of four languages a text is written in, by its commonest words."""

import re
from collections import Counter

_COMMON = {
    "en": "the and of to that for with is are was on by this from at has have will not said its their which be as it "
    "an",
    "es": "el los las que del una por con para es en su se como más sus al lo este esta son ha fue entre sobre y un",
    "fr": "le les des est une du dans pour que qui sur par plus au avec ce cette sont ont aux nous vous leur et la été",
    "de": "der die das und ist den von zu mit für auf im ein eine nicht des dem sich wird sind auch als werden bei "
    "wir zum zur",
}
_BY_WORD: dict[str, list[str]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _BY_WORD.setdefault(_word, []).append(_language)
_SAMPLE = 20_000


def foreign(line: str, language: str) -> str | None:
    """Another language that a line is surely in: several of its commonest words, and none of the given one's."""
    counts = _counts(line)
    if counts[language] or not counts:
        return None
    (best, most), *others = counts.most_common()
    sure = 3
    return best if most >= sure and (not others or others[0][1] < most - 1) else None


def _counts(text: str) -> Counter[str]:
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE].casefold())
    return Counter(language for word in words for language in _BY_WORD.get(word, ()))


def guess(text: str, default: str = "en") -> tuple[str, float]:
    """BCP 47 code and how sure (0 to 1); the default when the text is too short to tell."""
    counts = _counts(text)
    if not counts:
        return default, 0.0
    (best, most), *others = counts.most_common()
    second = others[0][1] if others else 0
    return best, (most - second) / most

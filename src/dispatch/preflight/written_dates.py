"""Dates that are written with the name of a month."""

import re
from collections.abc import Iterator
from typing import Final

from dispatch.months import NAME, NUMBERS

#: Words of a sentence when they are written small, at least between numbers.
_WORDS: Final = frozenset({"may", "march", "mar"})
_DAY: Final = r"\d{1,2}(?:\.|er|st|nd|rd|th|º|°)?(?![\w:])"
_TO: Final = (
    r"(?:\s?[-\u2010-\u2014]\s?"
    r"|\s(?:to|through|and|or|y|e|o|al?|et|ou|au|und|oder|bis(?:\szum)?|&)\s(?:el\s)?)"
)
_WRITTEN: Final = re.compile(
    rf"(?<![\w.,:/])(?:(?P<days>{_DAY}(?:(?:,\s|{_TO}){_DAY})*)\s(?:de\s|of\s)?(?P<month>{NAME})\b\.?"
    rf"|(?P<month2>{NAME})\b\.?\s(?P<days2>{_DAY}(?:{_TO}{_DAY})*))",
    re.IGNORECASE,
)


def written_dates(text: str) -> Iterator[tuple[re.Match[str], tuple[tuple[int, int], ...]]]:
    """Dates with a month's name, `3 December`, `Dec. 3-5`, `3 y 4 de diciembre`: each with its months and days."""
    for found in _WRITTEN.finditer(text):
        name, days = found["month"] or found["month2"], found["days"] or found["days2"]
        if name not in _WORDS:
            month = NUMBERS[name.lower()]
            yield found, tuple((month, int(day)) for day in re.findall(r"\d+", days))

"""Dates as releases print them, in English, Spanish, French and German; an ambiguous one is never guessed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dispatch.months import NUMBERS
from dispatch.release.expression import Expression

#: Short names that are words too: a day or a year beside them tells.
_SHORT = {"ago": 8, "set": 9}
_MONTHS = {**NUMBERS, **_SHORT}
_WEEKDAYS = {
    0: "monday mon lunes lun lundi montag mo",
    1: "tuesday tue tues martes mardi dienstag di",
    2: "wednesday wed miércoles mié mercredi mittwoch mi",
    3: "thursday thu thur thurs jueves jue jeudi donnerstag do",
    4: "friday fri viernes vie vendredi freitag fr",
    5: "saturday sat sábado sáb samedi samstag sonnabend sa",
    6: "sunday sun domingo dom dimanche sonntag so",
}


def fold(text: str) -> str:
    """Text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


_MONTH_BY_NAME = {fold(name): number for name, number in _MONTHS.items()}
_WEEKDAY_NAMES = " ".join(_WEEKDAYS.values()).split()
_WEEKDAY_BY_NAME = {fold(name): number for number, names in _WEEKDAYS.items() for name in names.split()}


def names() -> frozenset[str]:
    """Names of months and weekdays, folded."""
    return frozenset({*_MONTH_BY_NAME, *_WEEKDAY_BY_NAME})


def _alternatives(names: Iterable[str]) -> str:
    forms = {form for name in names for form in (name, _unaccented(name))}
    return "|".join(sorted(forms, key=len, reverse=True))


def _unaccented(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


_MONTH = rf"(?:{_alternatives(_MONTHS)})\b\.?"
_DAY = r"\d{1,2}"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_WEEKDAY = (
    rf"(?:(?P<weekday>{_alternatives(_WEEKDAY_NAMES)})\b\.?,?\s{{0,2}}(?:(?:the|el|le|den|dem|der|am|dated)\s)?)?"
)
#: Months as `24.XI.2026` counts them.
_ROMAN_WORDS = "i ii iii iv v vi vii viii ix x xi xii"
_ROMANS = {name: number for number, name in enumerate(_ROMAN_WORDS.split(), start=1)}
_ROMAN = r"(?:xi{0,2}|ix|iv|vi{0,3}|i{1,3})"
_FORMS = (
    rf"(?P<m1>{_MONTH})\s?(?P<d1>{_DAY})(?:st|nd|rd|th)?(?!\d)(?:,?\s{{0,2}}(?P<y1>{_YEAR}))?",
    (
        rf"(?P<d2>{_DAY})(?:er|st|nd|rd|th|º|°|\.)?\s?(?:day\s|of\s|de\s)?(?P<m2>{_MONTH})"
        rf"(?:,?\s{{0,2}}(?:del?\s)?(?P<y2>{_YEAR}))?"
    ),
    rf"(?P<y3>{_YEAR})(?P<year_first>[-/])(?P<m3>\d\d)(?P=year_first)(?P<d3>\d\d)(?!\d)",
    rf"(?P<d4>{_DAY})\.\s?(?P<m4>\d{{1,2}})\.\s?(?P<y4>(?:19|20)?\d\d)(?!\d)",
    rf"(?P<d6>{_DAY})(?P<roman>[./-])\s?(?P<m6>{_ROMAN})(?P=roman)\s?(?P<y6>(?:19|20)\d\d)(?!\d)",
    rf"(?P<a5>{_DAY})(?P<slash>[/-])(?P<b5>\d{{1,2}})(?P=slash)(?P<y5>(?:19|20)?\d\d)(?!\d)",
)
_DATE = Expression(
    rf"(?<![\w./])(?:(?<!-)|(?<=--))(?:(?:le|den|el|a|am|vom|du|on)\s(?={_WEEKDAY.replace('?P<weekday>', '?:')}\d))?"
    rf"{_WEEKDAY}(?:{'|'.join(_FORMS)})",
    re.IGNORECASE,
)


_DIGIT = Expression(r"\d")


class Trouble(StrEnum):
    """Why the words are no date of the calendar."""

    #: `03/04/2026`: March or April.
    AMBIGUOUS = "ambiguous"
    #: `February 30, 2026`.
    IMPOSSIBLE = "impossible"
    #: Day and month only.
    NO_YEAR = "no year"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A date as it stands in a text."""

    text: str
    #: None when it is in trouble.
    date: date | None
    #: Monday is 0; None when no weekday is printed.
    weekday: int | None
    #: Offsets in the text that was searched, end exclusive.
    start: int
    end: int
    trouble: Trouble | None = None

    @property
    def weekday_fits(self) -> bool:
        """False when a weekday is printed that this date is not."""
        return self.date is None or self.weekday is None or self.date.weekday() == self.weekday


def find(text: str) -> Iterator[PrintedDate]:
    """Every date in a text, in order."""
    return (_printed(match) for match in _DATE.finditer(text)) if _DIGIT.search(text) else iter(())


def match_at(text: str, at: int) -> PrintedDate | None:
    """The date that starts at an offset, or None."""
    match = _DATE.match(text, at)
    return _printed(match) if match else None


def _printed(match: re.Match[str]) -> PrintedDate:
    value, trouble = _value(match)
    weekday = match["weekday"]
    return PrintedDate(
        text=match.group(),
        date=value,
        weekday=None if weekday is None else _WEEKDAY_BY_NAME[fold(weekday)],
        start=match.start(),
        end=match.end(),
        trouble=trouble,
    )


def _value(match: re.Match[str]) -> tuple[date | None, Trouble | None]:
    if match["slash"]:
        return _from_slashes(int(match["a5"]), int(match["b5"]), _full_year(match["y5"]))
    if match["y3"]:
        return _calendar(int(match["y3"]), int(match["m3"]), int(match["d3"]))
    if match["m4"]:
        return _calendar(_full_year(match["y4"]), int(match["m4"]), int(match["d4"]))
    if match["m6"]:
        return _calendar(int(match["y6"]), _ROMANS[match["m6"].lower()], int(match["d6"]))
    month = _MONTH_BY_NAME[fold((match["m1"] or match["m2"]).rstrip("."))]
    day = int(match["d1"] or match["d2"])
    year = match["y1"] or match["y2"]
    if year is None:
        return None, Trouble.NO_YEAR
    return _calendar(int(year), month, day)


def _from_slashes(first: int, second: int, year: int) -> tuple[date | None, Trouble | None]:
    last_month = 12
    if first != second and first <= last_month and second <= last_month:
        return None, Trouble.AMBIGUOUS
    if first > last_month:
        return _calendar(year, second, first)
    return _calendar(year, first, second)


def day_first(printed: PrintedDate) -> PrintedDate:
    """A date that can be read two ways as Spanish, French and German texts write it; others as they are."""
    if printed.trouble is not Trouble.AMBIGUOUS:
        return printed
    day, month, year = (int(digits) for digits in re.findall(r"\d+", printed.text)[-3:])
    value, trouble = _calendar(_full_year(str(year)), month, day)
    return replace(printed, date=value, trouble=trouble)


def _full_year(digits: str) -> int:
    short = 2
    return int(digits) + (2000 if len(digits) <= short else 0)


def _calendar(year: int, month: int, day: int) -> tuple[date | None, Trouble | None]:
    try:
        return date(year, month, day), None
    except ValueError:
        return None, Trouble.IMPOSSIBLE

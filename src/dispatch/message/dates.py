"""Dates, times, lists and names of languages as a reader writes them (Unicode CLDR, through Babel).

Babel is imported when there is something to write: sending what is frozen needs none of it.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from dispatch.message.texts import subtag

if TYPE_CHECKING:
    from babel import Locale

#: Marks of direction that CLDR puts into dates; a header must not hold them.
_INVISIBLE: Final = re.compile("[\u200e\u200f\u061c]")
_ABBREVIATION: Final = re.compile(r"[^\W\d_]{2,5}")


def written_date(day: date, language: str) -> str:
    """`November 26, 2018`, `26 November 2018` (en-GB), `26 de noviembre de 2018`, `1er mars 2018`."""
    return _date(day, language, "long")


def written_instant(instant: datetime, language: str) -> str:
    """The day with its weekday, the clock and the zone's name: an embargo without its zone is no embargo.

    Args:
        instant: Aware, in the zone that is told.
        language: BCP 47; one that CLDR does not know is written as English.

    Returns:
        `Monday, November 30, 2026, 6:01 PM Central Standard Time (UTC-06:00)`.
    """
    return _joined(
        _date(instant, language, "full"), f"{_clock(instant, language)} {_zone(instant, language)}", language
    )


def written_briefly(instant: datetime, language: str) -> str:
    """The same for a subject: `Nov 30, 2026, 6:01 PM CST`."""
    from babel.dates import get_timezone_name  # noqa: PLC0415 - see above

    name = str(get_timezone_name(instant, "short", locale=locale_of(language)))
    known = instant.tzname() or "UTC"
    zone = name if _ABBREVIATION.fullmatch(name) and known != "UTC" else known
    return _joined(_date(instant, language, "medium"), f"{_clock(instant, language)} {zone}", language)


def own_name(language: str) -> str:
    """What speakers of a language call it: `English`, `Español`; the code for one that CLDR does not know."""
    locale = locale_of(language)
    if locale.language != subtag(language):
        return language
    name = str(locale.get_language_name(locale) or language)
    return name[:1].upper() + name[1:]


def listed(names: Sequence[str], language: str) -> str:
    """`Ruth Okafor and Daniel Frei`, `Ana Ruiz, Li Wei y Bo Berg`; one name as it is, none as nothing."""
    if len(names) < 2:  # noqa: PLR2004
        return "".join(names)
    from babel.lists import format_list  # noqa: PLC0415 - see above

    return str(format_list(names, locale=locale_of(language)))


@lru_cache(maxsize=64)
def locale_of(language: str) -> "Locale":
    """The locale of a BCP 47 code: with its region, else without, else English."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - see above

    code = language.replace("-", "_")
    for name in (code, code.partition("_")[0]):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def _date(day: date, language: str, form: Any) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - see above

    locale = locale_of(language)
    text = _INVISIBLE.sub("", format_date(day, form, locale=locale))
    # CLDR writes `1 mars`; French writes the first of a month `1er`.
    return re.sub(r"(?<!\d)1 (?=[^\W\d_])", "1er ", text) if locale.language == "fr" else text


def _clock(instant: datetime, language: str) -> str:
    """The time of day; after midnight `00:01` in every language, since 12:01 a.m. is taken for noon too often."""
    from babel.dates import format_time  # noqa: PLC0415 - see above

    locale = locale_of(language)
    form = "HH:mm" if instant.hour == 0 and "a" in str(locale.time_formats["short"].pattern) else "short"
    text = format_time(instant, form, tzinfo=instant.tzinfo, locale=locale)
    return text.replace("\u202f", " ")


def _zone(instant: datetime, language: str) -> str:
    from babel.dates import get_timezone_name  # noqa: PLC0415 - see above

    offset = instant.strftime("%z")
    utc = f"UTC{offset[:3]}:{offset[3:5]}" if offset.strip("+-0") else "UTC"
    if not isinstance(instant.tzinfo, ZoneInfo) or instant.tzname() == "UTC":
        return utc
    name = str(get_timezone_name(instant, "long", locale=locale_of(language)))
    return f"{name} (UTC{offset[:3]}:{offset[3:5]})" if name else utc


def _joined(day: str, time: str, language: str) -> str:
    """Date and time in the order of the language."""
    pattern = str(locale_of(language).datetime_formats["medium"])
    return _INVISIBLE.sub("", pattern.format(time, day))

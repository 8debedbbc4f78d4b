"""Times of day and time zones as releases print them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from dispatch.release.anatomy import city_zones
from dispatch.release.anatomy.dates import fold
from dispatch.release.expression import Expression

_EASTERN, _CENTRAL, _MOUNTAIN, _PACIFIC = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
)  # fmt: skip
#: Names that follow the season: the zone's own rules decide the offset.
_PLACES = {
    "et": _EASTERN, "ct": _CENTRAL, "mt": _MOUNTAIN, "pt": _PACIFIC, "eastern": _EASTERN, "eastern time": _EASTERN,
    "us eastern time": _EASTERN, "us eastern": _EASTERN, "central": _CENTRAL, "central time": _CENTRAL,
    "mountain": _MOUNTAIN, "mountain time": _MOUNTAIN, "pacific": _PACIFIC, "pacific time": _PACIFIC,
    "new york time": _EASTERN, "hora del este": _EASTERN, "hora del centro": _CENTRAL, "hora del pacifico": _PACIFIC,
    "heure de l'est": "America/Toronto", "alaska time": "America/Anchorage", "hawaii time": "Pacific/Honolulu",
    "atlantic time": "America/Halifax", "london": "Europe/London", "london time": "Europe/London",
    "uk time": "Europe/London", "uk": "Europe/London", "paris time": "Europe/Paris", "heure de paris": "Europe/Paris",
    "heure francaise": "Europe/Paris", "berlin time": "Europe/Berlin", "berliner zeit": "Europe/Berlin",
    "mez/mesz": "Europe/Berlin", "deutscher zeit": "Europe/Berlin", "deutsche zeit": "Europe/Berlin",
    "wiener zeit": "Europe/Vienna", "hora peninsular": "Europe/Madrid", "hora de madrid": "Europe/Madrid",
    "hora espanola": "Europe/Madrid", "madrid time": "Europe/Madrid", "heure de bruxelles": "Europe/Brussels",
    "brussels time": "Europe/Brussels", "hora de ciudad de mexico": "America/Mexico_City",
    "hora del centro de mexico": "America/Mexico_City", "hora de mexico": "America/Mexico_City",
    "mexico city time": "America/Mexico_City", "hora de buenos aires": "America/Argentina/Buenos_Aires",
    "hora argentina": "America/Argentina/Buenos_Aires", "hora de argentina": "America/Argentina/Buenos_Aires",
    "hora de bogota": "America/Bogota", "hora de colombia": "America/Bogota", "hora de lima": "America/Lima",
    "hora de chile": "America/Santiago", "heure de montreal": "America/Toronto", "heure de quebec": "America/Toronto",
    "geneva time": "Europe/Zurich", "heure de geneve": "Europe/Zurich", "zurcher zeit": "Europe/Zurich",
    "chicago time": _CENTRAL, "irish time": "Europe/Dublin", "dublin time": "Europe/Dublin",
    "hora peninsular espanola": "Europe/Madrid", "hora canaria": "Atlantic/Canary",
    "hora de canarias": "Atlantic/Canary", "heure belge": "Europe/Brussels", "heure suisse": "Europe/Zurich",
    "schweizer zeit": "Europe/Zurich", "osterreichischer zeit": "Europe/Vienna",
    "osterreichische zeit": "Europe/Vienna", "hora de uruguay": "America/Montevideo", "hora del peru": "America/Lima",
    "hora de peru": "America/Lima", "hora chilena": "America/Santiago", "hora de costa rica": "America/Costa_Rica",
    "hora de panama": "America/Panama", "hora de cuba": "America/Havana", "hora colombiana": "America/Bogota",
    "hora de venezuela": "America/Caracas", "hora de bolivia": "America/La_Paz",
    "heure avancee de l'est": "America/Toronto", "heure normale de l'est": "America/Toronto",
    "israel time": "Asia/Jerusalem", "singapore time": "Asia/Singapore", "hong kong time": "Asia/Hong_Kong",
    "japan time": "Asia/Tokyo", "central european": "Europe/Berlin", "central european time": "Europe/Berlin",
    "mitteleuropaische zeit": "Europe/Berlin", "mitteleuropaischer zeit": "Europe/Berlin",
    "heure d'europe centrale": "Europe/Paris", "hora central europea": "Europe/Madrid",
    "hora de europa central": "Europe/Madrid", "eastern european time": "Europe/Athens",
    "osteuropaischer zeit": "Europe/Athens",
}  # fmt: skip
#: Abbreviations that name one offset, and the zone whose season must agree.
_FIXED = {
    "est": (-5, _EASTERN), "edt": (-4, _EASTERN), "cst": (-6, _CENTRAL), "cdt": (-5, _CENTRAL), "mst": (-7, _MOUNTAIN),
    "mdt": (-6, _MOUNTAIN), "pst": (-8, _PACIFIC), "pdt": (-7, _PACIFIC), "akst": (-9, "America/Anchorage"),
    "akdt": (-8, "America/Anchorage"), "hst": (-10, "Pacific/Honolulu"), "ast": (-4, "America/Halifax"),
    "adt": (-3, "America/Halifax"), "gmt": (0, "Europe/London"), "bst": (1, "Europe/London"), "utc": (0, "UTC"),
    "z": (0, "UTC"),
    "cet": (1, "Europe/Berlin"), "cest": (2, "Europe/Berlin"), "mez": (1, "Europe/Berlin"),
    "mesz": (2, "Europe/Berlin"),
    "hne": (-5, "America/Toronto"), "hae": (-4, "America/Toronto"), "aest": (10, "Australia/Sydney"),
    "aedt": (11, "Australia/Sydney"), "wet": (0, "Europe/Lisbon"), "west": (1, "Europe/Lisbon"),
    "eastern standard time": (-5, _EASTERN), "eastern daylight time": (-4, _EASTERN),
    "central standard time": (-6, _CENTRAL), "central daylight time": (-5, _CENTRAL),
    "mountain standard time": (-7, _MOUNTAIN), "mountain daylight time": (-6, _MOUNTAIN),
    "pacific standard time": (-8, _PACIFIC), "pacific daylight time": (-7, _PACIFIC),
    "greenwich mean time": (0, "Europe/London"), "british summer time": (1, "Europe/London"),
    "coordinated universal time": (0, "UTC"), "central european summer time": (2, "Europe/Berlin"),
    "mitteleuropaische sommerzeit": (2, "Europe/Berlin"), "mitteleuropaischer sommerzeit": (2, "Europe/Berlin"),
    "heure d'ete d'europe centrale": (2, "Europe/Paris"), "hora de verano de europa central": (2, "Europe/Madrid"),
    "hora central europea de verano": (2, "Europe/Madrid"), "eest": (3, "Europe/Athens"), "eet": (2, "Europe/Athens"),
    "jst": (9, "Asia/Tokyo"), "sgt": (8, "Asia/Singapore"),
    "australian eastern standard time": (10, "Australia/Sydney"),
    "australian eastern daylight time": (11, "Australia/Sydney"),
}  # fmt: skip
#: `6 h et demie` is not Eastern Time.
_WORDS = frozenset({"et", "ct", "mt", "pt", "west", "est", "z"})
_ZONE_NAMES = "|".join(sorted((re.escape(name) for name in (*_PLACES, *_FIXED)), key=len, reverse=True))
_ZONE = Expression(
    rf"[\s()\[\],]*(?:(?:in|en|à|at)\s)?(?:u\.?s\.?\s(?=e|c|m|p))?(?:(?P<named>{_ZONE_NAMES})(?![\w])(?!\s(?:european?|africa|australia|indonesia|asia)[a-z]*\b)"
    r"(?:\s?(?P<offset>[+-]\s?\d{1,2}(?::?\d\d)?)(?!\d))?|(?P<iana>[a-z]+/[a-z_+0-9-]+(?:/[a-z_-]+)?)|(?P<only>(?:utc|"
    r"gmt)?[+-]\d\d:\d\d)|(?:hora|heure|ortszeit)(?: locale?)?(?: de| in| a| d')?\s?(?P<there>[a-z][a-z ]{3,24}?)"
    r"(?=[\s,;.)\]/]*$|[,;.)\]/])|"
    r"(?P<here>[a-z]{4,20}(?: [a-z]{4,12})?) (?:local )?time\b)[)\]]*",
)
_TIME = Expression(
    r"(?<![\d.:$€£-])(?:(?P<hour>\d{1,2})(?:\s?[:.h]\s?(?P<minute>\d\d)(?!\d))?(?::\d\d)?\s?(?P<half>a\.?\s?m\b\.?|"
    r"p\.?\s?m\b\.?)"
    r"|(?P<hour24>\d{1,2})\s?[:.h]\s?(?P<minute24>\d\d)(?![\d.])(?::\d\d)?\s?(?:hrs?\b\.?|hours\b|horas\b|heures\b|"
    r"uhr\b|h\b\.?)?"
    r"|(?P<hourword>\d{1,2})\s?(?:uhr\b|hrs?\b|hours\b|horas\b|heures?\b|h\b)"
    r"|(?P<military>[0-2]\d[0-5]\d)\s?(?:hrs?\b|hours\b|horas\b|h\b|(?=gmt|bst|utc|et\b|est|edt|cet|cest))"
    r"|(?P<noon>\bnoon\b|\bmidday\b|\bmediodia\b|\bmidi\b|\bmittags?\b)|(?P<midnight>\bmidnight\b|\bmedianoche\b|"
    r"\bminuit\b|\bmitternacht\b))",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTime:
    """A time of day with the zone printed beside it."""

    text: str
    time: time
    #: None when no zone stands beside it.
    zone: tzinfo | None
    #: As printed, folded: `est`.
    zone_name: str
    #: Noon, 12:00, 12:01 or midnight: which half of the day was meant is easily mistaken.
    tricky: bool
    start: int
    end: int


def zone_words() -> frozenset[str]:
    """Words of the zones' names, folded."""
    return frozenset(re.findall(r"[a-z]+", " ".join((*_PLACES, *_FIXED))))


def find(text: str) -> list[PrintedTime]:
    """Every time of day in a text, in order; offsets are those of the folded text."""
    folded = _folded_in_place(text)
    found: list[PrintedTime] = []
    for match in _TIME.finditer(folded):
        value = _value(match)
        if value is None:
            continue
        printed = _printed(text, folded, match, value)
        if found and match["noon"] and _says_the_same(found[-1], printed, folded):
            printed = _joined(text, found.pop(), printed)
        found.append(printed)
    return found


def _says_the_same(first: PrintedTime, noon: PrintedTime, folded: str) -> bool:
    """Whether a word explains the twelve before it: `12:00 (noon) CT`, `12:00 p.m. ET (noon)`."""
    return first.time == noon.time and not folded[first.end : noon.start].strip(" ()[],")


def _joined(text: str, first: PrintedTime, noon: PrintedTime) -> PrintedTime:
    """Both as one time, whose half of the day is in no doubt."""
    zoned = noon if first.zone is None else first
    printed = text[first.start : noon.end].strip()
    return replace(zoned, text=printed, start=first.start, end=noon.end, tricky=False)


def with_zone_after(text: str, times: list[PrintedTime], days: Sequence[int]) -> list[PrintedTime]:
    """One time without a zone takes the one that stands right after the date: `00.01 on 5 March 2026 (UK time)`.

    Args:
        text: Where they stand.
        times: From `find`.
        days: Where the dates in it end.
    """
    if len(times) != 1 or times[0].zone is not None:
        return times
    folded = _folded_in_place(text)
    for end in days:
        match = _ZONE.match(folded, end)
        zone, name = _zone(match, text, sure=False) if match else (None, "")
        if (
            zone is None
            and folded[end : end + 2].strip()[:1] in {"(", "["}
            and (city := city_zones.beside(text, folded, end))
        ):
            zone, name = city.zone, city.name
        if zone:
            return [replace(times[0], zone=zone, zone_name=name)]
    return times


def _folded_in_place(text: str) -> str:
    """The text without case and accents, of the same length."""
    return "".join((fold(char) or " ")[0] for char in text.replace("’", "'"))


def _printed(text: str, folded: str, match: re.Match[str], value: time) -> PrintedTime:
    zone_match = _ZONE.match(folded, match.end())
    zone, name = _zone(zone_match, text, sure=match["half"] is not None) if zone_match else (None, "")
    end = zone_match.end() if zone_match and zone else match.end()
    if zone is None and (city := city_zones.beside(text, folded, end)):
        zone, name, end = city.zone, city.name, city.end
    return PrintedTime(
        text=text[match.start() : end].strip(),
        time=value,
        zone=zone,
        zone_name=name,
        tricky=_is_tricky(match, value),
        start=match.start(),
        end=end,
    )


def _is_tricky(match: re.Match[str], value: time) -> bool:
    """Whether the other end of the day may be meant: midnight, and twelve where no unit of the 24-hour clock stands."""
    if match["midnight"]:
        return True
    if match["half"]:
        return int(match["hour"]) == 12 and value.minute <= 1  # noqa: PLR2004 - noon
    if match["hour24"] is None:
        return False
    unit = match.group()[-1].isalpha()
    return (value.hour == 0 and value.minute == 0) or (value.hour == 12 and value.minute <= 1 and not unit)  # noqa: PLR2004


def _value(match: re.Match[str]) -> time | None:
    if match["noon"]:
        return time(12, 0)
    if match["midnight"]:
        return time(0, 0)
    if match["military"]:
        hour, minute = int(match["military"][:2]), int(match["military"][2:])
    elif match["hour"]:
        hour, minute = int(match["hour"]) % 12, int(match["minute"] or 0)
        if int(match["hour"]) > 12:  # noqa: PLR2004 - 15 p.m. is no time
            hour = int(match["hour"])
        elif match["half"].startswith("p"):
            hour += 12
    else:
        hour, minute = int(match["hour24"] or match["hourword"]), int(match["minute24"] or 0)
    day, minutes = 24, 60
    return time(hour, minute) if hour < day and minute < minutes else None


def _zone(match: re.Match[str], text: str, *, sure: bool) -> tuple[tzinfo | None, str]:
    """The zone of a match in the folded text; what is a word as well must stand in capitals, or `sure` behind a.m."""
    if match["iana"]:
        return _iana(match["iana"]), match["iana"]
    if match["only"] or match["offset"]:
        return _offset(match["only"] or match["offset"]), match.group().strip(" ([)],")
    if city := match["there"] or match["here"]:
        return city_zones.zone(city), f"{city} time"
    name = match["named"]
    if name in _WORDS and not sure and not text[match.start("named") : match.end("named")].isupper():
        return None, ""
    if name in _FIXED:
        return timezone(timedelta(hours=_FIXED[name][0])), name
    return ZoneInfo(_PLACES[name]), name


def _iana(name: str) -> tzinfo | None:
    found = _zones().get(name)
    return ZoneInfo(found) if found else None


@cache
def _zones() -> dict[str, str]:
    """IANA names by their folded spelling."""
    return {name.casefold(): name for name in available_timezones()}


def _offset(text: str) -> tzinfo | None:
    match = re.fullmatch(r"(?:utc|gmt)?([+-])\s?(\d{1,2}):?(\d\d)?", text)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    furthest = 14 * 60
    if minutes > furthest:
        return None
    return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))


def in_season(name: str, instant: datetime) -> bool:
    """False when an abbreviation such as EST is used on a day on which its region keeps the other time."""
    if name not in _FIXED or _FIXED[name][1] == "UTC" or name == "gmt":
        return True
    hours, region = _FIXED[name]
    return instant.astimezone(ZoneInfo(region)).utcoffset() == timedelta(hours=hours)

"""Time zones by a city's name: `4pm London / 11am New York`, `9 Uhr, Berlin`, `heure de Bruxelles`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from dispatch.release.expression import Expression

_AREAS = frozenset({"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})
#: Parts of a country in the database, which are words.
_SIDES = frozenset({"north", "south", "east", "west", "center"})
#: What stands between a time and the city whose time it is, and up to three words of its name.
_BESIDE = Expression(
    r"[\s()\[\],/–—-]{0,4}(?:(?:in|en|à|a|at)\s)?(?P<name>[^\W\d_]{3,20}\.?(?:[ -][^\W\d_]{2,20}){0,3})(?![\w’'])[)\]]?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityZone:
    """A city beside a time, and the zone that it keeps."""

    #: Folded, as printed.
    name: str
    zone: ZoneInfo
    #: Offset after the name.
    end: int


def zone(name: str) -> ZoneInfo | None:
    """The zone of a folded city name; None when no city has it, or cities in two zones."""
    found = _cities().get(name.replace("-", " "))
    return ZoneInfo(found) if found else None


def beside(text: str, folded: str, at: int) -> CityZone | None:
    """The city that stands right behind a time; a name has a capital.

    Args:
        text: As printed.
        folded: The same in small letters without accents, of the same length.
        at: Where the time ends.
    """
    match = _BESIDE.match(folded, at)
    if match is None or not text[match.start("name")].isupper():
        return None
    name = match["name"]
    while name:
        if found := zone(name):
            end = match.start("name") + len(name)
            return CityZone(name=name, zone=found, end=end + (folded[end : end + 1] in {")", "]"}))
        name = name[: max(name.rfind(" "), name.rfind("-"), 0)]
    return None


@cache
def _cities() -> dict[str, str]:
    """Zones by the names of cities, folded; a name in two zones of the database is left out."""
    places: dict[str, set[str]] = {}
    for found in available_timezones():
        area, _, place = found.partition("/")
        if place and area in _AREAS:
            name = place.rpartition("/")[2].casefold().replace("_", " ").replace("-", " ")
            places.setdefault(name, set()).add(found)
    named = {place: names.pop() for place, names in places.items() if len(names) == 1 and place not in _SIDES}
    data = tomllib.loads(Path(__file__).with_name("city_zones.toml").read_text(encoding="utf-8"))
    for found, names in data["names"].items():
        named |= dict.fromkeys((name.replace("-", " ") for name in names.split()), found)
    return named

"""A rule about times of day in the text whose zone is not kept at that time of the year."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch.model.finding import Finding, Severity
from dispatch.months import NAME, NUMBERS
from dispatch.preflight.places import Place, finding, search
from dispatch.preflight.rule import Case, Rule

#: Abbreviation to a place that keeps it for a part of the year, whether that part is summer, and what is always right.
#: CST and MST are left out: Mexico City and Arizona keep them all year.
_ZONES = {
    "EST": ("America/New_York", False, "ET"),
    "EDT": ("America/New_York", True, "ET"),
    "CDT": ("America/Chicago", True, "CT"),
    "MDT": ("America/Denver", True, "MT"),
    "PST": ("America/Los_Angeles", False, "PT"),
    "PDT": ("America/Los_Angeles", True, "PT"),
    "MEZ": ("Europe/Berlin", False, "Uhr deutscher Zeit"),
    "MESZ": ("Europe/Berlin", True, "Uhr deutscher Zeit"),
}
_TIME = re.compile(
    r"\b\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.?\s?m\.?|Uhr|(?<=\d[:.]\d\d))\s?,?\s?\(?(?P<zone>E[SD]T|[CM]DT|P[SD]T|MES?Z)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:(?P<month>{NAME})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>20\d\d)\b)?|"
    rf"(?P<daybefore>\d{{1,2}})\.? (?P<monthafter>{NAME})\b\.?(?:,? (?P<yearafter>20\d\d)\b)?)",
    re.IGNORECASE,
)
#: Places that keep EST all year.
_ALWAYS_EST = re.compile(r"Canc[uú]n|Quintana Roo|Jamaica|Kingston|Panam[aá]|Cayman|Bogot[aá]|Lima\b", re.IGNORECASE)


def _wrong_season(case: Case) -> Iterator[Finding]:
    release = case.release
    spared = {n for name, span in release.lines if name == "embargo" for n in range(span.first, span.last + 1)}
    for place in search(release, _TIME):
        match = _TIME.fullmatch(place.text)
        zone = match["zone"] if match else ""
        if zone not in _ZONES or place.line in spared or "embargo" in place.row.casefold():
            continue
        if zone == "EST" and _ALWAYS_EST.search(release.source):
            continue
        day = _the_day(case, place)
        if day is not None and _is_summer(day, _ZONES[zone][0]) is (not _ZONES[zone][1]):
            right = _ZONES[zone][2]
            message = f"{zone} is not kept on {day.day} {day:%B %Y}: readers may be an hour early or late."
            fix = f"write {right}, which is right all year"
            yield finding(release, "REL055", Severity.WARNING, message, fix, line=place.line, column=place.column)


def _the_day(case: Case, place: Place) -> date | None:
    """The one date in the line of a time; None when it names none, or several."""
    found = {_day(match, (case.release.date or case.now).year) for match in _DATE.finditer(place.row)}
    return found.pop() if len(found) == 1 else None


def _day(match: re.Match[str], year: int) -> date | None:
    month = NUMBERS[(match["month"] or match["monthafter"]).lower()]
    day, written = int(match["day"] or match["daybefore"]), match["year"] or match["yearafter"]
    try:
        return date(int(written or year), month, day)
    except ValueError:
        return None


def _is_summer(day: date, zone: str) -> bool | None:
    """Whether summer time is kept on a day; None in the days around a change."""
    around = (day - timedelta(days=1), day, day + timedelta(days=1))
    kept = {bool(datetime(one.year, one.month, one.day, 12, tzinfo=ZoneInfo(zone)).dst()) for one in around}
    return kept.pop() if len(kept) == 1 else None


RULES: tuple[Rule, ...] = (
    Rule(
        code="REL055", severity=Severity.WARNING, title="Standard time in summer", check=_wrong_season,
        explanation="EST is not kept in summer and EDT not in winter, so that a reader may take the hour for one hour "
        "off and miss the event. ET, PT or the city's name are right all year. Embargoes have a finding of their own, "
        "EMB011.",
    ),
)  # fmt: skip

"""Local times: from what a person writes to one instant; where the clocks change, both readings are told."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dispatch.errors import UsageError

_WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T](?P<time>\d\d:\d\d(?::\d\d)?)\s*"
    r"(?P<zone>Z|UTC|[+-]\d\d:?\d\d|[A-Za-z][\w+-]*(?:/[\w+-]+)+)?"
)
_CLOCK = re.compile(r"(?P<time>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
#: Pattern for a time in UTC beside a local one, where the day may be another.
DAY_TOO = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant and the zone in which a person thinks of it."""

    #: Aware, in UTC.
    instant: datetime
    #: IANA name, or an offset such as `+01:00`.
    zone: str

    @property
    def local(self) -> datetime:
        """The instant on the clocks of its zone."""
        return self.instant.astimezone(zone_of(self.zone))


class LocalTimeError(UsageError):
    """A local time that does not exist that day, or exists twice.

    Attributes:
        readings: What may have been meant: two aware datetimes in the zone.
    """

    def __init__(self, naive: datetime, zone: str, readings: tuple[datetime, datetime], *, twice: bool) -> None:
        what = "exists twice" if twice else "does not exist"
        told = " or ".join(
            f"{reading:%H:%M} {reading.tzname()} ({reading.astimezone(UTC):%H:%M} UTC)" for reading in readings
        )
        super().__init__(
            f"{naive:%Y-%m-%d %H:%M} {what} in {zone}, because the clocks change that day: it may mean {told}",
            f'write the one that is meant with its offset, for example "{readings[0]:%Y-%m-%d %H:%M}'
            f'{_offset(readings[0])}"',
        )
        self.readings = readings


def moment(text: str, zone: str = "", *, option: str = "--at") -> Moment:
    """The instant that a person wrote.

    Args:
        text: `2026-12-01 09:00`, seconds if need be; an offset or the name of a zone may follow.
        zone: IANA name for a text that names none; empty when nobody said.
        option: How the text was given, for messages.

    Raises:
        LocalTimeError: The clocks change, and the time does not exist or exists twice.
        UsageError: It is no date and time, or no zone is known.
    """
    match = _WRITTEN.fullmatch(text.strip())
    try:
        naive = datetime.fromisoformat(f"{match['day']}T{match['time']}") if match else None
    except ValueError:
        naive = None
    if match is None or naive is None:
        raise UsageError(f"{option}: {text!r} is no date and time", f'write it as {option} "2026-12-01 09:00"')
    given = match["zone"] or zone
    if not given:
        raise UsageError(
            f"{option}: nine o'clock is a different moment in each time zone, and no zone was named",
            f"add --zone Europe/London, or set zone in dispatch.toml ({text.strip()} where?)",
        )
    try:
        instant = _instant(naive, given).astimezone(UTC)
    except OverflowError as error:
        raise UsageError(f"{option}: {text.strip()} is beyond the calendar", "check the year") from error
    return Moment(instant=instant, zone=zone if zone and not given[0].isalpha() else given)


def clock_time(text: str, *, option: str = "--at-local") -> str:
    """A time of day such as `08:30`.

    Raises:
        UsageError: It is none.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"{option}: {text!r} is no time of day", f"write it as {option} 08:30")
    return match["time"]


def next_local(clock: str, zone: str, now: datetime) -> datetime:
    """The next instant at which the clocks of a zone show this time of day.

    Raises:
        LocalTimeError: On that day the time does not exist there, or exists twice.
    """
    here = now.astimezone(zone_of(zone))
    for days in range(3):
        day = (here + timedelta(days=days)).date()
        naive = datetime.fromisoformat(f"{day.isoformat()}T{clock}")
        if naive.replace(tzinfo=here.tzinfo).astimezone(UTC) > now:
            return _instant(naive, zone).astimezone(UTC)
    raise UsageError(f"{clock} does not come in {zone} within two days", "give a date with --at")


def zone_of(name: str) -> tzinfo:
    """The zone with an IANA name or an offset.

    Raises:
        UsageError: There is none.
    """
    if name in {"Z", "UTC"}:
        return UTC
    if name[:1] in {"+", "-"}:
        zone = datetime.fromisoformat(f"2000-01-01T00:00{name[:3]}:{name[-2:]}").tzinfo
        assert zone is not None
        return zone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(f"{name!r} is no time zone", "write one such as Europe/London or America/Chicago") from error


def _instant(naive: datetime, name: str) -> datetime:
    """The one instant of a local time; see PEP 495 about `fold`."""
    zone = zone_of(name)
    early, late = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return early
    twice = early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == naive
    readings = sorted((early, late), key=lambda reading: reading.astimezone(UTC))
    told = (readings[0].astimezone(UTC).astimezone(zone), readings[1].astimezone(UTC).astimezone(zone))
    raise LocalTimeError(naive, name, told, twice=twice)


def _offset(local: datetime) -> str:
    text = local.strftime("%z")
    return f"{text[:3]}:{text[3:5]}"


def local_words(instant: datetime, zone: str) -> str:
    """`Tue 1 Dec 2026, 09:00 CST`, on the clocks of a zone; UTC where none is known."""
    local = instant.astimezone(zone_of(zone or "UTC"))
    return f"{local:%a} {local.day} {local:%b %Y}, {local:%H:%M} {local.tzname()}"


def both_words(instant: datetime, zone: str, pattern: str = "%H:%M") -> str:
    """`Tue 1 Dec 2026, 09:00 CST (15:00 UTC)`; where the clocks of the zone are UTC's it is told once.

    Args:
        instant: Aware.
        zone: IANA name or offset; empty is UTC.
        pattern: How the time in UTC is written (strftime).
    """
    words = local_words(instant, zone)
    return words if words.endswith(" UTC") else f"{words} ({instant.astimezone(UTC).strftime(pattern)} UTC)"


def away_words(instant: datetime, now: datetime) -> str:
    """`in 3 h`, `in 25 min`, `in 4 days`, `now`, `20 min ago`."""
    seconds = (instant - now).total_seconds()
    size = abs(seconds)
    if size < _MINUTE:
        return "now" if seconds <= 0 else "in less than a minute"
    if size < _HOUR:
        words = f"{size // _MINUTE:.0f} min"
    elif size < 2 * _DAY:
        hours, minutes = divmod(size // _MINUTE, 60)
        words = f"{hours:.0f} h" + (f" {minutes:.0f} min" if minutes and hours < 10 else "")  # noqa: PLR2004
    else:
        words = f"{size // _DAY:.0f} days"
    return f"in {words}" if seconds > 0 else f"{words} ago"

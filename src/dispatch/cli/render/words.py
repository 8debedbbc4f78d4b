"""Small phrases that several results share."""

from datetime import datetime, tzinfo

_MINUTE = 60
_HOUR = 3600


def many(count: int, noun: str, plural: str = "") -> str:
    """`1 message`, `1,234 messages`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def seconds_words(seconds: float) -> str:
    """`0.4 s`, `12 s`, `7 min 58 s`, `2 h 5 min`."""
    if seconds < 0.1:  # noqa: PLR2004 - nothing takes no time
        return "under 0.1 s"
    if seconds < 10:  # noqa: PLR2004 - below ten seconds a tenth matters
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def when_words(instant: datetime, now: datetime) -> str:
    """`09:17` today, `Tue 3 Mar, 09:17` otherwise, in the machine's own zone."""
    return _at(instant.astimezone(), now.astimezone())


def zoned_words(instant: datetime, zone: tzinfo | None, now: datetime) -> str:
    """`09:17 CET` today, `Tue 3 Mar, 09:17 CET` otherwise; in the machine's own zone where none is given."""
    local = instant.astimezone(zone)
    return f"{_at(local, now.astimezone(zone))} {local.tzname()}"


def _at(local: datetime, today: datetime) -> str:
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"

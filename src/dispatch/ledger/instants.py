"""Instants as the ledger stores them: whole microseconds since 1970 in UTC, comparable in every database."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE


def ticks(instant: datetime) -> int:
    """Microseconds since 1970 of an aware instant."""
    return (instant - _EPOCH) // _TICK


def ticks_or_none(instant: datetime | None) -> int | None:
    """As `ticks`, keeping None."""
    return None if instant is None else (instant - _EPOCH) // _TICK


def instant(stored: int) -> datetime:
    """The aware instant in UTC."""
    return _EPOCH + timedelta(microseconds=stored)


def instant_or_none(stored: int | None) -> datetime | None:
    """As `instant`, keeping None."""
    return None if stored is None else _EPOCH + timedelta(microseconds=stored)


def seconds(span: float) -> int:
    """A number of seconds in ticks."""
    return round(span * 1_000_000)

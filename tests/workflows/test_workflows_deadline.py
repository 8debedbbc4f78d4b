from datetime import UTC, datetime, timedelta

import pytest

from dispatch.errors import UsageError
from dispatch.model.limits import Limits
from dispatch.workflows.deadline import by_when, deadline_findings, duration_of

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
OFFICE = Limits(per_minute=30, daily=10_000)


@pytest.mark.parametrize(
    ("limits", "count", "expected"),
    [
        (Limits(), 1_000, None),
        (Limits(per_minute=30), 0, timedelta()),
        (Limits(per_minute=30), 1, timedelta()),
        (Limits(per_minute=30), 31, timedelta(minutes=1)),
        (OFFICE, 10_000, timedelta(minutes=9_999 / 30)),
        (OFFICE, 10_001, timedelta(days=1)),
        (Limits(daily=100), 250, timedelta(days=2)),
    ],
)
def test_how_long_it_takes(limits, count, expected):
    """A rate spaces messages, a daily quota adds whole days; without either nobody can say."""
    assert duration_of(limits, count) == expected


def test_a_deadline_that_is_met_is_no_finding():
    """241 messages at 30 a minute are done after eight minutes."""
    assert not list(deadline_findings(OFFICE, ((None, 241),), by=NOW + timedelta(minutes=8), zone="", now=NOW))


def test_a_deadline_that_cannot_be_met_is_a_warning():
    """A minute earlier it is a warning that tells when it will be done."""
    (found,) = deadline_findings(OFFICE, ((None, 241),), by=NOW + timedelta(minutes=7), zone="Europe/London", now=NOW)
    assert (found.code, found.severity) == ("SND006", "warning")
    assert "241 messages are out at Tue 1 Dec 2026, 09:08 GMT" in found.message


def test_a_first_wave_that_is_not_out_at_the_lift_is_a_warning():
    """Those who may know early must have it before the embargo lifts."""
    waves = ((None, 100), (NOW + timedelta(minutes=3), 500))
    (found,) = deadline_findings(OFFICE, waves, by=None, zone="", now=NOW)
    assert "the next wave begins at" in found.message


def test_by_is_a_time_of_day_or_a_moment():
    """`--by 08:30` is the next half past eight in the workspace's zone; a date and time is itself."""
    assert by_when("08:30", "Europe/Berlin", NOW) == datetime(2026, 12, 2, 7, 30, tzinfo=UTC)
    assert by_when("2026-12-01 12:00 America/Chicago", "", NOW) == datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
    with pytest.raises(UsageError, match="--by"):
        by_when("soon", "Europe/Berlin", NOW)

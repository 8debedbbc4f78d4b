"""Local times in every zone: one instant, or a refusal with both readings; and mail at a reader's own time of day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dispatch.errors import UsageError
from dispatch.model.exits import ExitCode
from dispatch.workflows.local_time import LocalTimeError, away_words, clock_time, moment, next_local, zone_of

local = datetime.fromisoformat
ZONES = (
    "Europe/London", "America/Chicago", "America/New_York", "Europe/Madrid", "Asia/Kolkata", "Australia/Lord_Howe",
    "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Tehran", "America/St_Johns", "Pacific/Chatham",
    "Antarctica/Troll", "Asia/Kathmandu", "America/Santiago", "Africa/Cairo", "UTC",
)  # fmt: skip
TIMES = st.datetimes(local("2000-01-01T00:00"), local("2037-12-31T00:00")).map(
    lambda naive: naive.replace(second=0, microsecond=0)
)
CHANGES = {
    "Europe/London": [local("2026-03-29T01:30"), local("2026-10-25T01:30")],
    "America/Chicago": [local("2026-03-08T02:30"), local("2026-11-01T01:30")],
    "Australia/Lord_Howe": [local("2026-10-04T02:15"), local("2026-04-05T01:45")],
    "Pacific/Apia": [local("2011-12-30T12:00")],
}


def readings_of(naive, zone):
    """Every instant at which the clocks of a zone show a time: looked for, not computed."""
    around = {
        (naive.replace(tzinfo=UTC) + timedelta(hours=hours)).astimezone(zone).utcoffset() for hours in range(-30, 31)
    }
    found = {(naive - offset).replace(tzinfo=UTC) for offset in around}
    return sorted(instant for instant in found if instant.astimezone(zone).replace(tzinfo=None) == naive)


@given(TIMES, st.sampled_from(ZONES))
@example(CHANGES["Europe/London"][0], "Europe/London")
@example(CHANGES["Europe/London"][1], "Europe/London")
@example(CHANGES["America/Chicago"][0], "America/Chicago")
@example(CHANGES["America/Chicago"][1], "America/Chicago")
@example(CHANGES["Australia/Lord_Howe"][0], "Australia/Lord_Howe")
@example(CHANGES["Australia/Lord_Howe"][1], "Australia/Lord_Howe")
@example(CHANGES["Pacific/Apia"][0], "Pacific/Apia")
def test_a_local_time_is_one_instant_or_refused(naive, name):
    """Taken exactly when the clocks show it once; otherwise both readings are told, and naming one is taken."""
    text, found = f"{naive:%Y-%m-%d %H:%M}", readings_of(naive, ZoneInfo(name))
    if len(found) == 1:
        taken = moment(text, name)
        assert (taken.instant, taken.zone) == (found[0], name)
        assert taken.local.replace(tzinfo=None) == naive
        return
    with pytest.raises(LocalTimeError) as caught:
        moment(text, name)
    early, late = caught.value.readings
    assert early.astimezone(UTC) < late.astimezone(UTC)
    for reading in (early, late):
        assert f"{reading:%H:%M} {reading.tzname()} ({reading.astimezone(UTC):%H:%M} UTC)" in caught.value.message
        again = moment(f"{reading:%Y-%m-%d %H:%M}{reading:%z}", name)
        assert (again.instant, again.zone) == (reading.astimezone(UTC), name)
    if found:
        assert [early.astimezone(UTC), late.astimezone(UTC)] == found
    else:
        assert early.replace(tzinfo=None) < naive < late.replace(tzinfo=None)


@pytest.mark.parametrize("name", CHANGES)
def test_the_days_on_which_clocks_change_are_in_it(name):
    """The examples above are what they claim to be: gaps and times that exist twice."""
    assert all(len(readings_of(naive, ZoneInfo(name))) != 1 for naive in CHANGES[name])


@given(TIMES, st.sampled_from(ZONES), st.times())
def test_the_next_such_time_of_day(now, name, clock):
    """It is in the future, shows that time, and no earlier instant of the next day does; or it is refused."""
    now, text = now.replace(tzinfo=UTC), f"{clock:%H:%M}"
    try:
        found = next_local(text, name, now)
    except LocalTimeError:
        return
    local = found.astimezone(ZoneInfo(name))
    assert found > now
    assert f"{local:%H:%M}" == text
    assert found - now <= timedelta(hours=49)
    yesterday = (local - timedelta(days=1)).replace(tzinfo=None)
    earlier = readings_of(yesterday, ZoneInfo(name))
    assert not earlier or earlier[0] <= now


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2026-12-01", "09:00", "2026-12-01 25:00", "2026-02-30 09:00", "01/12/2026 09:00",
     "2026-12-01 09:00 EST5", "2026-12-01 09:00 Europe/Lundon", "9999-12-31 23:59 America/Chicago"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text):
    """Never guessed: wrong usage that says how it is written."""
    with pytest.raises(UsageError):
        moment(text, "" if "/" in text else "America/Chicago")


@pytest.mark.parametrize("zone", ["", "../etc/passwd", "Europe/../UTC", "GMT+25", "\x00", "Europe/London\n"])
def test_what_is_no_zone_is_refused(zone):
    """A path is no zone, and neither is nothing."""
    with pytest.raises(UsageError):
        moment("2026-12-01 09:00", zone)
    with pytest.raises(UsageError):
        zone_of(zone)


@pytest.mark.parametrize("text", ["24:00", "8:30", "08:60", "noon", "", "08:30 "])
def test_a_time_of_day_is_hours_and_minutes(text):
    """Two digits each, on a clock of 24 hours."""
    if text.strip() == "08:30":
        assert clock_time(text) == "08:30"
        return
    with pytest.raises(UsageError):
        clock_time(text)


@given(st.integers(-10_000_000, 10_000_000))
def test_how_far_away(seconds):
    """Every distance has words, and says on which side it is."""
    now = datetime(2026, 12, 1, tzinfo=UTC)
    words = away_words(now + timedelta(seconds=seconds), now)
    if seconds > 0:
        assert words.startswith("in ")
    elif seconds <= -60:
        assert words.endswith(" ago")
    else:
        assert words == "now"


def local_times(press, name):
    """When each person's message may go out, in their own zone."""
    return {row.address: row.not_before for row in press.ledger.deliveries(name)}


def test_each_reader_at_half_past_eight_of_their_own(press):
    """Madrid's and Chicago's morning are six and a half hours of runs apart; who has no zone gets the desk's."""
    name = press.schedule(at="", at_local="08:30")
    times = local_times(press, name)
    assert times == {
        "ana@diario.test": datetime(2026, 11, 30, 14, 30, tzinfo=UTC),
        "k.lee@post.test": datetime(2026, 11, 30, 13, 30, tzinfo=UTC),
        "desk@radio.test": datetime(2026, 12, 1, 8, 30, tzinfo=UTC),
    }
    assert press.ledger.mailing(name).due == min(times.values())
    for who, at in sorted(times.items(), key=lambda item: item[1]):
        before = len(press.got)
        press.at(at.year, at.month, at.day, at.hour, at.minute - 1)
        assert press.run().mailings == ()
        press.later(minutes=1)
        assert press.run().exit is ExitCode.OK
        assert press.got[before:] == [who]


def test_the_embargo_wins_over_it(press):
    """Nobody who waits for the lift gets it at breakfast; trusted people do, with the notice."""
    press.release("embargo: 2026-11-30 14:00 Europe/London\n")
    times = local_times(press, press.schedule(at="", at_local="08:30"))
    assert times["k.lee@post.test"] == datetime(2026, 11, 30, 14, 0, tzinfo=UTC)
    assert times["desk@radio.test"] == datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
    press.list("early", "email,embargo,time_zone\na@x.test,yes,America/New_York\n")
    selection = press.selection("early")
    times = local_times(press, press.schedule(at="", at_local="08:30", again=True, selection=selection))
    assert times == {"a@x.test": datetime(2026, 11, 30, 13, 30, tzinfo=UTC)}
    press.at(2026, 11, 30, 13, 30)
    press.run()
    assert press.mails("a@x.test")[0]["Subject"].startswith("EMBARGOED until")


def test_a_list_may_say_where_its_readers_are(press):
    """The file beside a list gives its zone to rows that have none."""
    (press.root / "lists" / "national.toml").write_text('[defaults]\ntime_zone = "Asia/Tokyo"\n')
    times = local_times(press, press.schedule(at="", at_local="08:30"))
    assert times["desk@radio.test"] == datetime(2026, 11, 30, 23, 30, tzinfo=UTC)


def test_without_any_zone_nobody_is_guessed_at(press):
    """The row is named, and nothing is staged."""
    press.settings("")
    text = (press.root / "dispatch.toml").read_text().replace('zone = "Europe/London"', "")
    (press.root / "dispatch.toml").write_text(text)
    press.reopen()
    with pytest.raises(UsageError, match=r"national\.csv:4: no time zone is known for desk@radio\.test"):
        press.schedule(at="", at_local="08:30")
    assert press.ledger.mailings() == []


def test_a_reader_whose_clock_skips_that_time_stops_it(press):
    """On the night the clocks change half past two does not exist in Chicago: refused with both readings."""
    press.list("national", "email,time_zone\na@x.test,America/Chicago\n")
    press.at(2027, 3, 13, 12, 0)
    with pytest.raises(LocalTimeError, match=r"01:30 CST .* or 03:30 CDT"):
        press.schedule(at="", at_local="02:30")

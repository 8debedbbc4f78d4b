"""Dates and times stand in a mail as its reader writes them."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from dispatch.message.dates import own_name, written_briefly, written_date, written_instant

LONDON = datetime(2026, 12, 1, 0, 1, tzinfo=ZoneInfo("Europe/London"))
CHICAGO = LONDON.astimezone(ZoneInfo("America/Chicago"))


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "March 1, 2018"),
        ("en-GB", "1 March 2018"),
        ("es-MX", "1 de marzo de 2018"),
        ("fr", "1er mars 2018"),
        ("de", "1. März 2018"),
        ("pt", "1 de março de 2018"),
        ("ar", "1 مارس 2018"),
        ("tlh", "March 1, 2018"),
    ],
)
def test_a_date_in_each_language(language, day):
    """Order, month and ordinal are the language's and the region's; an unknown language is written as English."""
    assert written_date(date(2018, 3, 1), language) == day


@pytest.mark.parametrize(
    ("instant", "language", "told"),
    [
        (LONDON, "en-GB", "Tuesday, 1 December 2026, 00:01 Greenwich Mean Time (UTC+00:00)"),
        (CHICAGO, "en", "Monday, November 30, 2026, 6:01 PM Central Standard Time (UTC-06:00)"),
        (CHICAGO, "es-MX", "lunes, 30 de noviembre de 2026, 6:01 p.m. hora estándar central (UTC-06:00)"),
        (CHICAGO, "fr", "lundi 30 novembre 2026, 18:01 heure normale du centre nord-américain (UTC-06:00)"),
        (CHICAGO, "de", "Montag, 30. November 2026, 18:01 Nordamerikanische Zentral-Normalzeit (UTC-06:00)"),
        (LONDON.astimezone(UTC), "fr", "mardi 1er décembre 2026, 00:01 UTC"),
        (CHICAGO.astimezone(timezone(timedelta(hours=-6))), "de", "Montag, 30. November 2026, 18:01 UTC-06:00"),
    ],
)
def test_an_instant_with_its_weekday_and_zone(instant, language, told):
    """The clock of the language, the zone by its name there, and how far it is from UTC."""
    assert written_instant(instant, language) == told


def test_after_midnight_nobody_reads_noon():
    """00:01 stays 00:01 where the clock has twelve hours: 12:01 a.m. is taken for noon too often."""
    assert written_briefly(LONDON, "en") == "Dec 1, 2026, 00:01 GMT"
    assert written_briefly(CHICAGO, "en") == "Nov 30, 2026, 6:01 PM CST"


@pytest.mark.parametrize("language", ["ar", "he", "fa", "en", "es", "fr", "de"])
def test_what_goes_into_a_subject_is_fit_for_a_header(language):
    """CLDR's marks of direction are left out."""
    assert written_briefly(CHICAGO, language).isprintable()


def test_languages_by_their_own_names():
    """As their speakers call them; a code that nobody knows stays a code."""
    assert [own_name(code) for code in ("en", "es-MX", "ar", "tlh")] == ["English", "Español", "العربية", "tlh"]


def test_babel_waits_for_a_date():
    """Importing the workflows that send brings no locale data."""
    code = "import sys, dispatch.workflows.run; assert 'babel' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)

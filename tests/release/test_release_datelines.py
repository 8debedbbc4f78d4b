"""Datelines in every form that is seen, and the openings that are none."""

from datetime import date

import pytest

from dispatch.release.anatomy import dateline, dates
from dispatch.release.anatomy.dates import Trouble

FORMS = [
    ("CHICAGO – November 26, 2018 –\u00a0 Text", "CHICAGO", None, "2018-11-26"),
    ("DENVER — Text goes on", "DENVER", None, None),
    ("Eagle Rock, CA – June 2, 2025 – Text", "Eagle Rock", "CA", "2025-06-02"),
    ("MARIETTA, GA, April 9, 2024 /SomeWire/ -- Text", "MARIETTA", "GA", "2024-04-09"),
    ("NEW YORK, NY / SomeWire / April 4th, 2024 / Text", "NEW YORK", "NY", "2024-04-04"),
    ("OTTAWA, Ontario - (SomeWire) - November 12, 2024 - Text", "OTTAWA", "Ontario", "2024-11-12"),
    ("(SomeWire) - August 5, 2024 - BOSTON — Text", "BOSTON", None, "2024-08-05"),
    ("DA NANG, VIETNAM - [Some Newswire](https://a.test) – 9 June 2026 – Text", "DA NANG", "VIETNAM", "2026-06-09"),
    ("(Austin, Texas) – On July 3, 2025, text", "Austin", "Texas", None),
    ("(Tampa – July 8, 2024) – Text", "Tampa", None, "2024-07-08"),
    ("SALEM, MA Text of it", "SALEM", "MA", None),
    ("London, UK, 15 October 2024 – Text", "London", "UK", "2024-10-15"),
    ("Santa Ana, SV, 29 de mayo de 2024 – Texto", "Santa Ana", "SV", "2024-05-29"),
    ("DENVER, CO — 13 de agosto de 2026 — (AGENCIA) — Texto", "DENVER", "CO", "2026-08-13"),
    ("OTTAWA (Ontario) – le 16 octobre 2025 – Texte", "OTTAWA", "Ontario", "2025-10-16"),
    ("Lyon, le 3 mars 2024 – Texte", "Lyon", None, "2024-03-03"),
    ("Lyon, le 1er mars 2024 – Texte", "Lyon", None, "2024-03-01"),
    ("Bonn, 18. Juni 2019 – Text", "Bonn", None, "2019-06-18"),
    ("Bonn, den 18.06.2019", "Bonn", None, "2019-06-18"),
    ("Ciudad de México, a 3 de mayo de 2024.- Texto", "Ciudad de México", None, "2024-05-03"),
    ("Valparaíso.- Texto de la nota", "Valparaíso", None, None),
    ("SACRAMENTO, Calif., Sept. 3, 2024 – Text", "SACRAMENTO", "Calif.", "2024-09-03"),
    ("WASHINGTON, D.C. – Text", "WASHINGTON", "D.C.", None),
    ("Lima, 3 de mayo de 2024. El ministerio anunció", "Lima", None, "2024-05-03"),
    ("ST. LOUIS, Mo. (May 3, 2024) – Text", "ST. LOUIS", "Mo.", "2024-05-03"),
    ("Berlin, 3. März 2026. Die Allianz", "Berlin", None, "2026-03-03"),
    ("NEW YORK--(SomeWire)--Text", "NEW YORK", None, None),
    ("Wien (OTS) - Die Stadt", "Wien", None, None),
    ("(Essen, 12. Mai 2026) Wer heute", "Essen", None, "2026-05-12"),
    ("Saint-Malo – Un voilier", "Saint-Malo", None, None),
    ("MINNEAPOLIS, Minn. —\u00a0Text", "MINNEAPOLIS", "Minn.", None),
]
NONE = [
    "Six cities – and more – will open clinics",
    "The Alliance for Open Clinics, a network, said today",
    "Today, Acme – the firm – said that",
    "On July 3, 2025, Acme – the firm – said that",
    "Anti-immigrant – policy is what they call it",
    "Note – the clinics open on Monday",
    "WHAT: Six clinics open",
    "Embargo – until Monday",
    "Monday – clinics open",
    "What – when – where",
    "“We open – at last,” she said",
    "- 30 -",
    "Published: May 3, 2026",
]
DATES = [
    ("November 26, 2018", "2018-11-26"),
    ("Sept. 3, 2024", "2024-09-03"),
    ("9 June 2026", "2026-06-09"),
    ("29 de mayo de 2024", "2024-05-29"),
    ("3 de setiembre del 2026", "2026-09-03"),
    ("le 1er août 2025", "2025-08-01"),
    ("18. Juni 2019", "2019-06-18"),
    ("den 18.06.2019", "2019-06-18"),
    ("3.5.26", "2026-05-03"),
    ("2026-12-01", "2026-12-01"),
    ("13/12/2025", "2025-12-13"),
    ("12/25/2025", "2025-12-25"),
    ("5/5/2026", "2026-05-05"),
    ("1 Jänner 2026", "2026-01-01"),
    ("December 2nd, 2026", "2026-12-02"),
]


@pytest.mark.parametrize(("text", "city", "region", "day"), FORMS)
def test_a_dateline_gives_place_and_date(text, city, region, day):
    """City, region and date are read, and the text after the dash is left."""
    found = dateline.opening(text)
    assert found is not None
    assert (found.city, found.region) == (city, region)
    assert (found.printed.date.isoformat() if found.printed else None) == day
    assert found.end == len(text) or text[found.end].isalpha()


@pytest.mark.parametrize("text", NONE)
def test_an_opening_that_is_no_dateline_is_left_alone(text):
    """Dashes in prose, labels and quotations make no dateline."""
    assert dateline.opening(text) is None


@pytest.mark.parametrize(("text", "day"), DATES)
def test_a_date_is_read_in_four_languages(text, day):
    """Day, month and year in every usual order."""
    (found,) = dates.find(f"x {text} y")
    assert found.date == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "trouble"),
    [("03/04/2026", Trouble.AMBIGUOUS), ("February 30, 2026", Trouble.IMPOSSIBLE), ("May 3", Trouble.NO_YEAR)],
)
def test_a_date_that_is_none_says_why(text, trouble):
    """Nothing is guessed."""
    (found,) = dates.find(text)
    assert (found.date, found.trouble) == (None, trouble)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Tuesday, Sept. 3, 2024", True),
        ("Monday, Sept. 3, 2024", False),
        ("Mittwoch, den 4. März 2026", True),
        ("lunes 3 de mayo de 2026", False),
        ("mardi 3 mars 2026", True),
    ],
)
def test_a_weekday_is_compared_with_its_date(text, fits):
    """In each language."""
    (found,) = dates.find(text)
    assert found.weekday is not None
    assert found.weekday_fits is fits

"""Embargo lines: one aware instant, or the reason why there is none; never a false one."""

from datetime import UTC, datetime

import pytest

from dispatch.release import read_parts
from dispatch.release.anatomy import embargo

INSTANTS = [
    ("Embargoed until 4 a.m. CT/5 a.m. ET, Tuesday, Sept. 3, 2024", "2024-09-03T09:00"),
    ("UNDER EMBARGO until June 2, 2025 9 a.m. (PACIFIC)", "2025-06-02T16:00"),
    ("EMBARGOED UNTIL 11:00 A.M. U.S. EASTERN TIME ON WEDNESDAY, OCTOBER 7, 2026", "2026-10-07T15:00"),
    ("EMBARGOED FOR RELEASE UNTIL 0001 BST, 3 June 2026", "2026-06-02T23:01"),
    ("Embargo: 00.01 GMT, Monday 19 October 2026", "2026-10-19T00:01"),
    ("NOT FOR PUBLICATION BEFORE 0600 hours GMT, Wednesday 4 March 2026", "2026-03-04T06:00"),
    ("HOLD FOR RELEASE UNTIL 6:00 A.M. PDT, FRIDAY, JUNE 5, 2026", "2026-06-05T13:00"),
    ("Sperrfrist: 18. Juni 2026, 10:00 Uhr MESZ", "2026-06-18T08:00"),
    ("Sperrfrist: Montag, 23. November 2026, 10 Uhr MEZ", "2026-11-23T09:00"),
    ("EMBARGADO HASTA el 4 de mayo de 2026 a las 10:00 horas, hora de Madrid", "2026-05-04T08:00"),
    ("Embargo hasta las 00:01 CET del 4 de marzo de 2026", "2026-03-03T23:01"),
    ("INFORMATIONS SOUS EMBARGO JUSQU'AU MERCREDI 14 JANVIER 2026 À 6 H 00 (HEURE DE PARIS)", "2026-01-14T05:00"),
    ("*** EMBARGOED UNTIL 19 NOVEMBER 2026 AT 10:00 CET / 09:00 GMT / 04:00 ET ***", "2026-11-19T09:00"),
    ("Embargo: 2026-12-01 09:00 America/Chicago", "2026-12-01T15:00"),
    ("Embargo: 2026-12-01T09:00-06:00", "2026-12-01T15:00"),
    ("Embargo: 2026-12-01 09:00Z", "2026-12-01T09:00"),
    ("Embargo: 2026-12-01 09:00 UTC+2", "2026-12-01T07:00"),
    ("Embargo until noon ET, December 1, 2026", "2026-12-01T17:00"),
    ("For release 10 a.m. EDT, May 4, 2026", "2026-05-04T14:00"),
    ("embargoed until 10 a.m. et, May 4, 2026", "2026-05-04T14:00"),
    ("Embargoed until 9:30 a.m. Central European Time, 3 June 2026", "2026-06-03T07:30"),
    ("EMBARGO: 3 June 2026, 09:30 Central European Summer Time", "2026-06-03T07:30"),
    ("EMBARGO: 3 June 2026, 09:30 Eastern Daylight Time", "2026-06-03T13:30"),
    ("Embargo until 3 June 2026, 09:30 British Summer Time", "2026-06-03T08:30"),
    ("FOR RELEASE: Not before 12:30 p.m. Central Time, Friday, August 28, 2026", "2026-08-28T17:30"),
    ("Gesperrt bis Montag, 14. Dezember 2026, 6.00 Uhr (mitteleuropäische Zeit)", "2026-12-14T05:00"),
    ("Zur Veröffentlichung ab 4. Mai 2026, 10 Uhr MESZ", "2026-05-04T08:00"),
    ("Sous embargo jusqu'au jeudi 8 octobre 2026, 9 h 30, heure d'été d'Europe centrale (CEST)", "2026-10-08T07:30"),
    ("Diffusion autorisée à partir du 5 mai 2026, 6 h 00 HAE", "2026-05-05T10:00"),
    ("Embargo : mardi 5 mai 2026 à 6 h, heure de Montréal", "2026-05-05T10:00"),
    ("Bajo embargo hasta las 10:00 (hora de Montevideo) del 4 de mayo de 2026", "2026-05-04T13:00"),
    ("Prohibida su difusión hasta las 10:00 horas (hora de Chile) del 4 de mayo de 2026", "2026-05-04T14:00"),
    ("Under embargo until 5 May 2026, 10:00 (Nairobi time)", "2026-05-05T07:00"),
]
#: The words with which desks ask to wait.
WORDS = [
    ("Embargo: Wednesday 4 March 2026, 00:01 GMT", "2026-03-04T00:01"),
    ("EMBARGOED FOR 00.01 ON THURSDAY 5TH MARCH 2026 (UK TIME)", "2026-03-05T00:01"),
    ("Under embargo until 5 am ET on March 5, 2026", "2026-03-05T10:00"),
    ("Strictly embargoed to 9am Monday 2 March 2026 GMT", "2026-03-02T09:00"),
    ("HOLD FOR RELEASE: 10 a.m. Eastern, Tuesday, March 3, 2026", "2026-03-03T15:00"),
    ("Not for release before 1:00 p.m. EST, March 3, 2026", "2026-03-03T18:00"),
    ("For release at 11:00 AM PST on March 3, 2026", "2026-03-03T19:00"),
    ("EMBARGO LIFTS: 3 March 2026, 16:00 GMT", "2026-03-03T16:00"),
    ("Embargo ends 3 March 2026 at 16:00 GMT", "2026-03-03T16:00"),
    ("Embargo date: 3 March 2026, 16:00 CET", "2026-03-03T15:00"),
    ("NEWS EMBARGO UNTIL 3 MARCH 2026 0600 GMT", "2026-03-03T06:00"),
    ("PRESS EMBARGO: 06:00 GMT, 3 March 2026", "2026-03-03T06:00"),
    ("MEDIA EMBARGO – 3 March 2026, 6.00am GMT", "2026-03-03T06:00"),
    ("Please respect the embargo: 6am GMT on 3 March 2026", "2026-03-03T06:00"),
    ("This press release is under embargo until 3 March 2026 at 10:00 CET.", "2026-03-03T09:00"),
    ("The contents of this release are embargoed until 10:00 CET on 3 March 2026", "2026-03-03T09:00"),
    ("Do not publish before 3 March 2026, 10:00 CET", "2026-03-03T09:00"),
    ("Not for broadcast or publication until 10:00 GMT on Tuesday 3 March 2026", "2026-03-03T10:00"),
    ("EMBARGO JUSQU'AU 3 MARS 2026, 6H (HEURE DE PARIS)", "2026-03-03T05:00"),
    ("Sous embargo jusqu'au mardi 3 mars 2026 à 18h00 CET", "2026-03-03T17:00"),
    ("Sous strict embargo jusqu'au mardi 3 mars 2026, 18 h, heure de Paris", "2026-03-03T17:00"),
    ("Information sous embargo – mardi 3 mars 2026 – 18h (heure de Paris)", "2026-03-03T17:00"),
    ("À ne pas diffuser avant le 3 mars 2026 à 6 h 00 (heure de Paris)", "2026-03-03T05:00"),
    ("Embargo levé le 3 mars 2026 à 18 h (heure de Paris)", "2026-03-03T17:00"),
    ("Ne pas publier avant mardi 3 mars, 2026, 6 h HNE", "2026-03-03T11:00"),
    ("Embargado hasta las 10:00 horas (hora peninsular) del martes 3 de marzo de 2026", "2026-03-03T09:00"),
    ("EMBARGO: martes 3 de marzo de 2026, 10.00 h (CET)", "2026-03-03T09:00"),
    ("Información embargada hasta el 3 de marzo de 2026 a las 10:00 CET", "2026-03-03T09:00"),
    ("Embargo informativo hasta las 10:00 (hora de México) del 3 de marzo de 2026", "2026-03-03T16:00"),
    ("No difundir hasta el 3 de marzo de 2026, 10:00 (hora de Bogotá)", "2026-03-03T15:00"),
    ("Publicación no autorizada antes del 3 de marzo de 2026 a las 10:00 CET", "2026-03-03T09:00"),
    ("Sperrfrist: Dienstag, 3. März 2026, 10.00 Uhr MEZ", "2026-03-03T09:00"),
    ("SPERRFRIST 3. März 2026, 10 Uhr (MEZ)", "2026-03-03T09:00"),
    ("Sperrfrist bis 3.3.2026, 10 Uhr MEZ", "2026-03-03T09:00"),
    ("Achtung Sperrfrist! Dienstag, 3. März 2026, 10 Uhr MEZ", "2026-03-03T09:00"),
    ("Bitte beachten Sie die Sperrfrist: 3. März 2026, 10 Uhr MEZ", "2026-03-03T09:00"),
    ("Veröffentlichung nicht vor Dienstag, 3. März 2026, 10:00 Uhr MEZ", "2026-03-03T09:00"),
    ("Frei zur Veröffentlichung ab 3. März 2026, 10.00 Uhr MEZ", "2026-03-03T09:00"),
    ("Gesperrt bis zum 3. März 2026, 10.00 Uhr MEZ", "2026-03-03T09:00"),
    ("Mit Sperrfrist versehen bis 3. März 2026, 10.00 Uhr MEZ", "2026-03-03T09:00"),
    ("Embargo: 3. März 2026, 10.00 Uhr Schweizer Zeit", "2026-03-03T09:00"),
    ("Zur Verwendung ab Dienstag, 3. März 2026, 10 Uhr MEZ freigegeben", "2026-03-03T09:00"),
]
TROUBLES = [
    ("EMBARGOED until 4/12/23", "EMB001"),
    ("EMBARGO:", "EMB001"),
    ("STRICTLY EMBARGOED", "EMB001"),
    ("EMBARGADO HASTA EL 5 DE MAYO", "EMB001"),
    ("INFORMATIONS SOUS EMBARGO JUSQU'AU 14 JANVIER 2008", "EMB002"),
    ("EMBARGOED UNTIL 10:00 A.M., THURSDAY, JUNE 6, 2019", "EMB003"),
    ("Sperrfrist 12.05.2026, 9.00 Uhr", "EMB003"),
    ("Sous embargo jusqu'au 3 mars 2026 à 18 h et à ne pas montrer avant", "EMB003"),
    ("Embargo hasta el 3 de marzo de 2026 a las 18 h est. 4", "EMB003"),
    ("Embargoed until 9 a.m. ET/9 a.m. CT, March 12, 2026", "EMB004"),
    ("Sperrfrist: Redebeginn", "EMB005"),
    ("Embargoed until 9 a.m. ET, Friday, March 12, 2026", "EMB006"),
    ("Embargo until 2:30 a.m. ET, March 8, 2026", "EMB007"),
    ("Embargo until 1:30 a.m. ET, November 1, 2026", "EMB007"),
]
PROSE = [
    "Embargo the word means stop in Spanish, said the linguist on 3 March 2026 at 10:00 GMT.",
    "The arms embargo until 3 March 2026 was extended by the council at 10:00 GMT.",
    "Sin embargo, a las 10:00 del 3 de marzo de 2026 nadie había llegado.",
    "embargo, a las 10:00 del 3 de marzo de 2026 nadie había llegado a la plaza.",
    "El embargo de la vivienda se ejecutó el 3 de marzo de 2026 a las 10:00 h.",
    "L'embargo pétrolier est entré en vigueur le 3 mars 2026 à minuit.",
    "Das Ölembargo trat am 3. März 2026 um 10 Uhr in Kraft.",
    "Embargo russe : les pêcheurs bretons cherchent de nouveaux marchés",
    "Oil embargo: what it means for drivers",
    "Embargoed goods seized at Port Elm on 3 March 2026",
    "For release at the ceremony: 40 doves",
    "Do not use the lift before 10:00 on 3 March 2026, residents were told.",
    "The release of the report before 10:00 CET surprised the markets on 3 March 2026",
    "Veröffentlicht am 3. März 2026, 10:00 Uhr",
    "Gesperrt bis 3. März 2026 ist die Bahnhofstraße wegen Bauarbeiten.",
    "Die Brücke bleibt gesperrt bis 3. März 2026, 10 Uhr.",
    "Publication autorisée par le tribunal le 3 mars 2026",
    "Embargo sobre los bienes del alcalde: la jueza decide el 3 de marzo de 2026",
    "Veröffentlichung ab Herbst geplant",
    "Sin embargo, dijo la ministra, el plan sigue en marcha.",
    "embargo, la ministra dijo que el plan sigue en marcha desde 2024.",
    "The embargo on grain was lifted on May 3, 2026, at noon in Washington.",
    "Embargo policies have changed since 2014, and farmers have paid for it every year since then.",
    "The embargo until 2014 hurt farmers, he said.",
    "Embargoes hurt the wrong people, the association says in a letter signed by 3,100 growers.",
    "Embargo lifted",
    "Embargo: none",
    "No embargo",
    "Ohne Sperrfrist",
    "L'embargo sur les armes a été prolongé jusqu'au 14 janvier 2026 par le Conseil.",
]
RELEASE = "{}\n\nClinics open at night\n\nDENVER – Six clinics open on Monday, the alliance said today.\n"


@pytest.mark.parametrize(("line", "instant"), [*INSTANTS, *WORDS])
def test_an_embargo_line_gives_one_instant(line, instant):
    """Whatever the order of date, time and zone, and in four languages."""
    assert embargo.opens(line) is not None
    assert embargo.read(line).instant == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    release = read_parts(RELEASE.format(line).encode(), ".txt", "x").release
    assert release.embargo == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert release.embargo.tzinfo is not None
    assert release.headline == "Clinics open at night"


@pytest.mark.parametrize(("line", "code"), TROUBLES)
def test_an_embargo_that_is_no_instant_is_none_and_an_error(line, code):
    """It is never guessed, and never lost."""
    understood = read_parts(RELEASE.format(line).encode(), ".txt", "x")
    assert understood.release.embargo is None
    assert understood.release.embargo_text
    assert code in {finding.code for finding in understood.findings}


@pytest.mark.parametrize("text", PROSE)
def test_prose_about_embargoes_is_no_embargo(text):
    """Neither on top nor in the body."""
    for source in (RELEASE.format(text), RELEASE.format("PRESS RELEASE") + "\n" + text + "\n\n" + text + "\n"):
        understood = read_parts(source.encode(), ".txt", "x")
        assert (understood.release.embargo, understood.release.embargo_text) == (None, "")
        assert not [finding for finding in understood.findings if finding.code.startswith("EMB")]


def test_a_time_on_the_next_line_belongs_to_the_embargo():
    """`EMBARGO` alone, and below it when."""
    text = RELEASE.format("STRICTLY EMBARGOED\n9 a.m. ET, March 12, 2026")
    assert read_parts(text.encode(), ".txt", "x").release.embargo == datetime(2026, 3, 12, 13, tzinfo=UTC)


def test_two_lines_that_disagree_give_no_instant():
    """On each page the same time, or none."""
    text = RELEASE.format("Embargoed until 9 a.m. ET, March 12, 2026\n\nEmbargoed until 9 a.m. ET, March 13, 2026")
    understood = read_parts(text.encode(), ".txt", "x")
    assert understood.release.embargo is None
    assert "EMB004" in {finding.code for finding in understood.findings}


@pytest.mark.parametrize(
    ("line", "code"), [("12:01 a.m. EST, July 4, 2026", "EMB011"), ("midnight ET, July 4, 2026", "EMB010")]
)
def test_what_is_easily_misread_is_warned_about(line, code):
    """Noon, midnight, and the wrong season."""
    found = embargo.read(f"Embargoed until {line}")
    assert found.instant is not None
    assert code in {name for name, _ in found.troubles}

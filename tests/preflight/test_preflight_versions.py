"""Versions of a release in two languages: what of figures, dates and names is told, and what is no trouble."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dispatch.model.mail import Organisation
from dispatch.model.release import Block, BlockType, Boilerplate, Dateline, MediaContact, Quote, Release, Span
from dispatch.preflight.figures import figures
from dispatch.preflight.rule import Case
from dispatch.preflight.versions import RULES

SPAN = Span(first=1, last=1)


def written(language, text, *, headline="x", speaker=None, contact=""):
    return Release(
        file=f"r.{language}.md", fingerprint="0", headline=headline, source=f"{headline}\n{text}\n{speaker}\n{contact}",
        language=language, blocks=(Block(type=BlockType.LEAD, text=text, html="", lines=SPAN),),
        quotes=(Quote(text="So it is.", speaker=speaker, lines=SPAN),) if speaker else (),
        contacts=(MediaContact(name=contact),) if contact else (),
    )  # fmt: skip


def told(main, version):
    case = Case(release=replace(main, versions=(version,)), organisation=Organisation(), now=datetime.now(UTC))
    return [(finding.code, finding.message) for rule in RULES if rule.check for finding in rule.check(case)]


@pytest.mark.parametrize(
    ("english", "spanish", "message"),
    [
        ("12 clinics open", "Abren 13 clínicas", "only here: 13; only in r.en.md: 12"),
        ("It costs £4.5m", "Cuesta 5,4 millones de libras", "only here: 5,4 millones; only in r.en.md: £4.5m"),
        ("43 of 60 said yes", "34 de 60 dijeron sí", "only here: 34; only in r.en.md: 43"),
        ("Up 1.5 points in 12 towns", "Sube 2,5 puntos en doce pueblos", "only here: 2,5; only in r.en.md: 1.5"),
    ],
)
def test_figures_of_the_text_that_differ_are_told(english, spanish, message):
    """Two digits, decimals and amounts, each with how it is written in either version."""
    assert told(written("en", english), written("es", spanish)) == [
        ("LAN004", f"Numbers in the text differ, {message}.")
    ]


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("12 clinics open, 43 follow", "Abren doce clínicas, 43 siguen"),
        ("Twelve clinics with 20 beds", "12 clínicas con veinte camas"),
        ("100 beds in 1,000 rooms", "Cien camas en mil habitaciones"),
        ("It costs £4.5m", "Cuesta 4,5 millones de libras"),
        ("It costs $1.2 billion", "Cuesta 1.200 millones de dólares"),
        ("It costs 1.2 million", "Cuesta 1.200.000"),
        ("It opens at 9.30 am", "Abre a las 9:30"),
        ("It opens at 5 p.m. on 12 March", "Abre a las 17 horas del 12 de marzo"),
        ("A 25m pool for 12 schools", "Una piscina de 25 m para doce escuelas"),
        ("From December 3 to 5, 12 people", "Del 3 al 5 de diciembre, doce personas"),
        ("On Thursday 3 December", "El jueves"),
        ("They may 12 times", "Pueden 12 veces"),
        ("The 21st century", "El siglo XXI"),
    ],
)
def test_what_languages_write_differently_is_no_trouble(english, spanish):
    """Words for numbers, scales, decimal marks, times and ranges of days."""
    assert told(written("en", english), written("es", spanish)) == []


def test_dates_in_headline_and_text_are_compared():
    """3 December is not 4 de diciembre; both are told as they are written."""
    main = written("en", "All welcome.", headline="Clinics open on 3 December")
    assert told(main, written("es", "Bienvenidos.", headline="Las clínicas abren el 4 de diciembre")) == [
        ("LAN002", "Dates in the text differ, only here: 4 de diciembre; only in r.en.md: 3 December.")
    ]
    for text, language in (("3 de diciembre", "es"), ("3. Dezember", "de"), ("le 3 décembre", "fr")):
        assert told(main, written(language, "x", headline=text)) == []


@pytest.mark.parametrize(
    ("here", "there", "message"),
    [
        ("Rut Okafor", "Ruth Okafor", "Rut Okafor is Ruth Okafor in r.en.md."),
        ("Ruth Okafor", "Dr Ruth A. Okafor", ""),
        ("Dra. Ruth Okafor", "Okafor", ""),
        ("Рут Окафор", "Ruth Okafor", ""),
        (
            "Maya Okafor",
            "Ruth Okafor",
            "The people who are quoted differ, only here: Maya Okafor; only in r.en.md: Ruth Okafor.",
        ),
    ],
)
def test_speakers_are_compared_by_their_whole_names(here, there, message):
    """One letter less is told as a spelling; titles, initials, short forms and other scripts are not."""
    found = told(written("en", "x", speaker=there), written("es", "x", speaker=here))
    assert found == ([("LAN006", message)] if message else [])


def test_contacts_are_compared_by_spelling():
    """Lindqvist is not Lindquist; another person for another language is not told, as long as they can be reached."""
    main = written("en", "x", contact="Maya Lindqvist")
    assert told(main, written("es", "x", contact="Maya Lindquist")) == [
        ("LAN006", "Maya Lindquist is Maya Lindqvist in r.en.md.")
    ]
    assert told(main, written("es", "x", contact="Jon Ruiz")) == []


def test_decimals_are_the_same_with_point_and_comma():
    """4.2 million is 4,2 Millionen and not 4,8; times, ordinals and names with digits are no figures."""
    english = figures("4.2 million at 9:30 for the 15th G20", "en")
    assert english.written == ((Decimal(4200000), "4.2 million"),)
    assert figures("4,2 Millionen", "de").written[0][0] == english.written[0][0]
    assert figures("4,8 Millionen", "de").written[0][0] != english.written[0][0]


@pytest.mark.parametrize(
    ("english", "other", "language", "message"),
    [
        ("Six clinics open", "Siete clínicas abren", "es", "only here: Siete; only in r.en.md: Six"),
        ("Twelve clinics open", "Onze centres ouvrent", "fr", "only here: Onze; only in r.en.md: Twelve"),
        ("Five clinics open", "8 Kliniken öffnen", "de", "only here: 8; only in r.en.md: Five"),
        (
            "Six cities: six clinics",
            "Seis ciudades: siete clínicas",
            "es",
            "only here: siete; only in r.en.md: Six",
        ),
        ("Six clinics open", "Sechs Kliniken öffnen um 7 Uhr am 9. Mai", "de", ""),
        ("Only once, in six clinics", "Seis clínicas, una vez", "es", ""),
        ("Six clinics", "6 clínicas", "es", ""),
        ("The two of them have 12 clinics", "Ambas tienen doce clínicas", "es", ""),
        ("Six clinics", "ست عيادات", "ar", ""),
    ],
)
def test_numbers_in_words_are_compared(english, other, language, message):
    """Two to twelve in four languages, as words or digits; what only one version counts is no trouble."""
    told_so = told(written("en", english), written(language, other))
    assert told_so == ([("LAN004", f"Numbers in the text differ, {message}.")] if message else [])


def test_all_figures_that_differ_are_named():
    """A paragraph with an amount and a year is missing: both are told, not the year alone."""
    main = written("en", "The clinics cost £3.5 million and are paid for until 2027.")
    assert ("LAN004", "Numbers in the text differ, only in r.en.md: 2027, £3.5 million.") in told(
        main, written("es", "x")
    )


def test_standing_paragraphs_are_compared():
    """43 clinics are not 44."""
    main, version = (
        replace(written(language, "x"), boilerplate=(Boilerplate(title="", text=text, html=""),))
        for language, text in (("en", "A network of 43 clinics."), ("es", "Una red de 44 clínicas."))
    )
    assert told(main, version) == [("LAN004", "Numbers in the text differ, only here: 44; only in r.en.md: 43.")]


def test_datelines_are_compared():
    """The front matter says the same day twice, and the lead another one."""
    main, version = (
        replace(written(language, "x"), dateline=Dateline(text="x", date=date(2026, 11, day), line=7))
        for language, day in (("en", 24), ("es", 25))
    )
    assert told(main, version) == [("LAN002", "Its dateline says 2026-11-25, that of r.en.md 2026-11-24.")]


@pytest.mark.parametrize(("texts", "severity"), [(("aaaa", "bbbb"), "warning"), (("aaaa bbbb", "cccc"), "info")])
def test_a_missing_paragraph_is_told(texts, severity):
    """LAN012: a warning where letters are missing, too; joined paragraphs are information."""
    main, version = (
        replace(
            written(language, "x"),
            blocks=tuple(Block(type=BlockType.PARAGRAPH, text=text, html="", lines=SPAN) for text in parts),
        )
        for language, parts in (("en", ("aaaa", "bbbb", "cccc")), ("es", texts))
    )
    case = Case(release=replace(main, versions=(version,)), organisation=Organisation(), now=datetime.now(UTC))
    (found,) = [one for rule in RULES if rule.check for one in rule.check(case)]
    assert (found.code, found.severity, found.message) == ("LAN012", severity, "Paragraphs here: 2, in r.en.md: 3.")

"""Cells: what one cell says about a contact."""

import pytest

from dispatch.contacts import cells


@pytest.mark.parametrize("cell", ["n/a", "N/A", "null", "None", "nan", "#NAME?", "-", "  "])
def test_empty_words(cell):
    """What programs write for nothing is nothing."""
    assert cells.said([cell]) == [""]


@pytest.mark.parametrize("cell", ["Nan", "Nan Goldberg", "Null Island News", "Na'ama", "x"])
def test_words_that_only_look_empty(cell):
    """A name that contains such a word stays."""
    assert cells.said([f" {cell} ", "n/a"]) == [cell, ""]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("health", ("health",)),
        ("health, labor;  courts | health", ("health", "labor", "courts")),
        ("immigration policy, art", ("immigration policy", "art")),
        ("* myContacts ::: * coworkers", ("myContacts", "coworkers")),
        ('"press","priority"', ("press", "priority")),
        ("", ()),
    ],
)
def test_lists_of_words(cell, expected):
    """Beats and tags split at comma, semicolon, bar and Google's sign, each word once."""
    assert cells.several(cell) == expected


@pytest.mark.parametrize("cell", ["yes", "Y", "TRUE", "1", "trusted", "sí", "Si", "oui", "ja"])
def test_yes(cell):
    """Trust in the languages of the lists."""
    assert cells.yes(cell)


@pytest.mark.parametrize("cell", ["", "no", "maybe", "x", "2", "yes?", "ok", "embargo"])
def test_anything_unclear_is_no(cell):
    """An embargo is never entrusted by accident."""
    assert not cells.yes(cell)


@pytest.mark.parametrize(
    ("cell", "tag"),
    [("es", "es"), ("ES_mx", "es-MX"), ("pt-br", "pt-BR"), ("zh_hant_tw", "zh-Hant-TW"), ("Spanish", "es"),
     ("Español (México)", "es"), ("Français", "fr"), ("Deutsch", "de"), ("", ""), ("Klingonish", None), ("?", None)],
)  # fmt: skip
def test_languages(cell, tag):
    """Tags and names of languages become BCP 47; the rest is unknown, not guessed."""
    assert cells.language(cell) == tag


@pytest.mark.parametrize(
    ("cell", "zone"),
    [("America/Chicago", "America/Chicago"), ("America/New York", "America/New_York"), ("", ""), ("Mars/Base", None),
     ("../../etc/passwd", None), ("/etc/localtime", None)],
)  # fmt: skip
def test_time_zones(cell, zone):
    """Only names of the IANA database are zones."""
    assert cells.time_zone(cell) == zone


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana Ruiz", ("Ana Ruiz", "", "")),
        ("Ruiz, Ana", ("Ana Ruiz", "Ana", "Ruiz")),
        ("de la Cruz, María José", ("María José de la Cruz", "María José", "de la Cruz")),
        ("Ruiz Ibáñez, Ana", ("Ana Ruiz Ibáñez", "Ana", "Ruiz Ibáñez")),
        ("King, Jr.", ("King, Jr.", "", "")),
        ("Lee, Sam, PhD", ("Lee, Sam, PhD", "", "")),
        ("News desk", ("News desk", "", "")),
        ("O’Connor, Siobhán M.", ("Siobhán M. O’Connor", "Siobhán M.", "O’Connor")),
        ("King, Martin Luther, Jr.", ("King, Martin Luther, Jr.", "", "")),
        ("El Diario, Redacción", ("El Diario, Redacción", "", "")),
        ("News Desk, WXYZ", ("News Desk, WXYZ", "", "")),
        ("Smith, John (Editor)", ("Smith, John (Editor)", "", "")),
        ("Ana, 3rd floor", ("Ana, 3rd floor", "", "")),
        ("Ruiz,", ("Ruiz,", "", "")),
        ("RUIZ, ANA", ("ANA RUIZ", "ANA", "RUIZ")),
    ],
)
def test_names(name, expected):
    """Only a comma tells first from last name; everything else would be a guess."""
    assert cells.in_order(name) == expected


@pytest.mark.parametrize(
    ("header", "cell", "reason"),
    [
        ("status", "Unsubscribed", "unsubscribed"),
        ("status", "cleaned", "cleaned"),
        ("status", "Subscribed", ""),
        ("status", "verified", ""),
        ("unsubscribed", "yes", "unsubscribed"),
        ("unsubscribed", "no", ""),
        ("unsub time", "2026-01-03 10:00:00", "unsub time"),
        ("subscribed", "no", "subscribed: no"),
        ("subscribed", "yes", ""),
        ("opt in", "false", "opt in: false"),
    ],
)
def test_opting_out(header, cell, reason):
    """A status column that says no is heard, whichever way round it is asked."""
    assert cells.opted_out(header, cell) == reason

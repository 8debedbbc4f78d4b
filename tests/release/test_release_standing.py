"""Standing paragraphs about an organisation: where they begin, what they are called, and what is none."""

import pytest

from dispatch.release import read_parts
from dispatch.release.anatomy import boilerplate, sections, standing

RELEASE = (
    "Clinics open at night\n\nLIMA – Six clinics open on Monday, the Harbour Clinics said today. The alliance, Liga "
    "nationale du Volant, and the Museum of Printing helped.\n\n“Nobody waits any more,” said Ana Ruiz, a nurse."
    "\n\n{}\n"
)


def titles(text):
    release = read_parts(RELEASE.format(text).encode(), ".txt", "x").release
    return [found.title.removeprefix("the ") for found in release.boilerplate]


def test_a_word_of_the_paragraph_below_is_no_organisation():
    """`COST` stands in `costs`, and heads a part of the news."""
    assert titles("COST\n\nThe desk costs $212,000 a year. The board approved the sum in August.") == []


def test_what_describes_the_sender_may_run_into_a_contact():
    """In a text whose line breaks were lost it begins behind the last address."""
    row = "Press contact: Ana Ruiz, 020 7946 0123, ana@clinics.test."
    assert titles(f"{row} The Harbour Clinics are an independent network and run six houses since 2020.") == [
        "Harbour Clinics"
    ]
    assert titles(f"{row} The line is open all night.") == []


@pytest.mark.parametrize(
    "row",
    ["Über das Objekt bitten wir erst später zu berichten, um", "Über das Museum, das neu ist,"],
)
def test_running_text_that_begins_with_about_is_no_head(row):
    """A comma near its end says that the sentence goes on."""
    assert sections.head(row) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # the adjective of a French name is no verb, and the verb of another one is no part of it
        ("La Ligue nationale du volant rassemble 1 480 clubs. Elle organise 90 tournois.", "Ligue nationale du volant"),
        ("The Office of the Harbor Warden manages 14 miles of shore and represents six towns.",
         "Office of the Harbor Warden"),
        # the second sentence says what the first one is about
        ("The Museum of Printing holds 1,400 founts of type. It is an independent charity.", "Museum of Printing"),
        ("L’Office des eaux de la Combe exploite 14 puits. Il emploie 260 agents.", "Office des eaux de la Combe"),
        ("The Harbour Mills make twine. They employ some 260.", "Harbour Mills"),
    ],
)  # fmt: skip
def test_an_organisation_is_known_by_its_whole_name(text, name):
    """Whatever stands where it stands."""
    assert boilerplate.organisation(text, expected=True) == name


def test_a_note_that_explains_a_word_describes_nobody():
    """`Like-for-like` is spoken of in the text, and is no name."""
    news = "Like-for-like sales rose.\n\nENDS\n\nNotes to editors\n\n1. Like-for-like sales exclude new stores."
    assert titles(f"{news}\n\n2. About Harbour Mills\nHarbour Mills make twine in Elm.") == ["Harbour Mills"]


def test_a_number_behind_a_comma_is_no_street():
    """`1,400 founts of type, 31 presses` is no address, so that the paragraph may describe somebody."""
    assert standing.may_be("The museum holds 1,400 founts of type, 31 working presses and an archive.")
    assert not standing.may_be("Harbour Museum of Printing and Type, 31 Quay Street, Leith (open daily).")

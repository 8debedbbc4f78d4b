"""Media contacts without a section of their own, and heads in words of their own."""

import pytest

from dispatch.release import read_parts

RELEASE = "Clinics open at night\n\nLIMA – Six clinics open on Monday, the alliance said today.\n\n{}\n"
SENTENCES = [
    (
        (
            "Harbour Mills, founded in 1954, employs 260 people. Contact reserved for the press: Ana Ruiz, head of "
            "communications, 0131 496 0188, ana@mills.test."
        ),
        ("Ana Ruiz", ("ana@mills.test",)),
    ),
    (
        (
            "„Die Karte geben wir an Redaktionen gern heraus“, sagt Fenja Oltmanns, die das Projekt leitet und "
            "Presseanfragen beantwortet (presse@kinder.test, Telefon 030 23125 088)."
        ),
        ("Fenja Oltmanns", ("presse@kinder.test",)),
    ),
    (
        (
            "L’association répondra à toutes les demandes par la voix de Nolwenn Tanguy, que l’on peut joindre à "
            "n.tanguy@soupe.test. Des photographies sont disponibles."
        ),
        ("Nolwenn Tanguy", ("n.tanguy@soupe.test",)),
    ),
]


def contacts(text):
    return [(one.name, one.emails) for one in read_parts(RELEASE.format(text).encode(), ".txt", "x").release.contacts]


@pytest.mark.parametrize(("text", "contact"), SENTENCES)
def test_a_sentence_names_whom_journalists_reach(text, contact):
    """Where no section does, and it is a guess."""
    assert contacts(text) == [contact]
    assert dict(read_parts(RELEASE.format(text).encode(), ".txt", "x").release.confidence)["contacts"] < 1


@pytest.mark.parametrize(
    "text",
    [
        "Customers who bought a jar write to Ana Ruiz, service desk, at service@mills.test.",
        "Residents with questions about traffic can call the desk at 541-555-0100 or write to streets@falls.test.",
        "Les visiteurs pourront assister à une seconde veillée (réservations : billetterie@vigne.test).",
        "Service consommateurs : 0 805 55 01 90 (appel gratuit) ou conso@vaubrun.test",
        "Kundenservice: 0800 555 01 90 oder service@haus.test",
    ],
)
def test_what_is_for_customers_is_no_media_contact(text):
    """An address for those who bought something, live there or want a ticket is nobody's whom journalists ask."""
    assert contacts(text) == []


def test_a_sentence_is_not_asked_where_a_section_reaches_somebody():
    """The section says who is there for journalists."""
    text = f"{SENTENCES[0][0]}\n\nPress contact:\nTom Hall, tom@mills.test"
    assert contacts(text) == [("Tom Hall", ("tom@mills.test",))]


def test_a_head_may_say_much_before_it_names_somebody():
    """What an interview may be about, when, and who is to be asked."""
    text = (
        "For interviews, pictures and a place on the press preview (Thursday 16 July, 11am): Ana Ruiz, ana@mills.test"
    )
    assert contacts(text) == [("Ana Ruiz", ("ana@mills.test",))]


@pytest.mark.parametrize(
    "rows", ["Hahn darf weiter krähen – Klage gegen\nGeflügelhalter abgewiesen", "Los vecinos se oponen a\nDos Torres"]
)
def test_a_headline_goes_on_after_a_word_that_wants_another(rows):
    """A preposition or an article at the end of a row of the headline."""
    text = f"PRESS RELEASE\n\n{rows}\n\nLIMA – Six clinics open on Monday, the alliance said today.\n"
    assert read_parts(text.encode(), ".txt", "x").release.headline == rows.replace("\n", " ")

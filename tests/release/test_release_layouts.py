"""What letterheads, pages, mails and tables put around and between the parts of a release."""

import pytest

from dispatch.model.release import Kind, Release
from dispatch.release import read_parts
from dispatch.release.anatomy import kind, postal

LEAD = (
    "Six clinics open at night from Monday, the alliance said today. They will treat anybody who comes, whether or not "
    "they have papers, and they will be paid for by the city."
)


def read(*blocks: str) -> Release:
    """The release that blocks of rows make, a blank line between them."""
    return read_parts("\n\n".join(blocks).encode(), ".txt", "x").release


@pytest.mark.parametrize(
    "row",
    [
        "Schlossgasse 4, 99999 Rauenfels",
        "3, rue des Cordeliers",
        "Hôtel de Ville, place du Marché",
        "Calle del Horno Viejo, 8",
        "14 Cable Row",
        "99999 Bad Elm",
    ],
)
def test_postal_addresses_are_told(row):
    """A street, a town with its code, or both."""
    assert postal.is_address(row)


@pytest.mark.parametrize(
    "row",
    [
        "Brand in der Schlossgasse",
        "Drei Verletzte am Marktplatz",
        "2026 wird das Jahr der Brücken",
        "Place aux jeunes",
        "40 Clinics Open at Night",
    ],
)
def test_headlines_are_no_postal_addresses(row):
    """A place in a headline has no number behind it."""
    assert not postal.is_address(row)


def test_an_office_with_its_address_in_a_letterhead_is_no_media_contact():
    """`Pressestelle` above a street introduces nobody."""
    found = read(
        "Gericht Elm\n- Pressestelle -\nSchlossgasse 4, 99999 Elm", "Pressemitteilung 4/2026", "Hahn darf krähen", LEAD
    )
    assert found.headline == "Hahn darf krähen"
    assert [item.text for item in found.residue] == ["Gericht Elm", "- Pressestelle -", "Schlossgasse 4, 99999 Elm"]


def test_a_sender_with_its_street_in_one_row_is_no_headline():
    """An institution and its address stand above an invitation's title."""
    head = "VILLE D’ELME – Direction de la communication – Hôtel de Ville, place du Marché"
    found = read(head, "Elme, le 8 septembre 2026", "INVITATION PRESSE", "Inauguration de la passerelle", LEAD)
    assert (found.headline, found.kind) == ("Inauguration de la passerelle", Kind.ADVISORY)


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        ("Letters home from the sea: the Harbour\nMuseum shows what sailors wrote", None),
        ("ELM FOOD BANK AND DAIRY FARMERS\nTO GIVE AWAY 200,000 GALLONS", None),
        ("Letters home from the sea on show\nA hundred of them were never read", "Letters home from the sea on show"),
    ],
)
def test_a_headline_that_was_broken_is_one(rows, headline):
    """Rows whose border the text itself speaks across belong together."""
    found = read("PRESS RELEASE", rows, f"{LEAD} The Harbour Museum helps them.")
    assert found.headline == (headline or rows.replace("\n", " "))


def test_place_and_date_share_a_row_with_the_kind():
    """`PRESS RELEASE | 3 June 2026 | Brussels`; an organisation in that row is no place."""
    placed = read("PRESS RELEASE | 3 June 2026 | Brussels", "Clinics open at night", LEAD)
    sent = read("PRESS RELEASE | 3 June 2026 | Elm University", "Clinics open at night", LEAD)
    assert placed.dateline
    assert (placed.dateline.city, placed.date, sent.dateline) == ("Brussels", sent.date, None)


def test_the_foot_of_a_page_ends_with_its_number():
    """The same row with another number in its last column is no part of the text, nor is the head below it."""
    foot = "Musée Elme – 3, rue des Cordeliers – elme.test          {}"
    found = read(
        "Musée Elme",
        "COMMUNIQUÉ DE PRESSE",
        "Le musée ouvre",
        LEAD,
        f"{foot.format(1)}\nMusée Elme",
        LEAD,
        foot.format(2),
    )
    assert [block.text for block in found.blocks] == [LEAD, LEAD]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("RÜCKZUG", Kind.WITHDRAWAL),
        ("ACTUALIZACIÓN (20:00 horas)", Kind.UPDATE),
        ("UNIVERSITY OF ELM NEWS RELEASE", Kind.RELEASE),
        ("Pressemitteilung der Universität Elm Nr. 23", Kind.RELEASE),
        ("Rückzug der Truppen gefordert", None),
        ("City Council Criticises Press Release", None),
    ],
)
def test_kinds_in_rows_of_their_own(row, found):
    """A kind may stand alone, behind its sender, before its number or hour; in a headline the words are no kind."""
    assert kind.whole_kind(row) is found


def test_a_signature_names_the_host_of_who_passed_the_mail_on():
    """`Elm Post – Sports desk` of `@elmpost.test` signs the mail and is nobody's contact."""
    headers = (
        "From: Sports <sports@elmpost.test>\nSent: 2 December 2026\nSubject: FW: Clinics",
        "From: Tom Hall <tom@alliance.test>\nSent: 2 December 2026\nSubject: Clinics",
    )
    contact = "Media contact: Tom Hall, 020 7946 0123, tom@alliance.test"
    found = read(*headers, "Clinics open at night", LEAD, contact, "The Elm Post – Sports desk – 020 7946 0999")
    assert [phone for card in found.contacts for phone in card.phones] == ["020 7946 0123"]
    assert found.residue[-1].text == "The Elm Post – Sports desk – 020 7946 0999"


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (
            "Media contact:\nAna Ruiz and Tom Hall, press office\n020 7946 0123, press@alliance.test",
            ["Ana Ruiz", "Tom Hall"],
        ),
        ("Rückfragen:\nBürgerliste Elmland, Klub\nMag. Eva Kern\n+43 1 555 01 73, eva@elm.test", ["Eva Kern"]),
    ],
)
def test_people_of_a_contact(rows, names):
    """Two people of one row are two, and whoever has a title of a person is one."""
    found = read("Clinics open at night", LEAD, rows)
    assert [card.name for card in found.contacts] == names
    assert all(card.emails for card in found.contacts)


def test_a_paragraph_above_a_quotation_tells_news():
    """What counts members above somebody's words is no standing paragraph."""
    counts = "Elm Alliance has four of the seventeen seats in the council and represents 400 members."
    found = read("Elm Alliance leaves the council", LEAD, counts, "“We will come back in the spring,” said Ana Ruiz.")
    assert found.boilerplate == ()


@pytest.mark.parametrize(
    ("kicker", "headline", "subhead"),
    [
        (
            "Waldbericht 2026",
            "Der Wald erholt sich, die Buche nicht",
            "Zum ersten Mal seit acht Jahren ist der Anteil der deutlich geschädigten Bäume gesunken",
        ),
        (
            "Forschung",
            "Warum Flöhe nicht erfrieren",
            "Forschende aus Elm entschlüsseln einen Frostschutz, der auch Organen helfen könnte",
        ),
    ],
)
def test_a_short_clause_is_the_headline_above_a_longer_row(kicker, headline, subhead):
    """What denies, asks or comes back to its subject is a headline, however much more the row below it tells."""
    said = "Jeder dritte Baum im Land hat eine lichte Krone. Das sind fünf Punkte weniger als vor einem Jahr, heißt es."
    text = "\n\n".join(("PRESSEMITTEILUNG", kicker, headline, subhead, f"Elm, 24. November 2026. {said}"))
    found = read_parts(text.encode(), ".txt", "x").release
    assert (found.kicker, found.headline, found.subhead) == (kicker, headline, subhead)

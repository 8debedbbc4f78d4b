"""What those add who pass a text on, and what pages and wires print above it, is told from the text."""

import pytest

from dispatch.model.release import Kind, Release
from dispatch.release import read_parts

LEAD = (
    "ELM, 24 November 2026 - Six clinics open at night from Monday, the alliance said today. They will treat anybody "
    "who comes, whether or not they have papers, and they will be paid for by the city."
)
OUTER = (
    "From: Post Desk <desk@post.test>\nSent: 24 November 2026 09:12\nTo: Sam <s.hall@post.test>\nSubject: FW: Clinics"
)
INNER = "From: Elm Alliance <jo@elm.test>\nSent: 24 November 2026 08:50\nTo: Media\nSubject: Clinics"
CONTACT = "Press contact: Jo Reed, 0117 555 0102, jo@elm.test"


def read(*blocks: str) -> Release:
    """The release that blocks of rows make, a blank line between them."""
    return read_parts("\n\n".join(blocks).encode(), ".txt", "x").release


def test_a_note_to_a_colleague_stands_between_two_headers():
    """What a desk writes above the mail that it passes on is no row of a letterhead."""
    found = read(OUTER, "Sam, one for you by noon.", INNER, "Clinics open at night", LEAD, CONTACT)
    assert found.headline == "Clinics open at night"
    assert "mail header" in {item.reason for item in found.residue if item.text.startswith("Sam")}


def test_a_header_may_name_people_without_addresses():
    """A mail program of an office prints names; initials below the note and the signature at the end are the desk's."""
    outer = "From: Hall, Sam\nSent: 24 November 2026 09:12\nTo: Night desk\nSubject: FW: Clinics"
    found = read(
        outer, "All, 40 lines please.", "S.H.", INNER, "Clinics open at night", LEAD, CONTACT, "Sam Hall\nNight editor"
    )
    assert (found.headline, found.kicker) == ("Clinics open at night", "")
    assert {"S.H.", "Sent: 24 November 2026 09:12", "Sam Hall", "Night editor"} <= {item.text for item in found.residue}


def test_a_sender_greets_above_the_text_and_signs_below_its_contact():
    """A few lines between greeting and kind hand the text over; its contact signs a letter without a mail."""
    greeting = "Dear colleagues,\nhere is our third release of today."
    found = read(INNER, greeting, "UPDATE 3", "Clinics open at night", LEAD, CONTACT, "Kind regards\nYour press office")
    assert [item.text for item in found.residue][-2:] == ["Kind regards", "Your press office"]
    assert any("third release" in item.text for item in found.residue)
    letter = read(
        "Einladung zum Pressetermin",
        "Ambulanzen öffnen nachts ihre Türen",
        "Sehr geehrte Damen und Herren,",
        "am Montag öffnen wir sechs Ambulanzen, und vorher möchten wir sie Ihnen zeigen. Es gibt auch Suppe.",
        "Rückfragen: Jo Reed, jo@elm.test",
        "Mit sportlichen Grüßen\nIda Brandt\nPressewartin\nTel. 0117 555 0199",
    )
    assert letter.residue == ()


def test_tags_of_a_page_stand_one_to_a_row():
    """Below the head of its tags each row of a page is one, also where it looks like the rest of a sentence."""
    about = "About the Elm Alliance\nThe Elm Alliance runs six clinics and was founded in 1971 by nurses of the city."
    found = read("Clinics open at night", LEAD, CONTACT, about, "Tags\nclinics\nJo Reed", "Related posts\nA night out")
    assert {"Tags", "clinics", "Jo Reed"} <= {item.text for item in found.residue}


def test_the_number_of_a_release_is_no_letterhead():
    """`Nr. 41/2026` in a row of its own belongs to the kind."""
    found = read("PRESSEMITTEILUNG", "Nr. 41/2026", "Hahn darf weiter krähen", LEAD)
    assert (found.headline, found.residue) == ("Hahn darf weiter krähen", ())


def test_a_path_through_a_site_ends_its_menu():
    """What stands above `You are here: ...` is the site's, its name among it."""
    menu = "Direkt zum Seiteninhalt\nVerwaltungsgericht Elm\nDas Gericht\nUrteile\nSie sind hier: Startseite » Presse"
    found = read(f"{menu}\nHahn darf weiter krähen – aber erst ab halb sieben", LEAD)
    assert (found.headline, len(found.residue)) == ("Hahn darf weiter krähen – aber erst ab halb sieben", 5)


def test_the_subject_above_a_header_is_the_mails():
    """A mail printed with its subject on top has it again in its header."""
    found = read(f"FW: Clinics\n{OUTER}", INNER, "Clinics open at night", LEAD, CONTACT)
    assert (found.headline, found.kicker, found.residue[0].text) == ("Clinics open at night", "", "FW: Clinics")


def test_who_signs_below_the_contact_passed_it_on():
    """A name that the text never speaks, below its own contact, signs for the desk and is no contact."""
    found = read(
        OUTER, INNER, "Clinics open at night", LEAD, CONTACT, "Ida Brandt\nNight editor, Post\nTel. 0117 555 0199"
    )
    assert [card.name for card in found.contacts] == ["Jo Reed"]
    assert [item.text for item in found.residue][-3:] == ["Ida Brandt", "Night editor, Post", "Tel. 0117 555 0199"]


def test_a_second_contact_of_the_sender_stays():
    """Rows with an address of the sender's own host, and rows of a text that nobody passed on, are contacts."""
    second = "Ida Brandt\nPress officer\nida@elm.test"
    passed = read(OUTER, INNER, "Clinics open at night", LEAD, CONTACT, second)
    direct = read("Clinics open at night", LEAD, CONTACT, second.replace("elm", "oak"))
    assert [[card.name for card in found.contacts] for found in (passed, direct)] == [["Jo Reed", "Ida Brandt"]] * 2


def test_the_title_of_a_page_is_known_behind_its_kind():
    """`Kind: headline, cut short - Site` above the headline is the headline again."""
    title = "Press release: clinics open at night - Elm Alliance"
    found = read(f"Skip to content\n{title}", "Clinics open at night from Monday", LEAD)
    assert (found.headline, found.residue[-1].text) == ("Clinics open at night from Monday", title)


@pytest.mark.parametrize("row", ["Handel/Kinder", "Nahverkehr/Region/Parlament"])
def test_the_keywords_of_a_wire_are_a_kicker(row):
    """What a wire files a text under stands above its headline, whatever institution it names."""
    found = read("Presseaussendung", row, "Sechs Ambulanzen öffnen nachts", f"Wien (OTS) - {LEAD[24:]}")
    assert (found.kicker, found.headline, found.residue) == (row, "Sechs Ambulanzen öffnen nachts", ())


@pytest.mark.parametrize(
    "row", ["Barometer 2026 of the Elm Alliance", "Judgment of the Court in Case C-77/25 | Elm Alliance v Fen"]
)
def test_the_rubric_of_a_headline_is_a_kicker(row):
    """The study or the case that a headline is about stands above it and is part of the text."""
    found = read("PRESS RELEASE", row, "Clinics open at night", LEAD)
    assert (found.kicker, found.headline, found.residue) == (row, "Clinics open at night", ())


def test_partners_that_do_something_are_a_headline():
    """A row that begins with two names and goes on for longer than a name is no row of senders."""
    lead = f"Elm Alliance and Fen Rail signed an agreement today. {LEAD}"
    row = "Elm Alliance and Fen Rail Sign Supply Agreement for 64 Hybrid Engines"
    found = read(f"{row}\nDeal secures engines for three years", f"ELM, 24 November 2026 - {lead}")
    assert (found.headline, found.residue) == (row, ())


def test_a_button_between_two_rows_of_a_page_is_one():
    """`Top` alone may be anything; between the rows of a page's own menu it is a part of it."""
    found = read("Clinics open at night", "Page contents\nTop\nPrint friendly pdf", LEAD)
    assert (found.headline, [item.text for item in found.residue][:2]) == (
        "Clinics open at night",
        ["Page contents", "Top"],
    )


def test_a_remark_under_an_update_is_a_note():
    """What is new stands in brackets below the row that says which document is brought up to date."""
    found = read("UPDATE of the press release of 23 November 2026\n(new: opening hours)", "Clinics open at night", LEAD)
    assert (found.kind, found.residue, found.headline) == (Kind.UPDATE, (), "Clinics open at night")


def test_what_was_wrong_is_no_subhead():
    """The sentences below a headline that says of itself that it corrects are a note to editors."""
    wrong = "In our release of Monday the hour was given as eight. The right hour is ten. We apologise to editors."
    found = read("CORRECTION: Clinics open at ten\nNurses stay until six", wrong, LEAD)
    assert (found.kind, found.subhead) == (Kind.CORRECTION, "Nurses stay until six")
    assert any("The right hour is ten" in note.text for note in found.notes)


def test_pictures_of_a_page_are_no_notes():
    """A page's own head below the end, above its buttons, begins no section of the text."""
    found = read("Clínicas abren de noche", LEAD, "--o0o--", "Imágenes\nDescargar todas (6)\nComunicados anteriores")
    assert (found.notes, len(found.residue)) == ((), 3)

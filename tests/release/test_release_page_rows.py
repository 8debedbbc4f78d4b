"""Heads and feet of printed pages are told from the text, wherever they have run into it."""

import pytest

from dispatch.model.release import Kind, Release
from dispatch.release import read_parts
from dispatch.release.anatomy import end_mark

BODY = (
    "BRISTOL, 24 November 2026 - Six clinics open at night from Monday, the alliance\n"
    "said today. They will treat anybody who comes, whether or not they have papers,\n"
    "and they will be paid for by the city. A night costs four hundred pounds for the"
)
REST = (
    "nurse, the doctor and the driver who fetches those who cannot walk. Nobody who came\n"
    "in the trial was sent away, and nobody had to wait for longer than an hour until\n"
    "somebody with a white coat had looked at whatever hurt."
)


def read(text: str) -> Release:
    """The release that a text is."""
    return read_parts(text.encode(), ".txt", "x").release


def rows(release: Release) -> list[str]:
    """What was found to be residue."""
    return [item.text for item in release.residue]


@pytest.mark.parametrize(
    "foot",
    [
        "Elm Alliance    Clinics open at night    Page {} of 2",
        "Elm Alliance\tPress release\tPage {}/2",
        "Elm Alliance – Press release – page {}/2",
        "ELM/PR/26/31                                            {}/2",
        "E-MAIL              Page {} of 2              14 MILL LANE",
    ],
)
def test_rows_with_a_counting_number_are_feet(foot):
    """A row that stands again with the number of the next page is one piece of residue, also within a paragraph."""
    release = read(f"Clinics open at night\n\n{BODY}\n{foot.format(1)}\n{REST}\n\n{foot.format(2)}\n")
    whole = " ".join(foot.split())
    assert rows(release) == [whole.format(1), whole.format(2)]
    assert "Page" not in " ".join(block.text for block in release.blocks)


@pytest.mark.parametrize("row", ["- Seite 1 von 2 -", "p. 2/3", "[1/2]", ".../...", "Fortsetzung auf Seite 2"])
def test_marks_of_a_page(row):
    """A row that only says where a page ends is no text, in whatever marks it stands."""
    assert end_mark.is_page_mark(row)


def test_rows_that_count_something_else_stay():
    """Volumes and parts are numbered too, but no page's word, mark or column stands before their number."""
    release = read(f"Clinics open at night\n\n{BODY}\n{REST}\n\nVolume 1 of 2\n\nVolume 2 of 2\n")
    assert not rows(release)


def test_head_and_stamp_beside_a_page_go_with_it():
    """What stands beside the numbers of pages again and again, and what is stamped there, is none of the text."""
    release = read(
        f"ELM ALLIANCE\n\nClinics open at night\n\n{BODY}\nElm  Page 1 of 2\nELM ALLIANCE\nEMBARGOED COPY\n{REST}\n\n"
        f"Elm  Page 2 of 2\n"
    )
    assert rows(release) == ["ELM ALLIANCE", "Elm Page 1 of 2", "ELM ALLIANCE", "EMBARGOED COPY", "Elm Page 2 of 2"]
    assert release.headline == "Clinics open at night"


def test_office_beside_a_page_number_is_no_contact():
    """A telephone number at the foot of a page, with the text going on below it, is the page's."""
    foot = "- Page 1 of 2 -\nPress office · Tel. 0117 555 0101 · www.elm.test"
    contact = "Press contact:\nJo Reed, 0117 555 0102, jo@elm.test"
    release = read(
        f"Clinics open at night\n\n{BODY} nurse.\n\n{foot}\n\n{REST.capitalize()}\n\n- Page 2 of 2 -\n\n{contact}\n"
    )
    assert "Press office · Tel. 0117 555 0101 · www.elm.test" in rows(release)
    assert [contact.name for contact in release.contacts] == ["Jo Reed"]


def test_kind_in_the_head_of_a_page_is_read():
    """The kind may stand in a middle column of a head that is repeated on each page."""
    head = "Elm Alliance\tMedia advisory\tPage {}/2"
    release = read(f"{head.format(1)}\n\nClinics open at night\n\n{BODY}\n{REST}\n\n{head.format(2)}\n")
    assert release.kind is Kind.ADVISORY


def test_a_lead_that_a_page_cuts_short_is_no_headline():
    """Prose without a full stop right above the foot of a page goes on below it."""
    lead, foot = BODY.removeprefix("BRISTOL, 24 November 2026 - "), "Elm · Press release · Page {}"
    release = read(f"Clinics open at night\n\n{lead}\n\n{foot.format(1)}\n\n{REST}\n\n{foot.format(2)}\n")
    assert (release.headline, len(release.blocks)) == ("Clinics open at night", 1)


def test_a_sentence_that_goes_on_over_the_page_is_one():
    """Foot and head of a page in the midst of a sentence leave one paragraph; behind a full stop they leave two."""
    foot = "Elm  Page {} of 2"
    broken = read(f"Clinics open at night\n\n{BODY}\n{foot.format(1)}\n{REST}\n\n{foot.format(2)}\n")
    ended = read(f"Clinics open at night\n\n{BODY} poor.\n{foot.format(1)}\n{REST.capitalize()}\n\n{foot.format(2)}\n")
    assert [len(found.blocks) for found in (broken, ended)] == [1, 2]
    assert "pounds for the nurse, the doctor" in broken.blocks[0].text
    assert "pounds for the nurse, the doctor" in broken.blocks[0].html

"""The scraped release that the project was given: every fact a careful person reads from it."""

from datetime import date

import pytest
from needs import real_release

from dispatch import release
from dispatch.model.release import BlockType, Kind, Span


@pytest.fixture(scope="module")
def read():
    found, findings = release.read(real_release(), shown="statement.txt")
    assert findings == ()
    return found


def test_the_headline_is_the_first_copy_and_the_second_is_residue(read):
    """The headline stands on line 1; its copy on line 3 is residue."""
    assert read.headline == ("Forcing Asylum Seekers to “Remain in Mexico” Subjects Them to “Web of Endless Violence”")
    assert dict(read.lines)["headline"] == Span(first=1, last=1)
    assert [(item.reason, item.lines.first) for item in read.residue] == [
        ("repeated headline", 3),
        ("share widget", 23),
    ]
    assert read.residue[1].text == "Spread the love"


def test_the_dateline_gives_city_and_date(read):
    """CHICAGO – November 26, 2018 –, two en dashes and a no-break space after the second."""
    assert read.dateline.text == "CHICAGO – November 26, 2018"
    assert (read.dateline.city, read.dateline.region, read.dateline.line) == ("CHICAGO", None, 5)
    assert read.date == read.dateline.date == date(2018, 11, 26)


def test_it_is_an_english_statement_without_status_or_embargo(read):
    """The lead says that a statement follows; nothing says embargo or immediate."""
    assert (read.kind, read.language, read.immediate) == (Kind.STATEMENT, "en", False)
    assert (read.embargo, read.embargo_text, read.subhead, read.kicker, read.end_mark) == (None, "", "", "", None)


def test_the_structure_has_seven_paragraphs(read):
    """The lead, five paragraphs of the statement, and the boilerplate."""
    assert [(block.type, block.lines.first) for block in read.blocks] == [
        (BlockType.LEAD, 5),
        *((BlockType.QUOTE, line) for line in (7, 9, 11, 13, 15)),
    ]
    assert read.blocks[0].text.startswith("Central American asylum seekers")
    assert read.blocks[0].text.endswith("issued the following statement in response:")
    assert read.blocks[0].html == f"<p>{read.blocks[0].text}</p>"
    assert [found.lines for found in read.boilerplate] == [Span(first=17, last=17)]


def test_the_one_quotation_closes_four_paragraphs_later(read):
    """It opens on line 7 and closes on line 15; its speaker is named in the lead."""
    (quote,) = read.quotes
    assert quote.speaker == "Oscar Chacón"
    assert quote.lines == Span(first=7, last=15)
    paragraphs = quote.text.split("\n\n")
    assert len(paragraphs) == 5
    assert paragraphs[0].startswith("This weekend’s events demonstrate")
    assert paragraphs[-1].endswith("dignity across borders.")
    assert "“" not in quote.text
    assert "”" not in quote.text


def test_the_boilerplate_has_no_heading_and_takes_the_name_it_describes(read):
    """Its title is the organisation's name."""
    (found,) = read.boilerplate
    assert found.title == "Alianza Americas"
    assert found.text.startswith("Alianza Americas is a network of 50")
    assert found.text.endswith("Learn more at")


def test_the_contact_section_is_found_and_reaches_nobody(read):
    """Both addresses are hidden: the section stands with its title, and its sentence is kept as a note."""
    (contact,) = read.contacts
    assert contact.role == "Additional Information & Interviews"
    assert (contact.name, contact.emails, contact.phones) == ("", (), ())
    assert contact.lines == Span(first=19, last=21)
    (note,) = read.notes
    assert note.text.startswith("Leaders Alianza Americas and member organizations")

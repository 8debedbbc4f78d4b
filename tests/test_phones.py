"""Telephone numbers: shown as they are dialled from abroad where that is certain, and told when they cannot be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.contacts import read, to_csv
from dispatch.message.view import contact_view, phone_of
from dispatch.model.contact import Contact
from dispatch.phones import impossible, international


@pytest.mark.parametrize(
    ("text", "country", "region", "shown"),
    [
        ("+442079460018", "", "", "+44 20 7946 0018"),
        ("020 7946 0018", "GB", "", "+44 20 7946 0018"),
        ("020 7946 0018", "uk", "", "+44 20 7946 0018"),
        ("(212) 555-0123 ext 5", "United States", "", "+1 212-555-0123 ext. 5"),
        ("0049 30 123456", "", "", "+49 30 123456"),
        ("+49 (0)30 901820", "", "", "+49 30 901820"),
        ("91 555 01 23", "", "España", "+34 915 55 01 23"),
        ("+44 20 7946 0018", "US", "", "+44 20 7946 0018"),
    ],
)
def test_a_number_is_shown_as_it_is_dialled_from_abroad(text, country, region, shown):
    """The number itself says where it belongs, else the contact's country, else a region that is a country."""
    assert international(text, country, region) == shown
    assert international(shown) == shown


@pytest.mark.parametrize(
    ("text", "country", "region"),
    [
        ("020 7946 0018", "", ""),
        ("020 7946 0018", "US", ""),
        ("555-0142", "US", ""),
        ("1-800-FLOWERS", "US", ""),
        ("212-555-0123", "", "CA"),
        ("212-555-0123", "Atlantis", ""),
        ("+44 20 7946 0018 or 19", "GB", ""),
        ("ask the desk", "GB", ""),
        ("", "GB", ""),
    ],
)
def test_what_is_not_certain_stays_as_it_was_written(text, country, region):
    """A wrong guess could reach a stranger; CA may be a state."""
    assert international(text, country, region) == text


@pytest.mark.parametrize(
    "text", ["12", "+12 34", "+1 303 555 014", "+1 303 555 01422", "+999 123456789", "1234567890123456789012"]
)
def test_a_number_that_cannot_be_one_is_told_with_its_reason(text):
    """Too short, too long, or of no country."""
    assert impossible(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "tba", "110", "555-0142", "020 7946 0018", "+44 23 5550 0142", "+49 (0)30 901820", "3.49E+10",
        "020 7946 0018 / 020 7946 0019", "+1 (303) 555-0142 x12", "030/901820", "1-800-FLOWERS", "00 1 303 555 0142",
    ],
)  # fmt: skip
def test_numbers_that_can_be_dialled_somewhere_are_left_alone(text):
    """Short ones, local ones, invented ones, several in a cell, and what is no number at all."""
    assert impossible(text) == ""


@given(st.text(alphabet="+0123456789 ()-./xé#;", max_size=80), st.sampled_from(["", "GB", "US", "DE", "xx"]))
def test_no_text_is_too_odd(text, country):
    """Anything can stand in a cell, and what is shown is shown again unchanged."""
    impossible(text)
    shown = international(text, country)
    assert international(shown, country) == shown


def test_a_list_is_written_with_numbers_as_they_are_dialled(tmp_path):
    """Only the written list and the mail have that form; the cell itself stays, and a number that cannot be is told."""
    path = tmp_path / "desk.csv"
    path.write_text("email,phone,country\nana@x.test,020 7946 0018,GB\nbo@x.test,+1 303 555 014,US\n", encoding="utf-8")
    reading = read(path)
    assert [contact.phone for contact in reading.contacts] == ["020 7946 0018", "+1 303 555 014"]
    assert [(found.code, found.line, found.column) for found in reading.findings] == [("LST035", 3, 2)]
    to_csv(reading, tmp_path / "out.csv")
    assert "+44 20 7946 0018" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_a_template_gets_the_number_as_it_is_dialled():
    """Every way a theme reads a contact's phone goes through the same form."""
    contact = Contact(email="a@x.test", key="a@x.test", phone="020 7946 0018", country="GB")
    assert contact_view(contact, "Hello")["phone"] == phone_of(contact) == "+44 20 7946 0018"

"""The example lists at the top of the repository are clean, and the catalogue knows every finding."""

from pathlib import Path

from dispatch.contacts import ROW_CODES, read, select
from dispatch.contacts.remarks import SEVERITIES
from dispatch.model.finding import Severity
from dispatch.preflight.lists import RULES

LISTS = Path(__file__).parents[2] / "lists"


def test_the_national_list_is_clean():
    """The demo's list has no finding at all, and shows accents, languages, trust and a desk without a name."""
    reading = read(LISTS / "national.csv")
    assert not reading.findings
    contacts = list(reading.contacts)
    assert len(contacts) == 12
    assert {contact.language[:2] for contact in contacts} == {"en", "es", "fr", "de"}
    assert any(not contact.name.isascii() for contact in contacts)
    assert any(contact.embargo for contact in contacts)
    assert any(not contact.name for contact in contacts)


def test_the_radio_list_is_excels():
    """The radio list has semicolons and a byte order mark, and one person who is on the national list too."""
    reading = read(LISTS / "radio.csv")
    assert (reading.delimiter, reading.encoding, reading.findings) == (";", "UTF-8 with BOM", ())
    assert select([read(LISTS / "national.csv"), reading]).counts.duplicates == 1


def test_nobody_real_is_on_the_examples():
    """Every address is at a domain that nobody can own."""
    for path in LISTS.glob("*.csv"):
        for contact in read(path).contacts:
            assert contact.email.endswith((".test", ".example.org"))


def test_the_catalogue_holds_every_finding():
    """Each code that a list reader can report is explained, with the severity it is reported with."""
    assert {rule.code: rule.severity for rule in RULES} == SEVERITIES
    assert all(2 <= rule.explanation.count(". ") + 1 <= 5 for rule in RULES)
    assert all(rule.check is None for rule in RULES)


def test_errors_are_about_a_row_or_about_a_list():
    """Without its bad rows a list has no error left, unless it has no usable e-mail column."""
    errors = {code for code, severity in SEVERITIES.items() if severity is Severity.ERROR}
    assert errors - ROW_CODES == {"LST003", "LST004", "LST034"}
    assert errors >= ROW_CODES

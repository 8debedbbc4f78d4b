"""Hints: the TOML file beside a list."""

import pytest

from dispatch.contacts import read
from dispatch.errors import InputError


@pytest.fixture
def hinted(tmp_path):
    def write(content, hints):
        (tmp_path / "radio.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        (tmp_path / "radio.toml").write_text(hints, encoding="utf-8")
        return read(tmp_path / "radio.csv")

    return write


def test_hints_fix_the_mapping_and_fill_what_is_missing(hinted):
    """Columns go where the person says, are left out or renamed; defaults fill empty cells only."""
    reading = hinted(
        "Email,Company,Title,Secret,Sendegebiet,Language\na@x.test,X,Host,s,Nord,\nb@x.test,Y,,s,,en\n",
        '[columns]\nCompany = "notes"\nTitle = "role"\nSecret = ""\nSendegebiet = "market"\n'
        '[defaults]\nlanguage = "es"\ntags = "radio, local"\n',
    )
    first, second = reading.contacts
    assert (first.notes, first.role, first.outlet, dict(first.extra)) == ("X", "Host", "", {"market": "Nord"})
    assert (first.language, second.language, second.tags) == ("es", "en", ("radio", "local"))
    assert reading.columns == {
        "Email": "email",
        "Company": "notes",
        "Title": "role",
        "Sendegebiet": "market",
        "Language": "language",
    }
    assert not reading.findings


def test_hints_say_encoding_and_delimiter(hinted, tmp_path):
    """Encoding and delimiter can be written down; the command line wins."""
    content = "name^email\nZoë^a@x.test\n".encode("cp1252")
    reading = hinted(content, 'encoding = "cp1252"\ndelimiter = "^"\n')
    assert [contact.name for contact in reading.contacts] == ["Zoë"]
    assert not reading.findings
    assert [contact.name for contact in read(tmp_path / "radio.csv", encoding="latin-1").contacts] == ["Zoë"]


def test_the_first_of_several_addresses(hinted):
    """Where the person says so, the first of several addresses counts and the others are kept."""
    reading = hinted('email\n"a@x.test, b@x.test; c@x.test"\n', 'several = "first"\n')
    (contact,) = reading.contacts
    assert (contact.email, contact.alternates) == ("a@x.test", ("b@x.test", "c@x.test"))


def test_exports_known_to_join_addresses(listed):
    """Google's sign splits everywhere; commas split only in Prowly's export."""
    (google,) = listed("E-mail 1 - Value,E-mail 2 - Value\na@x.test ::: b@x.test,c@x.test\n").contacts
    assert (google.email, google.alternates) == ("a@x.test", ("b@x.test", "c@x.test"))
    (prowly,) = listed('email,personal greetings,tag list\n"a@x.test, b@x.test",Dear Ana,x\n').contacts
    assert (prowly.email, prowly.alternates) == ("a@x.test", ("b@x.test",))


@pytest.mark.parametrize(
    ("hints", "message", "fix"),
    [
        ('encodign = "utf-8"', "encodign", "encoding"),
        ('[columns]\nTitle = "Rolle!"', "Rolle!", ""),
        ('[defaults]\nlanguge = "es"', "languge", "language"),
        ("several = 3", "several must be text", '"..."'),
        ('several = "all"', "several", "first"),
        ('delimiter = ";;"', "one character", ""),
        ('[defaults]\nrole = "a\\nb"', "line break", ""),
        ("columns = 3", "columns", ""),
        ("not toml", "cannot be read", ""),
        ('encoding = "klingon"', "no encoding", ""),
    ],
)
def test_wrong_hints_are_explained(hinted, hints, message, fix):
    """A mistake in the hints stops with file, key and near matches."""
    with pytest.raises(InputError) as caught:
        hinted("email\na@x.test\n", hints)
    assert message in caught.value.message
    assert fix in caught.value.fix


def test_headers_that_are_nearly_known(listed, codes):
    """A slip of the pen in a header is understood and said, but never takes a field from another column."""
    reading = listed("E-mail adress,Outlett,Outlet type\na@x.test,X,TV\n")
    assert reading.columns == {"E-mail adress": "email", "Outlett": "outlet", "Outlet type": "outlet_type"}
    assert [code for code, _ in codes(reading)] == ["LST029", "LST029"]
    both = listed("email,Outlett,Outlet\na@x.test,X,Y\n")
    assert both.columns["Outlett"] == "outlett"

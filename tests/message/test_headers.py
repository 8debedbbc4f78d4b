"""Header fields, read back by a real parser and by a strict check."""

import email
import re
from email import policy
from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.errors import RefusedError
from dispatch.message import headers

_FIELD = re.compile(rb"[!-9;-~]+: ?[^\r\n]*(?:\r\n[ \t][^\r\n]*)*\r\n")
texts = st.text(st.sampled_from("abcdefgh AB,\"\\();:<>.éñß日😀-_?= '"), max_size=160).map(
    lambda t: " ".join(t.split())
)
names = st.text(st.sampled_from("abcdefgh AB,\"\\();:<>.éñß-_'"), max_size=24).map(lambda t: " ".join(t.split()))


def read(raw):
    return email.message_from_bytes(raw + b"\r\n", policy=policy.default)


@given(texts.filter(lambda text: "=?" not in text))
def test_any_subject_is_read_back_as_it_was(text):
    """Whatever its language and length: the same for both of Python's parsers, lines within 78, one field."""
    raw = headers.unstructured("Subject", headers.checked(text, "The subject"))
    assert _FIELD.fullmatch(raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert read(raw)["Subject"] == text
    old = email.message_from_bytes(raw + b"\r\n", policy=policy.compat32)
    assert str(make_header(decode_header(old["Subject"].replace("\r\n", "")))) == text


@given(names)
def test_any_name_stays_one_mailbox(name):
    """A display name never becomes an address, another field or a second recipient."""
    raw = headers.mailbox(name, "To", "ana@radio.test")
    assert _FIELD.fullmatch(raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    (found,) = read(raw)["To"].addresses
    assert found.addr_spec == "ana@radio.test"
    assert found.display_name == name


@pytest.mark.parametrize(
    "name", ["José Álvarez", "Ruiz, Ana", "Константин Преображенский", "O'Hara", 'Ana "La" Ruiz', "山田太郎"]
)
def test_names_of_people_are_read_back(name):
    """Accents, commas, quotes, other scripts (before 3.12.4 Python doubles the space between two encoded words)."""
    (found,) = read(headers.mailbox(name, "From", "a@b.test"))["From"].addresses
    assert " ".join(found.display_name.split()) == name


@pytest.mark.parametrize(
    "value",
    [
        "a\r\nBcc: x@y.test",
        "a\nb",
        "a\x00",
        "a\x85b",
        "a\u2028b",
        "a\u202eb",
        "=?utf-8?q?a=0d=0aBcc=3a_e=40x?=",
        "a =?x",
    ],
)
def test_what_could_become_another_header_is_refused(value):
    """Line ends, controls, bidirectional overrides, and text that poses as an encoded word (Python decodes it)."""
    with pytest.raises(RefusedError):
        headers.checked(value, "The name")


@pytest.mark.parametrize(
    "address",
    [
        "a@b,c@d.test",
        "a@b.test>\r\nRCPT TO:<e@x",
        "a b@c.test",
        "",
        "a",
        "a@",
        "@b.test",
        "<a@b.test>",
        "a@b..\u2028test",
    ],
)
def test_what_is_not_one_address_is_refused(address):
    """Lists, injections, brackets and halves."""
    with pytest.raises(RefusedError):
        headers.address(address)


def test_domains_in_other_scripts_become_a_labels():
    """DNS knows them as A-labels; a local part in another script needs SMTPUTF8."""
    assert headers.address("ana@münchen.test") == ("ana@xn--mnchen-3ya.test", False)
    assert headers.address("añá@radio.test") == ("añá@radio.test", True)


def test_references_keep_one_identifier_a_line():
    """Threads of any length stay within the line limit."""
    raw = headers.identifiers("References", tuple(f"<{'x' * 50}{n}@alliance.test>" for n in range(30)))
    assert max(map(len, raw.split(b"\r\n"))) < 100
    assert len(read(raw)["References"].split()) == 30


@pytest.mark.parametrize("value", ["abc", "<a b@c>", "<a@b>\r\nX: y", "<a>"])
def test_bad_message_ids_are_refused(value):
    """A Message-ID has angle brackets, an @, and nothing else special."""
    with pytest.raises(RefusedError):
        headers.message_id(value)
    with pytest.raises(RefusedError):
        headers.token(f"{value} ")

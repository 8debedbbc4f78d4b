"""Addresses: what is taken for one exact address, and what is refused."""

import email_validator
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.addresses import Address, NoAddress, Trouble, key, parse_address, unsafe_characters


@pytest.mark.parametrize(
    ("cell", "email", "email_key"),
    [
        ("Ana.Ruiz@Radio.Example.ORG", "Ana.Ruiz@radio.example.org", "ana.ruiz@radio.example.org"),
        (" ana@x.test ", "ana@x.test", "ana@x.test"),
        ("ana+news@x.test", "ana+news@x.test", "ana+news@x.test"),
        ("o'brien@x.test", "o'brien@x.test", "o'brien@x.test"),
        ("josé@x.test", "josé@x.test", "josé@x.test"),
        ("redaktion@bücher.example", "redaktion@bücher.example", "redaktion@xn--bcher-kva.example"),
        ("redaktion@xn--bcher-kva.example", "redaktion@bücher.example", "redaktion@xn--bcher-kva.example"),
    ],
)
def test_one_exact_address_is_taken(cell, email, email_key):
    """A bare address is taken as given, its domain in lower case, with a key that ignores case and IDN spelling."""
    assert parse_address(cell) == Address(email=email, key=email_key)
    assert key(cell) == email_key


@pytest.mark.parametrize(
    ("cell", "name", "unwrapped"),
    [
        ("Ana Ruiz <ana@x.test>", "Ana Ruiz", "a display name"),
        ('"Ruiz, Ana" <ana@x.test>', "Ruiz, Ana", "a display name"),
        ("<ana@x.test>", "", "angle brackets"),
        ("ana@x.test <ana@x.test>", "", "a display name"),
        ("mailto:ana@x.test?subject=Hi", "", "mailto:"),
        ("\u200bana@x.test\ufeff", "", "invisible characters"),
        ("\u00a0ana@x.test\u00a0", "", ""),
        ("ana@x.test,", "", "punctuation at the end"),
        ("#mailto:ana@x.test#", "", "a hyperlink"),
        ("ana@x.test#mailto:ana@x.test#", "", "a hyperlink"),
    ],
)
def test_wrapping_is_taken_off(cell, name, unwrapped):
    """What mail programs and databases put around an address is taken off, and said."""
    assert parse_address(cell) == Address(email="ana@x.test", key="ana@x.test", name=name, unwrapped=unwrapped)


@pytest.mark.parametrize(
    ("cell", "trouble"),
    [
        ("", Trouble.EMPTY),
        ("   ", Trouble.EMPTY),
        ("a@b.org,c@d.org", Trouble.SEVERAL),
        ("a@x.test; b@x.test", Trouble.SEVERAL),
        ("a@x.test b@x.test", Trouble.SEVERAL),
        ("a@x.test/b@x.test", Trouble.SEVERAL),
        ("a@x.test or b@x.test", Trouble.SEVERAL),
        ("a@x.test\nb@x.test", Trouble.SEVERAL),
        ("a@x.test <b@x.test>", Trouble.SEVERAL),
        ("Ana <a@x.test>, Ben <b@x.test>", Trouble.SEVERAL),
        ("a@b>\r\nRCPT TO:<e@x", Trouble.UNSAFE),
        ("a@x.test\r\nBcc: e@evil.test", Trouble.UNSAFE),
        ("a\0@x.test", Trouble.UNSAFE),
        ("a\u202e@x.test", Trouble.UNSAFE),
        ("=?utf-8?q?a=0d=0aBcc=3a_e=40x?=@x.test", Trouble.UNSAFE),
        ("ana (at) x [dot] test", Trouble.DISGUISED),
        ('"a@b"@evil', Trouble.INVALID),
        ('"a@b"@evil.test', Trouble.INVALID),
        ("a@b,c@d", Trouble.INVALID),
        ("a@b..c", Trouble.INVALID),
        ("a@x..test", Trouble.INVALID),
        ("-x@b.c", Trouble.INVALID),
        ("-x@example.org", Trouble.INVALID),
        ("a@localhost", Trouble.INVALID),
        ("a@x.localhost", Trouble.INVALID),
        ("a@x.invalid", Trouble.INVALID),
        ("a@[127.0.0.1]", Trouble.INVALID),
        ("a@127.0.0.1", Trouble.INVALID),
        ("a@b@x.test", Trouble.INVALID),
        ("a" * 65 + "@x.test", Trouble.INVALID),
        ("a@" + "b" * 64 + ".test", Trouble.INVALID),
        ("a@" + "b." * 130 + "test", Trouble.INVALID),
        (".a@x.test", Trouble.INVALID),
        ("a.@x.test", Trouble.INVALID),
        ("a b@x.test", Trouble.INVALID),
        ("a@-x.test", Trouble.INVALID),
        ("Ana Ruiz", Trouble.INVALID),
        ("n/a", Trouble.INVALID),
    ],
)
def test_anything_else_is_refused(cell, trouble):
    """A cell that is not one exact address is refused, with its reason; never guessed."""
    refused = parse_address(cell)
    assert isinstance(refused, NoAddress), refused
    assert refused.trouble is trouble
    assert refused.reason


def test_a_disguised_address_says_what_was_meant():
    """The fix for `(at)` can name the address."""
    assert parse_address("ana (at) x [dot] test") == NoAddress(
        trouble=Trouble.DISGUISED, reason="is disguised", meant=("ana@x.test",)
    )


def test_plus_tags_can_be_ignored():
    """With plus_tags off, `ana+news@x.test` is the same person as `ana@x.test`; `+1@x.test` keeps a local part."""
    assert key("Ana+News@x.test", plus_tags=False) == "ana@x.test"
    assert key("+1@x.test", plus_tags=False) == "+1@x.test"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ana Ruiz", ""),
        ("Zoë Müller-Çelik", ""),
        ("What =? really", ""),
        ("a\r\nBcc: e@x", "a line break (U+000D)"),
        ("a\x85b", "a line break (U+0085)"),
        ("a\u2028b", "a line break (U+2028)"),
        ("a\0b", "a NUL character (U+0000)"),
        ("a\x1b[31m", "a terminal escape (U+001B)"),
        ("a\x9b31m", "a control character (U+009B)"),
        ("a\u202eb", "a character that reverses text (U+202E)"),
        ("=?utf-8?q?a=0d=0aBcc=3a_e=40x?=", "an encoded word (=?…?=)"),
        ("Hi =?utf-8?b?YQ==?= there", "an encoded word (=?…?=)"),
    ],
)
def test_unsafe_characters_are_named(text, words):
    """Whatever could forge a header or fool a terminal is named with its code point."""
    assert unsafe_characters(text) == words


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_cell_crashes_and_what_is_taken_is_safe(cell):
    """Any text gives an address or a reason; an address is safe in a header and is taken again unchanged."""
    found = parse_address(cell)
    if isinstance(found, Address):
        assert not unsafe_characters(found.email)
        assert found.email.count("@") == 1
        again = parse_address(found.email)
        assert isinstance(again, Address)
        assert again.key == found.key == key(found.email)


@settings(deadline=None)
@given(st.from_regex(r"[A-Za-z0-9.+_-]{1,20}@[a-z0-9.-]{1,20}\.(test|org)", fullmatch=True))
def test_the_fast_path_agrees_with_the_library(text):
    """What the plain-ASCII fast path takes, email-validator takes too, with the same result."""
    found = parse_address(text)
    try:
        valid = email_validator.validate_email(text, check_deliverability=False, test_environment=True, strict=True)
    except email_validator.EmailNotValidError:
        assert isinstance(found, NoAddress) or found.unwrapped
    else:
        if not text.startswith("-"):
            assert isinstance(found, Address)
            assert found.email == valid.normalized


def test_no_unsafe_character_counts_as_printable():
    """The fast path for printable text lets no control character, separator or direction mark through."""
    unsafe = [*range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)]
    assert all(unsafe_characters(f"a{chr(code)}b") for code in unsafe)

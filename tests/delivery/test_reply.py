"""Reading replies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.delivery.reply import MAX_LINE, MAX_REPLY, MAX_TEXT, Reply, UnreadableError, take

CODES = st.integers(200, 559).filter(lambda code: code // 10 % 10 <= 5)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0", exclude_categories=("Cs",)), max_size=60)


def serialised(code: int, lines: list[str]) -> bytes:
    last = len(lines) - 1
    return b"".join(f"{code}{' ' if number == last else '-'}{line}\r\n".encode() for number, line in enumerate(lines))


@given(CODES, st.lists(TEXTS, min_size=1, max_size=5), st.binary(max_size=20))
def test_a_reply_is_read_whole_and_nothing_behind_it(code, lines, behind):
    """Whatever stands in its lines and behind it, exactly the reply is taken."""
    octets = serialised(code, lines)
    found = take(octets + behind)
    assert found is not None
    assert found == (Reply(code=code, lines=tuple(lines)), len(octets))


@given(CODES, st.lists(TEXTS, min_size=1, max_size=4), st.data())
def test_an_unfinished_reply_is_waited_for(code, lines, data):
    """Cut anywhere before its end, it is neither a reply nor an error."""
    octets = serialised(code, lines)
    assert take(octets[: data.draw(st.integers(0, len(octets) - 1))]) is None


@pytest.mark.parametrize(
    "octets",
    [
        b"hello\r\n",
        b"25 ok\r\n",
        b"199 ok\r\n",
        b"600 ok\r\n",
        b"260 ok\r\n",
        b"2500 ok\r\n",
        b"250_ok\r\n",
        b"\r\n",
        b"250-one\r\n550 two\r\n",
        b"250 a\rb\r\n",
        b"\xff\xfe\x00\r\n",
        b"250 " + b"x" * MAX_LINE + b"\r\n",
        b"250 " + b"x" * (MAX_LINE + 1),
        b"250-more\r\n" * (MAX_REPLY // 10 + 1),
    ],
    ids=lambda octets: repr(octets[:12]),
)
def test_what_is_no_reply_is_an_error(octets):
    """No code, an impossible code, two codes in one reply, a bare CR, or too much of it."""
    with pytest.raises(UnreadableError):
        take(octets)


def test_a_bare_code_and_a_bare_line_feed_are_replies():
    """RFC 5321 section 4.2.1 allows no text; servers that end lines with LF alone are read too."""
    assert take(b"250\r\n") == (Reply(code=250, lines=("",)), 5)
    assert take(b"250 ok\n") == (Reply(code=250, lines=("ok",)), 7)


def test_the_text_is_one_line_with_the_enhanced_code_once():
    """A reply over several lines reads like one sentence."""
    found = take(b"550-5.1.1 The account does not exist.\r\n550-5.1.1 Try again\r\n550 5.1.1 elsewhere\r\n")
    assert found is not None
    assert found[0].enhanced == "5.1.1"
    assert found[0].text == "550 5.1.1 The account does not exist. Try again elsewhere"


def test_the_text_is_capped_and_without_nul():
    """A long reply keeps its beginning; NUL, which PostgreSQL does not store, is replaced."""
    reply = Reply(code=250, lines=("x" * 3000, "y" * 3000))
    assert len(reply.text) == MAX_TEXT
    found = take(b"250 a\0b\r\n")
    assert found is not None
    assert "\0" not in found[0].text


@pytest.mark.parametrize(
    ("line", "enhanced"),
    [
        ("5.1.1 gone", "5.1.1"),
        ("4.7.500 slow", "4.7.500"),
        ("5.1.1", "5.1.1"),
        ("5.1 gone", ""),
        ("1.2.3.4 is listed", ""),
    ],
)
def test_enhanced_codes_are_told_from_numbers(line, enhanced):
    """Three numbers of RFC 3463, not an address or a version."""
    assert Reply(code=550, lines=(line,)).enhanced == enhanced

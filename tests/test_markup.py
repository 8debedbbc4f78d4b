"""Sanitising foreign HTML."""

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.markup import escape, safe_link, sanitise


@pytest.mark.parametrize(
    ("given_html", "clean"),
    [
        ("<p onclick='x()'>Hi</p>", "<p>Hi</p>"),
        ("a<script>alert(1)</script>b", "ab"),
        ("<iframe src='https://e.test'></iframe>x", "x"),
        ("<form action='/x'><input name=a>words</form>", "words"),
        ("<meta http-equiv=refresh content='0;url=//e'>x", "x"),
        ("<style>@import url(x)</style><link rel=stylesheet href=x>y", "y"),
        ("<a href='javascript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href='java\nscript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href='data:text/html,x'>x</a>", "<a>x</a>"),
        ("<a href='page.html'>x</a>", "<a>x</a>"),
        ("<a href='https://e.test/?a=1&b=2'>x</a>", '<a href="https://e.test/?a=1&amp;b=2">x</a>'),
        ("<a href='mailto:a@b.test'>x</a>", '<a href="mailto:a@b.test">x</a>'),
        ("<img src='file:///etc/passwd'>", "<img>"),
        ("<img src='//e.test/x.png'>", "<img>"),
        ("<img src='photo.jpg' alt='A'>", '<img src="photo.jpg" alt="A">'),
        ("<p style='position:fixed'>x</p>", "<p>x</p>"),
        ("<div>a</div><div>b</div>", "<div>a</div><div>b</div>"),
        ("a\x00b\x0bc", "abc"),
    ],
)
def test_nothing_active_survives(given_html, clean):
    """Scripts, forms, frames, styles, handlers and foreign schemes go; words and honest links stay."""
    assert sanitise(given_html) == clean


@given(st.text(alphabet=st.sampled_from(list("<>/=\"'abip script href:javascrt&;#x0\n")), max_size=60))
@settings(max_examples=examples(100))
def test_sanitising_twice_changes_nothing(text):
    """What was sanitised once is left as it is."""
    assert sanitise(sanitise(text)) == sanitise(text)


@given(st.text())
def test_escaped_text_is_only_text(text):
    """Escaped text holds no character that opens a tag or closes an attribute."""
    assert not set(escape(text)) & set("<>\"'")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.test/x", True),
        ("HTTP://a.test", True),
        ("mailto:a@b.test", True),
        ("javascript:alert(1)", False),
        ("https:/a", False),
        ("//a.test", False),
        ("https://a.test/ x", False),
        ("http://[::1", False),
        ("mailto:", False),
        ("", False),
    ],
)
def test_only_absolute_web_and_mail_addresses_are_safe_links(url, safe):
    """http, https and mailto with a target are links; nothing else is."""
    assert safe_link(url) is safe

"""A contact's value where none may stand is told with file and line."""

import pytest

from dispatch.message.blame import lined

REFUSED = "mail.html: a contact's value stands in {}: print it elsewhere."


@pytest.mark.parametrize(
    ("where", "written"),
    [
        ("a picture's address", '<img alt="{{ contact.name }}" src="https://x.test/{{ contact.email }}.png">'),
        ("the script attribute onclick", "<p onclick='f({{ contact.name }})'>"),
        ("<style>", "<style>p { color: {{ contact.extra.colour }} }</style>"),
        ("a comment, or in the name of an element or attribute", "<!-- for {{ greeting }} -->"),
    ],
)
def test_the_place_is_named(where, written):
    """Whichever of the theme's files it is in; a harmless line before it is none."""
    message = REFUSED.format(where)
    files = {
        "mail.html": "<!-- us -->\n<p>{{ contact.name }}</p>\n",
        "foot.html": f"<p>\n\n{written}\n",
        "mail.txt": "",
    }
    assert lined(message, files) == message.replace("mail.html", "foot.html:3")


def test_what_cannot_be_found_keeps_its_words():
    """A value under another name has no line; other messages are left alone."""
    message = REFUSED.format("a picture's address")
    assert lined(message, {"mail.html": '{% set x = contact %}<img src="{{ x.email }}">'}) == message
    assert lined("mail.html:3: broken.", {"mail.html": ""}) == "mail.html:3: broken."

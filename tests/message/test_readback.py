"""Headers are read back with a parser before a shape is used."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.errors import RefusedError
from dispatch.message.readback import read_back
from dispatch.model.mail import Sender


@pytest.fixture(scope="module")
def mail(themed, compiled):
    """A small mail."""
    return compiled(themed())


def test_what_was_meant_is_found(mail, ana, envelope, release):
    """A message says what its headers were made from."""
    read_back(mail.merge(ana, envelope).content, mail.frozen().head, envelope, release.headline)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Subject: Night", b"Subject: Day"),
        (b"To: Ana", b"To: Eva"),
        (b"Reply-To:", b"Bcc: x@y.test\r\nReply-To:"),
        (b"Reply-To:", b"From: x@y.test\r\nReply-To:"),
        (b"Message-ID: <1", b"Message-ID: <2"),
        (b"List-Id:", b"X-List-Id:"),
        (b"<ana@radio.test>", b"<ana@radio.test>, x@y.test"),
        (b"unsubscribe%20tok-1", b"unsubscribe%20other"),
    ],
)
def test_anything_else_is_refused(*, old, new, mail, ana, envelope, release):
    """Changed, added, doubled, missing headers, and a second recipient."""
    content = mail.merge(ana, envelope).content
    assert old in content
    with pytest.raises(RefusedError):
        read_back(content.replace(old, new, 1), mail.frozen().head, envelope, release.headline)


@given(st.text(st.sampled_from("abc ABéñß日😀,\"\\();:<>@.'-_?"), max_size=60).map(lambda text: " ".join(text.split())))
def test_any_sender_is_read_back(themed, compiled, ana, name):
    """Whatever a press office is called, its mail compiles."""
    sender = Sender(name=name, email="press@alliance.test")
    assert compiled(themed(), sender=sender).personalise(ana).shape == 0


def test_long_subjects_in_any_script_compile(themed, compiled, release, ana):
    """Hundreds of characters of Greek or of one word."""
    for headline in ("Νυχτερινές κλινικές " * 20, "x" * 300, "a" * 70 + " " + "b" * 80, "日" * 100):
        assert compiled(themed(), replace(release, headline=headline.strip())).personalise(ana).shape == 0

"""A mail in the terminal, at 80 and 160 columns."""

import io
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from dispatch.inert import inert, inert_lines
from dispatch.model.contact import Contact
from dispatch.model.mailing import AudienceCounts
from dispatch.proof import Proof, build_terminal, left_out_words, read_mail


def content(text="Dear Ana Ruiz,\n\nSix clinics open.\n", subject="Night clinics – «a tiempo»"):
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = "Alliance Press Office <press@alliance.test>"
    mail["To"] = "Ana Ruiz <ana@diario.test>"
    mail["Subject"] = subject
    mail.set_content(text)
    mail.add_alternative("<p>Six clinics open.</p>", subtype="html")
    return mail.as_bytes()


def shown(width, **changes):
    fields = {
        "headline": "Night clinics",
        "content": content(),
        "made": datetime(2026, 3, 2, tzinfo=UTC),
        "contact": Contact(email="ana@diario.test", key="ana@diario.test", name="Ana Ruiz", outlet="El Diario"),
        "counts": AudienceCounts(rows=14, deliveries=10, duplicates=3, suppressed=1),
        "by_list": (("national", 8), ("radio", 2)),
    }
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=False)
    console.print(build_terminal(Proof(**(fields | changes)), width=width))
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 160])
def test_everything_is_there_and_fits(width):
    """Headers, text, audience and who is left out, within the width."""
    text = shown(width)
    for part in ("press@alliance.test", "Night clinics – «a tiempo»", "Six clinics open.", "10 would get it",
                 "national 8", "3 twice, 1 suppressed", "as Ana Ruiz, El Diario"):  # fmt: skip
        assert part in text
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_a_hostile_mail_is_shown_inert():
    """Escapes and markup in text or names stay visible characters."""
    text = shown(
        80,
        content=content("one \x1b[2J two [red]three[/red]\n"),
        contact=Contact(email="a@b.test", key="a@b.test", name="[bold]\x1b]0;x\x07"),
    )
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[red]three[/red]" in text


@given(st.text())
def test_inert_text_has_nothing_that_acts(text):
    """Whatever comes in, no control, separator, surrogate or bidirectional override comes out."""
    out = inert(text)
    assert out.isprintable() or all(
        not (ord(char) < 32 or 0x7F <= ord(char) <= 0x9F or 0xD800 <= ord(char) <= 0xDFFF) for char in out
    )
    assert not set(out) & set("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    assert inert_lines(text).replace("\n", "") == inert_lines(text).replace("\n", "").replace("\t", "")


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "Zs", "Sc"))))
def test_ordinary_text_is_left_alone(text):
    """Letters of every script, digits and punctuation pass unchanged."""
    assert inert(text) == text


def test_reading_a_mail_decodes_what_was_encoded():
    """Subject and both parts come back as they were written, however they were transferred."""
    mail = read_mail(content("Ünïcödé " * 30 + "\n"))
    assert mail.header("subject") == "Night clinics – «a tiempo»"
    assert mail.text == "Ünïcödé " * 30 + "\n"
    assert mail.html.strip() == "<p>Six clinics open.</p>"


def test_words_for_the_left_out():
    """Only reasons that occur are told, in a fixed order."""
    counts = AudienceCounts(invalid=1, suppressed=4, duplicates=9)
    assert left_out_words(counts) == "9 twice, 4 suppressed, 1 unreadable"
    assert left_out_words(AudienceCounts()) == ""

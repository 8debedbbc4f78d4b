"""An invented release, its sender and organisation, and small themes."""

import email
import re
from datetime import UTC, date, datetime
from email import policy
from pathlib import Path

import pytest

from dispatch.message.compiler import Compiler
from dispatch.message.mail import compile_mail
from dispatch.message.theme import Theme
from dispatch.model.contact import Contact
from dispatch.model.mail import Envelope, Organisation, Sender
from dispatch.model.release import Block, BlockType, Boilerplate, Dateline, Kind, MediaContact, Release, Span

ROOT = Path(__file__).parents[2]
_LINE = Span(first=1, last=1)


def _block(kind, html, level=0):
    return Block(type=kind, html=html, text=re.sub("<[^>]+>", "", html), lines=_LINE, level=level)


@pytest.fixture(scope="session")
def release():
    """A release with every sort of part."""
    return Release(
        file="releases/night-clinics.md",
        fingerprint="0" * 64,
        headline="Night clinics open in six cities",
        subhead="From Monday, nurses see patients until midnight",
        kicker="Health",
        kind=Kind.RELEASE,
        language="en",
        date=date(2026, 11, 26),
        immediate=True,
        dateline=Dateline(text="CHICAGO, Nov. 26, 2026", city="CHICAGO"),
        blocks=(
            _block(
                BlockType.LEAD,
                '<p>Six cities open <a href="https://clinics.example.org/night?a=1&amp;b=2">night clinics</a>'
                " on Monday, said María Núñez — “at last”.</p>",
            ),
            _block(BlockType.HEADING, "<h2>What changes</h2>", 2),
            _block(BlockType.LIST, "<ul><li>Open until midnight, without an appointment</li><li>Six cities</li></ul>"),
            _block(BlockType.QUOTE, "<blockquote><p>“People who clean offices can see a nurse.”</p></blockquote>"),
            *[_block(BlockType.PARAGRAPH, f"<p>{number}. " + "Words about clinics and the night. " * 14 + "</p>")
              for number in range(9)],
        ),
        boilerplate=(
            Boilerplate(title="the Alliance", text="A network.", html="<p>The Alliance is a network of clinics.</p>"),
        ),
        contacts=(
            MediaContact(name="Zoë Ibarra", role="Officer", emails=("press@alliance.test",), phones=("312 555 0100",)),
        ),
        end_mark="###",
    )  # fmt: skip


@pytest.fixture(scope="session")
def sender():
    """Who writes."""
    return Sender(name="Alliance Press Office", email="press@alliance.test")


@pytest.fixture(scope="session")
def organisation():
    """In whose name."""
    return Organisation(
        name="Alliance for Open Clinics",
        address="12 Lake Street\nChicago, IL 60601",
        website="https://alliance.example.org",
    )


@pytest.fixture(scope="session")
def ana():
    """A contact with a sure name."""
    return Contact(
        email="ana@radio.test",
        key="ana@radio.test",
        name="Ana Ruíz",
        first_name="Ana",
        last_name="Ruíz",
        outlet="Radio Sur",
        language="es",
        beats=("health", "cities"),
        file="lists/radio.csv",
        line=2,
    )


@pytest.fixture(scope="session")
def envelope():
    """A delivery's own values."""
    return Envelope(
        recipient="ana@radio.test",
        name="Ana Ruíz",
        message_id="<1.abc@alliance.test>",
        date=datetime(2026, 11, 26, 9, 0, tzinfo=UTC),
        token="tok-1",
    )


@pytest.fixture(scope="session")
def themed():
    """Makes a theme from texts."""

    def make(html="<html><head></head><body></body></html>", text="x", *, inline="", kept="", **files):
        return Theme(
            name="small",
            description="",
            shown="templates/small",
            files={"mail.html": html, "mail.txt": text, **files},
            inline=inline,
            kept=kept,
            texts={},
        )

    return make


@pytest.fixture(scope="session")
def compiled(release, sender, organisation):
    """Compiles in this process, as the child does."""

    def compile_here(theme, this=release, **changes):
        return compile_mail(
            this, theme, changes.get("sender", sender), changes.get("organisation", organisation),
            confined_to=ROOT, workshop=Compiler,
        )  # fmt: skip

    return compile_here


@pytest.fixture(scope="session")
def parsed():
    """Reads a message with Python's parser: the message, its text, its HTML."""

    def parse(content):
        message = email.message_from_bytes(content, policy=policy.default)
        text, html = message.iter_parts()
        return message, text.get_content(), html.get_content()

    return parse


@pytest.fixture(scope="session")
def theme_folder():
    """Where a theme of ours lies."""
    return lambda name: ROOT / "templates" / name

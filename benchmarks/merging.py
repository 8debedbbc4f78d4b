"""How fast messages are merged, beside rendering, inlining and encoding each one with premailer and EmailMessage."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from premailer import Premailer

from dispatch.message import CompiledMail, compile_mail, load_theme, thaw
from dispatch.message.compiler import Compiler
from dispatch.message.greeting import greeting
from dispatch.message.mail import job
from dispatch.message.render import Renderer
from dispatch.message.sites import Literal
from dispatch.message.view import contact_view
from dispatch.message.wrap import wrapped_text
from dispatch.model.contact import Contact
from dispatch.model.mail import Envelope, Organisation, Sender
from dispatch.model.release import Block, BlockType, Boilerplate, Dateline, MediaContact, Release, Span

_ROOT = Path(__file__).parents[1]
_SENDER = Sender(name="Alliance Press Office", email="press@alliance.test")
_ORGANISATION = Organisation(name="Alliance for Open Clinics", address="12 Harbour Street\nPortsmouth PO1 2AB")
_PARAGRAPH = (
    "“Nobody should have to choose between a day’s pay and a doctor,” said Ruth Okafor, who ran the trial clinic. "
)


def _release() -> Release:
    line = Span(first=1, last=1)
    paragraph = Block(type=BlockType.PARAGRAPH, text=_PARAGRAPH * 4, html=f"<p>{_PARAGRAPH * 4}</p>", lines=line)
    return Release(
        file="clinics.md",
        fingerprint="0",
        headline="Night clinics open in six cities",
        subhead="From Monday, nurses see patients until two in the morning",
        date=date(2026, 11, 26),
        dateline=Dateline(text="PORTSMOUTH"),
        blocks=(paragraph,) * 7,
        boilerplate=(Boilerplate(title="the Alliance", text="A network.", html="<p>A network of 43 clinics.</p>"),),
        contacts=(MediaContact(name="Maya Lindqvist", role="Head of press", emails=("maya@alliance.test",)),),
        pitch="I thought of {{ contact.outlet or 'you' }} when I read this.\n\nBest,\n{{ sender.name }}",
    )


def _people(count: int) -> list[Contact]:
    base = Contact(email="", key="", language="en")
    return [
        replace(
            base,
            email=f"reporter{n}@radio.test",
            key=f"reporter{n}@radio.test",
            name=f"Ana Núñez{n}",
            first_name="Ana",
            last_name="Núñez" if n % 2 else "O’Hara",
            outlet=f"Radio {n}",
        )
        for n in range(count)
    ]


def _envelope(contact: Contact, number: int) -> Envelope:
    return Envelope(
        recipient=contact.email,
        name=contact.name,
        message_id=f"<{number}.a8f3@alliance.test>",
        date=datetime(2026, 11, 26, 9, number // 60 % 60, number % 60, tzinfo=UTC),
        token=f"t{number}",
    )


def _alone(renderer: Renderer, css: str, contact: Contact, envelope: Envelope) -> bytes:
    """One message the way it is done without compiling: render, premailer, EmailMessage."""
    rendering = renderer.render(contact_view(contact, greeting(contact, "en")))
    html = Premailer(rendering.html, css_text=[css], disable_validation=True, allow_network=False).transform()
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(envelope.date)
    message["From"] = f"{_SENDER.name} <{_SENDER.email}>"
    message["To"] = f"{envelope.name} <{envelope.recipient}>"
    message["Subject"] = rendering.subject
    message["Message-ID"] = envelope.message_id
    message.set_content(wrapped_text(rendering.text))
    message.add_alternative(html, subtype="html")
    return message.as_bytes()


def _each(count: int, work: Callable[[int], object]) -> float:
    """Seconds a call takes, the median of five rounds."""
    rounds = []
    for _ in range(5):
        begun = time.perf_counter()
        for number in range(count):
            work(number)
        rounds.append((time.perf_counter() - begun) / count)
    return statistics.median(rounds)


def example_mail() -> CompiledMail:
    """A mail of about 17 kB in the theme `classic`."""
    theme = load_theme(_ROOT / "templates/classic")
    return compile_mail(_release(), theme, _SENDER, _ORGANISATION, confined_to=_ROOT, workshop=Compiler)


def run() -> None:
    release, theme = _release(), load_theme(_ROOT / "templates/classic")
    people = _people(2_000)
    envelopes = [_envelope(contact, number) for number, contact in enumerate(people)]
    mail = example_mail()
    personal = [mail.personalise(contact) for contact in people]
    frozen = thaw(mail.frozen().to_bytes())
    size = len(frozen.fill(personal[0].shape, personal[0].values, envelopes[0]).content)
    fill = _each(len(people), lambda n: frozen.fill(personal[n].shape, personal[n].values, envelopes[n]))
    stage = _each(len(people), lambda n: mail.personalise(people[n]))
    renderer = Renderer(job(release, theme, _SENDER, _ORGANISATION), Literal(everything=True))
    _alone(renderer, theme.inline, people[0], envelopes[0])
    alone = _each(10, lambda n: _alone(renderer, theme.inline, people[n], envelopes[n]))
    print(
        f"merging      {size / 1000:.1f} kB   {1 / fill:8,.0f} messages/s on one core, {fill * 1e6:.0f} us each"
        "  (goal 10,000/s)",
    )
    print(f"staging      {stage * 1e6:.1f} us a contact  (goal 10 us)")
    print(f"one by one   {1 / alone:8,.0f} messages/s, {alone * 1e3:.1f} ms each: premailer + EmailMessage")
    print(f"ratio        {alone / fill:8,.0f}  (goal 100)")

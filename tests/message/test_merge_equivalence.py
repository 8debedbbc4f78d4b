"""Merging gives what rendering, inlining and encoding each contact alone would give."""

from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from types import MappingProxyType

import html5lib
import pytest
from examples import examples
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from premailer import Premailer

from dispatch.message.frozen import thaw
from dispatch.message.greeting import greeting
from dispatch.message.mail import job
from dispatch.message.render import Renderer
from dispatch.message.sites import Literal
from dispatch.message.slots import disarm
from dispatch.message.view import contact_view
from dispatch.message.wrap import wrapped_text
from dispatch.model.contact import Contact

#: What a theme's HTML may do with a contact.
HTML = [
    "<p>{{ contact.greeting }}</p>",
    "<p>{{ contact.first_name }} {{ contact.last_name }}, {{ contact.first_name }}</p>",
    "<p>{{ contact.outlet|upper }} {{ contact.role|default('nobody', true) }}</p>",
    "{% if contact.language == 'es' %}<p>Hola {{ contact.name }}</p>{% elif contact.name %}<p>Hello</p>{% endif %}",
    "{% if contact.first_name and not contact.embargo %}<p>{{ contact.first_name }}!</p>{% else %}<p>-</p>{% endif %}",
    "<ul>{% for beat in contact.beats %}<li>{{ loop.index }} {{ beat }}</li>{% endfor %}</ul>",
    "<p>{{ contact.beats|join(', ') }} {{ contact.beats }} {{ contact.beats|length }}</p>",
    '<p title="{{ contact.outlet }}">in an attribute, {{ contact.outlet or contact.name }}</p>',
    '<a href="https://desk.test/?who={{ contact.name }}&amp;q={{ contact.outlet|urlencode }}">query</a>',
    '<a href="{{ contact.extra.site }}">own site</a>',
    '<a href="mailto:{{ contact.email }}">{{ contact.email }}</a>',
    "<a href='{{ contact.role }}{{ contact.outlet }}'>composite</a>",
    '<p class="b-{{ contact.language }}">styled by language</p>',
    '<p lang="{{ contact.language }}">selected by attribute</p>',
    "{% filter upper %}<b>{{ contact.name }}</b> {{ release.headline }}{% endfilter %}",
    "{% set who %}<i>{{ contact.outlet }}</i>{% endset %}<p>{{ who }} {{ who|length }}</p>",
    "{% set who = contact.name ~ '/' ~ contact.outlet %}<p>{{ who }}</p>",
    "{% macro card(x) %}<b>{{ x }}</b>{% endmacro %}<p>{{ card(contact.name) }}{{ card(release.headline) }}</p>",
    "{% macro shout(x) %}<b>{{ x }}</b>{% endmacro %}<p>{{ shout(contact.name)|upper }}</p>",
    "<p>{{ contact.notes|urlize }}</p>",
    "<p>{{ contact.name|replace('a', '<b>')|truncate(7) }} {{ contact.name|e }} {{ contact.name[:2] }}</p>",
    "<p>{{ 'x' if contact.name else 'y' }} {{ contact.name ~ '!' }} {{ '%s;' % contact.outlet }}</p>",
    "<textarea>{{ contact.notes }}</textarea><pre>{{ contact.notes }}</pre>",
    "<table><tr><td>{{ contact.name }}</td></tr></table>",
    "<p>{{ release.headline|upper }} {{ release.blocks[0].html }} {{ t.why }}</p>",
    "{% for block in release.blocks %}{{ block.html }}{% if contact.outlet %}{{ loop.index }}{% endif %}{% endfor %}",
    "<div>{{ pitch }}</div>{% if pitch %}<hr>{% endif %}",
    '<a href="{{ unsubscribe }}">remove</a>',
    "{% include 'part.html' %}",
    "<p>{{ contact.extra.nothing }}{{ contact.extra['site'] }}{{ contact['outlet'] }}</p>",
]  # fmt: skip
TEXT = [
    "{{ contact.greeting }}",
    "- {{ contact.name }} writes for {{ contact.outlet }} about cities and clinics and everything that happens there.",
    "{{ contact.notes }}",
    "{{ contact.outlet|upper }}{% if contact.role %}, {{ contact.role }}{% endif %}",
    "{{ release.headline }} for {{ contact.name|title }}",
    "{{ pitch }}",
    "{{ unsubscribe }}",
    "{% for block in release.blocks %}\n{{ block.html|plain }}\n\n{% endfor %}",
    "{% for note in footnotes() %}\n{{ note }}\n{% endfor %}",
    "{% filter wordwrap(20) %}{{ contact.notes }}{% endfilter %}",
    "> {{ contact.beats|join(' ') }} {{ contact.beats|join(' ') }} {{ contact.beats|join(' ') }} {{ contact.name }}",
]
SUBJECTS = [
    "",
    "{{ release.headline }}",
    "{{ contact.outlet }}: {{ release.headline }}",
    "For {{ contact.name|upper }}",
]
PITCHES = [
    "",
    "I thought of {{ contact.outlet or 'you' }}.\n\nBest,\n{{ sender.name }}",
    "{% if contact.language == 'es' %}Hola{% endif %}{{ contact.pitch }}",
    "{{ contact.first_name|lower }}",
]
CSS = "p { color: red; margin: 0; } .b-es { color: blue; } p[lang=es] { font-weight: bold; } b { color: #123456; }"

words = st.text(st.sampled_from("abAB éñß&<>\"'=?/:;%日😀 .,-_{}"), max_size=24).map(str.strip)
lines = st.lists(words, max_size=3).map("\n".join)
sites = st.one_of(
    st.sampled_from(["https://a.test/?q=1", "javascript:alert(1)", "http://[", "//x.test", "  https://b.test"]), words
)
header_words = words.map(lambda text: text.replace("=", ""))


@st.composite
def contacts(draw):
    """A contact; some fields from small sets, so that several share a way through the theme."""
    first = draw(st.sampled_from(["", "Ana", "Zoë", "Bo"]))
    return Contact(
        email="ana@radio.test",
        key="ana@radio.test",
        name=draw(header_words),
        first_name=first,
        last_name=draw(st.sampled_from(["", "Ruíz", "O'Hara"])),
        outlet=draw(st.one_of(st.just(""), header_words)),
        role=draw(st.sampled_from(["", "Editor", "javascript:x"])),
        language=draw(st.sampled_from(["", "en", "es"])),
        beats=draw(st.lists(st.sampled_from(["health", "city & land", "<x>"]), max_size=2).map(tuple)),
        embargo=draw(st.booleans()),
        pitch=draw(lines),
        notes=draw(lines),
        extra=MappingProxyType(draw(st.sampled_from([{}, {"site": draw(sites)}]))),
    )


def alone(*, release, theme, sender, organisation, contact, token):
    """This contact's message the plain way: render everything, inline with premailer, encode with EmailMessage."""
    data = job(release, theme, sender, organisation)
    renderer = Renderer(data, Literal(everything=True))
    rendering = renderer.render(contact_view(contact, [greeting(contact, release.language)]))
    html = Premailer(
        rendering.html, css_text=[theme.inline], disable_validation=True, allow_network=False,
        disable_basic_attributes=["width", "height"],
    ).transform(pretty_print=False)  # fmt: skip
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(rendering.subject.split())
    word = renderer.marks.unsubscribe
    message.set_content(wrapped_text(rendering.text.replace(word, token)) + "\n")
    message.add_alternative(disarm(html, renderer.marks).replace(word, token), subtype="html")
    return message.as_bytes()


def tree(element):
    """A document as nested tuples."""
    attributes = tuple(sorted(element.attrib.items())) if isinstance(element.tag, str) else ()
    return str(element.tag), attributes, element.text or "", tuple(map(tree, element)), element.tail or ""


def same(merged, expected, parsed):
    """Same headers, same decoded text, same tree for two HTML parsers, no line over 76 octets."""
    ours, text, html = parsed(merged)
    theirs, plain_text, plain_html = parsed(expected)
    assert ours["Subject"] == theirs["Subject"]
    assert text.rstrip("\n") == plain_text.rstrip("\n")
    assert tree(etree.HTML(html)) == tree(etree.HTML(plain_html))
    assert tree(html5lib.parse(html.rstrip())) == tree(html5lib.parse(plain_html.rstrip()))
    assert max(map(len, merged.split(b"\r\n\r\n", 1)[1].split(b"\r\n"))) <= 76
    assert b"\n" not in merged.replace(b"\r\n", b"")


@settings(
    max_examples=examples(25),
    deadline=None,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    html=st.lists(st.sampled_from(HTML), min_size=1, max_size=6),
    text=st.lists(st.sampled_from(TEXT), min_size=1, max_size=4),
    subject=st.sampled_from(SUBJECTS),
    pitch=st.sampled_from(PITCHES),
    title=st.sampled_from(["{{ contact.name }}", "{{ release.headline }}"]),
    people=st.lists(contacts(), min_size=1, max_size=4),
)
def test_merging_equals_rendering_each_contact_alone(
    *, html, text, subject, pitch, title, people, release, sender, organisation, themed, compiled, envelope, parsed
):
    """For any contact and theme: same tree, same decoded text, same headers, and quoted-printable lines fit."""
    release = replace(release, subject=subject, pitch=pitch, blocks=release.blocks[:3])
    theme = themed(
        f"<html><head><title>{title}</title></head><body>{''.join(html)}</body></html>",
        "\n".join(text),
        inline=CSS,
        **{"part.html": "<p>{{ contact.outlet }}</p>"},
    )
    mail = compiled(theme, release)
    for contact in (*people, *people, *people):  # the third time nothing is rendered
        merged = mail.merge(contact, replace(envelope, name=contact.name))
        same(
            merged.content,
            alone(
                release=release,
                theme=theme,
                sender=sender,
                organisation=organisation,
                contact=contact,
                token=envelope.token,
            ),
            parsed,
        )
    assert bool(mail.findings) == any("shout" in part for part in html)  # a macro whose text is worked on
    assert thaw(mail.frozen().to_bytes()) == mail.frozen()


@pytest.mark.parametrize("snippet", [*HTML, "{% filter upper %}{% include 'part.html' %}{% endfilter %}"])
def test_each_construct_alone(*, snippet, release, sender, organisation, themed, compiled, envelope, parsed, ana):
    """Each thing a theme may do with a contact comes out right by itself, for a full and an empty contact in turn."""
    theme = themed(
        f"<html><head></head><body>{snippet}</body></html>", inline=CSS, **{"part.html": "<p>{{ contact.outlet }}</p>"}
    )
    mail = compiled(theme)
    full = replace(ana, extra=MappingProxyType({"site": "https://ana.test/clinics?page=2"}))
    for contact in (full, Contact(email="b@radio.test", key="b@radio.test")) * 3:  # the third time nothing is rendered
        merged = mail.merge(contact, envelope)
        same(
            merged.content,
            alone(
                release=release,
                theme=theme,
                sender=sender,
                organisation=organisation,
                contact=contact,
                token=envelope.token,
            ),
            parsed,
        )

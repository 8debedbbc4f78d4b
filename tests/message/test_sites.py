"""How a theme's use of contacts is read from its templates."""

import pytest

from dispatch.message.sites import Literal, plan
from dispatch.message.use import Use
from dispatch.templating import sandbox


def read(html, pitch="", **files):
    environment = sandbox({})
    texts = {"mail.html": html, "pitch": pitch, **{name.replace("_", "."): text for name, text in files.items()}}
    return plan({name: environment.parse(text, name) for name, text in texts.items()}, Literal())


@pytest.mark.parametrize(
    ("html", "uses"),
    [
        ("{{ contact.name }}", {"name": Use.PRINT}),
        ("{% if contact.name %}x{% endif %}", {"name": Use.TRUTH}),
        ("{% if not contact.name or contact.outlet %}x{% endif %}", {"name": Use.TRUTH, "outlet": Use.TRUTH}),
        ("{{ contact.name or contact.outlet }}", {"name": Use.PRINT | Use.TRUTH, "outlet": Use.PRINT}),
        ("{{ contact.name if contact.role else 'x' }}", {"name": Use.PRINT, "role": Use.TRUTH}),
        ("{{ contact.name|upper }}", {"name": Use.VALUE}),
        ("{% if contact.language == 'es' %}x{% endif %}", {"language": Use.VALUE}),
        ("{% for beat in contact.beats %}{{ beat }}{% endfor %}", {"beats": Use.VALUE}),
        ("{% set x = contact.name %}{{ x }}", {"name": Use.VALUE}),
        ("{{ contact.extra.pet }}{{ contact['extra'] }}", None),
        ("{{ contact.extra.pet }}{{ contact.extra['pet'] }}", {"extra.pet": Use.PRINT}),
        ("{% filter upper %}{{ contact.name }}{% endfilter %}", {"name": Use.VALUE}),
        ("{% set x %}{{ contact.name }}{% endset %}", {"name": Use.VALUE}),
        ("{% macro m(x) %}{{ contact.name }}{% endmacro %}{{ m(contact.role) }}", {"name": 1, "role": 8}),
        ("{{ release.headline }}{% for b in release.blocks %}{{ b.html }}{{ loop.index }}{% endfor %}", {}),
    ],
)  # fmt: skip
def test_each_use_is_told_apart(html, uses):
    """Printed, tested for truth, anything else; through conditions, loops, macros and captured blocks."""
    found = read(html)
    if uses is not None:
        assert found.uses == uses
    assert found.whole == (uses is None)
    assert not found.slow


@pytest.mark.parametrize(
    "html",
    [
        "{{ contact }}",
        "{% set c = contact %}{{ c.name }}",
        "{{ contact[release.kind] }}",
        "{% include x %}{{ contact|list }}",
    ],
)
def test_a_contact_used_whole_matters_whole(html):
    """Handed on, or asked for a field nobody can know beforehand."""
    assert read(html).whole


@pytest.mark.parametrize(
    "html",
    [
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(contact.name)|upper }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{% set y = m(contact.name) %}{{ y }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{% filter truncate(9) %}{{ m(contact.name) }}{% endfilter %}",
        "{% filter truncate(9) %}{% include 'part.html' %}{% endfilter %}",
        "{% filter truncate(9) %}{% block a %}{{ contact.name }}{% endblock %}{% endfilter %}",
        "{% set x %}{% include 'part.html' %}{% endset %}{{ x|length }}",
        "{% for b in release.blocks recursive %}{{ contact.name }}{{ loop(b.x)|upper }}{% endfor %}",
        "{% block a %}{{ contact.name }}{% endblock %}{{ self.a()|upper }}",
    ],
)
def test_what_works_on_text_from_elsewhere_makes_a_theme_slow(html):
    """Macros, includes, blocks and recursion whose text is captured are rendered for each contact."""
    found = read(html)
    assert found.slow
    assert not found.slots


@pytest.mark.parametrize(
    "html",
    [
        "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(contact.name) }}",
        "{% include 'part.html' %}{% block a %}{{ contact.name }}{% endblock %}",
        "{% filter upper %}{{ release.headline.strip() }}{{ contact.name.strip() }}{% endfilter %}",
        "{% for note in footnotes() %}{{ note }}{% endfor %}{{ loop }}",
        "{% set n = namespace(a=1) %}{{ n.a }}{{ range(3)|list }}",
    ],
)
def test_harmless_constructs_stay_fast(html):
    """Macros and includes that are only printed, methods of texts, our own functions."""
    assert not read(html).slow


def test_a_pitch_matters_by_truth_and_lines():
    """What the pitch prints decides whether there is one, and how many paragraphs; worked on, it matters whole."""
    assert read("{{ pitch }}", "{{ contact.notes }}").uses == {"notes": Use.PRINT | Use.TRUTH | Use.LINES}
    assert read("{{ pitch|upper }}", "{{ contact.notes }}").uses == {"notes": Use.VALUE}

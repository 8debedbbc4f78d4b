"""Holes in subject and pitch: what is printed bare and empty for somebody is a warning, with how many and who."""

from dataclasses import replace

import pytest

from dispatch import message
from dispatch.message.holes import bare_fields, find_holes
from dispatch.model.contact import Contact
from dispatch.model.finding import Severity
from dispatch.model.release import Span

ANA = Contact(email="ana@x.test", key="ana@x.test", name="Ana", outlet="El Diario", extra={"pet": "Rex"})
DESK = Contact(email="desk@x.test", key="desk@x.test", extra={"pet": " "})


@pytest.mark.parametrize(
    ("template", "bare"),
    [
        ("Plain words", {}),
        ("I thought {{ contact.outlet }} would like", {"outlet": 1}),
        ("Dear {{ contact.name }},\n{{ contact['outlet']|upper }}", {"name": 1, "outlet": 2}),
        ("{{ 'for ' ~ contact.outlet }}", {"outlet": 1}),
        ("{{ contact.extra.pet }}", {"extra.pet": 1}),
        ("{{ contact.outlet|default('you') }}", {"outlet": 1}),
        ("{{ contact.outlet|default('you', true) }}", {}),
        ("{{ contact.outlet or 'you' }}", {}),
        ("{{ contact.outlet if contact.outlet else 'you' }}", {}),
        ("{% if contact.outlet %}{{ contact.outlet }}{% else %}you{% endif %}", {}),
        ("{% if contact.outlet and contact.name %}{{ contact.name }}{% endif %} {{ contact.role }}", {"role": 1}),
        ("{% if contact.name %}{{ contact.outlet }}{% endif %}", {"outlet": 1}),
        ("{{ contact.email }} {{ contact.greeting }} {{ contact.pitch }} {{ release.headline }}", {}),
        ("{% for beat in contact.beats %}{{ beat }}{% endfor %}", {}),
        ("{{ contact.outlet", {}),
    ],
)
def test_what_has_something_to_fall_back_on_is_no_hole(template, bare):
    """An `if`, an `or` and a `default` for empty values are; another field's `if` is not."""
    assert bare_fields(template) == bare


def test_a_hole_is_told_with_how_many_who_and_where(release):
    """One warning for each field, with the line of the template; nobody is named beyond three."""
    lines = (("subject", Span(first=2, last=2)), ("pitch", Span(first=3, last=5)))
    pitch = "Hello,\nI thought {{ contact.outlet }} would like this."
    written = replace(release, subject="For {{ contact.extra.pet }}", pitch=pitch, lines=lines)
    assert find_holes(written, [ANA]) == ()
    desks = [replace(DESK, email=f"desk{number}@x.test") for number in range(5)]
    told, pet = find_holes(written, [ANA, *desks])
    assert (told.code, told.severity, told.line) == ("MSG019", Severity.WARNING, 5)
    assert told.message == (
        "The pitch prints contact.outlet, which is empty for 5 readers: desk0@x.test, desk1@x.test, desk2@x.test "
        "and 2 more."
    )
    assert "{{ contact.outlet or 'other words' }}" in told.fix
    assert (pet.line, "contact.extra.pet" in pet.message) == (2, True)


def test_each_reader_is_held_against_their_own_version(release):
    """Who reads the Spanish version does not miss what only the English one prints."""
    spanish = replace(release, file="r.es.md", language="es", pitch="Pensé en {{ contact.role }}.")
    both = replace(release, pitch="For {{ contact.outlet }}.", versions=(spanish,))
    (told,) = find_holes(both, [ANA, replace(DESK, language="es-MX")])
    assert (told.file, "contact.role" in told.message) == ("r.es.md", True)


def test_the_room_offers_to_look_for_holes():
    """The workflows call it through the room's front door."""
    assert message.find_holes is find_holes

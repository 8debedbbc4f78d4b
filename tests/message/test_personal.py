"""A front matter's subject and pitch: what they name that nobody knows is found, line by line."""

from dataclasses import replace

import pytest

from dispatch import message
from dispatch.message.personal import without_faults
from dispatch.model.finding import Severity
from dispatch.model.release import Span


@pytest.fixture
def written(release):
    """The release with a subject in line 2 and a pitch that begins below line 3."""

    def make(subject="", pitch=""):
        lines = (("subject", Span(first=2, last=2)), ("pitch", Span(first=3, last=5)))
        return replace(release, subject=subject, pitch=pitch, lines=lines)

    return make


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("News for {{ frist_name }}", "'frist_name' is unknown; did you mean contact.first_name"),
        ("News for {{ contact.outlit }}", "contact has no field 'outlit'; did you mean outlet?"),
        ("{{ release.hedline }}", "release has no field 'hedline'; did you mean headline"),
        ("{{ sender.nam }}", "sender has no field 'nam'; did you mean name?"),
        ("{{ contact.name|shout }}", "No filter named 'shout'."),
        ("{{ contact.name", "unexpected end of template"),
        ("{% if contact.name %}x", "Unexpected end of template"),
    ],
)
def test_what_nobody_knows_is_an_error_with_its_line(written, subject, told):
    """One finding, with near matches where there are some; what is left can be rendered."""
    sound, (finding,) = without_faults(written(subject))
    assert (finding.code, finding.severity, finding.line) == ("MSG018", Severity.ERROR, 2)
    assert told.lower() in finding.message.lower()
    assert without_faults(sound) == (sound, ())


def test_several_faults_are_all_told_and_the_rest_stays(written):
    """In both templates, each with its own line; the expressions that are right stay."""
    found = written("{{ nam }} {{ contact.outlet }}: {{ release.headline }}", "Hello {{ contact.name }},\n{{ outlt }}")
    sound, findings = without_faults(found)
    assert [finding.line for finding in findings] == [2, 5]
    assert sound.subject == " {{ contact.outlet }}: {{ release.headline }}"
    assert sound.pitch == "Hello {{ contact.name }},\n"


@pytest.mark.parametrize(
    "subject",
    ["", "Plain words", "{{ contact.first_name }}: {{ release.headline }}", "{{ contact.extra.pet|upper }}",
     "{% set x = contact.outlet %}{{ x }}", "{% for b in contact.beats %}{{ b }}{{ loop.index }}{% endfor %}",
     "{{ t.release }}", "{{ contact['name'] }}"],
)  # fmt: skip
def test_what_is_right_has_no_finding(written, subject):
    """Fields, columns of one's own, names that the template binds itself."""
    assert without_faults(written(subject)) == (written(subject), ())


def test_the_room_offers_it():
    """The workflows call it through the room's front door."""
    assert message.without_faults is without_faults

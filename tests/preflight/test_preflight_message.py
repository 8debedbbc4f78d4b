"""Rules about the finished message: each finds its trouble and leaves good mail alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dispatch.model.mail import Organisation
from dispatch.model.release import Block, BlockType, Image, MediaContact, Release, Span
from dispatch.preflight import parts
from dispatch.preflight.message import RULES
from dispatch.preflight.rule import Case, MailFacts

LINK = '<a href="mailto:a@b.test?subject=unsubscribe%20x">Remove me</a>'
GOOD = MailFacts(
    subject="Night clinics open",
    html=f'<p>Six <a href="https://www.a.test/x">a.test</a> <img src="cid:1" alt="A clinic"> {LINK}</p>',
    text="Six cities open clinics.",
    size=9_000,
)
RELEASE = Release(
    file="r.md",
    fingerprint="0",
    headline="Night clinics open in six cities",
    source="Six cities {{ as written }}",
    blocks=(Block(type=BlockType.LEAD, text="Six cities", html="<p>Six cities</p>", lines=Span(first=1, last=1)),),
)
CHECKS = [rule for rule in RULES if rule.check]


def found(mail, release=RELEASE):
    case = Case(release=release, organisation=Organisation(), now=datetime(2026, 1, 1, tzinfo=UTC), mail=mail)
    return [(one.code, str(one.severity)) for rule in CHECKS for one in rule.check(case)]


def test_good_mail_passes_every_rule():
    """No rule cries wolf, nor fails when there is no mail yet."""
    assert found(GOOD) == []
    assert found(replace(GOOD, text="Six cities {{ as written }}")) == []
    assert found(None) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"html": GOOD.html + "x" * 101 * 1024}, ("MSG001", "error")),
        ({"html": GOOD.html + "ñ" * 45 * 1024}, ("MSG002", "warning")),
        ({"subject": " "}, ("MSG003", "error")),
        ({"subject": "word " * 30}, ("MSG004", "warning")),
        ({"subject": "NIGHT CLINICS OPEN IN SIX CITIES NOW"}, ("MSG005", "warning")),
        ({"subject": "Night clinics!!"}, ("MSG005", "warning")),
        ({"html": f"<img src=x>{LINK}"}, ("MSG006", "warning")),
        ({"html": f'<img src=x alt=" ">{LINK}'}, ("MSG006", "warning")),
        ({"html": f'<a href="https://evil.test/a.test">https://a.test/x</a>{LINK}'}, ("MSG007", "warning")),
        ({"html": f'<a href="">here</a>{LINK}'}, ("MSG008", "warning")),
        ({"text": "nothing"}, ("MSG009", "error")),
        ({"text": "Six {{ contact.name }}"}, ("MSG012", "error")),
        ({"subject": "For {% if x %}"}, ("MSG012", "error")),
        ({"size": 6 << 20}, ("MSG013", "warning")),
        ({"size": 11 << 20}, ("MSG013", "error")),
        ({"html": "<p>Six</p>"}, ("MSG014", "warning")),
    ],
)
def test_each_trouble_is_found_by_its_rule_alone(change, expected):
    """One finding, of the expected code and severity, with a fix."""
    assert found(replace(GOOD, **change)) == [expected]


def test_a_headline_as_subject_is_left_to_the_rules_about_headlines():
    """A long or loud headline is reported once, by its own family."""
    headline = "NIGHT CLINICS " * 12
    assert found(replace(GOOD, subject=headline), replace(RELEASE, headline=headline)) == []


@pytest.mark.parametrize("url", ["https://www.a.test/y", "https://news.a.test", "http://[broken"])
def test_links_that_say_where_they_lead_are_fine(url):
    """The same site with or without www, a part of it, and what is no address."""
    assert found(replace(GOOD, html=f'<a href="{url}">a.test</a>{LINK}')) == []


def test_the_catalogue_explains_each_code():
    """Codes are unique and in order; every entry has a title and an explanation."""
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert all(rule.title and len(rule.explanation) > 60 for rule in RULES)


@pytest.mark.parametrize(
    ("html", "text", "told"),
    [
        ("<p>1,200 people, +44 23 5550 0142</p>", "1,200 people, +44 23\n5550 0142", ""),
        ("<p>1,200 people, +44 23 5550 0142</p>", "1,200 people", "The HTML says what the plain text does not: +44 23"),
        ("<p>people</p>", "1,200 people", "The plain text says what the HTML does not: 1,200."),
        ("<style>p { width: 1,200px }</style><p>people</p>", "1,200 people", "The plain text says"),
        ("<p>1,\u00ad200 people</p><img alt='Maya Lindqvist'>", "1,200 people. Maya\nLindqvist", ""),
        ("<p>people</p>", "people", ""),
    ],
)
def test_the_two_parts_of_a_mail_tell_the_same_facts(html, text, told):
    """MSG016 compares what a reader sees, however lines break; what both leave out is the theme's choice."""
    block = replace(RELEASE.blocks[0], text="The 1,200 people of six cities")
    contact = MediaContact(name="Maya Lindqvist", phones=("+44 23 5550 0142",))
    release = replace(RELEASE, blocks=(block,), contacts=(contact,))
    case = Case(
        release=release,
        organisation=Organisation(),
        now=datetime(2026, 1, 1, tzinfo=UTC),
        mail=replace(GOOD, html=html, text=text),
    )
    findings = [finding for rule in parts.RULES for finding in rule.check(case)]
    assert [finding.code for finding in findings] == ["MSG016"] * bool(told)
    assert all(finding.message.startswith(told) for finding in findings)


def test_a_picture_that_the_release_leaves_undescribed_is_told_once():
    """REL064 names it with its line, so MSG006 does not; one that only decorates, as its role says, needs no words."""
    shown = replace(GOOD, html=f'<img src="cid:a@picture.invalid" alt=""> {LINK}')
    assert found(shown, replace(RELEASE, images=(Image(src="a.png", line=7),))) == []
    assert found(shown, replace(RELEASE, images=(Image(src="a.png", alt="A clinic"),))) == [("MSG006", "warning")]
    assert found(replace(GOOD, html=f'<img src="https://a.test/x" alt="" role="presentation"> {LINK}')) == []


@pytest.mark.parametrize(
    ("headline", "lines", "severity", "words", "left"),
    [
        ("Night clinics open in six cities", (), "info", "74 of them", "of 26 characters"),
        (
            "Night clinics open in six cities, and more will follow in May",
            (),
            "warning",
            "74 of them",
            "of 26 characters",
        ),
        (
            "Night clinics",
            (("subject", Span(first=1, last=1)),),
            "warning",
            "characters; lists show",
            "shorter subject",
        ),
    ],
)
def test_a_long_subject_says_which_and_what_is_left(headline, lines, severity, words, left):
    """The language, the notice, and how much of it nobody can shorten."""
    spanish = replace(RELEASE, headline=headline, language="es", file="r.es.md", lines=lines)
    embargo = datetime(2026, 12, 2, tzinfo=UTC)
    release = replace(RELEASE, headline="Another", versions=(spanish,), embargo=embargo)
    notice = "EMBARGADO hasta el 2 dic 2026, 00:01 GMT / 2 dic 2026, 01:01 (UTC+01:00)".ljust(72, "x") + ": "
    case = Case(
        release=release,
        organisation=Organisation(),
        now=datetime(2026, 1, 1, tzinfo=UTC),
        mail=replace(GOOD, subject=notice + headline + "x" * 20 * bool(lines)),
    )
    (one,) = [one for rule in CHECKS if rule.code == "MSG004" for one in rule.check(case)]
    assert one.severity == severity
    assert one.message.startswith("The subject of r.es.md (es), with the embargo notice, has 1")
    assert words in one.message
    assert left in one.fix

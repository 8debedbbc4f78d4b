"""Segments: what an expression selects, and how a wrong one is explained."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.contacts import parse_segment
from dispatch.errors import SegmentError
from dispatch.model.contact import Contact

ANA = Contact(
    email="Ana@x.test",
    key="ana@x.test",
    name="Ana Ruiz",
    first_name="Ana",
    outlet="La Voz Común",
    role="Reporter",
    beats=("Inmigración", "arts policy"),
    language="es-MX",
    country="US",
    tags=("priority",),
    extra={"market": "Chicago", "audience": "12,000", "empty": ""},
)


@pytest.mark.parametrize(
    "expression",
    [
        'language == "es"',
        'language == "es-MX"',
        'language == "ES_mx"',
        'language == "Spanish"',
        'language in ["en", "es"]',
        'language != "en"',
        'language not in ["en", "fr"]',
        '"es" in language',
        'outlet == "la voz comun"',
        '"VOZ" in outlet',
        '"inmigracion" in beats',
        '"arts policy" in beats',
        '"priority" in tags and not embargo',
        'country == "us" or country == "ca"',
        "first_name",
        "not last_name",
        "last_name is undefined",
        "role is defined",
        "beats|length == 2",
        "beats|count > 1",
        'name|lower == "ana ruiz"',
        'name.lower() == "ana ruiz"',
        'email.endswith(".test")',
        'email.startswith("ana")',
        'market == "chicago"',
        'extra.market == "chicago"',
        'extra["market"] == "chicago"',
        'contact.outlet == "la voz común"',
        "audience > 10000",
        "audience == 12000",
        "1 < audience < 20000",
        "not empty",
        'role in ("reporter", "editor")',
        "embargo == false",
        '"x" not in tags',
        "true",
    ],
)
def test_what_fits(expression):
    """Text compares without case and accents, languages include their varieties, lists hold whole words."""
    assert parse_segment(expression).matches(ANA)


@pytest.mark.parametrize(
    "expression",
    [
        'language == "e"',
        'language == "es-AR"',
        'language == ""',
        '"art" in beats',
        '"arts" in beats',
        '"prior" in tags',
        "embargo",
        "last_name",
        'market == "boston"',
        "audience > 12000",
        "market > 5",
        'language != "es"',
        'email.endswith(".com")',
        'role == "report"',
        "none",
    ],
)
def test_what_does_not_fit(expression):
    """Neither substrings of a list's words nor other varieties fit."""
    assert not parse_segment(expression).matches(ANA)


@pytest.mark.parametrize(
    ("expression", "message", "fix"),
    [
        ('langauge == "es"', 'no field "langauge"', "language"),
        ('beat == "x"', 'no field "beat"', "beats"),
        ('Outlet == "x"', 'no field "Outlet"', "outlet"),
        ('beats == "x"', "beats is a list", '"x" in beats'),
        ('embargo == "yes"', "embargo is yes or no", "not embargo"),
        ("language == 3", "cannot be compared", "quotation marks"),
        ("name > 3", "cannot be compared", "quotation marks"),
        ('beats in ["a"]', "beats is a list", "in beats"),
        ("3 in beats", "cannot be looked for", ""),
        ("email.__class__", "__class__", "fields"),
        ('email["__class__"]', "__class__", "fields"),
        ("extra.__class__", "__class__", ""),
        ("__class__", "__class__", ""),
        ("contact", "contact", ""),
        ("extra[0]", "parts", ""),
        ("().__class__.__mro__", "__mro__", ""),
        ("'a'*10**9", "cannot use *", ""),
        ("2**99", "cannot use **", ""),
        ("a + b", "cannot use +", ""),
        ("a ~ b", "cannot use ~", ""),
        ("'x' if a else 'y'", "if … else", ""),
        ("range(10**9)", "cannot call", ""),
        ("email.format(1)", "cannot call format", ""),
        ("email.endswith(3)", "takes a text", ""),
        ("email|map('upper')", "no filter map", ""),
        ("email is mapping", "no test mapping", ""),
        ("[1, 2]", "words only", ""),
        ("{'a': 1}", "cannot use", ""),
        ("", "cannot be understood", ""),
        ("language ==", "cannot be understood", "Write for example"),
        ('language == "es', "cannot be understood", ""),
        ("language }} {{ x", "goes on", ""),
        ("language % }", "cannot be understood", ""),
        ("(" * 900 + "a" + ")" * 900, "too deeply", ""),
        ("a" * 3_000, "longer", ""),
    ],
)
def test_wrong_expressions_are_explained(expression, message, fix):
    """A wrong expression is one error that says what is wrong and what to write instead."""
    with pytest.raises(SegmentError) as caught:
        parse_segment(expression, columns={"a", "b", "x"})
    assert message in caught.value.message
    assert fix in caught.value.fix
    assert caught.value.exit == 2


def test_columns_are_checked_later_when_they_are_not_known():
    """A custom column may be named before the lists are read."""
    segment = parse_segment('market == "x"')
    assert segment.custom == {"market"}
    segment.require({"market"})
    with pytest.raises(SegmentError):
        segment.require({"markt"})


@settings(deadline=None)
@given(st.text(alphabet="abeln\"'()[]{}<>=!.,| 019*+-~%\n", max_size=40))
def test_no_expression_crashes(expression):
    """Any text gives a segment or an error of ours."""
    try:
        segment = parse_segment(expression)
    except SegmentError:
        return
    assert segment.matches(ANA) in {True, False}


def test_a_saved_segment_that_is_mistyped_is_met_with_near_ones():
    """Beside near fields and columns; an expression of more than a name can be none."""
    saved = ("spanish-radio", "languages", "vips")
    with pytest.raises(SegmentError, match=r'no saved segment "spanish-radoi"') as caught:
        parse_segment("spanish-radoi", saved=saved)
    assert caught.value.fix == "Did you mean the saved segment spanish-radio?"
    with pytest.raises(SegmentError) as caught:
        parse_segment("langages", saved=saved).require({"vip"})
    assert caught.value.fix == "Did you mean language or the saved segment languages?"
    assert parse_segment("vip", saved=saved).custom == {"vip"}
    parse_segment("vip", saved=saved).require({"vip"})
    with pytest.raises(SegmentError) as caught:
        parse_segment('langage == "es"', saved=saved).require(())
    assert "segment" not in f"{caught.value.message} {caught.value.fix}"


def test_jinja_is_imported_only_for_a_segment():
    """Reading and selecting lists does not import jinja2, email-validator or pydantic."""
    code = "import sys, dispatch.contacts; print({'jinja2', 'email_validator', 'pydantic'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"

"""What mail programs lose, and colours that are too pale."""

from datetime import UTC, datetime

import pytest

from dispatch.model.mail import Organisation
from dispatch.model.release import Release
from dispatch.preflight.clients import RULES, contrast, lacks
from dispatch.preflight.rule import Case, MailFacts

PLAIN = (
    "<html lang=en><body style='margin:0; padding:4px'><table role=presentation><td><h1>x</h1><img src='cid:1'></table>"
)


def codes(html="", colours=(), fonts=(), templates=None):
    case = Case(
        release=Release(file="r.md", fingerprint="0", headline="x"),
        organisation=Organisation(colours=colours, fonts=fonts),
        now=datetime(2026, 1, 1, tzinfo=UTC),
        mail=MailFacts(subject="x", html=html, text="x", size=1) if html else None,
        templates=(lambda: templates) if templates else None,
    )
    return [finding for rule in RULES for finding in rule.check(case)]


@pytest.mark.parametrize(
    ("html", "feature", "program"),
    [
        ("<div style='display: flex'>", "css-display-flex", "Outlook for Windows"),
        ("<div style='display:inline-flex'>", "css-display-flex", "GMX"),
        ("<p style='position:absolute'>", "css-position", "Gmail"),
        ("<p style='background: url(x.png)'>", "css-background-image", "Outlook for Windows"),
        ("<p style='color: var(--brand)'>", "css-variables", "Outlook for Windows"),
        ("<video src=x.mp4></video>", "html-video", "Outlook for Windows"),
        ("<img src='https://a.test/logo.svg?x'>", "image-svg", "Gmail"),
        ("<img src='photo.WEBP' alt=x />", "image-webp", "Outlook for Windows"),
    ],
)
def test_what_falls_apart_is_a_finding_with_program_and_place(html, feature, program):
    """One warning that names the feature, a program without it, and the element."""
    lack = next(lack for lack in lacks(html) if lack.feature == feature)
    assert lack.needed
    assert program in lack.without + lack.partly
    (finding,) = codes(html)
    assert finding.code == "CLI001"
    assert program in finding.message
    assert html[:6] in finding.message


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<div style='display: inline-flex'>", ".row { display : flex }"),
        ("<p style='background: url(x.png)'>", "p { background: #fff url(x.png) }"),
        ("<p style='color: var(--brand)'>", "p { color: var(--brand) }"),
        ("<p style='left: 2px'>", "p { top: 0; left: 2px }"),
        ("<p style='columns: 2'>", "p { columns: 2 }"),
        ("<video src=x.mp4></video>", '<video src="{{ x }}">'),
        ("<img src='x.webp' alt=x>", '<img src="x.webp" alt="x">'),
    ],
)
def test_what_comes_from_the_theme_is_told_at_its_line(html, written):
    """File and line of the theme, when it is written there; else the release, without a line."""
    own = {"templates/ours/mail.html": "<p>\n", "templates/ours/inline.css": f"p {{ margin: 0 }}\n{written}\n"}
    (finding,) = codes(html, templates=own)
    assert (finding.file, finding.line) == ("templates/ours/inline.css", 2)
    (finding,) = codes(html, templates={"templates/ours/mail.html": "<p>\n"})
    assert (finding.file, finding.line) == ("r.md", None)


def test_what_only_looks_plainer_is_listed_and_no_finding():
    """Margins that one program rounds are in the list for `theme check`, and worry nobody before a send."""
    assert "css-margin" in {lack.feature for lack in lacks(PLAIN)}
    assert codes(PLAIN) == []


def test_attributes_are_not_elements():
    """A style attribute is no style element."""
    assert "html-style" not in {lack.feature for lack in lacks(PLAIN)}


@pytest.mark.parametrize(("colour", "ratio"), [("#000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48)])
def test_contrast_is_that_of_the_guidelines(colour, ratio):
    """Known pairs with white (WCAG 2.2, 1.4.3)."""
    assert contrast(colour) == pytest.approx(ratio, abs=0.05)


def test_a_pale_brand_colour_is_a_finding_with_its_ratio():
    """Yellow on white is named with its contrast, also by its name; a dark blue and what nobody writes in are not."""
    assert [finding.code for finding in codes(colours=(("brand", "#ffcc00"),))] == ["CLI002"]
    assert "1.5" in codes(colours=(("brand", "#ffcc00"),))[0].message
    assert codes(colours=(("brand", "#1f4e79"), ("background", "#ffcc00"))) == []
    assert codes(colours=(("brand", "navy"),)) == []
    assert "gold on white has a contrast of 1.4" in codes(colours=(("link", "gold"),))[0].message
    assert codes(colours=(("brand", "nonsense"),)) == []


def test_a_font_that_few_have_is_told():
    """The theme's own follow it for everyone else; those that come with every system are no matter."""
    (finding,) = codes(fonts=(("headings", "Gill Sans, Verdana"), ("text", "Georgia, times  new Roman")))
    assert (finding.code, finding.severity.value) == ("CLI003", "info")
    assert "Gill Sans (headings)" in finding.message

"""Languages that are written from right to left, and the theme for several items."""

import re
from dataclasses import replace

import pytest

from dispatch.message import load_theme
from dispatch.message.isolated import isolated
from dispatch.message.texts import texts
from dispatch.message.view import direction, mirrored

SHEET = """.a { margin: 1px 2px 3px 4px; text-align: left; border-left: 3px solid #abc; }
.b { padding: 24px 12px; }
.left-out { padding: 0 0 0 22px !important; }"""


@pytest.mark.parametrize(
    ("language", "way"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("fa_AF", "rtl"), ("es-MX", "ltr"), ("", "ltr"), ("arn", "ltr")],
)
def test_a_language_has_its_direction(language, way):
    """By the primary subtag alone (RFC 5646 section 2.2.1)."""
    assert direction(language) == way


def test_a_sheet_is_turned_round_once():
    """Left and right change places, alone, in names of properties and among four values; nothing else changes."""
    turned = mirrored(SHEET, "ar")
    assert ".a { margin: 1px 4px 3px 2px; text-align: right; border-right: 3px solid #abc; }" in turned
    assert ".b { padding: 24px 12px; }" in turned
    assert "padding: 0 22px 0 0 !important" in turned
    assert mirrored(SHEET, "en") == SHEET


@pytest.mark.parametrize("theme", ["bulletin", "classic", "note"])
@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("es", "ltr")])
def test_every_theme_says_language_and_direction(theme, language, way, *, theme_folder, compiled, release, ana):
    """`lang` and `dir` of the document, and the sheet's alignment."""
    mail = compiled(load_theme(theme_folder(theme)), replace(release, language=language))
    mail.personalise(ana)
    html = mail.facts().html
    assert f'<html lang="{language}" dir="{way}">' in html
    assert ("text-align:right" in html) == (way == "rtl")


def test_a_bulletin_lists_its_items_and_is_merged_fast(theme_folder, compiled, release, ana):
    """Two headings make a list of contents, in the words of the language; contacts' values stay slots."""
    heading = release.blocks[1]
    several = replace(release, language="es", blocks=(heading, *release.blocks))
    mail = compiled(load_theme(theme_folder("bulletin")), several)
    mail.personalise(ana)
    assert "En este boletín" in mail.facts().html
    assert mail.facts().html.count(heading.text) > 2
    assert mail.findings == ()


def test_a_theme_has_words_in_languages_that_dispatch_has_none_for():
    """Its own Swedish ones stand; what it lacks is English, its own English first."""
    own = {"en": {"why": "Because."}, "sv": {"contacts": "Presskontakt"}}
    found = texts("sv-FI", own)
    assert (found["contacts"], found["about"], found["why"]) == ("Presskontakt", "About", "Because.")
    assert texts("es", own)["why"].startswith("Recibe")


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>اتصل +44 23 5550 0142 الآن</p>", '<p>اتصل <span dir="ltr">+44 23 5550 0142</span> الآن</p>'),
        ("<p>(023) 5550-0142</p>", '<p><span dir="ltr">(023) 5550-0142</span></p>'),
        ("<p>023 5550 0142.</p>", '<p><span dir="ltr">023 5550 0142</span>.</p>'),
        ('<p><a href="mailto:a@x.test">a@x.test</a></p>', '<p><a dir="ltr" href="mailto:a@x.test">a@x.test</a></p>'),
        ('<a href="https://x.test/">https://x.test/</a>', '<a dir="ltr" href="https://x.test/">https://x.test/</a>'),
        ('<a href="https://x.test/0044123456789">هنا</a>', '<a href="https://x.test/0044123456789">هنا</a>'),
        ("<p>1,200,000 و 2019-2020 و 0.45</p>", "<p>1,200,000 و 2019-2020 و 0.45</p>"),
    ],
)
def test_numbers_and_addresses_keep_their_order(html, wanted):
    """Telephone numbers in groups and links that show an address; other figures are left as they are."""
    assert isolated(html) == wanted


@pytest.mark.parametrize("theme", ["bulletin", "classic", "note"])
def test_contacts_keep_their_order_in_every_theme(theme, theme_folder, compiled, release, ana):
    """Number, e-mail and website of the sender, and a number within the text."""
    first = replace(release.blocks[0], html="<p>اتصل +44 23 5550 0142 الآن</p>")
    mail = compiled(load_theme(theme_folder(theme)), replace(release, language="ar", blocks=(first,)))
    mail.personalise(ana)
    html = mail.facts().html
    for told in ("312 555 0100", "+44 23 5550 0142"):
        assert f'<span dir="ltr">{told}</span>' in html
    assert re.search(r'<a href="mailto:press@alliance.test"[^>]* dir="ltr"', html)
    assert re.search(r'<a [^>]*dir="ltr"[^>]*>alliance.example.org</a>', html)

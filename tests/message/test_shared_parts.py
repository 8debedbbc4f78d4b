"""The macros that every theme may import, and what they cost."""

from dataclasses import replace

import pytest

from dispatch.errors import ThemeError
from dispatch.message import load_theme
from dispatch.message.theme import shared_parts


@pytest.fixture
def written(tmp_path):
    """Makes a theme's folder and reads it."""

    def make(html, text="x"):
        (tmp_path / "mail.html").write_text(f"<html><body>{html}</body></html>", encoding="utf-8")
        (tmp_path / "mail.txt").write_text(text, encoding="utf-8")
        return load_theme(tmp_path)

    return make


def test_a_theme_imports_them_without_having_them(compiled, written, ana):
    """parts.html and parts.txt are there for any theme."""
    each = "{% for one in release.contacts %}{{ parts.card(one) }}{% endfor %}"
    mail = compiled(
        written(f'{{% import "parts.html" as parts %}}{each}', f'{{% import "parts.txt" as parts %}}{each}')
    )
    mail.personalise(ana)
    facts = mail.facts()
    assert '<a href="mailto:press@alliance.test"' in facts.html
    assert "312 555 0100" in facts.text


def test_what_they_print_of_the_release_is_the_same_for_everyone(compiled, theme_folder, ana):
    """Only contacts' values are kept with each delivery, whatever macros print."""
    for name in ("classic", "note", "bulletin"):
        personal = compiled(load_theme(theme_folder(name))).personalise(ana)
        assert not {"press@alliance.test", "Zoë Ibarra", "Alliance for Open Clinics"} & set(personal.values)


def test_a_contact_s_value_may_go_through_a_macro(compiled, written, ana):
    """Each reader gets their own."""
    mail = compiled(written('{% import "parts.html" as parts %}{{ parts.button(contact.outlet, "https://x.test/") }}'))
    frozen, told = [], []
    for outlet in ("Radio Sur", "El Diario", "Radio Sur"):
        personal = mail.personalise(replace(ana, outlet=outlet))
        frozen.append(personal)
        told.append(mail.frozen().shapes[personal.shape].html.fill(personal.values, "t").decode())
    assert frozen[0] == frozen[2]
    assert ["Radio Sur" in html for html in told] == [True, False, True]
    assert ["El Diario" in html for html in told] == [False, True, False]


def test_trouble_inside_them_is_not_blamed_on_the_theme_s_folder(compiled, written, ana):
    """A macro that was given the wrong thing names Dispatch's own file."""
    theme = written('{% import "parts.html" as parts %}{{ parts.card(release) }}')
    with pytest.raises(ThemeError, match=r"Dispatch's own parts\.html:\d+: release has no field"):
        compiled(theme).personalise(ana)


@pytest.mark.parametrize("name", ["parts.html", "parts.txt"])
def test_both_files_hold_the_documented_macros(name):
    """Block, quote, picture, card and footer exist for both parts of a mail."""
    for macro in ("passage", "pull_quote", "picture", "card", "footer"):
        assert f"macro {macro}(it" in shared_parts()[name]

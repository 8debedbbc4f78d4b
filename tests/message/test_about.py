"""The heading of the standing paragraph: the author's own, else one that its language would write."""

from dataclasses import replace

import pytest

from dispatch.message import load_theme
from dispatch.message.texts import TEXTS, about


@pytest.mark.parametrize(
    ("language", "title", "heading"),
    [
        ("en", "the Alliance", "About the Alliance"),
        ("es", "la Alianza", "Acerca de la Alianza"),
        ("es", "el museo", "Acerca del museo"),
        ("es", "El Diario", "Acerca de El Diario"),
        ("fr", "les Amis du Port", "À propos des Amis du Port"),
        ("fr", "Les Amis du Port", "À propos des Amis du Port"),
        ("fr", "le Port", "À propos du Port"),
        ("fr", "la Ville", "À propos de la Ville"),
        ("fr", "l’Alliance", "À propos de l’Alliance"),
        ("fr", "Emmaüs", "À propos d’Emmaüs"),
        ("fr", "Lutece", "À propos de Lutece"),
        ("de", "die Allianz", "Über die Allianz"),
    ],
)
def test_a_heading_is_made_as_its_language_does(language, title, heading):
    """Articles and vowels contract with the word before them."""
    assert about(TEXTS[language], title) == heading


def test_a_theme_s_own_word_stands_as_it_is():
    """Nothing is contracted with a word that is not ours."""
    assert about({"about": "Wer ist"}, "die Allianz") == "Wer ist die Allianz"


@pytest.mark.parametrize("theme", ["bulletin", "classic", "note"])
def test_the_author_s_heading_is_printed(theme, theme_folder, compiled, release, ana):
    """In both parts of every theme, also where there is no title."""
    cases = (
        ("el Harbour Trust", "Sobre el Harbour Trust", "Sobre el Harbour Trust"),
        ("", "Quiénes somos", "Quiénes somos"),
        ("el museo", "", "Acerca del museo"),
    )
    for title, heading, told in cases:
        part = replace(release.boilerplate[0], title=title, heading=heading)
        mail = compiled(load_theme(theme_folder(theme)), replace(release, language="es", boilerplate=(part,)))
        mail.personalise(ana)
        facts = mail.facts()
        assert facts.html.count(told) == 1
        assert f"\n{told}\n{'-' * len(told)}\n" in facts.text
        assert "Acerca de" not in facts.html.replace("Acerca del museo", "")

"""Greetings: a sure name, or none."""

import pytest

from dispatch.message.greeting import greeting
from dispatch.model.contact import Contact


def contact(**fields):
    return Contact(email="a@b.test", key="a@b.test", **fields)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"first_name": "Ana", "last_name": "Ruiz"}, "Dear Ana Ruiz,"),
        ({"first_name": "Ana"}, "Dear Ana,"),
        ({"honorific": "Dr.", "last_name": "de la Cruz"}, "Dear Dr. de la Cruz,"),
        ({"name": "Ana María O’Hara-Núñez"}, "Dear Ana María O’Hara-Núñez,"),
        ({"name": "Ruiz, Ana"}, "Hello,"),
        ({"name": "ANA RUIZ"}, "Hello,"),
        ({"name": "News Desk"}, "Hello,"),
        ({"name": "Ana"}, "Hello,"),
        ({"name": "Radio 4 Science"}, "Hello,"),
        ({"name": "ana@radio.test"}, "Hello,"),
        ({"first_name": "Newsroom"}, "Hello,"),
        ({"first_name": "<b>"}, "Hello,"),
        ({}, "Hello,"),
    ],
)
def test_only_a_sure_name_is_used(fields, line):
    """Parts of a name are sure; a single cell only when it reads as one person's name."""
    assert greeting(contact(**fields), "en") == line


@pytest.mark.parametrize(
    ("language", "named", "neutral"),
    [
        ("es-MX", "Hola, Ana Ruiz:", "Hola:"),
        ("fr", "Bonjour Ana Ruiz,", "Bonjour,"),
        ("de_AT", "Guten Tag Ana Ruiz,", "Guten Tag,"),
        ("pt-BR", "Olá, Ana Ruiz,", "Olá,"),
        ("it", "Buongiorno Ana Ruiz,", "Buongiorno,"),
        ("pl", "Dzień dobry,", "Dzień dobry,"),
        ("ar", "تحية طيبة Ana Ruiz،", "تحية طيبة،"),
        ("en-GB", "Dear Ana Ruiz,", "Hello,"),
        ("eu", "Ana Ruiz,", ""),
    ],
)
def test_each_language_greets_in_its_way(language, named, neutral):
    """Never in a foreign one: where we know no greeting the name stands alone, or nothing."""
    assert greeting(contact(name="Ana Ruiz"), language) == named
    assert greeting(contact(), language) == neutral

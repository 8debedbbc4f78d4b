"""How a contact is greeted: by name only when the name is sure (DOMAIN B3), else in the language's neutral way."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dispatch.message.texts import subtag
from dispatch.model.contact import Contact

#: By language, how a person is greeted and how anyone is; no form of them tells whether the reader is a man or a woman.
_GREETINGS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "ar": ("تحية طيبة {}،", "تحية طيبة،"),
        "ca": ("Bon dia, {}:", "Bon dia:"),
        "cs": ("Dobrý den,", "Dobrý den,"),
        "da": ("Hej {},", "Hej,"),
        "de": ("Guten Tag {},", "Guten Tag,"),
        "en": ("Dear {},", "Hello,"),
        "es": ("Hola, {}:", "Hola:"),
        "fi": ("Hei {},", "Hei,"),
        "fr": ("Bonjour {},", "Bonjour,"),
        "it": ("Buongiorno {},", "Buongiorno,"),
        "nb": ("Hei {},", "Hei,"),
        "nl": ("Beste {},", "Goedendag,"),
        "no": ("Hei {},", "Hei,"),
        "pl": ("Dzień dobry,", "Dzień dobry,"),
        "pt": ("Olá, {},", "Olá,"),
        "sv": ("Hej {},", "Hej,"),
    }
)
#: In every other language the name stands alone, and who has none is not greeted, rather than in a foreign one.
_ELSEWHERE: Final = ("{},", "")
#: Words of a desk, not of a person; a name that holds one is greeted neutrally.
_DESK: Final = frozenset(
    {
        "agency", "agencia", "agence", "agentur", "assignment", "bureau", "chronik", "contact", "contacto", "culture",
        "desk", "editor", "editorial", "editors", "equipo", "info", "magazine", "media", "medios", "news", "newsdesk",
        "newsroom", "office", "planning", "politics", "prensa", "press", "presse", "producer", "radio", "redaccion",
        "redacción", "redaktion", "rédaction", "redaction", "ressort", "science", "sección", "sports", "staff",
        "studio", "team", "the", "times", "tips", "tv", "various",
    },
)  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]*)*", re.UNICODE)


def greeting(contact: Contact, language: str) -> str:
    """The line that opens a letter: `Dear Ana Ruiz,`, or `Hello,` when the name is missing or unsure.

    Args:
        contact: Whom to greet.
        language: BCP 47 language of the letter.

    Returns:
        One line with its punctuation; empty where the name is unsure and the language's way of greeting is not known.
    """
    named, neutral = _GREETINGS.get(subtag(language), _ELSEWHERE)
    name = _sure_name(contact)
    return named.format(name) if name else neutral


def _sure_name(contact: Contact) -> str:
    """The name to use, or nothing: parts that a list gives are sure, a single cell only if it looks like a person."""
    if contact.honorific and contact.last_name and _personal(contact.last_name):
        return f"{contact.honorific} {contact.last_name}"
    if contact.first_name:
        name = f"{contact.first_name} {contact.last_name}".strip()
        return name if _personal(name) else ""
    return contact.name if " " in contact.name and _personal(contact.name) else ""


def _personal(name: str) -> bool:
    """Whether it reads as one person's name: at most five words, letters only, not all capitals, not a desk."""
    words = name.split()
    if not words or len(words) > 5 or (name.isupper() and len(name) > 3):  # noqa: PLR2004
        return False
    return all(_WORD.fullmatch(word) and word.lower() not in _DESK for word in words)

"""What one cell says: lists of words, yes or no, a language, a time zone, a name."""

import re
from functools import lru_cache

from dispatch.contacts.fold import fold

# What programs write where there is nothing. `Nan` is a name, `nan` is not a number.
_EMPTY_WORDS = frozenset(
    {
        *(spell(word) for word in ("n/a", "null", "none") for spell in (str.lower, str.upper, str.capitalize)),
        *("nan", "NaN", "NAN", "-", "--", "—", "#NAME?", "#name?", "#N/A", "#n/a", "#REF!", "#VALUE!"),
    },
)
_YES = frozenset({"yes", "y", "true", "1", "trusted", "si", "oui", "ja"})
_NO = frozenset({"no", "n", "false", "0", "nein", "non"})
_ASKS_WHO_IS_OUT = frozenset(
    {
        "unsubscribed", "bounced", "unsub time", "opted out", "email opt out", "opt out", "do not email",
        "do not contact", "has opted out of email", "hasoptedoutofemail", "unsubscribed from all email",
    },
)  # fmt: skip
_ASKS_WHO_IS_IN = frozenset({"subscribed", "opt in", "consent"})
# How letters begin, where a column of salutations holds whole lines.
_OPENING = re.compile(
    r"(?:dear|hi|hello|hey|hola|estimad[oa]s?|querid[oa]s?|cher|chère|bonjour|lieber?|sehr geehrter?|hallo|"
    r"guten tag)\b[\s,]*",
    re.IGNORECASE,
)
_HONORIFICS = frozenset(
    {
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam", "sr", "sra", "srta", "don", "dona", "m", "mme",
        "mlle", "herr", "frau", "senor", "senora", "monsieur", "madame", "herr dr", "frau dr", "prof dr",
    },
)  # fmt: skip
_FORMULA = frozenset("=+-@")
_OUT = ("unsubscribed", "cleaned", "bounced", "opted out", "opted-out", "opt-out", "opt out", "do not contact", "baja")
# Longer cells are seldom seen twice, and would fill the memory.
_SHORT = 100
_LIST_MARKS = re.compile(r"[,;|\n\r\t\x0b\x0c\x85\u2028\u2029]+|\s:::\s")
# Words of a name that is no person's, or that stand behind one: with them a comma says nothing about first and last.
_NO_NAME = frozenset(
    {
        "jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "mba", "inc", "llc", "ltd", "editor", "editors", "news",
        "newsroom", "newsdesk", "desk", "team", "press", "office", "radio", "tv", "fm", "am", "media", "assignment",
        "redaccion", "redaktion", "redaction", "redacao", "noticias", "prensa", "presse", "nachrichten", "the",
    },
)  # fmt: skip
_MOST_FIRST_NAMES, _MOST_LAST_NAMES = 3, 5
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?")
_LANGUAGES = {
    "english": "en", "ingles": "en", "anglais": "en", "englisch": "en",
    "spanish": "es", "espanol": "es", "castellano": "es", "espagnol": "es", "spanisch": "es",
    "french": "fr", "frances": "fr", "francais": "fr", "franzosisch": "fr",
    "german": "de", "aleman": "de", "allemand": "de", "deutsch": "de",
    "portuguese": "pt", "portugues": "pt", "portugais": "pt", "portugiesisch": "pt",
    "italian": "it", "italiano": "it", "italien": "it", "italienisch": "it",
    "catalan": "ca", "catala": "ca", "dutch": "nl", "nederlands": "nl", "polish": "pl", "polski": "pl",
    "arabic": "ar", "chinese": "zh", "japanese": "ja", "korean": "ko", "russian": "ru", "vietnamese": "vi",
    "hebrew": "he", "turkish": "tr", "ukrainian": "uk", "haitian creole": "ht", "tagalog": "tl", "hindi": "hi",
}  # fmt: skip


def said(row: list[str]) -> list[str]:
    """Cells without white space at their ends; empty for `n/a`, `null`, `#NAME?` and their like."""
    texts = [cell.strip() for cell in row]
    if not _EMPTY_WORDS.isdisjoint(texts):
        texts = ["" if text in _EMPTY_WORDS else text for text in texts]
    if "'" in "".join(texts):
        texts = [_without_apostrophe(text) for text in texts]
    return texts


def _without_apostrophe(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from calculating it."""
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in _FORMULA else text


def several(cell: str) -> tuple[str, ...]:
    """The words of a cell that holds a list, split at comma, semicolon, bar and line end, each once."""
    return _remembered(cell) if len(cell) <= _SHORT else _split(cell)


def _split(cell: str) -> tuple[str, ...]:
    parts = (part.strip().strip('"').removeprefix("* ").strip() for part in _LIST_MARKS.split(cell))
    return tuple(dict.fromkeys(part for part in parts if part))


_remembered = lru_cache(maxsize=4096)(_split)


def yes(cell: str) -> bool:
    """Whether a cell says yes, in the languages of the lists; anything unclear is no."""
    return fold(cell) in _YES


def honorific(cell: str) -> str:
    """A form of address without what opens a letter: `Ms` of `Dear Ms`, nothing of `Dear Ana,`."""
    opening = _OPENING.match(cell)
    if opening is None:
        return cell
    rest = cell[opening.end() :].strip(" ,:")
    return rest if fold(rest.rstrip(".")) in _HONORIFICS else ""


def opted_out(header: str, cell: str) -> str:
    """Why a status column says that this person must not be mailed, or an empty string.

    Args:
        header: What the column is called, as `fold.words` writes it; `yes` says one thing under `subscribed`, another
            under `unsubscribed`.
        cell: The cell.
    """
    said_so = fold(cell)
    if header in _ASKS_WHO_IS_OUT:
        return header if said_so and said_so not in _NO else ""
    if header in _ASKS_WHO_IS_IN:
        return f"{header}: {said_so}" if said_so in _NO else ""
    return said_so if said_so.startswith(_OUT) else ""


@lru_cache(maxsize=512)
def language(cell: str) -> str | None:
    """A language as BCP 47, from a tag or a name.

    Args:
        cell: `es`, `es_MX`, `Spanish`, `Español (México)`.

    Returns:
        The tag, `""` for nothing, None when it cannot be told.
    """
    plain = fold(cell[:_SHORT])
    if match := _TAG.fullmatch(plain):
        primary, script, region = match.groups()
        return "-".join(filter(None, (primary, script and script.title(), region and region.upper())))
    return _LANGUAGES.get(plain.partition("(")[0].partition("/")[0].strip()) if plain else ""


@lru_cache(maxsize=512)
def time_zone(cell: str) -> str | None:
    """An IANA time zone name, `""` for nothing, None when there is no such zone."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (few lists have the column)

    name = cell[:_SHORT].strip().replace(" ", "_")
    try:
        return ZoneInfo(name).key if name else ""
    except (OSError, ValueError, KeyError):
        return None


def in_order(name: str) -> tuple[str, str, str]:
    """A full name and, where it says so itself, its parts.

    Args:
        name: `Ana Ruiz`, or `Ruiz, Ana`.

    Returns:
        Full name in speaking order, first name, last name; the parts are empty unless a comma tells them apart, because
        two surnames and particles make any other split a guess.
    """
    last, comma, first = (part.strip() for part in name.partition(","))
    shouted = name.isupper()
    if not comma or not all(
        _personal(part, most, shouted=shouted) for part, most in ((first, _MOST_FIRST_NAMES), (last, _MOST_LAST_NAMES))
    ):
        return name, "", ""
    return f"{first} {last}", first, last


def _personal(part: str, most: int, *, shouted: bool) -> bool:
    """Whether a part of a name can be a person's: a few words of letters, none of them a desk or a title."""
    plain = fold(part).replace(".", " ").replace("-", " ").replace("'", " ").replace("’", " ").split()
    acronym = not shouted and len(part) > 1 and part.isupper() and " " not in part and "." not in part
    return 0 < len(plain) <= most and all(word.isalpha() and word not in _NO_NAME for word in plain) and not acronym

"""Figures of a text that are the same in every language: amounts, decimals, percentages, whole numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from dispatch.preflight.written_dates import written_dates

_GROUPED: Final = r"\d{1,3}(?:[.,’'\u00a0\u202f ]\d{3})+(?!\d)"
#: Words behind a number that multiply it, by language; `m` alone is metres where no currency stands in front.
_SCALES: Final = MappingProxyType(
    {
        "en": {"thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9, "trillion": 12, "tn": 12},
        "es": {"mil": 3, "millón": 6, "millones": 6, "mil millones": 9, "millardos": 9, "billón": 12, "billones": 12},
        "fr": {"mille": 3, "k€": 3, "million": 6, "millions": 6, "m€": 6, "milliard": 9, "milliards": 9, "md€": 9},
        "de": {"tausend": 3, "million": 6, "millionen": 6, "mio": 6, "milliarde": 9, "milliarden": 9, "mrd": 9,
               "billion": 12, "billionen": 12},
    }
)  # fmt: skip
_SCALED: Final = MappingProxyType(
    {
        language: re.compile(
            rf"(?<![\w.,:/])(?P<currency>[£$€]\s?)?(?P<number>{_GROUPED}|\d+(?:[.,]\d+)?)[\s-]?"
            rf"(?P<scale>{'|'.join(sorted(scales, key=len, reverse=True))})(?!\w)",
            re.IGNORECASE,
        )
        for language, scales in _SCALES.items()
    }
)
_UNITS: Final = r"(?:m|cm|mm|km|kg|g|t|ha|kW|MW|GW|kWh|MWh|GWh|°)(?!\w)"
#: `15`, `4.2` and `7 %`; no times (`9:30`), ordinals (`15th`), names (`G20`) or numeric dates.
_FIGURE: Final = re.compile(
    r"(?<![\w.,:/])(?P<number>\d{2}(?:[.,]\d{1,2})?|\d{3,}[.,]\d{1,2}|\d[.,]\d{1,2}"
    r"|\d(?=\s?(?:%|per ?cent\b|por ciento\b|pour cent\b|prozent\b)))"
    rf"(?:(?={_UNITS})|(?![\w:/]|[.,]\d))",
    re.IGNORECASE,
)
#: What differs by language, or stands for no quantity: times of day, numeric dates, numbers of telephones.
_OTHER: Final = re.compile(
    r"\d{1,2}(?:[.:]\d{2})?\s?(?:[ap]\.?\s?m\b\.?|uhr\b|h\b(?:\s?\d{2})?|hrs?\b|horas\b|heures\b)"
    r"|\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"
    r"|\+\d[\d\s()./-]{6,}\d",
    re.IGNORECASE,
)
_WORDS: Final = (
    "ten diez dix zehn", "eleven once onze elf", "twelve doce douze zwölf", "thirteen trece treize dreizehn",
    "fourteen catorce quatorze vierzehn", "fifteen quince quinze fünfzehn", "sixteen dieciséis seize sechzehn",
    "seventeen diecisiete dix-sept siebzehn", "eighteen dieciocho dix-huit achtzehn",
    "nineteen diecinueve dix-neuf neunzehn", "twenty veinte vingt zwanzig",
)  # fmt: skip
_TENS: Final = (
    "thirty treinta trente dreißig", "forty cuarenta quarante vierzig", "fifty cincuenta cinquante fünfzig",
    "sixty sesenta soixante sechzig", "seventy setenta soixante-dix siebzig", "eighty ochenta quatre-vingts achtzig",
    "ninety noventa quatre-vingt-dix neunzig", "hundred cien cent hundert",
)  # fmt: skip
_WORDED: Final = MappingProxyType(
    {word: Decimal(number) for number, words in enumerate(_WORDS, 10) for word in words.split()}
    | dict.fromkeys(("thousand", "mil", "mille", "tausend"), Decimal(1000))
    | {word: Decimal(number * 10) for number, words in enumerate(_TENS, 3) for word in words.split()}
)
#: Words for two to twelve; for one, languages have an article.
_SMALL: Final = MappingProxyType(
    {
        language: {word: number for number, word in enumerate(words.split(), 2)}
        for language, words in {
            "en": "two three four five six seven eight nine ten eleven twelve",
            "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
            "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
            "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        }.items()
    }
)
_FEW: Final = re.compile(r"(?<![\w.,:/+-])(?:[2-9]|1[0-2])(?![\w:/%-]|[.,]\d)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a text counts and measures, dates and times left out."""

    #: Amounts with a scale, decimals, percentages and numbers of two digits: value and how it is written, in order.
    written: tuple[tuple[Decimal, str], ...]
    #: Values of the amounts with a scale: `4.5 million`.
    scaled: frozenset[Decimal]
    #: Values that are written as words.
    worded: frozenset[Decimal]


def figures(text: str, language: str) -> Figures:
    """The figures of a text.

    Args:
        text: Plain text.
        language: BCP 47; `billion` is another number in German than in English.
    """
    scales = _SCALES.get(language.partition("-")[0].lower(), {})
    pattern = _SCALED.get(language.partition("-")[0].lower())
    text = _undated(text)
    amounts = [
        (found.start(), value, found.group().strip())
        for found in (pattern.finditer(text) if pattern else ())
        if (value := _scaled(found, scales)) is not None
    ]
    taken = {position for start, _, words in amounts for position in range(start, start + len(words))}
    plain = [
        (found.start(), decimal(found["number"]), found.group())
        for found in _FIGURE.finditer(text)
        if found.start() not in taken
    ]
    words = {word.casefold() for word in _WORD.findall(text)}
    return Figures(
        written=tuple((value, written) for _, value, written in sorted((*amounts, *plain))),
        scaled=frozenset(value for _, value, _ in amounts),
        worded=frozenset(value for word, value in _WORDED.items() if word in words),
    )


def small(text: str, language: str) -> tuple[tuple[int, str], ...]:
    """Every number from two to twelve, as a word or in digits, and how it is written; none in an unknown language.

    Args:
        text: Plain text.
        language: BCP 47; `once` is eleven in Spanish only.
    """
    words = _SMALL.get(language.partition("-")[0].lower())
    if words is None:
        return ()
    text = _undated(text)
    found = [(words[word.casefold()], word) for word in _WORD.findall(text) if word.casefold() in words]
    return (*found, *((int(digits), digits) for digits in _FEW.findall(text)))


def _undated(text: str) -> str:
    """A text without dates, times and telephone numbers."""
    text = _OTHER.sub(" · ", text)
    for found, _ in reversed(list(written_dates(text))):
        text = f"{text[: found.start()]} · {text[found.end() :]}"
    return text


def decimal(number: str) -> Decimal:
    """A number whose last one or two digits behind a point or comma are a fraction, in any script's digits."""
    parts = re.split("[.,]", number)
    digits = ["".join(str(int(letter)) for letter in part if letter.isdecimal()) for part in parts]
    if len(digits) > 1 and len(digits[-1]) < 3:  # noqa: PLR2004 - three are a group of thousands
        return Decimal(f"{''.join(digits[:-1])}.{digits[-1]}").normalize()
    return Decimal("".join(digits))


def _scaled(found: re.Match[str], scales: Mapping[str, int]) -> Decimal | None:
    scale = found["scale"].lower()
    if scale == "m" and not found["currency"]:
        return None
    return decimal(found["number"]).scaleb(scales[scale])

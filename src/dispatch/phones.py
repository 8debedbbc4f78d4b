"""Telephone numbers: their international form, and whether a text can be one at all (ITU-T E.164)."""

import re
from functools import lru_cache
from typing import Final

#: The shape of one number: a sign for abroad, digits in groups, perhaps an extension.
_NUMBER: Final = re.compile(
    r"\s*(?P<abroad>\+|00(?=[1-9]))?(?P<digits>[\d\s().\u2010-\u2013\u00a0/-]*\d[\s)]*)"
    r"(?:(?:,|;)?\s*(?:ext(?:ension)?|x|#|durchwahl|poste|anexo)\.?[\s:]*\d{1,7}\s*)?",
    re.IGNORECASE,
)
_NO_DIGIT: Final = re.compile(r"\D")
_ROUNDED: Final = re.compile(r"\d[eE]\+")
#: Digits of the longest number (E.164) with a prefix for abroad and a carrier's, and of the shortest short one.
_MOST: Final = 20
_FEWEST: Final = 3
#: Characters of a text that is looked at.
_LONGEST: Final = 60
_NAMES: Final = {
    "AR": "argentina argentinien argentine", "AT": "austria autriche österreich",
    "AU": "australia australie australien", "BE": "belgium belgien belgique bélgica", "BR": "brazil brasil brasilien",
    "CA": "canada canadá kanada", "CH": "switzerland schweiz suisse suiza", "CL": "chile chili",
    "CO": "colombia kolumbien colombie", "DE": "germany deutschland alemania allemagne",
    "ES": "spain españa espagne spanien", "FR": "france francia frankreich", "GB": "uk england scotland wales",
    "IE": "ireland irlanda irlande irland", "IT": "italy italia italie italien", "MX": "mexico méxico mexique mexiko",
    "NL": "netherlands niederlande holland", "PE": "peru perú pérou", "PT": "portugal", "US": "usa u.s. u.s.a.",
}  # fmt: skip
_COUNTRIES: Final = {name: code for code, names in _NAMES.items() for name in names.split()} | {
    "united kingdom": "GB", "great britain": "GB", "reino unido": "GB", "royaume-uni": "GB", "großbritannien": "GB",
    "united states": "US", "united states of america": "US", "estados unidos": "US", "états-unis": "US",
    "pays-bas": "NL", "países bajos": "NL",
}  # fmt: skip


def international(text: str, country: str = "", region: str = "") -> str:
    """A number as it is dialled from abroad, in the groups of its country.

    Args:
        text: A number as somebody wrote it: `020 7946 0018`, `+442079460018`.
        country: Where it belongs: an ISO 3166 code or a usual name, such as `GB`, `Spain`.
        region: Looked at when `country` is empty; only a country's name counts, because codes are those of states too.

    Returns:
        `+44 20 7946 0018`; the text as it is when neither number nor country say which one it is.
    """
    match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    home = _country(country) or (_country(region) if len(region.strip()) > 2 else "")  # noqa: PLR2004
    if match is None or not (match["abroad"] or home):
        return text
    import phonenumbers  # noqa: PLC0415  (40 ms, for lists with numbers that are shown)

    try:
        read = text.strip().replace("00", "+", 1) if match["abroad"] == "00" else text
        number = phonenumbers.parse(read, home or None)
    except phonenumbers.NumberParseException:
        return text
    # A number that does not say where it belongs may belong elsewhere: it has to be one of that country.
    certain = (
        phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
        if match["abroad"]
        else phonenumbers.is_valid_number(number)
    )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) if certain else text


def impossible(text: str) -> str:
    """Why a text that is written like a number cannot be one.

    Args:
        text: A cell; words, and several numbers in one cell, are not judged.

    Returns:
        The end of a sentence, such as `it has too few digits`; empty when it can be a number.
    """
    judged = len(text) <= _LONGEST and not _ROUNDED.search(text)
    match = _NUMBER.fullmatch(text.replace("(0)", "")) if judged else None
    if match is None:
        return ""
    digits = _NO_DIGIT.sub("", match["digits"])
    if match["abroad"] == "+":
        # Nearly all numbers have the length of many others that begin so: those are not looked at one by one.
        return _verdict(digits[:4] + "2" * (len(digits) - 4)) and _verdict(digits)
    if len(digits) < _FEWEST:
        return "it has too few digits"
    return "it has too many digits" if len(digits) > _MOST and "/" not in text else ""


@lru_cache(maxsize=4096)
def _verdict(digits: str) -> str:
    """What the numbering plan of its country says about the length of a number that begins with the country's code."""
    import phonenumbers  # noqa: PLC0415

    try:
        reason = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException as error:
        unknown = error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
        return "no country has that code" if unknown else "it has not the digits of one"
    known = phonenumbers.ValidationResult
    return {
        known.TOO_SHORT: "it has too few digits for its country",
        known.TOO_LONG: "it has too many digits for its country",
        known.INVALID_LENGTH: "no number of its country has so many digits",
        known.INVALID_COUNTRY_CODE: "no country has that code",
    }.get(reason, "")


@lru_cache(maxsize=512)
def _country(text: str) -> str:
    """The ISO 3166 code of a country, or an empty string."""
    plain = text.strip().casefold()
    if len(plain) == 2 and plain.isascii() and plain.isalpha() and plain != "uk":  # noqa: PLR2004
        import phonenumbers  # noqa: PLC0415

        return plain.upper() if plain.upper() in phonenumbers.SUPPORTED_REGIONS else ""
    return _COUNTRIES.get(plain, "")

"""Postal addresses as a letterhead prints them: `Schlossgasse 4, 99999 Rauenfels`, `place du Marché`."""

from dispatch.release.expression import Expression

_STREET = (
    r"(?:[A-ZÄÖÜ][\w.-]*(?:straße|strasse|str\.|gasse|platz|weg|allee|ufer|ring|damm)\s\d{1,4}\s?[a-z]?|"
    r"(?:[A-ZÄÖÜ][\w-]*\s){0,3}(?:Straße|Strasse|Gasse|Platz|Weg|Allee|Ufer|Ring|Damm|Markt)\s\d{1,4}\s?[a-z]?|"
    r"(?:\d{1,4}(?:\s?(?:bis|ter|[a-z]))?,?\s)?(?i:rue|quai|place|boulevard|cours|allée|passage|calle|plaza|paseo|avenida|"
    r"avenue|plaça)\s(?:[\w’'.-]+\s){0,5}[A-ZÀ-Þ][\w’'.-]+(?:,?\s(?:n\.?º\s?)?(?:\d{1,4}|s/n))?|"
    r"\d{1,4}[a-z]?\s(?:[A-Z][\w’'.-]+\s){1,4}(?:Street|Road|Avenue|Lane|Square|Court|Way|Drive|Quay|Terrace|Row))"
)
_TOWN = r"(?:(?:[A-Z]{1,3}-)?\d{4,5}\s[A-ZÀ-Þ][\w’'.-]+(?:\s[\w’'.()-]+){0,4})"
_ADDRESS = Expression(rf"(?:[^,\d]{{3,40}},\s)?{_STREET}(?:(?:,|\s[–—|·-])\s{_TOWN})?|{_TOWN}")
_AT_END = Expression(rf"(?:,|\s[–—|·-])\s{_STREET}(?:(?:,|\s[–—|·-])\s{_TOWN})?$")


def is_address(row: str) -> bool:
    """Whether a row is a postal address and nothing else: a street, a town with its code, or both."""
    return _ADDRESS.fullmatch(row) is not None


def ends(row: str) -> bool:
    """Whether a row ends with a street, behind whatever is found there."""
    return _AT_END.search(row) is not None

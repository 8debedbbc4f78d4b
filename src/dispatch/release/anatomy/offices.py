"""Who speaks by an office alone: `said the treasurer`, `so die Vereinsobfrau`, `a déclaré la nouvelle présidente`."""

import re
from collections.abc import Iterable, Mapping

from dispatch.release.anatomy.names import NAME, SAYING, is_office, is_person, people, tidy
from dispatch.release.expression import Expression

#: The words of an office in the place of a name.
_BY_OFFICE = Expression(
    rf"[\s,.;:!?)]*(?:(?i:{SAYING})|(?:ha|a|hat)\s[a-zà-ÿ]{{3,14}})\s"
    r"(?:the|el|la|le|der|die|l’|l')\s?(?P<new>[a-zà-ÿ]{3,14}\s)??(?P<office>[a-zA-ZÀ-ÿ-]{4,30})"
    r"(?=[.,;]|\s*$|\s(?:a|al|à|au|aux|bei|dans|de|del|der|des|du|durante|en|im|in|nach|of|on|to|vor|après|tras)\s)",
    outline=r"[\s,.;:!?)]*[^\W\d_]",
)
#: Whatever the verb, a surname right behind it: «…», adelantó Barragán.
_SURNAME = Expression(
    r"[\s,]*(?:(?:a|ont|ha|han|hat|haben)\s)?[a-zà-ÿ]{3,14}\s(?P<name>[A-ZÀ-ÖØ-Þ][\w’'-]+)(?=[.,;]|\s*$)"
)
#: A sentence that begins with an office.
_OFFICE_FIRST = Expression(
    r"(?:The|La|Le|El|Die|Der|L’|L')\s?(?P<new>(?:new|nouve(?:lle|l|au)|nueva|nuevo|neue)\s)?(?P<office>[a-zA-ZÀ-ÿ-]{4,30})\s"
)
_FIRST = 90
_AGAIN = NAME.replace("?P<name>", "")


def is_noun(after: str, word: str) -> bool:
    """Whether what was taken for a surname is a German noun behind its article: `so der Torjäger`."""
    match = _BY_OFFICE.match(after) if " " not in word else None
    return match is not None and match["office"] == word


def surnames(known: Iterable[str]) -> Mapping[str, str]:
    """The full name of everybody by a surname that only they have."""
    found: dict[str, list[str]] = {}
    for name in known:
        found.setdefault(name.split()[-1], []).append(name)
    return {surname: names[0] for surname, names in found.items() if len(names) == 1}


def known_surname(after: str, known: Mapping[str, str]) -> str | None:
    """The known person whose surname stands behind a verb, right after the quotation."""
    match = _SURNAME.match(after)
    return known.get(match["name"]) if match else None


def begins(sentence: str, known: Mapping[str, str]) -> str | None:
    """The one known person whose surname stands in the first words of a sentence: `Asked, Barragán left`."""
    found = {name for surname, name in known.items() if re.search(rf"\b{re.escape(surname)}\b", sentence[:_FIRST])}
    return found.pop() if len(found) == 1 else None


def holder(after: str, before: str, whole: str) -> str | None:
    """Whoever holds the office that a quotation is attributed to.

    Args:
        after: What follows the quotation.
        before: What precedes it in its paragraph, some hundred characters.
        whole: The text in which one person may be called by that office; else it is the only one of `before`.
    """
    match = _BY_OFFICE.match(after)
    if match is None:
        return None
    found = _holders(match["office"], whole)
    found = found or set(people(before))
    return found.pop() if len(found) == 1 else None


def subject(sentence: str, whole: str) -> tuple[bool, str | None]:
    """Whether a sentence begins with an office, `The treasurer disagrees`, and the one who holds it if that is known.

    Nobody is known of a new one: the text may have named the old one by the same office.
    """
    match = _OFFICE_FIRST.match(sentence)
    if match is None or not is_office(match["office"]):
        return False, None
    found = set() if match["new"] else _holders(match["office"], whole)
    return True, found.pop() if len(found) == 1 else None


def _holders(office: str, whole: str) -> set[str]:
    office = re.escape(office)
    holders = re.findall(
        rf"{NAME}(?:,\s|\s\()(?:[\w’'-]+\s){{0,4}}?{office}\b|\b(?:[A-ZÄÖÜ][a-zäöüß]{{2,20}})?(?i:{office}),?\s"
        rf"(?:[a-zà-ÿ’']+\s){{0,6}}{_AGAIN}",
        whole,
    )
    return {name for pair in holders for name in map(tidy, pair) if is_person(name)}

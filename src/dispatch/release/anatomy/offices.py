"""Who speaks by an office alone: `said the treasurer`, `so die Vereinsobfrau`, `a déclaré la nouvelle présidente`."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from dispatch.release.anatomy import headline_words
from dispatch.release.anatomy.names import NAME, SAYING, is_office, is_person, people, tidy
from dispatch.release.expression import Expression

#: The words of an office in the place of a name.
_BY_OFFICE = Expression(
    rf"[\s,.;:!?)]*(?:(?i:{SAYING})|(?:ha|a|hat)\s[a-zà-ÿ]{{3,14}})\s"
    r"(?:the|el|la|le|der|die|l’|l')\s?(?P<new>[a-zà-ÿ]{3,14}\s)??(?P<office>[a-zA-ZÀ-ÿ-]{4,30})"
    r"(?=[.,;]|\s*$|\s(?:a|after|al|am|at|auf|à|au|aux|before|bei|beim|dans|de|del|der|des|du|durante|during|en|for|from|im|"
    r"in|lors|nach|of|on|pendant|to|vor|zum|zur|après|tras)\s)",
    outline=r"[\s,.;:!?)]*[^\W\d_]",
)
#: Whatever the verb, a surname right behind it: «…», adelantó Barragán.
_SURNAME = Expression(
    r"[\s,]*(?:s[’']|se\s)?(?:(?:a|ont|ha|han|hat|haben)\s)?[a-zà-ÿ]{3,14}\s(?:sich\s)?(?P<name>[A-ZÀ-ÖØ-Þ][\w’'-]+)(?=[.,;]|\s*$)"
)
#: Of somebody who takes an office.
_NEW = r"(?:new|incoming|future?|futur[ao]|nouve(?:lle|l|au)|nueva|nuevo|neue|designierte|künftige)"
_PAPERS = Expression(
    r"(?:annual|\w*report|\w*statement|\w*letter|study|paper|document|release|rapport|communiqué|étude|document|texte|lettre|"
    r"informe|comunicado|estudio|documento|texto|carta|nota|\w*bericht|\w*studie|\w*erklärung|\w*mitteilung|\w*papier|"
    r"\w*schreiben|\w*brief)"
)
_TO_COME = Expression(r"(?:incoming|futur|design|künft)")
_NEWLY = Expression(rf"{_NEW}\s")
#: A sentence that begins with an office.
_OFFICE_FIRST = Expression(rf"(?:The|La|Le|El|Die|Der|L’|L')\s?(?P<new>{_NEW}\s)?(?P<office>[a-zA-ZÀ-ÿ-]{{4,30}})\s")
_AGAIN = NAME.replace("?P<name>", "")


class Holders:
    """Who holds the offices of a text; each is looked for once."""

    def __init__(self, text: str) -> None:
        """Keep the text; nothing is looked for."""
        self._text = text
        self._found: dict[str, frozenset[str]] = {}
        self._unnamed: dict[str, bool] = {}

    def of(self, office: str) -> frozenset[str]:
        """Everybody whom the text calls by an office."""
        if office not in self._found:
            self._found[office] = _holders(office, self._text)
        return self._found[office]

    def unnamed(self, office: str) -> bool:
        """Whether the text tells of somebody without a name by an office: `a driver`."""
        if office not in self._unnamed:
            article = r"(?i:an?|one|una?|une|eine?[mnrs]?)"
            outline = rf"\b{article}\s(?:[\w-]+\s){{0,2}}?{re.escape(office)}\b"
            self._unnamed[office] = re.search(outline, self._text) is not None
        return self._unnamed[office]


def is_noun(after: str, word: str) -> bool:
    """Whether what was taken for a surname is a German noun behind its article: `so der Torjäger`."""
    match = _BY_OFFICE.match(after) if " " not in word else None
    return match is not None and match["office"] == word


def surnames(known: Iterable[str]) -> Mapping[str, str]:
    """The full name of everybody by each surname that only they have (Spanish names have two), else by that name."""
    known, found = list(known), dict[str, list[str]]()
    begun = {name.rpartition(" ")[0] for name in known}
    for name in known:
        if name in begun:
            continue
        for surname in name.split()[1:] or [name]:
            if surname[:1].isupper() and surname not in found.setdefault(surname, []):
                found[surname].append(name)
    alone = {surname: names[0] for surname, names in found.items() if len(names) == 1}
    return alone | {name: name for name in known if name not in begun and name not in alone.values()}


def known_surname(after: str, known: Mapping[str, str]) -> str | None:
    """The known person whose surname stands behind a verb, right after the quotation."""
    match = _SURNAME.match(after)
    return known.get(match["name"]) if match else None


def holder(after: str, before: str, holders: Holders) -> str | None:
    """Whoever holds the office that a quotation is attributed to.

    Args:
        after: What follows the quotation.
        before: What precedes it in its paragraph, some hundred characters.
        holders: Who holds an office of the text; when nobody has it it is the only person of `before`.
    """
    match = _by_office(after)
    if match is None:
        return None
    return _only(holders.of(match["office"]) or frozenset(people(before)))


def refers(after: str, holders: Holders) -> bool:
    """Whether a quotation is attributed to an office alone.

    `said the driver` means nobody of whom the text speaks by name when it has told of `a driver`.
    """
    match = _by_office(after)
    return match is not None and not holders.unnamed(match["office"])


def _by_office(after: str) -> re.Match[str] | None:
    """The words of an office behind a quotation; organisations and papers that say something are none."""
    match = _BY_OFFICE.match(after)
    word = match["office"].casefold() if match else ""
    sort = headline_words.is_sort(word) and not is_office(word)
    return None if sort or _PAPERS.fullmatch(word) else match


def newly(sentence: str, after: str) -> tuple[str, str] | None:
    """The word for a new one and the office of whom a quotation is by, or with whom the sentence before it begins."""
    behind = _BY_OFFICE.match(after)
    if behind is not None and _NEWLY.match(behind["new"] or ""):
        return behind["new"], behind["office"]
    first = _OFFICE_FIRST.match(sentence)
    new = first is not None and first["new"] and is_office(first["office"])
    return (first["new"], first["office"]) if first is not None and new else None


def newcomer(
    new: tuple[str, str], known: Sequence[str], spoken: Collection[str | None], holders: Holders
) -> str | None:
    """Whom `the new president` means: whom the text named first, unless they have spoken or had the office before."""
    first = next(iter(known), None)
    held = not _TO_COME.match(new[0]) and first in holders.of(new[1])
    return None if first in spoken or held else first


def subject(sentence: str, holders: Holders) -> tuple[bool, str | None]:
    """Whether a sentence begins with an office, `The treasurer disagrees`, and the one who holds it if that is known.

    Nobody is known of a new one: the text may have named the old one by the same office.
    """
    match = _OFFICE_FIRST.match(sentence)
    if match is None or not is_office(match["office"]):
        return False, None
    return True, None if match["new"] else _only(holders.of(match["office"]))


def _only(found: frozenset[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def _holders(office: str, whole: str) -> frozenset[str]:
    office = re.escape(office)
    holders = re.findall(
        rf"{NAME}(?:,\s|\s\()(?:[\w’'-]+\s){{0,4}}?{office}\b|\b(?:[A-ZÄÖÜ][a-zäöüß]{{2,20}})?(?i:{office}),?\s"
        rf"(?:[a-zà-ÿ’']+\s){{0,6}}{_AGAIN}",
        whole,
    )
    return frozenset(name for pair in holders for name in map(tidy, pair) if is_person(name))

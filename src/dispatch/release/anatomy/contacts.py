"""Media contacts: names, roles, e-mail addresses and phones out of a contact section's rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from dispatch.model.release import MediaContact, Span
from dispatch.release.anatomy import columns, headline_words, names, reach
from dispatch.release.expression import Expression

_LABEL = Expression(
    r"(?<![\w.])(?:e-?mail|mail|correo(?: electrónico)?|courriel|phone|telephone|tel(?:éfono|éphone|efon)?|tél|"
    r"cell(?:phone)?|mobile|mobil|"
    r"móvil|celular|handy|portable|fax|"
    r"office|direct|whatsapp|twitter|web(?:site)?|name|nombre|nom|contact(?:o|s|os)?|"
    r"kontakt|"
    r"press|media|presse|prensa|m|t|f|e|o|c|p|w)\.?\s?[:.](?!\w)\s?|(?:e-?mail|tel(?:éfono|éphone|efon)?|tél|phone|"
    r"correo|"
    r"mobile|mobil|móvil|celular|portable|handy|fax)\.?\s?(?=$|[,;|)])",
    re.IGNORECASE,
)
_STREET = Expression(
    r"\w{3}(?:straße|strasse|gasse|platz|weg)\s\d|\b\d+,?\s(?:rue|street|road|lane|avenue)\b", re.IGNORECASE
)
_URL = Expression(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:org|com|net|test|example|de|es|fr|mx|ca|uk)(?:/\S*)?\b", re.IGNORECASE
)
_BREAK = Expression(r"\s*[,|•·;/()☎📞✆✉📧]\s*|\s+[-–—]+\s+|\s{2,}|^[-–—]\s?|\s?[-–—]$")
_PERSON_ROW = Expression(rf"{names.NAME}(?:,\s?(?:Ph\.?\s?D|MD|M\.D|Esq|Jr|MPH|RN|MSW)\.?)*")
_PROSE = Expression(
    rf"(?<!\w)(?i:contact|(?:register|confirm) with|rsvp to|"
    rf"call|reach|e-?mail|write to|text|contacte a|contactar a|contactar con|contacte con|"
    rf"comuníquese con|comunicarse con|"
    rf"llame a|escriba a|contacter|contactez|communiquer avec|joindre|auprès de|an|bei|wenden sie sich "
    rf"an)\s(?:[a-zà-ÿ’']+\s){{0,8}}{names.NAME}"
)
_TRAILING_LABEL = Expression(r"(?:\s(?:e-?mail|tel(?:ephone)?|phone|mob(?:ile)?|cell|fax|press))+$", re.IGNORECASE)
_PREFIX = Expression(r"^([^:@\d|,–—]{2,40}(?:\([^()@\d]{2,40}\))?):\s")
_REACHED = Expression(rf"{names.NAME}\s(?:can be (?:reached|contacted)|is available)\b")
_TO_NAME = Expression(rf"\b(?:to|with|contact|an|bei|à|a)\s{names.NAME}$")
#: What follows is where somebody works.
_GOVERNED = Expression(r"\b(?:of|for|de|del|de la|du|des|der|des|von|vom|für)\s$")
#: Between two people of one row.
_BESIDE = Expression(r"\s?(?:/|&)\s?|\s(?:and|or|y|e|o|et|ou|und|oder)\s")
#: `Harbour Trust: Ana Ruiz, ...`: whose contact a person is.
_OF_WHOM = Expression(rf"([^:@\d|,–—]{{2,40}}?(?:\([^()@\d]{{2,40}}\))?)\s?:\s(?={names.NAME}(?:\s?[,–—|(-]|$))")
#: `... Ana Ruiz on 020 7946 0123 or Tom Hall, press officer, on ...`
_OR_ANOTHER = Expression(
    rf"(?<=[\d)])\s(?:or|and|ou|et|o|y|oder|und),?\s(?=(?:[a-zà-ÿ’']+,?\s){{0,6}}{names.NAME}(?:,|\s(?:at|on|au|al|en|"
    rf"unter|\()))"
)
_HONOURED = Expression(names.HONORIFIC)
_LONG_ROW, _LONGEST_ROW, _LONGEST_ROLE, _LONG_WORD = 110, 150, 60, 5
_SENTENCE = Expression(r"(?<=\w{2})\.\s+(?=[A-ZÀ-ÖØ-Þ])")
#: What stands between the columns of a row.
_COLUMN = Expression(r"\s(?:\||[-–—·])\s")
_FAX = Expression(r"(?:fax|telefax|télécopie)\s?[:.]?\s?[+()\d][\d\s().+/–-]*", re.IGNORECASE)


@dataclass(slots=True)
class _Card:
    """One contact while its rows are read."""

    name: str = ""
    role: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    #: The next one is named in the same row, and reached by what reaches this one.
    beside: bool = False

    def reachable(self) -> bool:
        return bool(self.emails or self.phones)

    def made(self, lines: Span) -> MediaContact:
        return MediaContact(
            name=self.name,
            role=", ".join(dict.fromkeys(self.role)),
            emails=tuple(dict.fromkeys(self.emails)),
            phones=tuple(dict.fromkeys(self.phones)),
            lines=lines,
        )


def read(rows: Iterable[tuple[str, Span]], organisations: str = "") -> tuple[MediaContact, ...]:
    """Every contact in the rows of one section, in order.

    Args:
        rows: Text and source lines of each row, the head's own words left out.
        organisations: Text that names organisations: what stands in it is nobody's name.

    Returns:
        Contacts with a name, an address or a phone each; rows with none of them are passed over.
    """
    found: list[tuple[_Card, Span]] = []
    for text, lines in _uncolumned(list(columns.by_column(list(rows)))):
        if reach.is_for_others(text):
            continue
        for piece in _pieces(reach.for_journalists(text)):
            if not reach.has_reach(piece) and organisations and piece.strip(" ,") in organisations:
                continue
            _take(found, _person_first(piece, organisations), lines)
    _share(found)
    _housed(found)
    return tuple(card.made(span) for card, span in found if card.name or card.reachable())


def _person_first(row: str, organisations: str) -> str:
    """A row of a table, whose first column is an organisation that the text tells of, with the person before it."""
    between = _COLUMN.search(row)
    first, *others = row.split(between.group()) if between else (row,)
    sort = any(map(headline_words.is_sort, first.casefold().split()))
    known = bool(first) and (sort or first in organisations) and any(map(_is_name, others))
    return between.group().join([others[0], first, *others[1:]]) if known and between else row


def _share(found: list[tuple[_Card, Span]]) -> None:
    """What an office's row reaches is how to reach those who are named below it and nowhere else."""
    for at, (office, _) in enumerate(found):
        below = list(takewhile(lambda entry: not entry[0].reachable(), found[at + 1 :]))
        if office.name or not below:
            continue
        for card, _ in below:
            _fill(card, "", office.role, office.emails, office.phones)
        office.emails, office.phones = [], []
    for (card, _), (other, _) in reversed(list(pairwise(found))):
        if card.beside and not card.reachable():
            _fill(card, "", [], other.emails, other.phones)


def _housed(found: list[tuple[_Card, Span]]) -> None:
    """Whoever has the name of the host of an address is where the person beside it works."""
    for at, (card, _) in enumerate(found):
        person = next(filter(_is_name, card.role), "")
        if person and _is_host(card.name, card.emails):
            card.name, card.role = person, [card.name, *(words for words in card.role if words != person)]
        below = found[at + 1][0] if at + 1 < len(found) else None
        if below and below.name and not card.reachable() and _is_host(card.name, below.emails):
            below.role, card.name, card.role = [card.name, *card.role, *below.role], "", []


def _uncolumned(rows: Sequence[tuple[str, Span]]) -> Sequence[tuple[str, Span]]:
    """Two people printed beside each other, whose rows a converter put after one another in turn, as one and one."""
    names_only = [_is_name(text.strip(" ,")) for text, _ in rows]
    start = next((at for at in range(len(rows) - 1) if names_only[at] and names_only[at + 1]), None)
    if start is None or len(names_only) % 2 != start % 2 or any(names_only[start + 2 :]):
        return rows
    sides = [rows[start + side :: 2] for side in (0, 1)]
    kinds = [[(bool(reach.emails(text)), bool(reach.phones(text))) for text, _ in side] for side in sides]
    if kinds[0] != kinds[1] or not any(any(kind) for kind in kinds[0]):
        return rows
    return [*rows[:start], *sides[0], *sides[1]]


def _pieces(row: str) -> Sequence[str]:
    """A row that holds two people after another as two."""
    parts = [part.strip() for part in row.split(";")]
    if len(parts) > 1 and all(reach.has_reach(part) for part in parts):
        return parts
    if (
        (match := _OR_ANOTHER.search(row))
        and reach.has_reach(row[: match.start()])
        and reach.has_reach(row[match.end() :])
    ):
        return row[: match.start()], row[match.end() :]
    sentences = _SENTENCE.split(row)
    if len(sentences) > 1 and all(reach.emails(one) and names.people(one) for one in sentences):
        return sentences
    people = [match.start() for match in _PERSON_ROW.finditer(row)]
    addresses = reach.emails(row)
    if len(row) > _LONG_ROW or len(addresses) < 2 or len(people) < 2:  # noqa: PLR2004 - two of each make two people
        return (row,)
    return [
        part
        for part in re.split(
            r"(?<=\w)\s*(?:;|\s\|\s|/\s|\sor\s|\sand\s|\so\s|\sy\s|\set\s|\sund\s|\soder\s|\sou\s)\s*", row
        )
        if part
    ]


def _take(found: list[tuple[_Card, Span]], row: str, lines: Span) -> None:
    row = _FAX.sub(" ", row)
    emails, phones = reach.emails(row), reach.phones(row)
    several, role = _several(row, emails, phones)
    if several:
        found.extend(
            (_Card(name=person, role=role[:], emails=emails[:], phones=phones[:], beside=person != several[-1]), lines)
            for person in several
        )
        return
    sentence = len(row) > _LONGEST_ROW or _is_sentence(row)
    name, role = _prose(row) if sentence else _words(row, emails, phones)
    if not name and (emails or phones):
        name, role = _only_person(row, role)
    if not (name or emails or phones or role):
        return
    card = found[-1][0] if found else None
    if card and name and not card.reachable() and _is_host(card.name, emails):
        # The address says where they work.
        card.name, card.role = "", [card.name, *card.role]
    if card and name and card.name and not card.reachable() and not (emails or phones) and not (role and card.role):
        if (role and not card.role) or _HONOURED.match(row):
            # A name that has its role beside it is the person's: what stands above is where they work.
            card.name, card.role = "", [card.name, *card.role]
        else:
            name, role = "", [name, *role]
    if card is None or _starts_anew(card, name):
        card = _Card()
        found.append((card, lines))
    _fill(card, name, role, emails, phones)
    found[-1] = (card, Span(first=found[-1][1].first, last=max(lines.last, found[-1][1].first)))


def _is_host(name: str, emails: Sequence[str]) -> bool:
    """Whether a name is that of the host of an address: `Three Threads` of `ana@threethreads.example`."""
    words = "".join(name.casefold().split()[-2:])
    return bool(words) and any(words in email.rpartition("@")[2].replace("-", "").casefold() for email in emails)


def _several(row: str, emails: list[str], phones: list[str]) -> tuple[list[str], list[str]]:
    """The people of a row that names some beside addresses, and their office: `Ana Ruiz / Tom Hall, press office`."""
    cell = row.partition(" | ")[0]
    listed = cell.rpartition(": ")[2].split(", ") if cell != row else []
    if len(listed) > 1 and all(map(_is_name, listed)):
        return listed, []
    for known in (*emails, *phones):
        row = row.replace(known, "")
    first, _, office = row.rpartition(": ")[2].strip(" |,").partition(", ")
    people = [piece.strip(" |,") for piece in _BESIDE.split(first)]
    named = len(people) > 1 and all(map(_is_name, people)) and not any(map(_is_name, office.split(", ")))
    return (people, [office] if office else []) if named else ([], [])


def _starts_anew(card: _Card, name: str) -> bool:
    return bool(name and (card.name or card.reachable()) and name != card.name)


def _fill(card: _Card, name: str, role: list[str], emails: list[str], phones: list[str]) -> None:
    card.name = card.name or name
    if not card.reachable() or name:
        card.role.extend(role)
    card.emails.extend(emails)
    card.phones.extend(phones)


def _is_sentence(row: str) -> bool:
    return _PROSE.search(row) is not None or _REACHED.search(row) is not None


def _prose(row: str) -> tuple[str, list[str]]:
    match = _PROSE.search(row) or _REACHED.search(row)
    name = _TRAILING_LABEL.sub("", names.tidy(match["name"])) if match else ""
    if names.people(name) == [name]:
        return name, []
    at = reach.first(row)
    people = names.people(row[:at]) if at < len(row) else []
    return (people[-1], []) if people else ("", [])


def _only_person(row: str, role: list[str]) -> tuple[str, list[str]]:
    """The one person whom a row names somewhere in it, and the words around: `Judge at the Court of Elm Ana Ruiz`."""
    people = names.people(_URL.sub(" ", reach.EMAIL.sub(" ", row)))
    hosts = " ".join(email.rpartition("@")[2] for email in reach.emails(row))
    if len(people) != 1 or any(word.casefold() in hosts for word in people[0].split() if len(word) >= _LONG_WORD):
        return "", role
    if not all(words.endswith(people[0]) for words in role if people[0] in words):
        return people[0], []  # the row is a sentence
    left = [words.removesuffix(people[0]).strip(" .,:") for words in role]
    return people[0], [words for words in left if words and len(words) <= _LONGEST_ROLE]


def _words(row: str, emails: list[str], phones: list[str]) -> tuple[str, list[str]]:
    """Name and role of a short row, its addresses, phones and labels taken out."""
    whose = _OF_WHOM.match(row)
    rest = (
        row[whose.end() :]
        if whose and names.is_person(names.tidy(whose["name"]))
        else _PREFIX.sub(_prefixed, row, count=1)
    )
    for known in (*emails, *phones):
        rest = rest.replace(known, " | ")
    rest = _URL.sub(" | ", reach.HIDDEN.sub(" | ", reach.SPELLED.sub(" | ", rest)))
    rest = _LABEL.sub(" | ", reach.EMAIL.sub(" | ", rest))
    pieces = [piece.strip(" .:*_<>[]#") for piece in _BREAK.split(rest)]
    pieces = [piece for piece in pieces if any(char.isalpha() for char in piece) and not _is_joint(piece)]
    name = ""
    located = not (emails or phones) and (any(map(_STREET.search, pieces)) or _is_firm(row))
    role = [whose[1]] if whose and rest == row[whose.end() :] else []
    for words in pieces:
        piece = words if _is_name(words) else words.rpartition(": ")[2]
        if not name and not _is_name(piece) and (named := _TO_NAME.search(piece)):
            piece = named["name"]
        titled = _titled(piece)
        office = piece.removesuffix(titled).strip()
        titles = _TITLE.search(office) or any(map(names.is_office, office.split()))
        if not name and not _is_name(piece) and titles and _is_name(titled):
            role.append(office)
            piece = titled
        if not name and not located and _is_name(piece):
            name = names.tidy(_PERSON_ROW.match(piece)["name"])  # type: ignore[index] # matched by _is_name
        elif name or not _is_address(piece):
            role.append(piece)
    return name, role


def _is_firm(row: str) -> bool:
    """Whether a row is a firm with its legal form: `MILLS, INC.` stands for it."""
    return names.LEGAL_FORM.search(row.replace(",", "")) is not None


def _titled(piece: str) -> str:
    """The name at the end of words that begin with an office: `Judge at the Court of Elm Ana Ruiz`."""
    name = names.tidy(piece)
    people = [] if _is_name(name) else names.people(piece)
    governed = len(people) != 1 or not piece.endswith(people[0]) or _GOVERNED.search(piece.removesuffix(people[0]))
    return name if governed else people[0]


def _prefixed(match: re.Match[str]) -> str:
    """The name in the words before a colon: `Ana Ruiz: ...`, `All press queries to Ana Ruiz: ...`; else nothing."""
    words, _, aside = match[1].strip().partition(" (")
    named = _TO_NAME.search(words)
    name = named["name"] if named else words
    return f"{name} | {aside.rstrip(')')} | " if _is_name(name) else ""


def _is_joint(piece: str) -> bool:
    return piece.casefold() in {
        "or", "and", "at", "o", "y", "et", "ou", "und", "oder", "by", "a", "al", "e", "ext", "via", "tel", "tél", "on",
        "call",
        "phone", "e-mail", "email", "please contact", "contact", "contacto", "kontakt",
    }  # fmt: skip


def _is_name(piece: str) -> bool:
    match = _PERSON_ROW.fullmatch(piece)
    return match is not None and names.is_person(names.tidy(match["name"])) and not _TITLE.search(piece)


_TITLE = Expression(
    r"\b(?:director\w*|manager|officer|secretary|spokes\w+|head|chief|coordinator|coordinador\w*|president\w*|editor|"
    r"relations|"
    r"communications?|comunicaci\w+|responsable|portavoz|leiter\w*|sprecher\w*|referent\w*|chargée?|attachée?|jef[ea]|"
    r"press|media|"
    r"presse|prensa|kommunikation|public|affairs|associate|specialist|consultant|executive|vice|team|desk|phone|email|"
    r"mobile|hours?|"
    r"monday|friday|available|interviews?|general|senior|deputy|strategist|partner|counsel)\b",
    re.IGNORECASE,
)


def _is_address(piece: str) -> bool:
    """Whether words are a street or a postal code."""
    return bool(
        re.search(
            r"\d{3,}|\d+\s[A-Z]|\b(?:street|st\.|avenue|ave\.|road|rd\.|calle|rue|straße|str\.|platz)(?!\w)",
            piece,
            re.IGNORECASE,
        )
    )

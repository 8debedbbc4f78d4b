"""How much a row above the text looks like its headline: what it says, its length and form, where it stands.

No rule tells a headline from a letterhead, a kicker and a subhead in all the ways that offices set them. So what speaks
for and against a row is weighed. The weights were fitted to the texts of tests/release/corpus with weigh.py beside
them, starting from what an editor would say; change a trait, and run it again.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from dispatch.release.anatomy import headline_words, names, postal, reach
from dispatch.release.expression import Expression

#: What each trait counts; several are counts themselves (see `traits`).
WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "place": -0.7, "below status": 1.1, "right below status": 0.5, "right above lead": -0.4,
        "shared with lead": 0.8, "shared with body": 0.4, "one word": -2.0, "two words": -1.0, "three words": -0.3,
        "five words": 0.2, "a line": 0.9, "acts": 0.7, "small words": 0.8, "names": -0.5, "only names": 0.2,
        "institution": -1.9, "idle institution": -0.6, "spoken": -0.5, "spoken name": -1.5, "partners": -3.0,
        "legal form": -2.0, "rubric": -1.5, "capitals": 0.3, "figures": -0.6, "goes on": -2.0, "full stop": -0.7,
        "sentences": -0.5, "site": -1.5, "greeting": -3.0, "kind": -1.5, "address": -1.5, "reach": -2.0, "remark": -2.0,
        "title case": 0.5, "label": -1.1, "inviting": -1.0, "kicker": -1.5, "opens the lead": -2.0,
        "below a line": -1.2, "clause": 1.2, "longer than before": 0.2,
    }
)  # fmt: skip
_STEM, _LONG_WORD = 5, 4
_LEAD, _BODY = 2, 10
_MOST_SHARED = 4
_SPOKEN, _FIGURES = 9, 5
#: Words of the name of an organisation.
_LONGEST_NAME = 6
_KICKER_WORDS, _KICKER, _NAME_OF_A_RUBRIC = 4, 42, 2
#: Traits of a letterhead.
_SIGNS: Final = (
    "institution", "idle institution", "spoken name", "partners", "legal form", "site", "greeting", "address", "reach",
    "label", "remark",
)  # fmt: skip
_WORD = Expression(r"[^\W\d_]+")
#: Around a word; a full stop stays, for `No.` denies nothing.
_MARKS = ',;:!?¿¡«»„“”"‘’()'
#: `Waldbericht 2026`: of which year.
_YEAR = Expression(r"\s(?:19|20)\d\d$")
_ARTICLE = Expression(r"^(?:the|la|el|los|las|les?|l[’']|die|der|das)\s?(?=[A-ZÀ-ÖØ-Þ])", re.IGNORECASE)
_BETWEEN = Expression(r"\s[–—|·•/+-]\s")
_BETWEEN_NAMES = Expression(r"\s[–—|·•/+-]\s|,\s|\s(?:und|and|y|et)\s")
_REMARK = Expression(
    r"\(.*\)$|.*\b(?:this (?:version|release)|esta versión|cette version|diese fassung)\b", re.IGNORECASE
)
_SITE = Expression(
    r"\s\|\s|https?:|www\.|[\w-]\.(?:org|com|test|net|eu|de|fr|es|ch|at|gov)\b|\s[>»›]\s",
    re.IGNORECASE,
)
_GREETING = Expression(
    r"(?:dear|hello|hi|sehr geehrte[rns]?|liebe[rn]?|guten tag|estimad[oa]s?|hola|buenos|buenas|mesdames|madame|"
    r"messieurs|"
    r"monsieur|bonjour|ch(?:er|ère)s?)\b",
    re.IGNORECASE,
)
_KIND = Expression(
    r"\b(?:press|media|news) (?:release|office|statement|service|information)\b|communiqué|comunicado|boletín|newsroom|"
    r"\b(?:presse|medien)(?:mitteilung|stelle|information|dienst|büro|meldung)|"
    r"(?:nota|oficina|gabinete|sala) de prensa",
    re.IGNORECASE,
)
_ADDRESS = Expression(
    r",\s.*\b(?!(?:19|20)\d\d\b)\d{4,5}\b|\b\d{4,5}\s[A-ZÄÖÜ]\w+$|\b\d+[a-z]?,?\s(?:rue|avenue|street|road|court|"
    r"calle|platz)\b|"
    r"(?:straße|strasse|gasse|platz|weg)\s\d",
    re.IGNORECASE,
)
_INVITING = Expression(r"\b(?:invit|convi|einladen|lädt|le plaisir|convoca)\w*", re.IGNORECASE)
_LABEL = Expression(
    r"(?:utl|ots|subhead|subject|betreff|asunto|objet|re|von|from|contact|kontakt|tel)\.?\s?:", re.IGNORECASE
)
#: `Baromètre 2026 de l'association`, `Judgment of the Court in Case C-77/25`: what the headline below it is about.
_RUBRIC = Expression(
    r"(?:baromètre|étude|enquête|rapport|report|survey|barometer|study|studie|umfrage|bericht|informe|encuesta|estudio|"
    r"barómetro)\s(?:\d{4}\s)?(?:of|by|from|de|du|des|del|der|von|zu[rm]?)\s|"
    r"(?:judgment|order|opinion|arrêt|ordonnance|conclusions|sentencia|auto|urteil|beschluss|schlussanträge)\b"
    r".{0,60}\b(?:cases?|affaires?|asuntos?|rechtssachen?|rs\.|az\.)\s",
    re.IGNORECASE,
)


#: `Transport/Region/Parliament`: what a wire files a text under.
_KEYWORDS = Expression(r"[A-ZÀ-ÖØ-Þ][\w-]{2,24}(?:/[A-ZÀ-ÖØ-Þ][\w-]{2,24}){1,6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the rows above a text are seen against."""

    #: The rows that may be the headline, in order.
    rows: Sequence[str]
    #: Paragraphs from the lead on.
    below: Sequence[str]
    #: How many of the rows stand above the last kind, status or embargo line.
    above_status: int
    #: The first row below it stands right below it.
    adjoins_status: bool
    #: The last row stands right above the lead.
    adjoins_lead: bool


def most_prominent(setting: Setting) -> int:
    """The number of the row that looks most like a headline."""
    scores = [score(setting, number) for number in range(len(setting.rows))]
    return scores.index(max(scores))


def score(setting: Setting, number: int) -> float:
    """How much a row looks like a headline, compared with the others."""
    return sum(WEIGHTS[trait] * value for trait, value in traits(setting, number).items())


def is_letterhead(setting: Setting, number: int) -> bool:
    """Whether a row names who sends the text, or where it stood, and says nothing about what it says."""
    found = traits(setting, number)
    return any(found[sign] for sign in (*_SIGNS, "kind"))


def is_address(row: str) -> bool:
    """Whether a row of a letterhead says where the sender is found: an address, or an institution and its street."""
    institution = any(headline_words.is_institution(token.casefold()) for token in _WORD.findall(row))
    return postal.is_address(row) or (institution and postal.ends(row))


def greets(text: str) -> bool:
    """Whether a paragraph begins with greeting those to whom it is sent."""
    return _GREETING.match(text) is not None


def is_greeting(row: str) -> bool:
    """Whether a row greets those to whom the text is sent."""
    return row.endswith((",", "!", ":")) and _GREETING.match(row) is not None


def is_kicker(setting: Setting, number: int) -> bool:
    """Whether a row above the headline says in a word or two what it is about: a Dachzeile, a volanta, a rubric."""
    row, found = setting.rows[number], traits(setting, number)
    if _KEYWORDS.fullmatch(row) or found["rubric"]:
        return True
    words = [word for word in row.split() if len(word) >= _LONG_WORD]
    title = found["names"] and len(words) > _NAME_OF_A_RUBRIC
    numbered = any(letter.isdigit() for letter in _YEAR.sub("", row))
    if not words or title or numbered or found["clause"] or any(found[sign] for sign in _SIGNS):
        return False
    return len(row.split()) <= _KICKER_WORDS + 1 and len(row) <= _KICKER


def traits(setting: Setting, number: int) -> dict[str, float]:
    """What speaks for or against a row: 1 or 0, or a count."""
    text = setting.rows[number]
    words = text.split()
    long = [word for word in words if len(word) >= _LONG_WORD]
    named = bool(long) and all(word[:1].isupper() or not word[:1].isalpha() for word in long)
    tokens = {token.casefold() for token in _WORD.findall(text)}
    # the last word is hardly ever what a headline says is done: Halden Falls
    acts = any(headline_words.is_verb(word.casefold()) for word in words[:-1])
    institution = any(headline_words.is_institution(token) for token in tokens)
    folded = [paragraph.casefold() for paragraph in setting.below]
    spoken = _is_spoken(text, setting.below, folded)
    return {
        "place": number,
        "below status": number >= setting.above_status,
        "right below status": number == setting.above_status and setting.adjoins_status,
        "right above lead": number == len(setting.rows) - 1 and setting.adjoins_lead,
        "shared with lead": _shared(text, setting.below[:_LEAD], _MOST_SHARED),
        "shared with body": _shared(text, setting.below[:_BODY], _MOST_SHARED - 1),
        **_length(len(words)),
        "acts": acts,
        "small words": any(word[:1].islower() for word in long),
        "names": named,
        "only names": named and not acts,
        "institution": institution and named and not acts,
        "idle institution": institution and not acts,
        "spoken": spoken,
        "spoken name": spoken and named,
        "partners": _are_partners(text, folded, named=named),
        "legal form": not acts and bool(names.LEGAL_FORM.search(text)),
        "rubric": bool(_RUBRIC.match(text)),
        "capitals": text.isupper() and len(words) >= _KICKER_WORDS,
        "figures": sum(letter.isdigit() for letter in text) > _FIGURES,
        "goes on": text.endswith((",", ":", ";")),
        "full stop": text.endswith("."),
        "sentences": ". " in text,
        "site": bool(_SITE.search(text)),
        "greeting": bool(_GREETING.match(text)),
        "kind": bool(_KIND.search(text)),
        "address": bool(_ADDRESS.search(text)),
        "reach": reach.has_reach(text),
        "remark": bool(_REMARK.match(text)),
        "title case": acts and len(words) > _KICKER_WORDS and named,
        "label": bool(_LABEL.match(text)),
        "inviting": bool(_INVITING.search(text)),
        "kicker": number + 1 < len(setting.rows) and _may_be_kicker(text, setting.rows[number + 1]),
        "opens the lead": _opens(text, setting.below),
        "below a line": number > 0 and _is_line(setting.rows[number - 1]),
        "clause": len(words) <= _SPOKEN and not acts and _is_clause(words),
        "longer than before": number > 0 and len(setting.rows[number - 1]) * 1.5 < len(text),
    }


def _is_spoken(row: str, below: Sequence[str], folded: Sequence[str]) -> bool:
    """Whether the text below has a row's words within it; `folded` is that text in small letters."""
    words = len(row.split())
    found = words <= _SPOKEN and any(row.casefold() in text and len(text) > len(row) for text in folded)
    if found and words == 1:
        # one word that the text has in small letters only is a rubric and no name
        return any(row.capitalize() in text or row in text for text in below)
    return found


def _opens(row: str, below: Sequence[str]) -> bool:
    """Whether the text below begins with the words of a row, after an article: they name who sends it."""
    return bool(below) and _ARTICLE.sub("", below[0]).casefold().startswith(row.casefold())


def _is_line(row: str) -> bool:
    """Whether a row is as long as a headline and says that somebody does something: the row below it may tell more."""
    words = row.split()
    acts = any(headline_words.is_verb(word.casefold()) for word in words[:-1]) or _is_clause(words)
    return len(words) >= _KICKER_WORDS and acts and not row.endswith((",", ":"))


def _is_clause(words: Sequence[str]) -> bool:
    return any(headline_words.is_of_a_clause(word.casefold().strip(_MARKS)) for word in words)


def _may_be_kicker(row: str, below: str) -> bool:
    """Whether a row of a few words stands above one that is at least twice as long."""
    fewest = 5
    words, more = len(row.split()), len(below.split())
    small = words <= _KICKER_WORDS + 1 and len(row) <= _KICKER and not row.endswith((".", "!", "?"))
    shouts = row.isupper() and words >= _KICKER_WORDS and not below.isupper()
    return (
        small
        and not shouts
        and not _is_clause(row.split())
        and more >= max(fewest, 2 * words)
        and not below.endswith(".")
    )


def _length(words: int) -> dict[str, float]:
    bounds = {"one word": (1, 1), "two words": (2, 2), "three words": (3, 3), "five words": (5, 6), "a line": (7, 18)}
    return {name: low <= words <= high for name, (low, high) in bounds.items()}


def _are_partners(text: str, below: Sequence[str], *, named: bool) -> bool:
    """Whether a row names several that the text speaks of below, one of them perhaps otherwise."""
    parts = (_BETWEEN_NAMES if named else _BETWEEN).split(text)
    bare = [names.LEGAL_FORM.sub("", part).casefold() for part in parts if part]
    unknown = [part for part in bare if not any(part in row for row in below)]
    return len(parts) > 1 and len(unknown) < 2 and all(len(part.split()) <= _LONGEST_NAME for part in unknown)  # noqa: PLR2004


def _shared(text: str, paragraphs: Sequence[str], most: int) -> int:
    """How many words a row has in common with paragraphs, by how they begin; no more than count."""
    return min(most, len(_stems([text]) & _stems(paragraphs)))


def _stems(texts: Sequence[str]) -> set[str]:
    return {word.casefold()[:_STEM] for text in texts for word in _WORD.findall(text) if len(word) >= _LONG_WORD}

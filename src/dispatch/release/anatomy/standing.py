"""How much a paragraph without a heading looks like a boilerplate: the standing words about an organisation.

As with the headline no single sign tells: what the paragraph begins with, what it counts and where it stands are
weighed. The weights were fitted to the texts of tests/release/corpus with weigh.py beside them; change a trait, and run
it again.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dispatch import months
from dispatch.release.anatomy import boilerplate, headline_words, reach
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.expression import Expression

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "always": -4.0, "name": 0.7, "one word": -0.6, "spoken of": 1.1, "spoken of on top": 0.4, "verb": 0.2,
        "is": 1.1, "founded": 1.1, "counts": 1.1, "yearly": 0.6, "more": 0.7, "sort": 1.2, "said": -1.5,
        "quotation": -1.9, "news": -1.1, "service": -1.1, "last": 1.5, "last but one": 0.2, "last but two": -0.2,
        "far up": -1.1, "below contact": 1.4, "below end": 1.4, "below note": 0.1, "below another": 0.4, "short": -0.7,
        "long": -0.5, "pronoun": -0.5, "is a sort": 0.9,
    }
)  # fmt: skip
#: Characters of a paragraph that may be one.
FEWEST: Final = 40
_SHORT, _LONG, _OPENING = 80, 900, 240
_NEWS = 2
_WORD = Expression(r"[^\W\d_]+")

_WORDS_OF_NAME = r"(?:[A-ZÀ-ÖØ-Þ][\w’'&-]{0,3}\.(?=[\s,])|[A-ZÀ-ÖØ-Þ0-9&][\w’'&-]*(?:\.[\w’'&-]+)*)"
_NAME = Expression(
    rf"(?:The |La |El |Los |Las |Le |Les |L’|L'|Die |Der |Das )?{_WORDS_OF_NAME}"
    r"(?:\s(?:(?:of|for|and|the|at|on|de|del|du|des|la|las|los|le|les|y|e|et|en|sur|pour|für|der|die|das|und|von|"
    r"vom|in|"
    rf"im|am|an|zum|zur|aux|au|&)\s){{0,3}}(?:[dl][’'])?{_WORDS_OF_NAME}){{0,9}}"
)
#: `Like-for-like`, `Door-to-door`: held together by small words, and nobody's name.
_COMPOUND = Expression(r"[^\W\d_]+(?:-[a-zß-ÿ]{1,4})+-[a-zß-ÿ]+")
_ASIDE = r"(?:\s?[\[(][^()\[\]]{1,80}[)\]]|,\s[^,]{3,90},)?"
_IS = Expression(
    rf"{_ASIDE}\s(?:is (?:an?|the|one)|are (?:an?|the)|es (?:una?|la|el)|son (?:una?|las|los)|est (?:une?|la|le|l[’'])|"
    r"ist (?:eine?|der|die|das)|sind (?:eine?|der|die|das)|was (?:founded|established|created|formed|set up)|"
    r"fue (?:fundad|cread)|a été (?:fond|cré)|wurde)\b",
    re.IGNORECASE,
)
_VERB = Expression(
    rf"{_ASIDE}\s(?:[a-zà-ÿ]+\s)?(?!(?:the|de|des|les|las|los|la|le|une|una|et|das|den|plus|para|sans|vers|dans|"
    rf"entre)\s)"
    r"[a-zà-ÿ]{2,}(?:s|t|en|an|a|e|ed|ent)\s"
)
_FOUNDED = Expression(
    r"\b(?:founded|established|since|set up in|fundad[oa]s?|cread[oa]s?|desde|nació|fondée?s?|créée?s?|depuis|"
    r"gegründet|seit|eröffnet|opened in|abrió en)\b[^.]{0,40}\b(?:1[5-9]|20)\d\d\b|"
    r"\b(?:1[5-9]|20)\d\d\b[^.]{0,20}\b(?:founded|established|gegründet|eröffnet|fondée?|créée?|fundad[oa])",
    re.IGNORECASE,
)
_COUNTS = Expression(
    rf"\b\d[\d.,'’\s]*(?:mil|mille|million(?:en|s|es)?)?\s?(?:de |d[’'])?(?:{boilerplate.HEADS}|visitors|beds|shops|"
    r"stores|countries|municipalities|schools|households|trabajadore?s?|visitantes|camas|países|tiendas|municipios|"
    r"visiteurs|"
    r"lits|pays|magasins|communes|ménages|agents|équipes|Besucher\w*|Betten|Länder\w*|Filialen|Gemeinden|Objekte|"
    r"Eintritte)\b",
    re.IGNORECASE,
)
#: What somebody is who is no person, beside the words that institutions are called by.
_SORT = Expression(
    r"\b(?:non-?profit|not-for-profit|charit\w+|501\(c\)|network of|headquartered|based in|public body|provider|"
    r"leading|mission|cooperative|think tank|sin (?:fines|ánimo)|misión|sede en|institución|organisme|organi[sz]ation|"
    r"organización|sans but lucratif|but non lucratif|collectif|établissement|siège|gemeinnützig\w*|zusammenschluss|"
    r"unternehmen|sitz in|träger|einrichtung|hersteller)\b",
    re.IGNORECASE,
)
_MORE = Expression(
    r"\b(?:learn more|more information|find out more|visit (?:us|www|http|our)|más información|en savoir plus|"
    r"plus d[’']informations?|weitere informationen|mehr informationen|mehr unter|mehr über)\b|https?://|www\.",
    re.IGNORECASE,
)
_SAID = Expression(
    r"[“”„«»\"]|\b(?:said|says|added|told|dijo|afirmó|explicó|señaló|añadió|a déclaré|explique|estime|sagte|sagt|"
    r"erklärte|betonte)\b",
    re.IGNORECASE,
)
_OF_THE_DAY = Expression(
    r"\b(?:today|yesterday|tomorrow|(?:this|last|next) (?:week|month|morning|year)|hoy|ayer|mañana|este (?:mes|año)|"
    r"próxim[oa]|aujourd[’']hui|hier|demain|cette (?:semaine|année)|ce mois|prochaine?|heute|gestern|morgen|"
    r"diese[rsn]? (?:woche|jahr|monat)|nächste[rsn]?|kommende[rn]?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|"
    r"martes|miércoles|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|"
    r"dienstag|mittwoch|"
    r"donnerstag|freitag|samstag|sonntag|will|wird|werden|sera|seront|será|serán)\b|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th|\.|º|er)?\s(?:de\s)?(?:{months.NAME})\b",
    re.IGNORECASE,
)
_SERVICE = Expression(
    r"\b(?:register|registration|tickets?|booking|inscri\w+|r[eé]serv\w+|anmeld\w+|a[ck]+r[eé]dit\w+|photos?|fotos?|"
    r"bild\w*|"
    r"download\w*|embargo)\b",
    re.IGNORECASE,
)
#: A name and its address, and no sentence: what stands at the foot of a letter.
_ADDRESSED = Expression(
    r"[^.!?:]{3,90}?[,–—|·]\s(?:\d+[a-z]?,?\s(?:(?-i:[A-ZÀ-ÖØ-Þ])|rue|bis)|[A-ZÄÖÜ]\w+(?:straße|strasse|gasse|platz|weg)\s\d|"
    r"(?:rue|calle|avenida|plaza|paseo|passage|quai)\s)",
    re.IGNORECASE,
)
_PRONOUN = Expression(
    r"(?:It|They|Its|Their|Sie|Er|Es|Ihr|Elles?|Ils?|Sus?|This|Diese|Cette|Est[ae]|We|Wir|Nous|Our|Nuestr|Notre|"
    r"Unser)\b"
)


def may_be(text: str) -> bool:
    """Whether a paragraph has the form of one: sentences, and no way to reach anybody."""
    sentences = len(text) >= FEWEST and text[-1:] in '.!)”"»' and not reach.has_reach(text)
    return sentences and not _ADDRESSED.match(text)


def described(draft: Draft, index: int, lead: int) -> str | None:
    """The organisation that a paragraph is the standing description of, or None."""
    text = draft.text(index)
    if not may_be(text):
        return None
    name = _known(_name(text), draft.elsewhere(index).casefold())
    found = traits(draft, index, lead)
    return name if name and sum(WEIGHTS[trait] * value for trait, value in found.items()) > 0 else None


def tells(text: str) -> bool:
    """Whether a paragraph tells what somebody is, since when, or how large: enough below a name in its own row."""
    told = _FOUNDED.search(text) or _COUNTS.search(text) or boilerplate.does_yearly(text) or _says_what_it_is(text)
    return bool(told) and not _SAID.search(text)


def _says_what_it_is(text: str) -> bool:
    institution = any(headline_words.is_sort(word.casefold()) for word in _WORD.findall(text))
    return institution or _SORT.search(text) is not None


def traits(draft: Draft, index: int, lead: int) -> dict[str, float]:
    """What speaks for or against a paragraph: 1 or 0, or a count."""
    text, elsewhere = draft.text(index), draft.elsewhere(index).casefold()
    name, top = _name(text), "\n".join(draft.text(row) for row in range(min(lead + 2, len(draft.paragraphs))))
    opening = _NAME.match(text)
    rest = text[opening.end() :] if opening and name else ""
    later = sum(draft.roles[row] is Role.BODY for row in range(index + 1, len(draft.paragraphs)))
    above = draft.roles[:index]
    is_one, sort = bool(_IS.match(rest)) or boilerplate.is_one(text), _says_what_it_is(text[:_OPENING])
    return {
        "always": 1,
        "name": " " in name,
        "one word": bool(name) and " " not in name,
        "spoken of": bool(_known(name, elsewhere)),
        "spoken of on top": bool(_known(name, top.casefold())),
        "verb": bool(_VERB.match(rest)),
        "is": is_one,
        "founded": bool(_FOUNDED.search(text)),
        "counts": bool(_COUNTS.search(text)),
        "yearly": boilerplate.does_yearly(text),
        "more": bool(_MORE.search(text)),
        "sort": sort,
        "said": bool(_SAID.search(text)),
        "quotation": text[:1] in '“„«"',
        "news": min(_NEWS, len(_OF_THE_DAY.findall(text))),
        "service": bool(_SERVICE.search(text)),
        "last": later == 0,
        "last but one": later == 1,
        "last but two": later == 2,  # noqa: PLR2004
        "far up": later > 3,  # noqa: PLR2004
        "below contact": Role.CONTACT in above[lead:],
        "below end": Role.END_MARK in above,
        "below note": Role.NOTE in above[lead:],
        "below another": above[-1:] == [Role.BOILERPLATE],
        "short": len(text) < _SHORT,
        "long": len(text) > _LONG,
        "pronoun": bool(_PRONOUN.match(text)),
        "is a sort": is_one and sort,
    }


def _name(text: str) -> str:
    """What a paragraph begins with, when it is a name: without its article, and more than `the association`."""
    found = _NAME.match(text)
    bare = boilerplate.without_article(found.group()) if found else ""
    common = headline_words.is_institution(bare.casefold()) or _COMPOUND.fullmatch(bare) is not None
    return bare if bare[:1].isupper() and not common else ""


def _known(name: str, folded: str) -> str:
    """As much of a name as is spoken of in a text: `Harbour School in Lowe` by `Harbour School`; two words at least."""
    words = name.split()
    parts = [name, *(" ".join(words[:many]) for many in range(len(words) - 1, 1, -1) if words[many - 1][:1].isupper())]
    fewest = 4
    return next((part for part in parts if len(part) >= fewest and part.casefold() in folded), "")

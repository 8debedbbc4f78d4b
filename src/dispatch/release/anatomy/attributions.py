"""The words that say whose a quotation is: after it, before it, and between its parts."""

import re
from collections.abc import Sequence

from dispatch.release.anatomy.names import NAME, NAME_OR_SURNAME, OFFICE, SAYING, is_person, tidy
from dispatch.release.expression import Expression

#: Characters of a quotation in which French and German say who speaks.
_WITHIN_REACH = 1040
#: In outlines: where a name may begin, and one or two words where one of SAYING may stand.
_CAPITAL, VERB = "(?=[A-ZÀ-ÖØ-ÞŁŚŻŽŠČ])", r"[^\W\d_]+(?:\s[^\W\d_]+)?"
#: Words of an office before a name; where and when something is said is none.
LOWER_ROLE = (
    r"(?:(?:the|our|its|el|la|le|la|der|die|l’|l')?\s?"
    r"(?!(?:during|after|when|durante|tras|cuando|nach|während|après|pendant|dans|lors|"
    r"(?:en|in|on)\s(?:el|la|los|las|su|sus|una?|the|an?|his|her|their|de[mr]|eine[mr]|seine[mr]|ihre[mr]))\s)"
    r"(?:\d{1,3}-)?[a-zà-ÿ][\w’'/&-]*,?\s){0,9}"
)


def behind(before: str, name: str) -> Expression:
    """What a name stands behind; the outline has any word for those that are looked for, and a capital for the name."""
    full = before.replace("<SAYING>", SAYING).replace("<OFFICE>", OFFICE)
    outline = before.replace("<SAYING>", VERB).replace("<OFFICE>", r"\S+")
    return Expression(f"{full}{name}", outline=f"{outline}{_CAPITAL}")


#: Attribution after a quotation, each with what is left of it without the words it goes by.
_AFTER = (
    # "…", señaló la presidenta de la Cámara, Silvana Etcheverry
    behind(
        r"[\s,.;:!?)]*(?:s[’']|se\s)?(?:(?:ha|han|a|ont|hat)\s)?[a-zà-ÿ]{3,14}\s(?:la|el|the|our|le|die|der|l’|l')\s?"
        r"[^.,“”\"«»„]{3,90}?,\s(?:(?:la|el|the|le|die|der|l’|l')\s?[a-zà-ÿ-]{3,30}\s)?",
        rf"{NAME}(?=[.,;]|\s*$)",
    ),
    # «…», ha contado la catedrática de Prehistoria Elena Mora, directora
    behind(
        r"[\s,.;:!?)]*(?:(?:ha|han|a|ont|hat)\s)?[a-zà-ÿ]{3,14}\s(?:la|el|le|die|der)\s[a-zà-ÿ-]{3,30}"
        r"(?:\s(?:de|del|du|des|für)\s[^.,;“”\"«»„]{3,60}?)?\s",
        rf"{NAME}(?=[.,;]|\s*$)",
    ),
    # "…", said Alliance vice president Ana Ruiz
    behind(
        r"[\s,.;:!?)]*(?i:<SAYING>)\s(?:the\s)?(?:[A-ZÀ-ÖØ-Þ][\w’'&.-]*\s(?:of\s|for\s)?){1,5}(?:[a-z]{4,12}\s)?<OFFICE>\s",
        NAME,
    ),
    # "…", said Minister of Health Ana Ruiz
    behind(
        r"[\s,.;:!?)]*(?i:<SAYING>)\s(?:the\s)?(?i:<OFFICE>)\s(?:of|for)\s(?:[A-Z][\w’'-]+\s(?:and\s)?){1,4}",
        NAME,
    ),
    # „…“, entgegnet Zusteller und Betriebsrat Ana Ruiz
    behind(
        r"[\s,]*[a-zà-ÿ]{3,14}\s[A-ZÄÖÜ][a-zäöüß-]{3,30}\s(?:und|y|et|and)\s[A-ZÄÖÜ][a-zäöüß-]{3,30}\s",
        rf"{NAME}(?=[.,;]|\s*$|\s[a-zà-ÿ])",
    ),
    behind(rf"[\s,.;:!?)]*(?i:<SAYING>)\s(?i:hinzu,?\s)?{LOWER_ROLE}", NAME_OR_SURNAME),
    # "…", TDU branch secretary Ana Ruiz said
    behind(
        r"[\s,.;:!?)]*(?:[A-ZÀ-ÖØ-Þ][\w’'&.-]*\s){1,5}(?:[a-z]{3,12}\s){0,2}<OFFICE>\s",
        rf"{NAME},?\s(?i:{SAYING})\b",
    ),
    behind(
        rf"[\s,.;:!?)]*{LOWER_ROLE}",
        rf"{NAME_OR_SURNAME},?(?:\s[^.“”\"«»„]{{0,160}}?,?)?\s(?i:{SAYING})\b",
    ),
    behind(r"[\s,.]*(?:\(\s?|[-–—‒]{1,2}\s?)", NAME),
    # „…“, erinnert sich ihr Nachfolger Ana Ruiz
    behind(
        r"[\s,]*[a-zà-ÿ]{3,14}\s(?:sich\s)?(?:ihre?|seine?|der|die|deren|dessen|son|sa|su|her|his|their|its)\s"
        r"(?:[\w’-]+\s){1,3}?",
        rf"{NAME}(?=[.,;]|\s*$)",
    ),
    # “…”, as convenor Ana Ruiz put it
    behind(
        rf",?\s(?:as|comme|como|wie(?:\ses)?)\s(?:[a-zà-ÿ]{{2,12}}\s)??{LOWER_ROLE}",
        rf"{NAME}(?=\s[a-zà-ÿ]|[.,;]|\s*$)",
    ),
    # «…», prévient Loïc Termignon: whatever the verb
    behind(
        r"[\s,]*(?:s[’']|se\s)?(?:(?:a|ont|ha|han|hat|haben)\s)?[a-zà-ÿ]{3,14}(?:-t)?(?:-(?:il|elle))?\s",
        rf"{NAME}(?=[.,;]|\s*$|\s(?:an|zu|ein|auf|fest|hin|vor)[.,;]|\s(?:dans|lors|devant|en|bei|in|nach|vor|durante|tras)\s)",
    ),
)
#: Zum Rücktritt von Tom Hall erklärt die Vorsitzende der Gilde, Ana Ruiz: „…
_OFFICE_AND_NAME = Expression(
    rf"\b(?i:{SAYING})\s(?:die|der|la|el|le|the|l’|l')\s?[^.,:“”\"«»„]{{2,120}},\s{NAME}\s?:\s*$",
    outline=rf",\s{_CAPITAL}[^,:]{{3,80}}:\s*$",
)
#: A sentence that the quotation goes on with, a colon before it, or a colon or comma.
_OPEN, _COLON, _PAUSE = Expression(r"\b\w[^“”\"«»„.]*$"), Expression(r":\s*$"), Expression(r"[:,]\s*$")
_ISSUED = (
    r"(?i:issued|released|made|gave|emitió|emite|difundió|publicó|compartió|fait|publié|gab|gibt|veröffentlicht\w*|"
    r"erklärt\w*)\b"
)
#: Attribution before a quotation, each behind what a text has to have for it.
_BEFORE = (
    # erklärt die Vorsitzende der Gilde, Ana Ruiz: „…
    (_COLON, Expression(rf",\s{NAME}(?:\s(?:and|y|e|et|und|&)\s{NAME.replace('?P<name>', '')})?:\s*$")),
    # Ana Ruiz, founder and director, Sarvaya Labs, said, "…
    (
        _OPEN,
        Expression(
            rf"{NAME}(?:,\s[^,.;:“”\"«»„]{{2,90}}){{2,4}},\s(?i:{SAYING})\b[^“”\"«»„.]{{0,60}}[:,]?\s*$",
        ),
    ),
    (
        _COLON,
        Expression(
            rf"(?i:{SAYING}|statement (?:by|from)|declaración de|déclaration de|erklärung von)\s{LOWER_ROLE}{NAME}"
            rf"[^“”\"«»„]{{0,120}}:\s*$",
        ),
    ),
    (
        _OPEN,
        Expression(
            rf"{NAME_OR_SURNAME}(?:\s\([^()]{{1,30}}\))?(?:\s(?:from|of|at|de|del|du|von)\s[^,.;:“”\"«»„]{{2,80}}?)?(?:,[^“”\"«»„]{{1,200}}?)?,?"
            rf"(?:\s\w+){{0,2}}\s(?i:{SAYING})\b[^“”\"«»„.]{{0,80}}[:,]?\s*$",
        ),
    ),
    (
        Expression(_ISSUED),
        Expression(
            rf"{NAME}(?:\s(?:of|from|at|for|de|del|du|von)\s[^,.;:“”\"«»„]{{2,80}}?)?(?:,[^“”\"«»„]{{1,200}}?)?,?\s(?:\w+\s){{0,3}}"
            rf"{_ISSUED}[^“”\"«»„.]{{0,240}}$",
        ),
    ),
    (
        _PAUSE,
        Expression(
            rf"(?i:according to|según|a juicio de|en opinión de|en palabras de|selon|d[’']après|laut|"
            rf"nach den worten von|para|pour|für)\s{LOWER_ROLE}{NAME}"
            rf"[^“”\"«»„.]{{0,100}}[:,]\s*$",
        ),
    ),
    (_COLON, Expression(rf"{NAME}(?:,[^“”\"«»„.]{{1,120}})?:\s*$")),
    # la diputada Ana Ruiz reconoció: "…, Ana Ruiz würdigte die Ärztin bei einer Feier: „…
    (
        _COLON,
        Expression(
            rf"{NAME}(?:\s\([^()]{{1,30}}\))?(?:\s(?:aus|from|of|de)\s[^“”\"«»„.,:;]{{2,40}}?)?(?:,[^“”\"«»„.]{{1,120}},)?"
            rf"(?:\s(?:ha|han|a|ont|hat))?\s[a-zà-ÿ]{{3,14}}(?:\s[^“”\"«»„.:;]{{2,70}})?"
            rf"\s?:\s*$",
        ),
    ),
)
_SAYS = _BEFORE[3][1]
#: Where another sentence begins: not after an initial.
SENTENCE = Expression(r"(?<![A-Z.][.])(?<=[.!?”\"»])\s+(?=[A-ZÀ-ÖØ-Þ])")
_FEW = 60
_STARTS = Expression(NAME_OR_SURNAME)
#: `director of the Alliance`: what follows a preposition is not who speaks.
_GOVERNED = Expression(
    r"\b(?:of|for|at|from|with|de|del|de la|de los|du|des|pour|der|des|von|vom|für|bei)\s(?:the\s)?$"
)
#: `said the minister after the Council`: one word behind a preposition is no surname.
_BEHIND_PREPOSITION = Expression(
    r"\b(?:de|du|des|del|de la|à la|au|aux|en|en el|en la|al|a la|of|of the|at|at the|in|in the|im|am|beim|vom|zum|zur|"
    r"von|dans|dans le|dans la|de l[’']|à l[’'])\s?$"
)
_WITHIN = behind(rf",\s(?i:<SAYING>)\s{LOWER_ROLE}", NAME)


#: German: what follows it is a noun, and no first name.
_ARTICLE = Expression(r"\b(?:d(?:er|ie|em|en)|unsere?|ihre?|seine?)\s$")


def following(after: str) -> str | None:
    """The person whom the words right after a quotation attribute it to."""
    for pattern in _AFTER:
        match = pattern.match(after)
        if match and (" " in match["name"] or not _BEHIND_PREPOSITION.search(after[: match.start("name")])):
            return tidy(_without_noun(after, match)) or None
    return None


def _without_noun(after: str, match: re.Match[str]) -> str:
    """A name without the German noun that an article before it is for: `sagt die Meteorologin Ana Ruiz`."""
    noun = match["name"].count(" ") > 1 and _ARTICLE.search(after[: match.start("name")])
    return match["name"].partition(" ")[2] if noun else match["name"]


def preceding(before: str) -> str | None:
    """The person named nearest to the quotation, in words that attribute it."""
    if match := _OFFICE_AND_NAME.search(before):
        return tidy(match["name"])
    starts = [match.start() for match in _STARTS.finditer(before) if not _GOVERNED.search(before[: match.start()])]
    if _OPEN.search(before) and (subject := _subject_of(before, starts)) is not None:
        return subject
    begins = max((match.end() for match in SENTENCE.finditer(before) if match.end() < len(before)), default=0)
    if begins and (found := _in_words_before(before[begins:], [at - begins for at in starts if at >= begins])):
        return found
    return _in_words_before(before, starts)


def _in_words_before(before: str, starts: Sequence[int]) -> str | None:
    """The last person whom one of the patterns finds in front of a quotation; names begin at these offsets."""
    for pattern in (pattern for needed, pattern in _BEFORE if needed.search(before)):
        for start in reversed([0, *starts]):
            match = pattern.match(before, start) if start else pattern.search(before)
            found = match["name"] if match else ""
            name = tidy(found)
            # one word that is left of several was no surname: `Ihre Sorge`
            if name and (is_person(name) if " " in name else name == found.rstrip(".,")):
                return name
    return None


def _subject_of(before: str, starts: Sequence[int]) -> str | None:
    """Whoever the last sentence begins with, when it says that they say something."""
    begins = max((match.end() for match in SENTENCE.finditer(before)), default=0)
    for start in starts:
        if begins <= start <= begins + _FEW:
            match = _SAYS.match(before, start)
            name = tidy(match["name"]) if match else ""
            if is_person(name):
                return name
    return None


def within(text: str) -> str | None:
    """`« On nous parle du marché, a déclaré Josée Lavigne. Mais … »`: French and German say it between the words."""
    match = _WITHIN.search(text[:_WITHIN_REACH])
    return tidy(match["name"]) if match else None

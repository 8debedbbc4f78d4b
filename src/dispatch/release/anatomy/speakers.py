"""Who said it: attribution before, after and beside a quotation."""

import re
from collections.abc import Sequence

from dispatch.release.anatomy import names, offices
from dispatch.release.anatomy.names import (
    NAME,
    NAME_OR_SURNAME,
    OFFICE,
    SAYING,
    is_person,
    people,
    tidy,
)
from dispatch.release.anatomy.quotes import Quotation
from dispatch.release.expression import Expression

_NEAR = 260
#: In outlines: where a name may begin, and one or two words where one of SAYING may stand.
_CAPITAL, _VERB = "(?=[A-ZÀ-ÖØ-ÞŁŚŻŽŠČ])", r"[^\W\d_]+(?:\s[^\W\d_]+)?"
#: Words of an office before a name; where and when something is said is none.
_LOWER_ROLE = (
    r"(?:(?:the|our|its|el|la|le|la|der|die|l’|l')?\s?"
    r"(?!(?:during|after|when|durante|tras|cuando|nach|während|après|pendant|dans|lors|"
    r"(?:en|in|on)\s(?:el|la|los|las|su|sus|una?|the|an?|his|her|their|de[mr]|eine[mr]|seine[mr]|ihre[mr]))\s)"
    r"[a-zà-ÿ][\w’'/&-]*,?\s){0,9}"
)


def _behind(before: str, name: str) -> Expression:
    """What a name stands behind; the outline has any word for those that are looked for, and a capital for the name."""
    full = before.replace("<SAYING>", SAYING).replace("<OFFICE>", OFFICE)
    outline = before.replace("<SAYING>", _VERB).replace("<OFFICE>", r"\S+")
    return Expression(f"{full}{name}", outline=f"{outline}{_CAPITAL}")


#: Attribution after a quotation, each with what is left of it without the words it goes by.
_AFTER = (
    # "…", señaló la presidenta de la Cámara, Silvana Etcheverry
    _behind(
        r"[\s,.;:!?)]*(?:s[’']|se\s)?(?:(?:ha|han|a|ont|hat)\s)?[a-zà-ÿ]{3,14}\s(?:la|el|the|our|le|die|der|l’|l')\s?"
        r"[^.,“”\"«»„]{3,90}?,\s(?:(?:la|el|the|le|die|der|l’|l')\s?[a-zà-ÿ-]{3,30}\s)?",
        rf"{NAME}(?=[.,;]|\s*$)",
    ),
    # «…», ha contado la catedrática de Prehistoria Elena Mora, directora
    _behind(
        r"[\s,.;:!?)]*(?:(?:ha|han|a|ont|hat)\s)?[a-zà-ÿ]{3,14}\s(?:la|el|le|die|der)\s[a-zà-ÿ-]{3,30}"
        r"(?:\s(?:de|del|du|des|für)\s[^.,;“”\"«»„]{3,60}?)?\s",
        rf"{NAME}(?=[.,;]|\s*$)",
    ),
    # "…", said Alliance vice president Ana Ruiz
    _behind(
        r"[\s,.;:!?)]*(?i:<SAYING>)\s(?:the\s)?(?:[A-ZÀ-ÖØ-Þ][\w’'&.-]*\s(?:of\s|for\s)?){1,5}(?:[a-z]{4,12}\s)?<OFFICE>\s",
        NAME,
    ),
    # "…", said Minister of Health Ana Ruiz
    _behind(
        r"[\s,.;:!?)]*(?i:<SAYING>)\s(?:the\s)?(?i:<OFFICE>)\s(?:of|for)\s(?:[A-Z][\w’'-]+\s(?:and\s)?){1,4}",
        NAME,
    ),
    _behind(rf"[\s,.;:!?)]*(?i:<SAYING>)\s(?i:hinzu,?\s)?{_LOWER_ROLE}", NAME_OR_SURNAME),
    # "…", TDU branch secretary Ana Ruiz said
    _behind(
        r"[\s,.;:!?)]*(?:[A-ZÀ-ÖØ-Þ][\w’'&.-]*\s){1,5}(?:[a-z]{3,12}\s){0,2}<OFFICE>\s",
        rf"{NAME},?\s(?i:{SAYING})\b",
    ),
    _behind(
        rf"[\s,.;:!?)]*{_LOWER_ROLE}",
        rf"{NAME_OR_SURNAME},?(?:\s[^.“”\"«»„]{{0,160}}?,?)?\s(?i:{SAYING})\b",
    ),
    _behind(r"[\s,.]*(?:\(\s?|[-–—‒]{1,2}\s?)", NAME),
    # „…“, erinnert sich ihr Nachfolger Ana Ruiz
    _behind(
        r"[\s,]*[a-zà-ÿ]{3,14}\s(?:sich\s)?(?:ihre?|seine?|der|die|deren|dessen|son|sa|su|her|his|their|its)\s"
        r"(?:[\w’-]+\s){1,3}?",
        rf"{NAME}(?=[.,;]|\s*$)",
    ),
    # «…», prévient Loïc Termignon: whatever the verb
    _behind(
        r"[\s,]*(?:s[’']|se\s)?(?:(?:a|ont|ha|han|hat|haben)\s)?[a-zà-ÿ]{3,14}(?:-t)?(?:-(?:il|elle))?\s",
        rf"{NAME}(?=[.,;]|\s*$|\s(?:an|zu|ein|auf|fest|hin|vor)[.,;]|\s(?:dans|lors|devant|en|bei|in|nach|vor|durante|tras)\s)",
    ),
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
            rf"(?i:{SAYING}|statement (?:by|from)|declaración de|déclaration de|erklärung von)\s{_LOWER_ROLE}{NAME}"
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
            rf"(?i:according to|según|selon|laut|nach den worten von|para|pour|für)\s{_LOWER_ROLE}{NAME}"
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
_SENTENCE = Expression(r"(?<![A-Z.][.])(?<=[.!?”\"»])\s+(?=[A-ZÀ-ÖØ-Þ])")
_FEW = 60
_STARTS = Expression(NAME_OR_SURNAME)
#: `director of the Alliance`: what follows a preposition is not who speaks.
_GOVERNED = Expression(
    r"\b(?:of|for|at|from|with|de|del|de la|de los|du|des|pour|der|des|von|vom|für|bei)\s(?:the\s)?$"
)
_WITHIN = _behind(rf",\s(?i:<SAYING>)\s{_LOWER_ROLE}", NAME)
_SIGNED = _behind(r"\s*(?:[-–—‒]{1,2}\s?)", NAME)
_SPOKEN_OF = (
    r"[\s,.]*(?:(?i:<SAYING>)\s)?(?i:she|he|they|ella|él|elle|il|sie|er)\b|[\s,.]*(?i:<SAYING>)\s?[.,:]|"
    r"[\s,.]*[a-zà-ÿ]{1,14}-(?:t-)?(?:il|elle|ils|elles)\b|[\s,]*(?i:<SAYING>)\s(?:durante|tras|ante|en)\s|[\s,]*,\s[a-zà-ÿ]{4,12}\.(?=\s|$)"
)
_PRONOUN = Expression(
    _SPOKEN_OF.replace("<SAYING>", SAYING), re.IGNORECASE, outline=_SPOKEN_OF.replace("<SAYING>", _VERB)
)
_AND = rf"\s(?P<and>and|y|e|et|und|sowie|&)\s{_LOWER_ROLE}"
#: From one who says it to the next: `Ana Ruiz and Tom Hall`, `Ana Ruiz (Port Union), Tom Hall`, `Ana Ruiz of the Port
#: Union, Tom Hall`, `Ana Ruiz, director of the Port Union, Tom Hall`; `and` before the last one.
_BESIDE = tuple(
    _behind(between, NAME)
    for between in (
        rf"(?:\s\([^()]{{1,60}}\))?(?:,?{_AND}|,\s)",
        rf"\s(?:of|from|at|for|de|del|du|des|d’|von|vom|der|für)\s?[^.,;:“”\"«»„]{{2,80}}?(?:,?{_AND}|,\s)",
        rf",\s[^.;:“”\"«»„]{{2,120}}?,(?:{_AND}|\s)",
    )
)
#: `Tom Hall von der Gilde`: in a row of people it says where they come from.
_AFFILIATED = Expression(r"^(\S+\s\S+)\svon\s.*")
_GOES_ON = Expression(rf"(?:,[^“”\"«»„.]{{1,120}},)?\s(?i:{SAYING})\b")
_MARKS = frozenset('“”„«»"')
#: A sentence has ended: what it told is whom the next words are by, `Ana Ruiz pointed at the costs. “...”`.
_ENDED = Expression(r"[.!?]\s+$")


def attribute(texts: Sequence[str], quotations: Sequence[Quotation]) -> list[str | None]:
    """The speaker of each quotation as fully as the text names them, None where nobody is named."""
    whole = "\n".join(text[:4000] for text in texts)
    known = people(whole)
    surnames = offices.surnames(known)
    speakers: list[str | None] = []
    for number, quotation in enumerate(quotations):
        found = _named(texts, quotation)
        after = texts[quotation.last][quotation.end : quotation.end + _NEAR]
        before = texts[quotation.first][max(0, quotation.start - 2 * _NEAR) : quotation.start]
        speaker = offices.known_surname(after, surnames)
        if speaker is None and found and not offices.is_noun(after, found):
            speaker = _resolve(_untitled(found, known, whole), known)
        above = before or _of_whom(texts, quotation.first - 1, whole)
        speaker = speaker or offices.holder(after, above, whole)
        told, who = offices.subject(_SENTENCE.split(before.strip())[-1], whole) if speaker is None else (False, None)
        speaker = speaker or who or (None if told else _carried(texts, quotations, number, speakers))
        if speaker is None and _ENDED.search(before) and (not after.strip() or _PRONOUN.match(after)):
            speaker = _subject(before) or offices.begins(_SENTENCE.split(before.strip())[-1], surnames)
        speakers.append(speaker)
    return speakers


def together(texts: Sequence[str], quotation: Quotation, speaker: str | None) -> tuple[str, ...]:
    """All who say it, where the text names others beside the speaker; empty for one person."""
    surname = speaker.split()[-1] if speaker else ""
    after = texts[quotation.last][quotation.end :][: 2 * _NEAR]
    before = texts[quotation.first][: quotation.start][-2 * _NEAR :]
    for beside in (after, before) if surname else ():
        at = beside.rfind(surname) if beside is before else beside.find(surname)
        found, end = _others(beside, at + len(surname)) if at >= 0 else ((), 0)
        # `said Ana Ruiz, and Tom Hall added: ...` are two quotations.
        if found and not (beside is after and _GOES_ON.match(after, end)):
            return (speaker or "", *found)
    return ()


def _others(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """Those who stand beside a speaker whose name ends at an offset, the last one after `and`, and where they end."""
    found: list[str] = []
    joined = 0
    while (match := _beside(text, at)) is not None:
        found.append(_AFFILIATED.sub(r"\1", tidy(match["name"])))
        at = match.end()
        if match["and"]:
            joined, end = len(found), at
    return (tuple(found[:joined]), end) if joined else ((), at)


def _beside(text: str, at: int) -> re.Match[str] | None:
    """The next person of a row of people, however their offices stand between them."""
    for pattern in _BESIDE:
        match = pattern.match(text, at)
        if match and is_person(tidy(match["name"])):
            return match
    return None


def _named(texts: Sequence[str], quotation: Quotation) -> str | None:
    after = texts[quotation.last][quotation.end : quotation.end + _NEAR]
    before = texts[quotation.first][max(0, quotation.start - _NEAR) : quotation.start]
    pronoun = _PRONOUN.match(after)
    return (
        (None if pronoun or _announces_another(quotation.text, after) else _first(after))
        or _signed(texts, quotation.last + 1, after)
        or _last(before)
        or _inside(quotation.text)
        or (_subject(before) if pronoun else None)
        or (_spoken_of(texts, quotation.first - 1) if pronoun and not before.strip() else None)
        or (None if pronoun or before.strip() or after.strip(" .") else _introduced(texts, quotation.first - 1))
    )


def _announces_another(text: str, after: str) -> bool:
    """Whether what follows a quotation that ended its sentence says who speaks next: `it.” Ana Ruiz added: “...`."""
    between, mark, _ = after.partition(next((char for char in after if char in _MARKS), "\0"))
    ended = text[-1:] in ".!?…" and between[:1].isspace() and between.lstrip()[:1].isupper()
    return bool(mark) and ended and between.rstrip().endswith(":")


def _first(after: str) -> str | None:
    for pattern in _AFTER:
        if match := pattern.match(after):
            return tidy(match["name"]) or None
    return None


def _last(before: str) -> str | None:
    """The person named nearest to the quotation, in words that attribute it."""
    starts = [match.start() for match in _STARTS.finditer(before) if not _GOVERNED.search(before[: match.start()])]
    if _OPEN.search(before) and (subject := _subject_of(before, starts)) is not None:
        return subject
    begins = max((match.end() for match in _SENTENCE.finditer(before) if match.end() < len(before)), default=0)
    if begins and (found := _in_words_before(before[begins:], [at - begins for at in starts if at >= begins])):
        return found
    return _in_words_before(before, starts)


def _in_words_before(before: str, starts: Sequence[int]) -> str | None:
    """The last person whom one of the patterns finds in front of a quotation; names begin at these offsets."""
    for pattern in (pattern for needed, pattern in _BEFORE if needed.search(before)):
        for start in reversed([0, *starts]):
            match = pattern.match(before, start) if start else pattern.search(before)
            name = tidy(match["name"]) if match else ""
            if name and (" " not in name or is_person(name)):
                return name
    return None


def _subject_of(before: str, starts: Sequence[int]) -> str | None:
    """Whoever the last sentence begins with, when it says that they say something."""
    begins = max((match.end() for match in _SENTENCE.finditer(before)), default=0)
    for start in starts:
        if begins <= start <= begins + _FEW:
            match = _SAYS.match(before, start)
            name = tidy(match["name"]) if match else ""
            if is_person(name):
                return name
    return None


def _subject(before: str) -> str | None:
    """Whom the sentence before the words is about, when only `she said` follows them."""
    sentence = re.split(r"[.!?]\s", before.rstrip(' .“”"«»„'))[-1]
    found = people(sentence)
    return found[0] if len(found) == 1 else None


def _of_whom(texts: Sequence[str], index: int, whole: str) -> str:
    """The one person of the paragraph before, of whom the text speaks elsewhere too."""
    found = people(texts[index]) if index >= 0 else []
    return found[0] if len(found) == 1 and whole.count(found[0].split()[-1]) > 1 else ""


def _spoken_of(texts: Sequence[str], index: int) -> str | None:
    """Whom the paragraph before is about, when only `he said` follows the words: its one person, or its first word."""
    found = people(texts[index]) if index >= 0 else []
    if len(found) == 1:
        return found[0]
    subject = _STARTS.match(texts[index]) if index >= 0 and not found else None
    return subject["name"] if subject else None


def _inside(text: str) -> str | None:
    """`« On nous parle du marché, a déclaré Josée Lavigne. Mais … »`: French and German say it between the words."""
    match = _WITHIN.search(text[: 4 * _NEAR])
    return tidy(match["name"]) if match else None


def _signed(texts: Sequence[str], index: int, after: str) -> str | None:
    """`-Name, title` on the next line."""
    if after.strip() or index >= len(texts):
        return None
    match = _SIGNED.match(texts[index][:_NEAR])
    return tidy(match["name"]) if match else None


def _introduced(texts: Sequence[str], index: int) -> str | None:
    """A paragraph before that announces the words: `Name, title, issued the following statement:`."""
    if index < 0:
        return None
    before = texts[index].rstrip()[-2 * _NEAR :]
    return _last(before)


def _untitled(name: str, known: Sequence[str], whole: str) -> str:
    """`Auditor Voss` as `Voss` where the text has an auditor of that name."""
    title, _, surname = name.partition(" ")
    if not surname or " " in surname:
        return name
    titled = any(full.endswith(f" {surname}") and f"{title} {full}" in whole for full in known)
    return surname if titled or names.is_office(title) else name


def _resolve(name: str, known: Sequence[str]) -> str | None:
    """A surname alone becomes the full name that the text has for it."""
    if " " in name:
        return name if is_person(name) else None
    if names.is_organisation(name) or names.is_office(name):
        return None
    whole = [full for full in known if full.split()[-1] == name or name in full.split()[1:]]
    return whole[0] if whole else (name if name[:1].isupper() and len(name) > 1 else None)


def _carried(
    texts: Sequence[str], quotations: Sequence[Quotation], number: int, speakers: Sequence[str | None]
) -> str | None:
    """The speaker of the quotation before, when this one only goes on."""
    if not number:
        return None
    quotation, previous = quotations[number], quotations[number - 1]
    after = texts[quotation.last][quotation.end : quotation.end + 40]
    same = quotation.first == previous.last
    next_door = quotation.first - previous.last == 1 and quotation.start == 0
    return speakers[-1] if same or _PRONOUN.match(after) or (next_door and not after.strip()) else None


def signature(row: str) -> str | None:
    """The name in a row that signs a block quotation: `-- Ana Ruiz, director`."""
    match = _SIGNED.match(row)
    return tidy(match["name"]) if match else None

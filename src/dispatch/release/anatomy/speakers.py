"""Who said it: attribution before, after and beside a quotation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from dispatch.release.anatomy import antecedents, attributions, names, offices
from dispatch.release.anatomy.names import NAME, SAYING, is_person, people, tidy
from dispatch.release.anatomy.quotes import Quotation
from dispatch.release.expression import Expression

_NEAR = 260
#: Characters of a text in which its people and their offices are looked for.
_WHOLE = 100_000
_SIGNED = attributions.behind(r"\s*(?:[-–—‒]{1,2}\s?)", NAME)
_SPOKEN_OF = (
    r"[\s,.]*(?:(?i:<SAYING>)\s)?(?i:she|he|they|ella|él|elle|il|sie|er)\b|[\s,.]*(?i:<SAYING>)\s?[.,:]|"
    r"[\s,.]*[a-zà-ÿ]{1,14}-(?:t-)?(?:il|elle|ils|elles)\b|[\s,]*(?i:<SAYING>)\s(?:durante|tras|ante|en)\s|[\s,]*,\s[a-zà-ÿ]{4,12}\.(?=\s|$)"
)
_PRONOUN = Expression(
    _SPOKEN_OF.replace("<SAYING>", SAYING), re.IGNORECASE, outline=_SPOKEN_OF.replace("<SAYING>", attributions.VERB)
)
_AND = rf"\s(?P<and>and|y|e|et|und|sowie|&)\s{attributions.LOWER_ROLE}"
#: From one who says it to the next: `Ana Ruiz and Tom Hall`, `Ana Ruiz (Port Union), Tom Hall`, `Ana Ruiz of the Port
#: Union, Tom Hall`, `Ana Ruiz, director of the Port Union, Tom Hall`; `and` before the last one.
_BESIDE = tuple(
    attributions.behind(between, NAME)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cast:
    """Everybody whom a text names."""

    whole: str
    known: Sequence[str]
    #: Without what only looks like a name, and by each surname that one person has.
    persons: Sequence[str]
    surnames: Mapping[str, str]
    holders: offices.Holders

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        whole = "\n\n".join(text[:4000] for text in texts)[:_WHOLE]
        known = [*people(whole), *antecedents.by_first_name(whole)]
        persons = antecedents.persons(known, whole)
        return cls(
            whole=whole,
            known=known,
            persons=persons,
            surnames=offices.surnames(persons),
            holders=offices.Holders(whole),
        )


def attribute(texts: Sequence[str], quotations: Sequence[Quotation]) -> list[str | None]:
    """The speaker of each quotation as fully as the text names them, None where nobody is named."""
    cast = _Cast.of(texts if quotations else ())
    speakers: list[str | None] = []
    for number, quotation in enumerate(quotations):
        speaker = _by_name(texts, quotation, cast)
        speakers.append(speaker or _meant(texts, quotations[: number + 1], speakers, cast))
    return speakers


def _by_name(texts: Sequence[str], quotation: Quotation, cast: _Cast) -> str | None:
    """The person whom a quotation is attributed to by name, or by an office that the text gives one person."""
    after = _following(texts, quotation)
    speaker = offices.known_surname(after, cast.surnames)
    found = None if speaker else _named(texts, quotation)
    if found and not offices.is_noun(after, found):
        speaker = _resolve(_untitled(found, cast.known, cast.whole), cast.known)
    before = texts[quotation.first][max(0, quotation.start - 2 * _NEAR) : quotation.start]
    return speaker or offices.holder(after, before or _of_whom(texts, quotation.first - 1, cast.whole), cast.holders)


def _meant(
    texts: Sequence[str], quotations: Sequence[Quotation], speakers: Sequence[str | None], cast: _Cast
) -> str | None:
    """Whom a pronoun or an office beside the last of some quotations means, or whose words it goes on with."""
    *others, quotation = quotations
    after = _following(texts, quotation)
    here = others[-1].end if others and others[-1].last == quotation.first else 0
    before = texts[quotation.first][max(here, quotation.start - 2 * _NEAR) : quotation.start]
    sentence = attributions.SENTENCE.split(before.strip())[-1]
    told, who = offices.subject(sentence, cast.holders)
    if new := offices.newly(sentence, after):
        return offices.newcomer(new, cast.persons, speakers, cast.holders)
    if who:
        return who
    refers = bool(_PRONOUN.match(after)) or offices.refers(after, cast.holders) or antecedents.is_announced(before)
    if refers and antecedents.is_unnamed(sentence):
        return None
    found = antecedents.subject(before or _right_above(texts, quotations), cast.surnames) if refers else None
    found = found or (None if told else _carried(texts, quotations, len(others), speakers))
    if found is None and _ENDED.search(before) and not after.strip():
        found = antecedents.subject(before, cast.surnames)
    return found or (antecedents.above(texts, quotation.first, cast.surnames) if refers or told else None)


def _right_above(texts: Sequence[str], quotations: Sequence[Quotation]) -> str:
    """The paragraph above the last of some quotations, as far as it stands behind the one before."""
    *others, quotation = quotations
    behind = others[-1].end if others and others[-1].last == quotation.first - 1 else 0
    return texts[quotation.first - 1][behind:][-2 * _NEAR :] if quotation.first else ""


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
    after = _following(texts, quotation)
    before = texts[quotation.first][max(0, quotation.start - _NEAR) : quotation.start]
    pronoun = _PRONOUN.match(after)
    return (
        (None if pronoun or _announces_another(quotation.text, after) else attributions.following(after))
        or _signed(texts, quotation.last + 1, after)
        or attributions.preceding(before)
        or attributions.within(quotation.text)
        or (None if pronoun or before.strip() or after.strip(" .") else _introduced(texts, quotation.first - 1))
    )


def _announces_another(text: str, after: str) -> bool:
    """Whether what follows a quotation that ended its sentence says who speaks next: `it.” Ana Ruiz added: “...`."""
    between, mark, _ = after.partition(next((char for char in after if char in _MARKS), "\0"))
    ended = text[-1:] in ".!?…" and between[:1].isspace() and between.lstrip()[:1].isupper()
    return bool(mark) and ended and between.rstrip().endswith(":")


def _following(texts: Sequence[str], quotation: Quotation) -> str:
    """What follows a quotation, over the end of a paragraph that breaks off: `says author` and `Ana Ruiz` below it."""
    rest = texts[quotation.last][quotation.end :]
    if rest.strip() and rest[-1:].isalnum() and quotation.last + 1 < len(texts):
        rest = f"{rest} {texts[quotation.last + 1][:_NEAR]}"
    return rest[:_NEAR]


def _of_whom(texts: Sequence[str], index: int, whole: str) -> str:
    """The one person of the paragraph before, of whom the text speaks elsewhere too."""
    found = people(texts[index]) if index >= 0 else []
    return found[0] if len(found) == 1 and whole.count(found[0].split()[-1]) > 1 else ""


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
    return attributions.preceding(before)


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

"""The headline, the line above it and the lines below it, and copies of it anywhere."""

import re
from dataclasses import dataclass

from dispatch.model.release import BlockType
from dispatch.release.anatomy import residue
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.expression import Expression
from dispatch.release.source import Paragraph

_PROSE = 140
_HEADLINE = 320
_ENTRY, _ENTRY_WORDS, _FEWEST_ENTRIES = 30, 3, 4
_FEWEST_OF_A_PAGE = 2
#: So many words in capitals above others that are not are the headline itself.
_CAPITALS = 4
_FEW_WORDS, _HEADLINE_WORDS = 3, 6


_PARTNERS = Expression(r"\s[–—|·•/+-]\s")
#: `Baromètre 2026 de l'association`, `Studie der Universität`: what a headline below it is about.
_RUBRIC = Expression(
    r"(?:baromètre|étude|enquête|rapport|report|survey|barometer|study|studie|umfrage|bericht|informe|encuesta|estudio|"
    r"barómetro)\s(?:\d{4}\s)?(?:of|by|from|de|du|des|del|der|von|zu[rm]?)\s",
    re.IGNORECASE,
)
#: `Judgment of the Court in Case C-77/25`: above what the judgment says.
_CASE = Expression(
    r"(?:judgment|order|opinion|arrêt|ordonnance|conclusions|sentencia|auto|urteil|beschluss|schlussanträge)\b"
    r".{0,60}\b(?:cases?|affaires?|asuntos?|rechtssachen?|rs\.|az\.)\s",
    re.IGNORECASE,
)
_LONGEST_RUBRIC, _LONGEST_CASE = 8, 18
_OPENING = frozenset('“„«»"‘')
_SOURCE = Expression(r"(?:source|issued by|fuente|herausgeber|absender|émetteur)\s?:\s\S.{0,80}$", re.IGNORECASE)
#: `Harbour Trust – Press office`
_OFFICE = Expression(
    r"\s[–—|·-]\s(?:press(?: office)?|media|newsroom|communications?|prensa|comunicación|presse|"
    r"communication|pressestelle|kommunikation)$",
    re.IGNORECASE,
)
_ADDRESS = Expression(r"(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}(?:/\S*)?", re.IGNORECASE)
#: An organisation signs with its legal form; a headline says something about it.
_LEGAL_FORM = Expression(
    r"\s(?:e\.\s?V\.|gGmbH|GmbH(?: & Co\. KG)?|AG|SE|Inc\.?|Ltd\.?|LLC|plc|asbl|SARL|SAS|AB|A/S|ASA|Oyj|SpA|[BN]\.V\.|"
    r"(?:S\.\s?A\.|S\.\s?L\.)(?:\s?B\.|\s?S\.|\s?U\.)?(?:\sDE\sC\.\s?V\.)?|S\.A\.B\. DE C\.V\.)(?:\s\(publ\))?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Titles:
    """What stands above the text in large letters."""

    headline: str = ""
    subhead: str = ""
    kicker: str = ""


def find(draft: Draft, lead: int) -> Titles:
    """Claim headline, kicker and subhead among what is left above the lead."""
    titles = Titles()
    candidates = [index for index in draft.free(0, lead) if _may_be_title(draft.paragraphs[index])]
    candidates = _without_menu(draft, _without_teaser(draft, candidates))
    above = _below_status(draft, candidates, lead)
    above = _without_letterhead(draft, _without_names(draft, above))
    for index in set(candidates) - set(above):
        draft.claim(index, Role.RESIDUE, "letterhead")
    chosen = _headline(draft, above)
    _introductions(draft, chosen, lead)
    if chosen is None:
        return titles
    kicker = _kicker(draft, above, chosen)
    if kicker is not None:
        draft.claim(kicker, Role.KICKER)
        titles.kicker = draft.text(kicker)
    run = _continued(draft, above, chosen)
    for index in run:
        draft.claim(index, Role.HEADLINE)
    titles.headline = " ".join(draft.text(index) for index in run)
    _repeats(draft, titles)
    _subheads(draft, titles, [index for index in above if draft.roles[index] is None])
    return titles


def _introductions(draft: Draft, chosen: int | None, lead: int) -> None:
    """What ends with a colon under the headline opens the text: `Ana Ruiz, director, issued this statement:`."""
    for index in draft.free(0 if chosen is None else chosen, lead):
        if draft.text(index).endswith(":") and not draft.paragraphs[index].level:
            draft.claim(index, Role.BODY)


def _without_menu(draft: Draft, candidates: list[int]) -> list[int]:
    """The candidates without the menu of a page: four or more entries of a few words each, above something longer."""
    menus = [
        index
        for index in range(candidates[-1] if candidates else 0)
        if draft.roles[index] is Role.RESIDUE and residue.is_navigation(draft.text(index))
    ]
    below = [index for index in candidates if menus and index > menus[-1]]
    if any(len(draft.text(index).split()) > _ENTRY_WORDS for index in below):
        for index in candidates[: -len(below)]:
            draft.claim(index, Role.RESIDUE, "page furniture")
        candidates = below
    entries = 0
    while entries < len(candidates) and _is_entry(draft.paragraphs[candidates[entries]]):
        entries += 1
    longer = entries < len(candidates) and len(draft.text(candidates[entries]).split()) > _ENTRY_WORDS + 1
    scraped = any(draft.reasons.get(index) == "page furniture" for index in range(candidates[0] if candidates else 0))
    if entries < (_FEWEST_OF_A_PAGE if scraped else _FEWEST_ENTRIES) or not longer:
        return candidates
    for index in candidates[:entries]:
        draft.claim(index, Role.RESIDUE, "page furniture")
    return candidates[entries:]


def _without_teaser(draft: Draft, candidates: list[int]) -> list[int]:
    """The candidates without rows that say where a text comes from, and without a teaser that ends with an address."""
    for index in candidates:
        text = draft.text(index)
        if (_SOURCE.match(text) or _OFFICE.search(text) or _is_provider(draft, index)) and len(candidates) > 1:
            draft.claim(index, Role.RESIDUE, "letterhead")
        elif " " not in draft.text(index) and _between_residue(draft, index):
            draft.claim(index, Role.RESIDUE, residue.SHARE)
    addresses = [index for index in candidates if _ADDRESS.fullmatch(draft.text(index))]
    below = [index for index in candidates if addresses and index > addresses[-1]]
    if below and not any(draft.paragraphs[index].level for index in candidates if index not in below):
        for index in range(addresses[-1] + 1):
            if draft.roles[index] is None:
                draft.claim(index, Role.RESIDUE, "page furniture")
    return [index for index in candidates if draft.roles[index] is None]


def _is_provider(draft: Draft, index: int) -> bool:
    """Whether a row stands under `News provided by`: a wire's page names there who paid for it."""
    return index > 0 and draft.roles[index - 1] is Role.RESIDUE and draft.text(index - 1).endswith(" provided by")


def _between_residue(draft: Draft, index: int) -> bool:
    """Whether a row stands between two that belong to the page: `Print`, `Email`, `Share`."""
    return all(
        0 <= other < len(draft.paragraphs) and draft.reasons.get(other) == residue.SHARE
        for other in (index - 1, index + 1)
    )


def _is_entry(paragraph: Paragraph) -> bool:
    text = paragraph.text
    few = len(text.split()) <= _ENTRY_WORDS and len(text) <= _ENTRY
    return few and not paragraph.level and text[-1:].isalnum() and not any(char.isdigit() for char in text)


def _may_be_title(paragraph: Paragraph) -> bool:
    """Whether words may stand above a text in large letters: what ends with a colon only introduces something."""
    if paragraph.shape not in {BlockType.PARAGRAPH, BlockType.HEADING} or len(paragraph.text) > _HEADLINE:
        return False
    return paragraph.level > 0 or not paragraph.text.endswith(":")


def _below_status(draft: Draft, candidates: list[int], lead: int) -> list[int]:
    """The candidates under the last kind, status or embargo line; all of them when none is under it."""
    if any(draft.paragraphs[index].level for index in candidates):
        return candidates
    lines = [
        index for index in range(lead) if draft.roles[index] in {Role.KIND, Role.STATUS, Role.EMBARGO, Role.CONTACT}
    ]
    for line in reversed(lines):
        below = [index for index in candidates if index > line]
        if below and any(_headline_like(draft.text(index)) for index in below):
            return [*_above_kind(draft, candidates, below), *below]
    return candidates


def _above_kind(draft: Draft, candidates: list[int], below: list[int]) -> list[int]:
    """A headline that stands above the kind, where what stands below it is a summary in whole sentences."""
    first, *others = (draft.text(index) for index in below)
    if not first.endswith(".") or any(len(text.split()) > _HEADLINE_WORDS for text in others):
        return []
    above = [index for index in candidates if index < below[0] and len(draft.text(index).split()) > _HEADLINE_WORDS]
    return [index for index in above[-1:] if not draft.text(index).endswith(".")]


def _without_names(draft: Draft, candidates: list[int]) -> list[int]:
    """The candidates without the rows of a letterhead: short ones above another short one, a real headline below."""
    while len(candidates) > 2 and not any(draft.paragraphs[index].level for index in candidates):  # noqa: PLR2004
        first, second, *others = (len(draft.text(index).split()) for index in candidates[:4])
        if max(first, second) > _FEW_WORDS or max(others) < _HEADLINE_WORDS or draft.text(candidates[1]).endswith("."):
            break
        candidates = candidates[1:]
    return candidates


def _without_letterhead(draft: Draft, candidates: list[int]) -> list[int]:
    """The candidates without an organisation's name on top, which the text speaks of again below."""
    if len(candidates) < 2 or draft.paragraphs[candidates[0]].level:  # noqa: PLR2004 - something must be left
        return candidates
    first = draft.text(candidates[0])
    longest = 6
    words = first.split()
    if _are_partners(draft, first, candidates[-1]):
        return candidates[1:]
    named = all(word[:1].isupper() or len(word) <= 3 or word == "e.V." for word in words)  # noqa: PLR2004 - of, der
    if _LEGAL_FORM.search(first):
        return candidates[1:]
    if not named or first[:1] in _OPENING or "," in first or len(words) > longest:
        return candidates
    if not _headline_like(draft.text(candidates[1])):
        return candidates
    below = (draft.text(index) for index in range(candidates[-1] + 1, len(draft.paragraphs)))
    spoken = any(first.casefold() in text.casefold() and normal(text) != normal(first) for text in below)
    same = normal(first) == normal(draft.text(candidates[1]))
    return candidates[1:] if spoken and not same else candidates


def _are_partners(draft: Draft, row: str, last: int) -> bool:
    """Whether a row names several organisations, each of which the text speaks of below: who issues it together."""
    partners = _PARTNERS.split(row)
    below = " ".join(draft.text(index) for index in range(last + 1, len(draft.paragraphs))).casefold()
    return len(partners) > 1 and all(name[:1].isupper() and name.casefold() in below for name in partners)


def _headline_like(text: str) -> bool:
    fewest = 3
    return len(text.split()) >= fewest


def _headline(draft: Draft, candidates: list[int]) -> int | None:
    headings = [index for index in candidates if draft.paragraphs[index].level]
    if headings:
        best = min(draft.paragraphs[index].level for index in headings)
        return next(index for index in headings if draft.paragraphs[index].level == best)
    if not candidates:
        return None
    first = candidates[0]
    if len(candidates) > 1 and _is_kicker(draft.text(first), draft.text(candidates[1])):
        draft.confidence["headline"] = 0.7
        return candidates[1]
    return first


def _is_kicker(first: str, second: str) -> bool:
    """A line of a few words above a real headline: a Dachzeile, a volanta, a rubric."""
    most, longest, fewest = 5, 42, 5
    words = len(first.split())
    if _RUBRIC.match(first) and words <= _LONGEST_RUBRIC and len(second.split()) > words:
        return True
    if _CASE.match(first) and words <= _LONGEST_CASE and len(second.split()) >= fewest:
        return True
    return (
        words <= most
        and not (first.isupper() and words >= _CAPITALS and not second.isupper())
        and len(first) <= longest
        and len(second.split()) >= fewest
        and len(second.split()) >= 2 * words
        and len(second) <= 2 * _PROSE
        and not second.endswith(".")
        and not first.endswith((".", "!", "?"))
        and normal(first) != normal(second)
    )


def _kicker(draft: Draft, candidates: list[int], chosen: int) -> int | None:
    before = [index for index in candidates if index < chosen and draft.roles[index] is None]
    return before[-1] if before and normal(draft.text(before[-1])) != normal(draft.text(chosen)) else None


def _continued(draft: Draft, candidates: list[int], chosen: int) -> list[int]:
    """The headline's rows when it was broken over several."""
    run = [chosen]
    for index in candidates[candidates.index(chosen) + 1 :]:
        before, after = draft.paragraphs[run[-1]], draft.paragraphs[index]
        if (
            index != run[-1] + 1
            or before.group != after.group
            or before.level
            or after.level
            or not _flows(before.text, after.text)
        ):
            break
        run.append(index)
    return run


def _flows(before: str, after: str) -> bool:
    if normal(before) == normal(after) or len(before) + len(after) > _HEADLINE:
        return False
    joint = before.endswith((",", "–", "—", "-", "&")) or after[:1].islower()
    hanging = re.search(
        r"\b(?:of|the|to|for|and|in|on|with|a|an|at|by|de|la|el|los|las|del|en|y|para|con|des|du|et|pour|der|die|das|"
        r"und|für|im|von|zu)$",
        before,
    )
    return joint or bool(hanging) or (before.isupper() and after.isupper())


def normal(text: str) -> str:
    """A headline as it is compared: letters and digits only, no case."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _repeats(draft: Draft, titles: Titles) -> None:
    """The same headline again, with or without the site's name."""
    wanted = normal(titles.headline)
    for index in draft.free():
        text = draft.text(index)
        if len(text) > _HEADLINE:
            continue
        if normal(text) == wanted or normal(residue.without_site(text)) == wanted:
            draft.claim(index, Role.RESIDUE, "repeated headline")
        elif normal(residue.without_site(titles.headline)) == normal(text):
            _clean_copy(draft, titles, index)


def _clean_copy(draft: Draft, titles: Titles, index: int) -> None:
    """The copy without the site's name is the headline; the page title above it is residue."""
    for other in draft.having(Role.HEADLINE):
        draft.roles[other] = Role.RESIDUE
        draft.reasons[other] = "repeated headline"
    draft.claim(index, Role.HEADLINE)
    titles.headline = draft.text(index)


def _subheads(draft: Draft, titles: Titles, candidates: list[int]) -> None:
    found = []
    for index in candidates:
        if draft.roles[index] is None:
            draft.claim(index, Role.SUBHEAD)
            found.append(draft.text(index))
    titles.subhead = " ".join(found)

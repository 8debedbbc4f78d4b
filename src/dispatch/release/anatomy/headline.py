"""The headline, the line above it and the lines below it, and copies of it anywhere."""

import re
from dataclasses import dataclass

from dispatch.model.release import BlockType, Kind
from dispatch.release.anatomy import kind, prominence, residue
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.expression import Expression
from dispatch.release.source import Paragraph

_HEADLINE = 320
_WHOLE = 4
#: Between the kind and what goes on in its row.
_MARKS = ("-", "–", "—", ":", "|", "/")
_ENTRY, _ENTRY_WORDS, _FEWEST_ENTRIES = 30, 3, 4
_FEWEST_OF_A_PAGE = 2
#: Words of a row that is so long that it was broken.
_FEWEST_BROKEN = 4
_WORDS = Expression(r"[^\W\d_]+")
_ADDRESS = Expression(r"(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}(?:/\S*)?", re.IGNORECASE)

#: What the form of an office prints before each row.
_LABEL = Expression(
    r"(?:headline|head|title|titel|überschrift|schlagzeile|titular|título|titre)\s?:\s(?=\S)", re.IGNORECASE
)
_SUBHEAD = Expression(
    r"^(?:sub-?(?:head(?:line|ing)?|title)|standfirst|untertitel|unterzeile|utl\.|subtítulo|bajada|sous-titre)\s?:\s(?=\S)",
    re.IGNORECASE,
)
_QUESTION = Expression(r"(?:what|qué|quoi|was)\s?:\s(?=\S)", re.IGNORECASE)

_GOVERNING_WORDS = (
    "of the to for and or in on with a an at by from into over under after before against between about as than "
    "without de la el los las del al en y e o u para con por sin sobre entre contra desde hasta tras un una su sus "
    "que des du le les et ou pour par sur sous avec sans dans chez vers au aux à une ses son leur leurs "
    "der die das dem den und oder für im ins am an auf aus bei beim mit nach seit von vom vor zu zum zur "
    "über unter durch gegen ohne um als wie ein eine einen einem einer eines kein keine ihr ihre sein seine"
)
#: Words after which something must follow: a row that ends with one goes on in the next.
_GOVERNING = frozenset(_GOVERNING_WORDS.split())


@dataclass(slots=True)
class Titles:
    """What stands above the text in large letters."""

    headline: str = ""
    subhead: str = ""
    kicker: str = ""


def find(draft: Draft, lead: int) -> Titles:
    """Claim headline, kicker and subhead among what is left above the lead."""
    titles = Titles()
    candidates = [index for index in draft.free(0, lead) if may_be_title(draft.paragraphs[index])]
    candidates = _without_menu(draft, _without_teaser(draft, candidates))
    above, run = _weighed(draft, candidates, lead)
    for index in set(candidates) - set(above):
        draft.claim(index, *((Role.KIND, "") if _is_beside_kind(draft, index) else (Role.RESIDUE, "letterhead")))
    _introductions(draft, run[0] if run else 0, lead)
    if not run:
        return titles
    titles.kicker = _claimed(draft, _kicker(draft, above, run[0]), Role.KICKER)
    titles.headline = _without_label(_without_kind(_claimed(draft, run, Role.HEADLINE)))
    _repeats(draft, titles)
    _subheads(draft, titles, [index for index in above if draft.roles[index] is None])
    return titles


def _is_beside_kind(draft: Draft, index: int) -> bool:
    """Whether a row is what stands behind the kind in the same row of the source: `Press release - Report 2026`."""
    if not index or draft.roles[index - 1] is not Role.KIND or not draft.text(index - 1).endswith(_MARKS):
        return False
    return "\n" not in draft.document.source[draft.paragraphs[index - 1].start : draft.paragraphs[index].start]


def _without_kind(text: str) -> str:
    """A headline behind its kind on the same row: `NOTA DE PRENSA. La doctora ...`."""
    found = kind.kind_line(text)
    rest = text[found[1] :].lstrip(" .:|–—-") if found and found[0] is Kind.RELEASE else ""
    return rest if len(rest.split()) >= _WHOLE and text[: len(text) - len(rest)].rstrip()[-1:] in ".:|–—-" else text


def _without_label(text: str) -> str:
    """What a form calls its rows is no part of them: `Headline: Ten minutes ...`, `WHAT: Hospital opens ...`."""
    label = _LABEL.match(text) or _QUESTION.match(text)
    return text[label.end() :] if label else text


def _claimed(draft: Draft, rows: list[int], role: Role) -> str:
    for index in rows:
        draft.claim(index, role)
    return " ".join(draft.text(index) for index in rows)


def _introductions(draft: Draft, first: int, lead: int) -> None:
    """A greeting, or what ends with a colon, under the headline opens the text: `Ana Ruiz issued this statement:`."""
    for index in draft.free(first, lead):
        text = draft.text(index)
        if (text.endswith(":") or prominence.is_greeting(text)) and not draft.paragraphs[index].level:
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
    reach = candidates[entries] if entries < len(candidates) else 0
    scraped = any(draft.reasons.get(index) == "page furniture" for index in range(reach))
    if entries < (_FEWEST_OF_A_PAGE if scraped else _FEWEST_ENTRIES) or not longer:
        return candidates
    for index in candidates[:entries]:
        draft.claim(index, Role.RESIDUE, "page furniture")
    return candidates[entries:]


def _without_teaser(draft: Draft, candidates: list[int]) -> list[int]:
    """The candidates without the sender's address, who paid for a wire's text, and a teaser that ends with a link."""
    for index in candidates:
        if len(candidates) > 1 and (_is_provider(draft, index) or prominence.is_address(draft.text(index))):
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
    near = [other for other in (index - 1, index + 1) if 0 <= other < len(draft.paragraphs)]
    reasons = {draft.reasons.get(other) for other in near}
    together = len({draft.paragraphs[other].group for other in (index, *near)}) == 1
    return len(near) > 1 and (reasons == {residue.SHARE} or (together and reasons == {"page furniture"}))


def _is_entry(paragraph: Paragraph) -> bool:
    text = paragraph.text
    few = len(text.split()) <= _ENTRY_WORDS and len(text) <= _ENTRY
    return few and not paragraph.level and text[-1:].isalnum() and not any(char.isdigit() for char in text)


def may_be_title(paragraph: Paragraph) -> bool:
    """Whether words may stand above a text in large letters: what ends with a colon only introduces something."""
    if paragraph.shape not in {BlockType.PARAGRAPH, BlockType.HEADING} or len(paragraph.text) > _HEADLINE:
        return False
    return paragraph.level > 0 or not paragraph.text.endswith(":")


def _weighed(draft: Draft, candidates: list[int], lead: int) -> tuple[list[int], list[int]]:
    """The candidates from the kicker, or the headline itself, on; and the rows of the headline."""
    if labelled := next((index for index in candidates if _LABEL.match(draft.text(index))), None):
        return candidates[candidates.index(labelled) :], [labelled]
    headings = [index for index in candidates if draft.paragraphs[index].level]
    if headings:
        best = min(draft.paragraphs[index].level for index in headings)
        return candidates, [next(index for index in headings if draft.paragraphs[index].level == best)]
    if not candidates:
        return [], []
    setting = _setting(draft, [[index] for index in candidates], lead)
    rows = [candidates[:1]]
    for at, index in enumerate(candidates[1:], start=1):
        flows = _runs_on(draft, candidates[at - 1], index) and not prominence.is_letterhead(setting, at - 1)
        if flows or _is_broken(draft, candidates[at - 1], index):
            rows[-1].append(index)
        else:
            rows.append([index])
    setting = _setting(draft, rows, lead)
    at = prominence.most_prominent(setting)
    if at:
        draft.confidence["headline"] = 0.7
    first = (
        rows[at - 1] if at and prominence.is_kicker(setting, at - 1) and not _is_apart(draft, rows, at) else rows[at]
    )
    return candidates[candidates.index(first[0]) :], rows[at]


def _is_apart(draft: Draft, rows: list[list[int]], at: int) -> bool:
    """Whether a row under the first one of a letterhead is cut off from the headline by kind, embargo or status."""
    above = rows[at - 1][0]
    inside = above > 0 and draft.paragraphs[above - 1].group == draft.paragraphs[above].group
    between = range(above + 1, rows[at][0])
    return inside and any(draft.roles[index] in {Role.KIND, Role.STATUS, Role.EMBARGO} for index in between)


def _setting(draft: Draft, rows: list[list[int]], lead: int) -> prominence.Setting:
    roles = {Role.KIND, Role.STATUS, Role.EMBARGO, Role.CONTACT}
    last = max((index for index in range(rows[-1][0]) if draft.roles[index] in roles), default=-1)
    return prominence.Setting(
        rows=[" ".join(draft.text(index) for index in row) for row in rows],
        below=[draft.text(index) for index in range(lead, len(draft.paragraphs))],
        above_status=sum(row[0] < last for row in rows),
        adjoins_status=any(row[0] == last + 1 for row in rows),
        adjoins_lead=rows[-1][-1] == lead - 1,
    )


def _kicker(draft: Draft, candidates: list[int], chosen: int) -> list[int]:
    """The rows right above the headline."""
    before = [index for index in candidates if index < chosen and draft.roles[index] is None]
    run = before[-1:]
    while len(run) < len(before) and _runs_on(draft, before[-len(run) - 1], run[0]):
        run = before[-len(run) - 1 :]
    return [] if normal(" ".join(draft.text(index) for index in run)) == normal(draft.text(chosen)) else run


def _runs_on(draft: Draft, one: int, other: int) -> bool:
    """Whether a row goes on with what the row above it begins."""
    before, after = draft.paragraphs[one], draft.paragraphs[other]
    together = other == one + 1 and before.group == after.group and not before.level and not after.level
    return together and _flows(before.text, after.text)


def _flows(before: str, after: str) -> bool:
    if normal(before) == normal(after) or len(before) + len(after) > _HEADLINE:
        return False
    joint = before.endswith((",", "–", "—", "-", "&")) or after[:1].islower()
    hanging = before.rpartition(" ")[2] in _GOVERNING
    return joint or hanging or (before.isupper() and after.isupper())


def _is_broken(draft: Draft, one: int, other: int) -> bool:
    """Whether the text speaks of what two rows say where one was broken: `... the Harbour / Museum opens`."""
    last, first = (_WORDS.findall(draft.text(index)) for index in (one, other))
    together = other == one + 1 and draft.paragraphs[one].group == draft.paragraphs[other].group
    if not together or len(last) < _FEWEST_BROKEN or not first or not draft.text(one).endswith(last[-1]):
        return False
    if first[0] == "TO" and draft.text(one).isupper():
        # what somebody is to do stands behind whoever that is
        return True
    border = Expression(rf"\b{re.escape(last[-1])}\s{re.escape(first[0])}\b", re.IGNORECASE)
    return any(border.search(draft.text(index)) for index in range(other + 1, len(draft.paragraphs)))


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
            found.append(_SUBHEAD.sub("", draft.text(index)))
    titles.subhead = " ".join(found)

"""The rows of a letterhead or of a contact above the headline: a label, a name, and what reaches it."""

import re

from dispatch.release.anatomy import names, postal, reach, sections
from dispatch.release.anatomy.draft import Draft, Role, Start

#: How many rows below a lone label may belong to it.
_NEAR = 12
#: Rows of a contact that reach nobody, one after another, and the most words in one.
_GAP, _FEW_WORDS = 7, 6
_ROW = 90


def claim(draft: Draft, lead: int) -> None:
    """Claim the rows above the lead that stand together and reach somebody."""
    for group in _groups(draft, lead):
        reaching = [
            index for index in group if reach.has_reach(draft.text(index)) and len(draft.text(index)) <= 2 * _ROW
        ]
        labels = [index for index in group if _is_label(draft, index)]
        if not reaching:
            _lone_label(draft, labels, lead)
            continue
        first = min(labels, default=_name_above(draft, group, reaching[0]))
        for index in range(min(first, reaching[0]), reaching[-1] + 1):
            if index in group and (index in reaching or len(draft.text(index)) <= _ROW):
                draft.claim(index, Role.CONTACT, _label(draft, index))


def _groups(draft: Draft, lead: int) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for index in draft.free(0, lead):
        if not draft.paragraphs[index].level:
            groups.setdefault(draft.paragraphs[index].group, []).append(index)
    return list(groups.values())


def _is_label(draft: Draft, index: int) -> bool:
    found = sections.head(draft.text(index))
    return found is not None and found.section is sections.Section.CONTACT and len(draft.text(index)) <= _ROW


def _label(draft: Draft, index: int) -> str | Start:
    """The contact head that a row begins with; empty without one."""
    found = sections.head(draft.text(index))
    if found is None or found.section is not sections.Section.CONTACT:
        return ""
    return Start(title=found.title, end=found.end)


def _lone_label(draft: Draft, labels: list[int], lead: int) -> None:
    """`CONTACT:` with its rows after a blank line, or `Contact: Name` without any number."""
    for index in labels:
        if _is_office(draft, index, lead):
            continue
        draft.claim(index, Role.CONTACT, _label(draft, index))
        for other in _until_reached(draft, index, lead):
            draft.claim(other, Role.CONTACT, _label(draft, other))
        for other in range(index + 1, min(lead, index + _NEAR)):
            text = draft.text(other)
            if draft.roles[other] is not None:
                continue
            same_group = draft.paragraphs[other].group == draft.paragraphs[index].group
            nearby = draft.paragraphs[other].group - draft.paragraphs[index].group
            if (
                len(text) > _ROW
                or draft.paragraphs[other].level
                or not (reach.has_reach(text) or ((same_group or nearby == 1) and names.is_person(text.split(",")[0])))
            ):
                break
            draft.claim(other, Role.CONTACT)


def _is_office(draft: Draft, label: int, lead: int) -> bool:
    """Whether a label under another row introduces nobody: an office in a letterhead, such as `Pressestelle`."""
    text, above = draft.text(label), label - 1
    if ":" in text or above < 0 or draft.paragraphs[above].group != draft.paragraphs[label].group:
        return False
    below = label + 1
    alone = below >= lead or draft.paragraphs[below].group != draft.paragraphs[label].group
    menu = below < lead and draft.roles[below] is Role.RESIDUE
    alone = alone or menu or postal.is_address(draft.text(below))
    return alone and not _until_reached(draft, label, lead)


def _until_reached(draft: Draft, label: int, lead: int) -> list[int]:
    """The short rows between a label and the last one that reaches somebody: people, offices, two columns of them."""
    rows: list[int] = []
    last = 0
    for index in range(label + 1, min(lead, label + 2 * _NEAR)):
        text = draft.text(index)
        if draft.roles[index] not in {None, Role.RESIDUE, Role.CONTACT} or draft.paragraphs[index].level:
            break
        reaches = reach.has_reach(text)
        if len(text) > _ROW or (not reaches and len(text.split()) > _FEW_WORDS) or len(rows) - last > _GAP:
            break
        if draft.roles[index] is not Role.RESIDUE:
            rows.append(index)
            last = len(rows) if reaches else last
    return rows[:last]


def _name_above(draft: Draft, group: list[int], reaching: int) -> int:
    """The person's row above the first address, or the address itself."""
    position = group.index(reaching)
    for index in group[max(0, position - 3) : position]:
        words = re.split(r"[,|–—(]", draft.text(index))[0].strip()
        if names.is_person(words) and all(word[:1].isupper() for word in words.split()):
            return index
    return reaching

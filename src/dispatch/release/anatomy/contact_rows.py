"""Media contacts that no head announces: short rows at the end of the text, or a card in it."""

from dispatch.model.release import BlockType
from dispatch.release.anatomy import boilerplate, names, reach
from dispatch.release.anatomy.draft import Draft, Role, Start
from dispatch.release.expression import Expression

_ROW, _PART = 110, 70
_ENDS_SENTENCE = Expression(r"[.!?][”\"’»]?$")
#: What somebody is or whom they work for stands behind it.
_BEHIND_NAME = Expression(r",|\s–\s|\s\(")
_ONLINE = Expression(r"@\w|www\.|https?:")


def is_row(draft: Draft, index: int) -> bool:
    """A short row that reaches somebody, or a person's name right above one."""
    text = draft.text(index)
    few = 5
    if reach.is_for_others(text) or len(text) > _ROW or (_ENDS_SENTENCE.search(text) and len(text.split()) > few):
        return False
    if reach.has_reach(text):
        return True
    words = _BEHIND_NAME.split(text)[0]
    if ":" in words or not names.is_person(words) or not all(word[:1].isupper() for word in words.split()):
        return False
    below = range(index + 1, min(index + 4, len(draft.paragraphs)))
    return any(len(draft.text(other)) <= _ROW and reach.has_reach(draft.text(other)) for other in below)


def labels(draft: Draft, index: int) -> bool:
    """A word or two right above the rows of a contact: `Presse`, `Newsroom`."""
    few, following = 3, index + 1
    text = draft.text(index)
    if following >= len(draft.paragraphs) or len(text.split()) > few or not text[-1:].isalpha():
        return False
    same = draft.paragraphs[index].group == draft.paragraphs[following].group
    return same and is_row(draft, following)


def find(draft: Draft, lead: int) -> None:
    """Name and number rows at the end of the body that no head announces."""
    body = [index for index in draft.having(Role.BODY) if index > lead]
    while body and is_row(draft, body[-1]):
        draft.roles[body[-1]] = Role.CONTACT
        body.pop()
    while body and _is_above_contact(draft, body[-1]):
        draft.roles[body[-1]] = Role.CONTACT
        body.pop()
    for index in draft.having(Role.NOTE):
        if index not in draft.starts and _is_above_contact(draft, index) and names.people(draft.text(index)):
            draft.roles[index] = Role.CONTACT
    _contact_card(draft, body)


def _is_above_contact(draft: Draft, index: int) -> bool:
    """A short row right above one of a contact, without a blank line: an office, or who leads it."""
    if index + 1 >= len(draft.paragraphs) or draft.roles[index + 1] is not Role.CONTACT:
        return False
    text = draft.text(index)
    same = draft.paragraphs[index].group == draft.paragraphs[index + 1].group
    return same and draft.paragraphs[index].shape is BlockType.PARAGRAPH and len(text) <= _PART and text[-1:].isalnum()


def _contact_card(draft: Draft, body: list[int]) -> None:
    """A card of short rows inside the text, with a name and an address; what stands below it describes the sender."""
    run: list[int] = []
    for index in (*body, -1):
        if index >= 0 and _is_card_row(draft, index) and (not run or run[-1] == index - 1):
            run.append(index)
            continue
        while run and not (reach.has_reach(draft.text(run[-1])) or _ONLINE.search(draft.text(run[-1]))):
            run.pop()
        if _is_card(draft, run):
            for row in run:
                draft.roles[row] = Role.CONTACT
            _below_card(draft, [other for other in body if other > run[-1]])
            return
        run = [index] if index >= 0 and _is_card_row(draft, index) else []


def _is_card_row(draft: Draft, index: int) -> bool:
    text = draft.text(index)
    few = 8
    plain = draft.paragraphs[index].shape is BlockType.PARAGRAPH and _is_card_text(text)
    return plain and len(text) <= _ROW and (len(text.split()) <= few) and not text.endswith((".", ":", "!", "?", "”"))


def _is_card_text(text: str) -> bool:
    return ":" not in text or reach.has_reach(text) or _ONLINE.search(text) is not None


def _is_card(draft: Draft, run: list[int]) -> bool:
    fewest = 3
    reaching = [index for index in run if reach.has_reach(draft.text(index))]
    named = any(names.is_person(draft.text(index)) or names.is_organisation(draft.text(index)) for index in run)
    return len(run) >= fewest and named and len(reaching) > 1 and any(reach.emails(draft.text(at)) for at in reaching)


def _below_card(draft: Draft, below: list[int]) -> None:
    name = boilerplate.organisation(draft.text(below[0]), expected=True) if below else None
    for index in below if name else ():
        draft.roles[index] = Role.BOILERPLATE
    if name:
        draft.starts[below[0]] = Start(title=name)

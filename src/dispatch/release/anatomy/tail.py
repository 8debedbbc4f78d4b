"""From the lead down: body, boilerplate, media contacts, notes, end mark and what the page left behind."""

import re
from dataclasses import dataclass, replace

from dispatch.model.release import BlockType
from dispatch.release.anatomy import boilerplate, dates, list_items, names, reach, residue, sections, top
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.anatomy.sections import Section
from dispatch.release.expression import Expression

_ROW = 110
_PROSE = 120
_PART = 70
_ROLES = {
    Section.BOILERPLATE: Role.BOILERPLATE, Section.CONTACT: Role.CONTACT,
    Section.NOTE: Role.NOTE, Section.LEGAL: Role.NOTE,
}  # fmt: skip


_GENERAL = Expression(
    r"(?:for|to (?:get|obtain))\s(?:more|further|additional|general)\s(?:information|info|details)\b"
    r"(?!.{0,60}\b(?:media|press|"
    r"interview))",
    re.IGNORECASE,
)
_ENDS_SENTENCE = Expression(r"[.!?][”\"’»]?$")
_SENTENCE = Expression(r"\w{3}[.](?:\s|$)")
#: `Suppliers should write to ...`: an address for somebody else.
_FOR_OTHERS = Expression(r"^\w+\s(?:should|can|may|must|pueden|deben|peuvent|doivent|können|sollen)\s", re.IGNORECASE)
_ONLINE = Expression(r"@\w|www\.|https?:")
#: What a mail says about itself.
_DISCLAIMER = Expression(
    r"(?:^|[.!]\s)(?:this|diese|este|esta|ce|cet|el presente|le présent)\s(?:e-?mail|message|nachricht|mensaje|correo|"
    r"courriel)\b.{0,120}\b(?:confidential|privileged|intended (?:only )?for|vertraulich\w*|confidenciale?s?|"
    r"confidentiels?|destinatari[oa]s?|destinataires?|empfänger|adressat)\b",
    re.IGNORECASE,
)
_FAR = 400
_REGARDS = Expression(
    r"(?:(?:with )?(?:kind|best|warm) regards|(?:yours )?(?:sincerely|faithfully)(?: yours)?|"
    r"(?:un )?(?:cordial saludo|saludos? cordial(?:es)?|saludos)|atentamente|(?:bien )?cordialement|"
    r"(?:mit )?(?:freundlichen|besten|herzlichen) grüße?n?)[,.!]?",
    re.IGNORECASE,
)
_MEDIA = Expression(r"media|press|prensa|medios|presse")


@dataclass(slots=True)
class _State:
    """Where the walk down the release stands."""

    section: Section | None = None
    after_end: bool = False
    related: bool = False
    #: What signs a mail has been passed.
    signed: bool = False
    #: Notes to editors have begun: numbered rows and items of lists are looked at one by one.
    notes: bool = False


def find(draft: Draft, lead: int) -> None:
    """Claim every paragraph from the lead on."""
    state = _State()
    _date_at_foot(draft, lead)
    index = lead
    while index < len(draft.paragraphs):
        _place(draft, index, lead, state)
        index += 1
    if "boilerplate" not in draft.document.front:
        _unheaded(draft, lead)
    if "contacts" not in draft.document.front:
        _loose_contacts(draft, lead)


def _date_at_foot(draft: Draft, lead: int) -> None:
    """The date of a text that has none on top, as the last of its rows."""
    if draft.having(Role.DATE) or any(next(dates.find(draft.text(i)), None) for i in draft.having(Role.DATELINE)):
        return
    related = any(residue.opens_related(draft.text(index)) for index in draft.having(Role.RESIDUE))
    few = 3
    for index in range(max(lead + 1, len(draft.paragraphs) - few), len(draft.paragraphs)):
        if not related and draft.roles[index] is None and top.is_date_line(draft.text(index)):
            draft.claim(index, Role.DATE)
            return


def _place(draft: Draft, index: int, lead: int, state: _State) -> None:
    role = draft.roles[index]
    if role is Role.END_MARK:
        state.after_end, state.section = True, None
    if role is Role.RESIDUE and residue.opens_related(draft.text(index)):
        state.related, state.section = True, None
    if role is not None:
        return
    if index > lead and _DISCLAIMER.search(draft.text(index)[:_FAR]):
        draft.claim(index, Role.RESIDUE, "mail signature")
        return
    if index > lead and _signs(draft, index, state):
        state.signed, state.section = True, None
        draft.claim(index, Role.RESIDUE, "rule" if draft.text(index) == "--" else "mail signature")
        return
    if (state.notes or state.after_end) and _take_out_items(draft, index, state):
        return
    head = _head(draft, index, state) if index > lead else None
    if head is not None and _is_head(draft, index, head, state):
        state.section, state.related = head.section, False
        state.notes = state.notes or head.section is Section.NOTE
        _cut_note(draft, index, head)
        draft.claim(index, _ROLES[head.section], _head_reason(head, len(draft.text(index))))
        return
    if state.notes and list_items.NUMBER.match(draft.text(index)):
        state.section = Section.NOTE
    draft.claim(index, *_inside(draft, index, state))


def _signs(draft: Draft, index: int, state: _State) -> bool:
    """Whether a mail's signature begins: at the mark of mail programs (RFC 3676, section 4.3), or with regards."""
    text = draft.text(index)
    return text == "--" or (state.section is not None and _REGARDS.fullmatch(text) is not None)


def _head(draft: Draft, index: int, state: _State) -> sections.Head | None:
    """The head of a paragraph; among the notes it may be numbered."""
    paragraph = draft.paragraphs[index]
    number = list_items.NUMBER.match(paragraph.text) if state.notes else None
    at = number.end() if number else 0
    head = sections.head(paragraph.text[at:], heading=paragraph.level > 0) or _named(draft, index)
    if paragraph.shape is BlockType.LIST and head and head.section is Section.BOILERPLATE:
        return None
    if head and head.section is Section.BOILERPLATE and sections.is_common(head.title):
        below = draft.text(index + 1) if index + 1 < len(draft.paragraphs) else ""
        head = replace(head, title=boilerplate.full_name(head.title, below))
    return replace(head, end=head.end + at) if head and head.end else head


def _named(draft: Draft, index: int) -> sections.Head | None:
    """An organisation's name alone in its row, right above the paragraph that begins with it and describes it."""
    text, following = draft.text(index), draft.text(index + 1) if index + 1 < len(draft.paragraphs) else ""
    if len(text) > _PART or not text[-1:].isalnum() or not following.casefold().startswith(text.casefold()):
        return None
    if not boilerplate.organisation(following, expected=True):
        return None
    return sections.Head(section=Section.BOILERPLATE, title=text, end=len(text))


def _take_out_items(draft: Draft, index: int, state: _State) -> bool:
    """Give the items of a list that describe the sender or name a contact their own roles; False when none does."""
    found = {number: part for number, item in enumerate(_items(draft, index)) if (part := _part(draft, index, item))}
    pieces = list_items.take_out(draft, index, list(found)) if found else []
    for at, number in enumerate(pieces, start=index):
        role, reason, section = found.get(number, (Role.NOTE, "", Section.NOTE))
        draft.claim(at, role, reason)
        state.section = section
    return bool(pieces)


def _items(draft: Draft, index: int) -> list[str]:
    return draft.text(index).split("\n") if list_items.items(draft.paragraphs[index]) else []


def _part(draft: Draft, index: int, item: str) -> tuple[Role, str, Section] | None:
    """What an item is when it is no note, and the section that goes on below it."""
    head = sections.head(item)
    if head and (head.section is Section.BOILERPLATE or (head.section is Section.CONTACT and reach.has_reach(item))):
        below = head.section if head.end >= len(item) else Section.NOTE
        return _ROLES[head.section], _head_reason(head, len(item)), below
    name = boilerplate.organisation(item)
    if name and _spoken_of(draft, name, index):
        return Role.BOILERPLATE, f"named {name}", Section.NOTE
    return None


def _cut_note(draft: Draft, index: int, head: sections.Head) -> None:
    """`Notes: The trust is ...`: what describes the sender stands behind the head on the same row."""
    rest = draft.text(index)[head.end :].strip()
    name = boilerplate.trade(rest) if head.section is Section.NOTE and rest else None
    if name and _spoken_of(draft, name, index) and draft.split(index, head.end):
        draft.claim(index + 1, Role.BOILERPLATE, f"named {name}")


def _head_reason(head: sections.Head, length: int) -> str:
    return f"head {min(length, head.end)} {head.title}"


def _is_head(draft: Draft, index: int, head: sections.Head, state: _State) -> bool:
    """Whether a head opens a section here: a contact head needs somebody to reach below it."""
    if head.section is not Section.CONTACT:
        return True
    if _GENERAL.match(draft.text(index)) and _has_press_contact(draft, index):
        return False
    if reach.has_reach(draft.text(index)):
        return True
    below = range(index + 1, min(index + 7, len(draft.paragraphs)))
    for other in below:
        text = draft.text(other)
        found = sections.head(text)
        if found and found.section is not Section.CONTACT:
            return False
        if reach.has_reach(text):
            return True
    return head.end >= len(draft.text(index)) or state.after_end


def _has_press_contact(draft: Draft, before: int) -> bool:
    """Whether a contact for the media stands above, so that an address for any question is the public's."""
    heads = (draft.reasons.get(index, "").casefold() for index in draft.having(Role.CONTACT) if index < before)
    return any(head.startswith("head") and _MEDIA.search(head) for head in heads)


def _inside(draft: Draft, index: int, state: _State) -> tuple[Role, str]:
    if reason := _why_residue(draft.text(index), state):
        return Role.RESIDUE, reason
    if state.section is Section.BOILERPLATE:
        row = _is_contact_row(draft, index) or _labels_contact(draft, index)
        return (Role.CONTACT, "") if row else (Role.BOILERPLATE, "")
    if state.section is Section.CONTACT:
        return _in_contact(draft, index, state)
    if state.section is Section.NOTE:
        name = _described(draft, index)
        return (Role.BOILERPLATE, f"named {name}") if name else (Role.NOTE, "")
    if state.section is not None:
        return _ROLES[state.section], ""
    return _after_end(draft, index) if state.after_end else (Role.BODY, "")


def _why_residue(text: str, state: _State) -> str:
    """Why a paragraph is none of the release by where it stands; empty when it may be one."""
    if state.related:
        return "related posts"
    signed = state.signed and state.section is None and not (reach.has_reach(text) or boilerplate.organisation(text))
    return "mail signature" if signed else ""


def _described(draft: Draft, index: int) -> str | None:
    """The organisation that a paragraph among the notes is the standing description of; a numbered note is none."""
    text = draft.text(index)
    if draft.paragraphs[index].shape is not BlockType.PARAGRAPH or not text[:1].isalpha():
        return None
    name = boilerplate.organisation(text)
    return name if name and _spoken_of(draft, name, index) else None


def _in_contact(draft: Draft, index: int, state: _State) -> tuple[Role, str]:
    text = draft.text(index)
    if (len(text) > _PROSE or _is_sentence(text)) and not reach.has_reach(text):
        if name := boilerplate.organisation(text):
            state.section = None
            return Role.BOILERPLATE, f"named {name}"
        row = len(text) <= _PROSE
        if draft.roles[index - 1] is Role.CONTACT and not row and not _is_headed(draft, index - 1):
            return Role.NOTE, ""
    return Role.CONTACT, ""


def _is_headed(draft: Draft, index: int) -> bool:
    return draft.reasons.get(index, "").startswith("head")


def _is_sentence(text: str) -> bool:
    fewest = 7
    return bool(_SENTENCE.search(text)) and len(text.split()) >= fewest


def _after_end(draft: Draft, index: int) -> tuple[Role, str]:
    text = draft.text(index)
    if name := boilerplate.organisation(text, expected=True):
        return Role.BOILERPLATE, f"named {name}"
    if _is_contact_row(draft, index):
        return Role.CONTACT, ""
    if draft.paragraphs[index].shape is not BlockType.PARAGRAPH or len(text) >= _PROSE:
        return Role.NOTE, ""
    return Role.RESIDUE, "after the end mark"


def _is_contact_row(draft: Draft, index: int) -> bool:
    """A short row that reaches somebody, or a person's name right above one."""
    text = draft.text(index)
    few = 5
    if _FOR_OTHERS.search(text) or len(text) > _ROW or (_ENDS_SENTENCE.search(text) and len(text.split()) > few):
        return False
    if reach.has_reach(text):
        return True
    words = text.split(",")[0].split(" – ")[0]
    if ":" in words or not names.is_person(words) or not all(word[:1].isupper() for word in words.split()):
        return False
    below = range(index + 1, min(index + 4, len(draft.paragraphs)))
    return any(len(draft.text(other)) <= _ROW and reach.has_reach(draft.text(other)) for other in below)


def _labels_contact(draft: Draft, index: int) -> bool:
    """A word or two right above the rows of a contact: `Presse`, `Newsroom`."""
    few, following = 3, index + 1
    text = draft.text(index)
    if following >= len(draft.paragraphs) or len(text.split()) > few or not text[-1:].isalpha():
        return False
    same = draft.paragraphs[index].group == draft.paragraphs[following].group
    return same and _is_contact_row(draft, following)


def _unheaded(draft: Draft, lead: int) -> None:
    """Standing paragraphs without a heading at the end of the body."""
    body = [index for index in draft.having(Role.BODY) if index > lead]
    most = 4
    for index in reversed(body[-most:]):
        paragraph = draft.paragraphs[index]
        last = index == body[-1] and boilerplate.does_yearly(paragraph.text)
        found = paragraph.shape is BlockType.PARAGRAPH
        name = boilerplate.organisation(paragraph.text, expected=last) if found else None
        if name is None and found and index == body[-1]:
            name = _headlined(draft, paragraph.text)
        if name is None or not (boilerplate.is_labelled(paragraph.text) or _spoken_of(draft, name, index)):
            continue
        draft.roles[index] = Role.BOILERPLATE
        draft.reasons[index] = f"named {name}"
        draft.confidence["boilerplate"] = 0.8


def _headlined(draft: Draft, text: str) -> str | None:
    """The organisation of the headline, when the last paragraph of the text tells what it does."""
    name = boilerplate.trade(text)
    headline = " ".join(draft.text(index) for index in draft.having(Role.HEADLINE))
    brand = name is not None and (
        " " in name or not text.startswith(("The ", "La ", "El ", "Le ", "Die ", "Der ", "Das "))
    )
    return name if name and brand and boilerplate.named_in(name, headline) else None


def _spoken_of(draft: Draft, name: str, index: int) -> bool:
    """Whether the release is about that organisation or by it, so that its last paragraph may describe it."""
    elsewhere = "\n".join(draft.text(other) for other in range(len(draft.paragraphs)) if other != index)
    return boilerplate.named_in(name, elsewhere[:40_000])


def _loose_contacts(draft: Draft, lead: int) -> None:
    """Name and number rows at the end of the body that no head announces."""
    body = [index for index in draft.having(Role.BODY) if index > lead]
    while body and _is_contact_row(draft, body[-1]):
        draft.roles[body[-1]] = Role.CONTACT
        body.pop()
    while body and _is_above_contact(draft, body[-1]):
        draft.roles[body[-1]] = Role.CONTACT
        body.pop()
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
        draft.reasons[index] = f"named {name}" if index == below[0] else ""

"""From the lead down: body, boilerplate, media contacts, notes, end mark and what the page left behind."""

import re
from dataclasses import dataclass, replace

from dispatch.model.release import BlockType
from dispatch.release.anatomy import (
    boilerplate,
    contact_rest,
    contact_rows,
    date_lines,
    dates,
    headline_words,
    imprint,
    list_items,
    mail_footer,
    mail_header,
    page_foot,
    prominence,
    reach,
    residue,
    sections,
    standing,
)
from dispatch.release.anatomy.draft import Draft, Role, Start
from dispatch.release.anatomy.sections import Section
from dispatch.release.expression import Expression

_PROSE = 120
#: Why a row below the end mark is residue.
AFTER_END = "after the end mark"
#: Paragraphs at the end of the body that may be standing ones.
_MOST_LAST = 4
_PART = 70
_ROLES = {
    Section.BOILERPLATE: Role.BOILERPLATE, Section.CONTACT: Role.CONTACT,
    Section.NOTE: Role.NOTE, Section.LEGAL: Role.NOTE,
}  # fmt: skip


#: What a picture shows, and what is said below it: it begins no section, and describes nobody.
_OF_PICTURES = frozenset({BlockType.IMAGE, BlockType.CAPTION})
_GENERAL = Expression(
    r"(?:for|to (?:get|obtain))\s(?:more|further|additional|general)\s(?:information|info|details)\b"
    r"(?!.{0,60}\b(?:media|press|"
    r"interview))",
    re.IGNORECASE,
)
_SENTENCE = Expression(r"\w{3}[.](?:\s|$)")
#: Somebody speaks: what stands above tells the news.
_QUOTED = Expression(r"[“„«\"][^“”„«»\"]{30}")
_MEDIA = Expression(r"media|press|prensa|medios|presse", re.IGNORECASE)


@dataclass(slots=True)
class _State:
    """Where the walk down the release stands."""

    section: Section | None = None
    after_end: bool = False
    related: bool = False
    #: What signs a mail has been passed.
    signed: bool = False
    #: A contact stood above what signs the mail, so that the signature is that of somebody who passed the text on.
    reached: bool = False
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
    page_foot.find(draft, lead)
    if "contacts" not in draft.document.front:
        contact_rows.find(draft, lead)


def _date_at_foot(draft: Draft, lead: int) -> None:
    """The date of a text that has none on top, as the last of its rows."""
    if draft.having(Role.DATE) or any(next(dates.find(draft.text(i)), None) for i in draft.having(Role.DATELINE)):
        return
    related = any(residue.opens_related(draft.text(index)) for index in draft.having(Role.RESIDUE))
    few = 3
    for index in range(max(lead + 1, len(draft.paragraphs) - few), len(draft.paragraphs)):
        if not related and draft.roles[index] is None and date_lines.is_date_line(draft.text(index)):
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
    if index > lead and mail_footer.is_disclaimer(draft.text(index)):
        draft.claim(index, Role.RESIDUE, mail_footer.REASON)
        return
    if index > lead and _signs(draft, index, state):
        state.signed, state.section = True, None
        state.reached = any(role is Role.CONTACT for role in draft.roles[lead:index])
        draft.claim(index, Role.RESIDUE, "rule" if draft.text(index) == mail_footer.MARK else mail_footer.REASON)
        return
    if index > lead and imprint.claim(draft, index, below=state.section is not None or state.after_end):
        return
    if (state.notes or state.after_end) and _take_out_items(draft, index, state):
        return
    head = _head(draft, index, state) if index > lead else None
    if head is not None and _is_head(draft, index, head, state):
        state.section, state.related = head.section, False
        state.notes = state.notes or head.section is Section.NOTE
        _cut_standing(draft, index, head)
        draft.claim(index, _ROLES[head.section], _start(head))
        return
    if state.notes and list_items.NUMBER.match(draft.text(index)):
        state.section = Section.NOTE
    draft.claim(index, *_inside(draft, index, state))


def _signs(draft: Draft, index: int, state: _State) -> bool:
    """Whether a mail's signature begins: regards sign only what stands below the text itself."""
    text = draft.text(index)
    regards = state.section is not None and mail_footer.is_regards(text)
    return text == mail_footer.MARK or (regards and not _is_letter(draft))


def _is_letter(draft: Draft) -> bool:
    """Whether a text greets its readers itself, and no mail does: who signs it below is its contact."""
    mailed = mail_header.REASON in draft.reasons.values()
    return not mailed and any(prominence.is_greeting(draft.text(index)) for index in draft.having(Role.BODY)[:2])


def _head(draft: Draft, index: int, state: _State) -> sections.Head | None:
    """The head of a paragraph; among the notes it may be numbered."""
    paragraph = draft.paragraphs[index]
    if paragraph.shape in _OF_PICTURES:
        return None
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
    alone = len(text) <= _PART and text[:1].isupper() and text[-1:].isalnum() and len(following) >= standing.FEWEST
    if not alone or not (boilerplate.named_in(text, following[: 2 * _PART], whole=True) or _is_sort(draft, index)):
        return None
    begun = following.casefold().startswith(text.casefold())
    name = boilerplate.organisation(following, expected=True) if begun else None
    if name is None or " " in sections.without_article(text):
        name = text if name or standing.tells(following) else None
    return sections.Head(section=Section.BOILERPLATE, title=name, end=len(text)) if name else None


def _is_sort(draft: Draft, index: int) -> bool:
    """Whether a name that the text speaks of holds what the paragraph below it goes on with: `the museum`."""
    bare, below = boilerplate.without_article(draft.text(index)), draft.text(index + 1).casefold()
    sorts = [word for word in bare.casefold().split() if headline_words.is_sort(word)]
    known = len(bare.split()) > 1 and bare.casefold() in draft.elsewhere(index).casefold()
    return known and any(re.search(rf"\b{re.escape(word)}\b", below) for word in sorts)


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


def _part(draft: Draft, index: int, item: str) -> tuple[Role, str | Start, Section] | None:
    """What an item is when it is no note, and the section that goes on below it."""
    head = sections.head(item)
    if head and (head.section is Section.BOILERPLATE or (head.section is Section.CONTACT and reach.has_reach(item))):
        below = head.section if head.end >= len(item) else Section.NOTE
        return _ROLES[head.section], _start(head), below
    name = boilerplate.organisation(item)
    if name and _spoken_of(draft, name, index):
        return Role.BOILERPLATE, Start(title=name), Section.NOTE
    return None


def _cut_standing(draft: Draft, index: int, head: sections.Head) -> None:
    """What describes the sender in another row: `Notes: The trust is ...`, `..., ana@x.test. The trust ...`."""
    text = draft.text(index)
    if head.section is Section.NOTE:
        rest = text[head.end :].strip()
        name = boilerplate.trade(rest) if rest else None
    else:
        rest = text[reach.ends(text) :].lstrip(" .)") if head.section is Section.CONTACT else ""
        name = boilerplate.organisation(rest, expected=True) if standing.may_be(rest) else None
    if name and _spoken_of(draft, name, index) and draft.split(index, len(text) - len(rest)):
        draft.claim(index + 1, Role.BOILERPLATE, Start(title=name))


def _start(head: sections.Head) -> Start:
    return Start(title=head.title, end=head.end)


def _is_head(draft: Draft, index: int, head: sections.Head, state: _State) -> bool:
    """Whether a head opens a section here: a contact head needs somebody to reach below it."""
    if head.section is not Section.CONTACT:
        return not _is_of_page(draft, index, head, state)
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


def _is_of_page(draft: Draft, index: int, head: sections.Head, state: _State) -> bool:
    """Whether a head of notes below the end is a page's own, above its buttons: `Pictures`, `Download all (6)`."""
    alone = head.section is Section.NOTE and head.end >= len(draft.text(index))
    return alone and state.after_end and draft.reasons.get(index + 1) in {"page furniture", residue.SHARE}


def _has_press_contact(draft: Draft, before: int) -> bool:
    """Whether a contact for the media stands above, so that an address for any question is the public's."""
    return any(
        draft.roles[index] is Role.CONTACT and index < before and _MEDIA.search(start.title)
        for index, start in draft.starts.items()
    )


def _inside(draft: Draft, index: int, state: _State) -> tuple[Role, str | Start]:
    if reason := _why_residue(draft.text(index), state):
        return Role.RESIDUE, reason
    if state.section is Section.BOILERPLATE and draft.paragraphs[index].shape is not BlockType.CAPTION:
        row = contact_rows.is_row(draft, index) or contact_rows.labels(draft, index)
        return (Role.CONTACT, "") if row else (Role.BOILERPLATE, "")
    if state.section is Section.CONTACT:
        return _in_contact(draft, index, state)
    if state.section is Section.NOTE:
        name = _described(draft, index)
        return (Role.BOILERPLATE, Start(title=name)) if name else (Role.NOTE, "")
    if state.section is not None:
        return _ROLES[state.section], ""
    return _after_end(draft, index) if state.after_end else (Role.BODY, "")


def _why_residue(text: str, state: _State) -> str:
    """Why a paragraph is none of the release by where it stands; empty when it may be one."""
    if state.related:
        return "related posts"
    reaches = reach.has_reach(text) and not state.reached
    signed = state.signed and state.section is None and not (reaches or boilerplate.organisation(text))
    return mail_footer.REASON if signed else ""


def _described(draft: Draft, index: int) -> str | None:
    """The organisation that a paragraph among the notes is the standing description of; a numbered note is none."""
    text = draft.text(index)
    if draft.paragraphs[index].shape is not BlockType.PARAGRAPH or not text[:1].isalpha():
        return None
    name = boilerplate.organisation(text)
    return name if name and _spoken_of(draft, name, index) else None


def _in_contact(draft: Draft, index: int, state: _State) -> tuple[Role, str | Start]:
    text = draft.text(index)
    if reach.is_for_others(text):
        return Role.NOTE, ""
    if contact_rest.is_prose(text) or (len(text) > _PROSE and not reach.has_reach(text)):
        if name := boilerplate.organisation(text):
            state.section = None
            return Role.BOILERPLATE, Start(title=name)
        if not (state.after_end or state.notes) and contact_rest.goes_on(draft, index):
            state.section = None
            return Role.BODY, ""
        return Role.NOTE, ""
    return Role.CONTACT, ""


def _is_sentence(text: str) -> bool:
    fewest = 7
    return bool(_SENTENCE.search(text)) and len(text.split()) >= fewest


def _after_end(draft: Draft, index: int) -> tuple[Role, str | Start]:
    text = draft.text(index)
    name = None if text.endswith(":") else boilerplate.organisation(text, expected=True)
    if name:
        return Role.BOILERPLATE, Start(title=name)
    if contact_rows.is_row(draft, index):
        return Role.CONTACT, ""
    told = len(text) >= _PROSE or _is_sentence(text)
    if draft.paragraphs[index].shape is not BlockType.PARAGRAPH or told:
        return Role.NOTE, ""
    return Role.RESIDUE, AFTER_END


def _unheaded(draft: Draft, lead: int) -> None:
    """Standing paragraphs without a heading at the end of the body, and among the contacts below it."""
    for body in _stretches(draft, lead):
        spoken = max((index for index in body[1:] if _QUOTED.search(draft.text(index))), default=lead)
        for index in reversed([index for index in body[-_MOST_LAST:] if index >= spoken]):
            name = _standing_name(draft, index, lead, last=index == body[-1])
            if name is not None:
                _stands(draft, index, name)
    for index in [*draft.having(Role.CONTACT), *draft.having(Role.NOTE)]:
        loose = index not in draft.starts and len(draft.text(index)) >= _PART and index > lead
        name = standing.described(draft, index, lead) if loose else None
        if name is not None:
            _stands(draft, index, name)


def _stretches(draft: Draft, lead: int) -> list[list[int]]:
    """The paragraphs of the body below the lead, cut where a media contact stands between two of them."""
    found: list[list[int]] = []
    for index in (index for index in draft.having(Role.BODY) if index > lead):
        if found and Role.CONTACT not in draft.roles[found[-1][-1] : index]:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def _standing_name(draft: Draft, index: int, lead: int, *, last: bool) -> str | None:
    paragraph = draft.paragraphs[index]
    if paragraph.shape is not BlockType.PARAGRAPH:
        return None
    name = boilerplate.organisation(paragraph.text, expected=last and boilerplate.does_yearly(paragraph.text))
    if name is None and last:
        name = _headlined(draft, paragraph.text)
    if name is not None and (boilerplate.is_labelled(paragraph.text) or _spoken_of(draft, name, index)):
        return name
    return standing.described(draft, index, lead)


def _stands(draft: Draft, index: int, name: str) -> None:
    draft.roles[index] = Role.BOILERPLATE
    draft.starts[index] = Start(title=name)
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
    return boilerplate.named_in(name, draft.elsewhere(index))

"""Everything above the lead: kind, status, embargo, date, letterhead, contact, headline and subhead."""

from dataclasses import dataclass, field

from dispatch.model.release import BlockType, Kind
from dispatch.release.anatomy import (
    corrections,
    date_lines,
    dateline,
    dates,
    embargo,
    embargo_lifted,
    end_mark,
    headline,
    kind,
    language,
    letterhead,
    mail_header,
    names,
    reach,
    residue,
    running_heads,
    sections,
)
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.expression import Expression
from dispatch.release.source import Paragraph

_REACH = 60
#: Among so many rows on top a date may also be a page's.
_NEAR = 12
_VERY_TOP = 6
_PROSE = 140
_LONG = 280
_SHORT_PROSE, _SHORT_LEAD = 60, 90
_ROW = 90
_TAG_WORDS = 3
#: Between the columns of a row; a page's buttons stand closer to each other than a table's.
_GAP = Expression(r"\t|\s{2,}")
_SENTENCE = Expression(r"[.!?:…][”\"’»)\]]*$")


@dataclass(slots=True)
class Top:
    """What was found above the lead."""

    #: Index of the lead, or of the line that holds only the dateline; the number of paragraphs without one.
    lead: int
    opening: dateline.Opening | None = None
    #: The dateline stands on a line of its own above the headline.
    apart: bool = False
    kind: Kind | None = None
    titles: headline.Titles = field(default_factory=headline.Titles)


def find(draft: Draft) -> Top:
    """Claim every paragraph above the lead."""
    mail_header.find(draft)
    _mark_lines(draft)
    if given := str(draft.document.front.get("headline", "")):
        return _titled(draft, given)
    changed = corrections.find(draft)
    top = _lead(draft)
    top.kind = changed
    _mark_top_lines(draft, top)
    _place_rows(draft, top)
    letterhead.claim(draft, top.lead)
    if top.kind in {Kind.CORRECTION, Kind.UPDATE}:
        corrections.claim(draft, top.lead)
    top.titles = headline.find(draft, top.lead)
    corrections.claim_below(draft, top.titles)
    _summary(draft, top)
    return top


def _summary(draft: Draft, top: Top) -> None:
    """Lists, tables and pictures between headline and lead, such as the main points: the body begins there."""
    titles = draft.having(Role.HEADLINE)
    for index in draft.free(titles[-1] if titles else 0, top.lead):
        draft.claim(index, Role.BODY)


def _titled(draft: Draft, given: str) -> Top:
    """The front matter has the headline: the text begins with its lead, under kind, status and embargo lines."""
    for index in draft.free(0, _REACH):
        if headline.normal(draft.text(index)) == headline.normal(given):
            draft.claim(index, Role.RESIDUE, "repeated headline")
    top = Top(lead=min(_REACH, len(draft.paragraphs)), titles=headline.Titles(headline=given))
    for index in draft.free(0, _REACH):
        if not _is_top_line(draft.text(index)):
            top.lead = index
            break
    _mark_top_lines(draft, top)
    if top.lead < len(draft.paragraphs) and "dateline" not in draft.document.front:
        top.opening = _dateline(draft, top.lead)
    return top


def _is_top_line(text: str) -> bool:
    return embargo.opens(text) is not None or kind.whole_kind(text) is not None or date_lines.is_date_line(text)


def _mark_lines(draft: Draft) -> None:
    """Lines that are what they are wherever they stand."""
    _cut_tags(draft)
    for index, paragraph in enumerate(draft.paragraphs):
        text = paragraph.text
        if paragraph.aside:
            draft.claim(index, Role.RESIDUE, paragraph.aside)
        elif paragraph.note:
            draft.claim(index, Role.NOTE)
        elif end_mark.is_end_mark(text):
            draft.claim(index, Role.END_MARK)
        elif end_mark.is_rule(text):
            draft.claim(index, Role.RESIDUE, "rule")
        elif end_mark.is_page_mark(text):
            draft.claim(index, Role.RESIDUE, "page mark")
        elif kind.is_status(text):
            draft.claim(index, Role.STATUS)
        elif not (index < _NEAR and date_lines.is_date_line(text)) and (reason := _furniture(draft, index)):
            draft.claim(index, Role.RESIDUE, reason)


def _cut_tags(draft: Draft) -> None:
    """The head of a page's tags as a row of its own: the first of them may look like the rest of a sentence."""
    for index in range(len(draft.paragraphs) - 1, -1, -1):
        rows = draft.paragraphs[index].rows
        if len(rows) > 1 and residue.heads_tags(rows[0]):
            draft.split(index, len(rows[0]) + 1)


def _furniture(draft: Draft, index: int) -> str | None:
    """Why a line belongs to the page that the text was taken from, or None."""
    paragraph = draft.paragraphs[index]
    if paragraph.level != 1 and (reason := residue.reason_of(paragraph.text)):
        return None if _heads_a_notice(draft, index) or _is_rubric(draft, index) else reason
    if _is_tag(draft, index):
        return residue.TAGS
    if index and draft.reasons.get(index - 1) == residue.SHARE and residue.is_network(paragraph.text):
        return residue.SHARE
    columns = _GAP.split(draft.document.source[paragraph.start : paragraph.end])
    menu = residue.is_menu(columns)
    on_top = index < _VERY_TOP and (menu or residue.is_navigation(paragraph.text))
    return "page furniture" if on_top or (menu and residue.has_button(columns)) else None


def _is_tag(draft: Draft, index: int) -> bool:
    """Whether a row is one of those under which a page files a text, below the head of them in its lower half."""
    text = draft.text(index)
    if residue.heads_tags(text):
        return 2 * index >= len(draft.paragraphs)
    listed = index > 0 and draft.reasons.get(index - 1) == residue.TAGS
    return listed and len(text.split()) <= _TAG_WORDS and text[-1:].isalnum()


def _is_rubric(draft: Draft, index: int) -> bool:
    """Whether one word stands right below the kind and ends its group: `Press release / Search`, and no button."""
    if not index or " " in draft.text(index) or index + 1 >= len(draft.paragraphs):
        return False
    above, row, below = (draft.paragraphs[at].group for at in (index - 1, index, index + 1))
    return above == row != below and kind.whole_kind(draft.text(index - 1)) in corrections.ISSUED


def _heads_a_notice(draft: Draft, index: int) -> bool:
    """Whether the words of a page's link to its legal notice stand above that notice itself."""
    found = sections.head(draft.text(index)) if index + 1 < len(draft.paragraphs) else None
    legal = found is not None and found.section is sections.Section.LEGAL and found.end >= len(draft.text(index))
    return legal and len(draft.text(index + 1)) >= _SHORT_PROSE


def _lead(draft: Draft) -> Top:
    """The first paragraph of prose: a dateline tells it, else its length."""
    first = corrections.begins(draft)
    candidates = [index for index in draft.free(first, _REACH) if draft.paragraphs[index].shape is BlockType.PARAGRAPH]
    for position, index in enumerate(candidates):
        if sections.head(draft.text(index)) and position:
            if _is_tail_head(draft, index, candidates[position:]):
                break
            continue
        opening = _dateline(draft, index)
        if opening:
            return Top(lead=index, opening=opening)
    lead = _first_prose(draft, candidates)
    german = lead < len(draft.paragraphs) and language.guess(draft.text(lead))[0] == "de"
    return Top(lead=lead, opening=dateline.german(draft.text(lead)) if german else None)


def _is_tail_head(draft: Draft, index: int, rest: list[int]) -> bool:
    head = sections.head(draft.text(index))
    below = draft.text(index + 1) if index + 1 < len(draft.paragraphs) else ""
    return (
        head is not None
        and head.section is sections.Section.BOILERPLATE
        # `Who we are` between other short rows is an entry of a menu
        and (head.end < len(draft.text(index)) or len(below) >= _SHORT_PROSE)
        and not any(dateline.opening(draft.text(other)) for other in rest[1:4])
    )


def _dateline(draft: Draft, index: int) -> dateline.Opening | None:
    text = draft.text(index)
    opening = dateline.opening(text)
    if (
        opening is None
        or date_lines.is_date_line(text)
        or reach.EMAIL.search(text[: opening.end])
        or kind.kind_line(text)
        or embargo.opens(text) is not None
    ):
        return None
    rest = text[opening.end :]
    if not rest:
        return opening if _prose_follows(draft, index) else None
    sure = 0.8
    if opening.confidence < sure:
        return opening if len(rest) >= _SHORT_PROSE and rest[:1].isupper() and _SENTENCE.search(rest) else None
    return opening if len(rest) >= _SHORT_PROSE or (_SENTENCE.search(rest) and len(rest.split()) > 2) else None  # noqa: PLR2004


def _prose_follows(draft: Draft, index: int) -> bool:
    """Whether the next free paragraph is prose and not a headline: a dateline alone may also stand on the very top."""
    following = draft.free(index + 1, index + 3)
    return bool(following) and _is_prose(draft.paragraphs[following[0]])


def _is_prose(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if paragraph.shape is not BlockType.PARAGRAPH:
        return False
    return len(text) >= _LONG or (len(text) >= _PROSE and _SENTENCE.search(text) is not None)


def _breaks_off(draft: Draft, index: int) -> bool:
    """Whether a paragraph is prose that the foot of a page cuts short."""
    below = draft.reasons.get(index + 1)
    return len(draft.text(index)) >= _PROSE and below in {running_heads.REASON, running_heads.PAGE}


def _is_short_prose(paragraph: Paragraph) -> bool:
    """Whether a row under the headline is a lead of one sentence: a subhead is shorter or has no full stop."""
    text = paragraph.text
    return paragraph.shape is BlockType.PARAGRAPH and len(text) >= _SHORT_LEAD and text.endswith((".", ".”", '."'))


def _first_prose(draft: Draft, candidates: list[int]) -> int:
    prose = [
        index
        for index in candidates
        if embargo.opens(draft.text(index)) is None
        and not sections.head(draft.text(index))
        and not _rowlike(draft.text(index))
        and kind.whole_kind(draft.text(index)) not in corrections.ISSUED
        and not date_lines.is_date_line(draft.text(index))
    ]
    asked = next((index for index in prose[1:] if kind.is_answer(draft.text(index))), None)
    long = next((index for index in prose if _is_prose(draft.paragraphs[index]) or _breaks_off(draft, index)), None)
    short = next((index for index in prose[1:] if _is_short_prose(draft.paragraphs[index])), None)
    if short is not None and long is not None and prose[0] < short < long:
        long = short
    if long is not None and (asked is None or long < asked):
        return long
    if asked is not None:
        return asked
    titled = next((index for index, found in enumerate(draft.paragraphs) if found.level), None)
    for index in prose if titled is not None and titled < (prose or [0])[0] else prose[1:]:
        if len(draft.text(index)) >= _SHORT_PROSE and _SENTENCE.search(draft.text(index)):
            return index
    return prose[1] if len(prose) > 1 else len(draft.paragraphs)


def _rowlike(text: str) -> bool:
    return len(text) <= _ROW and reach.has_reach(text)


def _mark_top_lines(draft: Draft, top: Top) -> None:
    """Kind, embargo and date lines above the lead."""
    waiting = ""
    _kind_of_head(draft, top)
    for index in draft.free(0, top.lead):
        text = draft.text(index)
        if waiting and embargo.goes_on(waiting, text):
            draft.claim(index, Role.EMBARGO)
            waiting = f"{waiting} {text}"
        elif embargo.opens(text) is not None:
            draft.claim(index, Role.EMBARGO)
            waiting = text
        elif (changed := kind.says_what_changed(text)) is not None:
            draft.claim(index, Role.NOTE)
            top.kind = _stronger(top.kind, changed)
        elif (found := _row_kind(draft, index, top.lead)) is not None:
            _kind_row(draft, top, index, found)
        elif _is_day(text) and not _is_appointment(draft, top, index):
            _date_row(draft, top, index)
        elif role := _role_of_row(text):
            draft.claim(index, role)
        elif (
            (opening := dateline.opening(text) or dateline.in_columns(text))
            and opening.end >= len(text)
            and opening.printed
        ):
            _early_dateline(draft, top, index, opening)


def _role_of_row(text: str) -> Role | None:
    """What a row is by its own words alone: the number of a document, an embargo's end, a remark."""
    if date_lines.is_number(text):
        return Role.KIND
    if embargo_lifted.is_none(text):
        return Role.STATUS
    return Role.NOTE if embargo.is_proviso(text) or kind.is_remark(text) else None


def _is_free(draft: Draft, index: int, lead: int) -> bool:
    return 0 <= index < lead and draft.roles[index] is None


def _row_kind(draft: Draft, index: int, lead: int) -> Kind | None:
    """The kind that a row names; a masthead names one when something stands below it."""
    text = draft.text(index)
    masthead = kind.is_masthead(text) and any(_is_free(draft, below, lead) for below in range(index + 1, lead))
    return Kind.RELEASE if masthead else kind.whole_kind(text)


def _date_row(draft: Draft, top: Top, index: int) -> None:
    """A row with the date may have the place in another column: `3 June 2026 | Brussels`."""
    text = draft.text(index)
    of_page = date_lines.is_page_row(text)
    if top.opening and top.opening.printed and of_page:
        draft.claim(index, Role.RESIDUE, "page furniture")
        return
    placed = dateline.in_columns(text) if top.opening is None and not of_page else None
    if placed and placed.city and not (kind.kind_line(placed.city) or names.is_organisation(placed.city)):
        top.opening, top.apart = placed, True
        draft.claim(index, Role.DATELINE)
        return
    draft.claim(index, Role.DATE)
    top.kind = _stronger(top.kind, kind.changes(text))


def _is_day(text: str) -> bool:
    return date_lines.is_date_line(text) or date_lines.is_page_row(text)


def _is_appointment(draft: Draft, top: Top, index: int) -> bool:
    """Whether a date is that of an invitation: labelled so, or with the hour at which people come."""
    invites = top.kind is Kind.ADVISORY and date_lines.names_an_hour(draft.text(index))
    return invites or date_lines.of_an_event(draft, index)


def _kind_of_head(draft: Draft, top: Top) -> None:
    """The head of the first page may name the kind."""
    for row in running_heads.rows_above(draft, top.lead):
        top.kind = _stronger(top.kind, kind.whole_kind(row))


def _kind_row(draft: Draft, top: Top, index: int, found: Kind) -> None:
    """A row that names the kind may have date and place in its other columns."""
    draft.claim(index, Role.KIND)
    top.kind = _stronger(top.kind, found)
    if top.opening is None and (opening := dateline.in_columns(draft.text(index))):
        top.opening, top.apart = opening, True


def _place_rows(draft: Draft, top: Top) -> None:
    """A place on the row above or below a date line is where the text was given out."""
    for index in draft.having(Role.DATE):
        for other in (index + 1, index - 1):
            opening = dateline.place_alone(draft.text(other)) if _is_free(draft, other, top.lead) else None
            if opening is not None and top.opening is None:
                top.opening, top.apart = opening, True
                draft.claim(other, Role.DATELINE)
            elif opening and top.opening and dates.fold(opening.city or "") == dates.fold(top.opening.city or ""):
                # the dateline below says the same again
                draft.claim(other, Role.DATE)


def _early_dateline(draft: Draft, top: Top, index: int, opening: dateline.Opening) -> None:
    """`Lyon, le 3 mars 2026` on a line of its own above the headline."""
    if top.opening is None:
        top.opening, top.apart = opening, True
        draft.claim(index, Role.DATELINE)
    elif top.opening.printed is None:
        draft.claim(index, Role.DATE)


def _stronger(first: Kind | None, second: Kind | None) -> Kind | None:
    """`PRESS RELEASE` under `CORRECTION` says nothing new."""
    return second if first in {None, Kind.RELEASE} else first or second

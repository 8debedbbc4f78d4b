"""What a printed page repeats: its number, and the rows at its head and foot."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from dispatch.model.release import BlockType
from dispatch.release.anatomy import end_mark, page_rows
from dispatch.release.anatomy.draft import Draft, Role

#: Why its rows are residue.
REASON, PAGE = "running head", "page mark"
_NEAR, _LONGEST, _VERY_TOP = page_rows.NEAR, page_rows.LONGEST, 6


def find(draft: Draft) -> None:
    """Claim the numbers of pages, and the rows that stand beside them again and again.

    The first copy stays when it stands on the very top and the number of its page does not stand in its own row: it may
    be a letterhead, a kind, a headline.
    """
    numbered = page_rows.cut(draft)
    for index in range(len(draft.paragraphs)) if numbered else ():
        if draft.text(index) in numbered:
            draft.claim(index, Role.RESIDUE, REASON)
    _cut_columns(draft)
    for index in _numbers(draft):
        draft.claim(index, Role.RESIDUE, PAGE)
    pages = {index for index in range(len(draft.paragraphs)) if _is_page(draft, index, numbered)}
    if len(pages) > 1:
        _claim_beside(draft, pages)
        _claim_offices(draft, pages)


def rows_above(draft: Draft, lead: int) -> Iterator[str]:
    """What the heads of pages above the lead say, column by column and without the number."""
    for index in draft.having(Role.RESIDUE):
        if index < lead and draft.reasons.get(index) == REASON:
            yield from page_rows.words(draft.paragraphs[index].rows[0]).split("\t")


def _claim_beside(draft: Draft, pages: Collection[int]) -> None:
    """Rows that stand beside the numbers of several pages, and stamps."""
    heads = {_normal(draft, index) for page in pages for index in _beside(draft, page)}
    texts = Counter(_normal(draft, index) for index in range(len(draft.paragraphs)))
    seen: set[str] = set()
    for index in range(len(draft.paragraphs)):
        text = _normal(draft, index)
        spared = text not in seen and _is_on_top(draft, index) and not _is_numbered(draft, index)
        often = texts[text] > 1 or page_rows.is_stamp(text)
        if text in heads and not spared and index not in pages and often:
            draft.claim(index, Role.RESIDUE, REASON)
        seen.add(text)


def _claim_offices(draft: Draft, pages: Collection[int]) -> None:
    """The sender's number or site right beside that of a page, in the midst of prose."""
    for page in pages:
        for index in (page - 1, page + 1):
            below = range(max(page, index) + 1, len(draft.paragraphs))
            inside = (
                0 <= index < len(draft.paragraphs) and draft.paragraphs[index].group == draft.paragraphs[page].group
            )
            if inside and page_rows.is_office(draft.text(index)) and any(_is_prose(draft, at) for at in below[:2]):
                draft.claim(index, Role.RESIDUE, REASON)


def _is_prose(draft: Draft, index: int) -> bool:
    return len(draft.text(index)) > _LONGEST


def _cut_columns(draft: Draft) -> None:
    """The number of a page in a column of its own: `News Release    Page 2 of 2`."""
    for index in range(len(draft.paragraphs) - 1, -1, -1):
        columns = draft.paragraphs[index].rows[0].split("\t") if len(draft.paragraphs[index].rows) == 1 else []
        for column in (0, -1) if len(columns) > 1 and draft.roles[index] is None else ():
            if end_mark.is_page_mark(columns[column]):
                at = len(columns[0]) + 1 if column == 0 else len(draft.text(index)) - len(columns[-1])
                draft.split(index, at)
                break


def _numbers(draft: Draft) -> Iterator[int]:
    """Rows that are a number and nothing else, each one more than the one before."""
    alone = [index for index in range(len(draft.paragraphs)) if re.fullmatch(r"\d{1,2}", draft.text(index))]
    values = [int(draft.text(index)) for index in alone]
    if len(alone) > 1 and values == list(range(values[0], values[0] + len(values))):
        yield from alone


def _is_on_top(draft: Draft, index: int) -> bool:
    """Whether only short rows stand above a row."""
    return index < _VERY_TOP and all(len(draft.text(above)) <= _LONGEST for above in range(index))


def _is_numbered(draft: Draft, index: int) -> bool:
    """Whether the number of a page stands in a column of the same row."""
    start, end = draft.paragraphs[index].start, draft.paragraphs[index].end
    near = (index - 1, index + 1)
    beside = [other for other in near if 0 <= other < len(draft.paragraphs) and _is_page(draft, other)]
    between = (sorted((start, end, draft.paragraphs[at].start, draft.paragraphs[at].end))[1:3] for at in beside)
    return any("\n" not in draft.document.source[first:last] for first, last in between)


def _is_page(draft: Draft, index: int, numbered: Collection[str] = ()) -> bool:
    text = draft.text(index)
    return draft.reasons.get(index) == PAGE or text in numbered or end_mark.is_page_mark(text)


def _beside(draft: Draft, page: int) -> Iterator[int]:
    """The short rows above and below the number of a page, up to the first long one."""
    for step in (-1, 1):
        for index in range(page + step, page + step * (_NEAR + 1), step):
            if not 0 <= index < len(draft.paragraphs) or len(draft.text(index)) > _LONGEST:
                break
            if draft.paragraphs[index].shape is BlockType.PARAGRAPH:
                yield index


def _normal(draft: Draft, index: int) -> str:
    return re.sub(r"\d+", "0", draft.text(index).casefold())

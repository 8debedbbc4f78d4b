"""What a printed page repeats: its number, and the rows at its head and foot."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from dispatch.model.release import BlockType
from dispatch.release.anatomy import end_mark
from dispatch.release.anatomy.draft import Draft, Role

#: Why its rows are residue.
REASON = "running head"
#: How far from the number of a page its head or foot reaches, and the longest row of one.
_NEAR, _LONGEST, _VERY_TOP = 4, 90, 6
#: Of the number of a page.
_DIGITS = 3


def find(draft: Draft) -> None:
    """Claim the numbers of pages, and the rows that stand beside them again and again.

    The first copy stays when it stands on the very top and the number of its page does not stand in its own row: it may
    be a letterhead, a kind, a headline.
    """
    _cut(draft)
    for index in _numbers(draft):
        draft.claim(index, Role.RESIDUE, "page mark")
    pages = [index for index in range(len(draft.paragraphs)) if _is_page(draft, index)]
    heads = {_normal(draft, index) for page in pages if len(pages) > 1 for index in _beside(draft, page)}
    texts = Counter(_normal(draft, index) for index in range(len(draft.paragraphs))) if heads else Counter()
    seen: set[str] = set()
    for index in range(len(draft.paragraphs)) if heads else ():
        text = _normal(draft, index)
        spared = text not in seen and _is_on_top(draft, index) and not _is_numbered(draft, index)
        if text in heads and not spared and not _is_page(draft, index) and texts[text] > 1:
            draft.claim(index, Role.RESIDUE, REASON)
        seen.add(text)


def _cut(draft: Draft) -> None:
    """The number of a page in a column of its own: `News Release    Page 2 of 2`."""
    feet = _feet(draft)
    for index in range(len(draft.paragraphs) - 1, -1, -1):
        _cut_rows(draft, index, feet)
    for index in range(len(draft.paragraphs) - 1, -1, -1):
        columns = draft.paragraphs[index].rows[0].split("\t") if len(draft.paragraphs[index].rows) == 1 else []
        for column in (0, -1) if len(columns) > 1 else ():
            number = column and _is_foot(columns) and columns[0] in feet
            if number or end_mark.is_page_mark(columns[column]):
                at = len(columns[0]) + 1 if column == 0 else len(draft.text(index)) - len(columns[-1])
                draft.split(index, at)
                break


def _is_foot(columns: Sequence[str]) -> bool:
    """Whether a row ends with a number in a column of its own, as the foot of a page does."""
    return len(columns) > 1 and columns[-1].isdecimal() and len(columns[-1]) <= _DIGITS


def _feet(draft: Draft) -> Collection[str]:
    """The first columns of rows that stand there again and again, the number of the next page behind each."""
    numbers: dict[str, list[int]] = {}
    for columns in (row.split("\t") for found in draft.paragraphs for row in found.rows):
        if _is_foot(columns):
            numbers.setdefault(columns[0], []).append(int(columns[-1]))
    return {
        first
        for first, found in numbers.items()
        if len(found) > 1 and found == list(range(found[0], found[0] + len(found)))
    }


def _cut_rows(draft: Draft, index: int, feet: Collection[str]) -> None:
    """The foot of a page and the head of the next one, which stand in one paragraph, as two."""
    rows, at = draft.paragraphs[index].rows, 0
    for row in rows[:-1]:
        at += len(row) + 1
        columns = row.split("\t")
        if _is_foot(columns) and columns[0] in feet:
            draft.split(index, at)
            return


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


def _is_page(draft: Draft, index: int) -> bool:
    return draft.reasons.get(index) == "page mark" or end_mark.is_page_mark(draft.text(index))


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

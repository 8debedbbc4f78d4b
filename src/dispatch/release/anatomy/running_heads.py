"""What a printed page repeats: its number, and the rows at its head and foot."""

import re
from collections.abc import Iterator

from dispatch.model.release import BlockType
from dispatch.release.anatomy import end_mark
from dispatch.release.anatomy.draft import Draft, Role

#: How far from the number of a page its head or foot reaches, and the longest row of one.
_NEAR, _LONGEST = 4, 90


def find(draft: Draft) -> None:
    """Claim the numbers of pages, and every copy but the first of the rows that stand beside them again and again."""
    _cut(draft)
    for index in _numbers(draft):
        draft.claim(index, Role.RESIDUE, "page mark")
    pages = [index for index in range(len(draft.paragraphs)) if _is_page(draft, index)]
    heads = {_normal(draft, index) for page in pages if len(pages) > 1 for index in _beside(draft, page)}
    seen: set[str] = set()
    for index in range(len(draft.paragraphs)) if heads else ():
        text = _normal(draft, index)
        if text in seen and not _is_page(draft, index):
            draft.claim(index, Role.RESIDUE, "running head")
        elif text in heads:
            seen.add(text)


def _cut(draft: Draft) -> None:
    """The number of a page in a column of its own: `News Release    Page 2 of 2`."""
    for index in range(len(draft.paragraphs) - 1, -1, -1):
        columns = draft.paragraphs[index].rows[0].split("\t") if len(draft.paragraphs[index].rows) == 1 else []
        for column in (0, -1) if len(columns) > 1 else ():
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

"""The rows at head and foot of a printed page, cut out of the paragraphs into which they have run."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from dispatch.model.release import BlockType
from dispatch.release.anatomy import end_mark, reach
from dispatch.release.anatomy.draft import Draft
from dispatch.release.expression import Expression

#: The number of a page behind other words: behind its own word, or of so many, or in a column of its own.
_LABEL = r"(?:page|página|pág\.|p\.|seite|s\.)"
_NUMBER = Expression(
    rf"(?P<mark>\t|\s[–—|·•-]\s|[,|]\s|\s)(?P<label>{_LABEL}\s?)?(?P<number>\d{{1,3}})"
    r"(?:\s?(?:/|of|de|von|sur)\s?(?P<all>\d{1,3}))?[\s–—-]*$",
    re.IGNORECASE,
)
_DIGITS = Expression(r"\d{1,3}")
#: `EMBARGOED COPY`: what is stamped on every page.
_STAMP = Expression(
    r"(?:strictly |streng )?(?:under embargo|embargoed(?: copy| until release)?|confidential|advance copy|embargad[oa]|"
    r"bajo embargo|confidencial|sous embargo|confidentiel|vertraulich|gesperrt)[!.]?",
    re.IGNORECASE,
)
#: How far from the number of a page its head or foot reaches, and the longest row of one.
NEAR, LONGEST = 4, 90
_LONGEST_NUMBERED = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row of the source within its paragraph."""

    index: int
    #: Offsets in the text of the paragraph, end exclusive.
    start: int
    end: int
    #: With a tab between columns.
    text: str


def cut(draft: Draft) -> Collection[str]:
    """Make each row of a page's head or foot a paragraph of its own.

    Returns:
        The text of the rows that are the same on each page but for its number, which counts on.
    """
    rows = list(_rows(draft))
    numbered = _numbered(rows)
    pages = [at for at, row in enumerate(rows) if at in numbered or end_mark.is_page_mark(_plain(row))]
    if len(pages) > 1:
        _cut_out(draft, rows, {*numbered, *_beside(rows, pages)})
    return {_plain(rows[at]) for at in numbered}


def words(row: str) -> str:
    """A row without the number of its page."""
    match = _NUMBER.search(row)
    return row[: match.start()].strip(" \t–—|·•,-") if match else row


def is_stamp(text: str) -> bool:
    """Whether a row is what is stamped on a page: `EMBARGOED COPY`."""
    return _STAMP.fullmatch(text) is not None


def is_office(text: str) -> bool:
    """Whether a row beside the number of a page says where its sender is reached, and names nobody to write to."""
    return len(text) <= LONGEST and reach.has_reach(text) and not reach.emails(text)


def _rows(draft: Draft) -> Iterator[_Row]:
    for index, paragraph in enumerate(draft.paragraphs):
        at = 0
        for row in paragraph.rows if paragraph.shape is BlockType.PARAGRAPH else ():
            yield _Row(index=index, start=at, end=at + len(row), text=row)
            at += len(row) + 1


def _plain(row: _Row) -> str:
    return row.text.replace("\t", " ")


def _numbered(rows: Sequence[_Row]) -> Collection[int]:
    """The rows that end with the number of a page and stand again with the next one."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for at, row in enumerate(rows):
        match = _NUMBER.search(row.text) if len(row.text) <= _LONGEST_NUMBERED else None
        if match and (match["label"] or match["mark"] == "\t" or (match["all"] and match["mark"] != " ")):
            key = words(row.text).casefold(), match["all"] or ""
            found.setdefault(key, []).append((int(match["number"]), at))
        elif inner := _inner_number(row.text):
            found.setdefault((inner[0], ""), []).append((inner[1], at))
    counting = (group for (key, _), group in found.items() if any(map(str.isalpha, key)) and _counts_on(group))
    return {at for group in counting for _, at in group}


def _inner_number(row: str) -> tuple[str, int] | None:
    """The other columns of a row, and the number of the page in one between them."""
    columns = row.split("\t")
    at = next((at for at, found in enumerate(columns[1:-1], 1) if end_mark.is_page_mark(found)), 0)
    number = _DIGITS.search(columns[at]) if at else None
    return ("\t".join([*columns[:at], *columns[at + 1 :]]).casefold(), int(number.group())) if number else None


def _counts_on(group: Sequence[tuple[int, int]]) -> bool:
    numbers = [number for number, _ in group]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _beside(rows: Sequence[_Row], pages: Sequence[int]) -> Iterator[int]:
    """The rows above and below the number of a page, as long as they are stamped or stand on another page too."""
    copies = Counter(row.text.casefold() for row in rows)
    for page in pages:
        for step in (-1, 1):
            for at in range(page + step, page + step * (NEAR + 1), step):
                row = rows[at] if 0 <= at < len(rows) else None
                if (
                    row is None
                    or len(row.text) > LONGEST
                    or not (copies[row.text.casefold()] > 1 or is_stamp(row.text))
                ):
                    break
                yield at


def _cut_out(draft: Draft, rows: Sequence[_Row], wanted: Collection[int]) -> None:
    """Cut from the last to the first, so that numbers of paragraphs and offsets stay true."""
    cuts = {(rows[at].index, place) for at in wanted for place in (rows[at].start, rows[at].end + 1)}
    for index, place in sorted(cuts, reverse=True):
        if 0 < place < len(draft.text(index)):
            draft.split(index, place)

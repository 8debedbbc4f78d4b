"""Lines that hold several parts at once, cut apart: `For Immediate Release: Headline`."""

import re

from dispatch.model.release import BlockType, Kind
from dispatch.release.anatomy import (
    date_lines,
    dateline,
    dates,
    embargo,
    embargo_lifted,
    embargo_wording,
    kind,
    residue,
)
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.expression import Expression

#: How many paragraphs from the top may hold an opening line.
REACH = 16
_LONGEST = 400
_SEPARATOR = Expression(r"[\s:.,;|/*_)\]–—·•-]*")
_HARD = Expression(r"\s*[*_]*\s*(?:[:|–—/]|-\s|$)")
_INNER = Expression(
    r"(?<!media)(?<!press)(?<!presse)\s(?:(?=(?:media |press )?contact(?:o|s|os)?(?: (?:de prensa|presse))?:\s)|"
    r"(?=kontakt:\s)|(?=for immediate release\b)|(?=para (?:publicación|difusión) inmediata\b)|"
    r"(?=pour diffusion immédiate\b))",
    re.IGNORECASE,
)
_ENDS = Expression(
    r"(?<=\S)\s(?=(?:notes? (?:to|for) (?:the )?editors?|notas? (?:al|para el) editor|notes? aux? rédact\w+)\s?:?$)",
    re.IGNORECASE,
)
_SEGMENT = Expression(r"\s[–—|·•]\s")
_ROW = 160
#: Words of a headline that is known again behind its kind.
_FEWEST_OF_TITLE = 4
_KEPT = frozenset({Kind.CORRECTION, Kind.UPDATE, Kind.WITHDRAWAL})


def cut(draft: Draft) -> None:
    """Split the first paragraphs until each holds one part only."""
    _page_titles(draft)
    index = 0
    while index < min(REACH, len(draft.paragraphs)):
        paragraph = draft.paragraphs[index]
        running = paragraph.shape in {BlockType.PARAGRAPH, BlockType.HEADING} and draft.roles[index] is None
        whole = not running or date_lines.is_page_row(paragraph.text)
        at = None if whole else _column(paragraph.rows) or _cut_at(paragraph.text)
        if at is not None and any(char.isalnum() for char in paragraph.text[at:]):
            draft.split(index, at)
        index += 1


def _page_titles(draft: Draft) -> None:
    """The title of a page, its headline again, perhaps behind its kind and cut short, before the name of the site."""
    for index in range(min(REACH, len(draft.paragraphs))):
        title = residue.without_site(draft.text(index)) if len(draft.text(index)) <= _ROW else ""
        named = kind.kind_line(title) if title != draft.text(index) else None
        words = title[named[1] :].strip(" :|–—-") if named else ""
        if len(words.split()) < _FEWEST_OF_TITLE:
            continue
        below = (found.text.casefold() for found in draft.paragraphs[index + 1 : index + REACH])
        if any(text.startswith(words.casefold()) for text in below if len(text) <= _LONGEST):
            draft.claim(index, Role.RESIDUE, "repeated headline")


def _column(rows: tuple[str, ...]) -> int | None:
    """Where a row on top of two columns is cut, one of which is a kind or a date: `PRESS RELEASE    4 May 2026`."""
    columns = rows[0].split("\t") if len(rows) == 1 else []
    parts = len(columns) > 1 and any(_stands_alone(column) for column in columns)
    return len(columns[0]) + 1 if parts else None


def _stands_alone(words: str) -> bool:
    found = dates.match_at(words, 0)
    return kind.whole_kind(words) is not None or (found is not None and found.end >= len(words))


def cut_ends(draft: Draft) -> None:
    """A head that has run into the end of the row above its section."""
    for index in range(len(draft.paragraphs) - 1, 0, -1):
        paragraph = draft.paragraphs[index]
        match = _ENDS.search(paragraph.text) if paragraph.shape is BlockType.PARAGRAPH else None
        if match is not None:
            draft.split(index, match.start())


def _cut_at(text: str) -> int | None:
    if len(text) > _LONGEST:
        return _status(text)
    if embargo_lifted.is_none(text):
        return None
    for rule in (_status, _masthead, _kind, _dateline, _date, _inner):
        at = rule(text)
        if at is not None and 0 < at < len(text):
            return at
    return None


def _after(text: str, end: int) -> int:
    match = _SEPARATOR.match(text, end)
    at = match.end() if match else end
    while at > end and text[at - 1] in "([*_":
        at -= 1
    return at


def _status(text: str) -> int | None:
    end = kind.status_end(text)
    if end is None or (
        embargo_wording.instructs(text) is not None and embargo.opens(text[_after(text, end) :]) is None
    ):
        # `Zur Veröffentlichung frei ab 2. Dezember 2026, 6 Uhr MEZ` releases nothing now.
        return None
    return _after(text, end)


def _masthead(text: str) -> int | None:
    """`Landgericht Erlau – Pressemitteilung 7/2026 – Erlau, den 19.03.2026`: a kind between a sender and a dateline."""
    marks = list(_SEGMENT.finditer(text)) if len(text) <= _ROW else []
    if not marks:
        return None
    last = dateline.opening(text[marks[-1].end() :])
    if last is None or last.printed is None or marks[-1].end() + last.end < len(text):
        return None
    starts = [0, *(mark.end() for mark in marks)]
    for start, mark in zip(starts, marks, strict=False):
        if kind.whole_kind(text[start : mark.start()]) is not None:
            return start or mark.end()
    return None


def _kind(text: str) -> int | None:
    found = kind.kind_line(text)
    if found is None or found[0] in _KEPT:
        return None
    mark = _SEGMENT.search(text, found[1])
    if mark and kind.whole_kind(text[: mark.start()]):
        # `Pressemitteilung der Universität Elm Nr. 23 | Headline`
        return mark.end()
    rest = text[found[1] :]
    words = rest.lstrip(" ,")
    starts_date = dates.match_at(rest, len(rest) - len(words))
    place = dateline.opening(words) if rest.startswith(",") else None
    if not (_HARD.match(rest) or starts_date or (place and place.printed and place.end >= len(words))):
        return None
    return _after(text, found[1])


def _dateline(text: str) -> int | None:
    """`Lima, 5 de mayo de 2026 | Headline`: a bar between the dateline and what is no sentence."""
    found = dateline.opening(text) if "|" in text and not text.endswith(".") else None
    return found.end if found and found.printed and text[: found.end].rstrip().endswith("|") else None


def _date(text: str) -> int | None:
    found = dates.match_at(text, 0)
    if found is None or found.date is None:
        return None
    match = _INNER.match(text, found.end)
    if match is not None:
        return match.end()
    after = _after(text, found.end)
    return after if kind.status_end(text[after:]) is not None else None


def _inner(text: str) -> int | None:
    longest = 160
    match = _INNER.search(text) if len(text) <= longest else None
    return match.end() if match and any(char.isalpha() for char in text[: match.start()]) else None

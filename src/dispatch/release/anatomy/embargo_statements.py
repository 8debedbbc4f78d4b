"""Embargo statements among other words: behind a kind and a day, in brackets, as a sentence, below the contact."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dispatch.model.release import BlockType
from dispatch.release.anatomy import clock_times, dates, embargo, embargo_wording, kind
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.expression import Expression

#: Most text has no time of day, and needs no closer look.
_TIMED = Expression(
    r"\d\s?(?:[:.h]\s?\d\d|uhr|h\b|heures?|horas?|hrs|hours|[ap]\.?\s?m\b|\d\d\s?(?:gmt|utc|bst|ce?s?t|e[sd]?t))|"
    r"\b(?:noon|midnight|midday|midi|minuit|mediod[ií]a|medianoche|mitternacht|mittag)",
)
_TOKEN = Expression(r"[^\W\d_]+|\d+")
#: Between the parts of a row and between sentences; a statement begins behind it.
_BOUNDARY = Expression(r"[.!?:;|–—()\[\]*>•]|\s-\s")
#: What may hold a statement together.
_INSIDE = Expression(r"[\s.,;:!/|()\[\]*_’'`–—>#+•-]*")
_BEHIND = Expression(r"[\s:|–—]*")
_CLOSES = Expression(r"[\s.)\]*_!]*")
#: A statement is its own row in so short a paragraph, whatever stands beside it.
_SHORT, _LONGEST = 400, 240
_RUNNING = frozenset({BlockType.PARAGRAPH, BlockType.HEADING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Where one stands in a text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Words next to each other all of which an embargo line may hold."""

    #: Offsets of its words.
    words: tuple[tuple[int, int], ...]
    #: Offset after the word before it; 0 without one.
    after: int


def find(text: str) -> Iterator[Statement]:
    """Every statement in a text that does nothing but keep it back until a day and a time."""
    small = text.lower()
    if not _TIMED.search(small) or not embargo_wording.may_keep_back(small):
        return
    hours = [(found.start, found.end) for found in clock_times.find(text)]
    days = [(found.start, found.end) for found in dates.find(text)]
    for run in _runs(text, sorted((*hours, *days))) if hours and days else ():
        found = _statement(text, run, hours, days)
        if found is not None:
            yield found


def _runs(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[_Run]:
    run: list[tuple[int, int]] = []
    after, last, at = 0, 0, 0
    for match in _TOKEN.finditer(text):
        while at < len(spans) and spans[at][1] <= match.start():
            at += 1
        within = at < len(spans) and spans[at][0] <= match.start()
        known = within or match[0].isdigit() or embargo_wording.is_known(match[0])
        if run and not (known and _INSIDE.fullmatch(text, last, match.start())):
            yield _Run(words=tuple(run), after=after)
            run = []
        if known:
            after = after if run else last
            run.append(match.span())
        last = match.end()
    if run:
        yield _Run(words=tuple(run), after=after)


def _statement(
    text: str, run: _Run, hours: Sequence[tuple[int, int]], days: Sequence[tuple[int, int]]
) -> Statement | None:
    """The statement in a run: from a boundary to its last time or day, with nothing behind it that goes on."""
    first, last = run.words[0][0], run.words[-1][1]
    ends = [end for start, end in (*hours, *days) if first <= start < last]
    if not any(first <= start < last for start, _ in hours) or not any(first <= start < last for start, _ in days):
        return None
    end = max(ends)
    end = max([stop for _, stop in run.words if _begins_end(text, end, stop)], default=end)
    closing = _CLOSES.match(text, end)
    end = closing.end() if closing else end
    if text[end : end + 1].islower() or text[end : end + 1] == ",":
        return None
    candidates = []
    for start in _starts(text, run, days):
        short = 0 < end - start <= _LONGEST
        if short and embargo_wording.instructs(text[start:end].rstrip()) is not None:
            candidates.append(start)
    # What stands before an hour is no part of another row: two hours that disagree stay together.
    earliest = min(start for start, _ in hours if start >= first)
    sure = [start for start in candidates if start <= earliest and embargo.read(text[start:end]).instant]
    chosen = sure[:1] or candidates[-1:]
    return Statement(start=chosen[0], end=end) if chosen else None


def _begins_end(text: str, end: int, stop: int) -> bool:
    """Whether words behind the time belong to it: `... 9 Uhr MEZ veröffentlichen`."""
    return stop > end and not _BOUNDARY.search(text[end:stop]) and text[end : end + 2].strip()[:1].islower()


def _starts(text: str, run: _Run, days: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Where a statement may begin in a run: at a boundary, behind a day or a kind."""
    before = run.after
    ended = {end for _, end in days}
    named = kind.kind_line(text[run.words[0][0] :])
    kinds = run.words[0][0] + named[1] if named else -1
    for start, end in run.words:
        gap = text[before:start]
        if before == 0 or _BOUNDARY.search(gap) or before in ended or 0 <= kinds - before <= 1:
            yield start
        before = end


def cut(draft: Draft) -> None:
    """Make each statement that stands at an end of its paragraph or in a short one a paragraph of its own."""
    index = 0
    while index < len(draft.paragraphs):
        paragraph = draft.paragraphs[index]
        if paragraph.shape in _RUNNING and not _is_line(paragraph.text):
            for found in find(paragraph.text):
                if _stands_apart(paragraph.text, found):
                    _cut_out(draft, index, found)
                    break
        index += 1


def _is_line(text: str) -> bool:
    """Whether a row is read as an embargo as it stands."""
    kept = len(text) <= _LONGEST and embargo_wording.instructs(text) is not None
    return kept and embargo.read(text).instant is not None


def _stands_apart(text: str, found: Statement) -> bool:
    if text[found.end : found.end + 2].strip()[:1] in {",", "/", ";"}:
        # `..., soit le 25 novembre à 18 h 30 (ET)`
        return False
    return len(text) <= _SHORT or not text[: found.start].strip(" ([*_") or not text[found.end :].strip()


def _cut_out(draft: Draft, index: int, found: Statement) -> None:
    text = draft.text(index)
    start = len(text[: found.start].rstrip(" ([*_"))
    behind = _BEHIND.match(text, found.end)
    draft.split(index, behind.end() if behind else found.end)
    if start:
        draft.split(index, start)


def claim(draft: Draft, lead: int) -> None:
    """Claim the rows from the lead on, and those that a format sets aside, that are nothing but a statement."""
    for index, paragraph in enumerate(draft.paragraphs):
        free = draft.roles[index] is None and index > lead
        if (free or (paragraph.aside and draft.roles[index] is Role.RESIDUE)) and _is_whole(paragraph.text):
            draft.roles[index] = Role.EMBARGO
            draft.reasons.pop(index, None)


def _is_whole(text: str) -> bool:
    found = next(find(text), None)
    return found is not None and not text[: found.start].strip(" ([*_#>•-") and not text[found.end :].strip(" )]*_.")


def told(draft: Draft) -> Iterator[tuple[int, str]]:
    """Statements within other text, such as the notes: the paragraph of each, and its words."""
    for index, role in enumerate(draft.roles):
        if role is not Role.EMBARGO:
            for found in find(draft.text(index)):
                yield index, draft.text(index)[found.start : found.end]

"""From lists to an audience: duplicates, exclusions, segment, suppression, one per outlet, already reached, limit."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from dispatch.contacts.audience import Audience, Fate, Share
from dispatch.contacts.duplicates import Additions, find_duplicates
from dispatch.contacts.fold import fold, words
from dispatch.contacts.keys import Keys
from dispatch.contacts.reading import ListReading
from dispatch.contacts.remarks import Remarks
from dispatch.contacts.segment import Segment
from dispatch.contacts.spool import EMAIL, KEY, LINE, OUTLET, ROLE, Row, contact_of
from dispatch.model.mailing import AudienceCounts

#: With `--one-per-outlet`, whose role is named earlier is chosen: first those who assign stories, then those who write.
ROLE_ORDER = (
    "assignment", "news desk", "newsdesk", "newsroom", "redaccion", "redaktion", "redaction", "desk",
    "news editor", "city editor", "section editor", "jefe de redaccion", "ressortleiter", "ressortleiterin", "editor",
    "editora", "redakteur", "redakteurin", "redacteur", "redactrice", "producer", "productor", "productora", "planner",
    "reporter", "correspondent", "corresponsal", "journalist", "journaliste", "periodista", "reportero", "reportera",
    "writer", "columnist", "host", "presenter",
)  # fmt: skip


#: So many suppressed people of a list are named.
_SHOWN = 3


def _never(_key: str) -> bool:
    return False


def select(
    readings: Sequence[ListReading],
    *,
    where: Segment | None = None,
    excluded: Sequence[ListReading] = (),
    one_per_outlet: bool = False,
    limit: int | None = None,
    suppressed: Callable[[str], bool] = _never,
    reached: Callable[[str], bool] = _never,
    gated: Callable[[str], bool] = _never,
    role_order: Sequence[str] = ROLE_ORDER,
) -> Audience:
    """Choose who gets a mailing.

    The order: duplicates, `--except`, `--where`, suppressed, one per outlet, already reached, held back, `--limit`.
    Suppression comes before the choice within an outlet, so that an outlet whose editor opted out still hears of it;
    who was reached comes after it, so that sending again does not move on to the editor's colleague.

    Args:
        readings: The lists, first one first: of two rows for one address the first counts.
        where: The segment.
        excluded: Lists whose people are left out.
        one_per_outlet: At most one contact for each outlet; contacts without an outlet are all kept.
        limit: At most so many.
        suppressed: Whether a key must not be mailed.
        reached: Whether a key got this release on this occasion.
        gated: Whether a rule holds a key back this time.
        role_order: Roles, the most wanted first.

    Returns:
        The audience; its counts add up to the rows of the lists.

    Raises:
        SegmentError: The segment names a field that no list has.
    """
    if where is not None:
        where.require({name for reading in readings for name in reading.custom})
    fates = bytearray(sum(len(reading.contacts) for reading in readings))
    remarks = Remarks("")
    additions = find_duplicates(readings, fates, Fate.DUPLICATE, remarks)
    choice = _Choice(readings, fates, additions)
    choice.leave_out(Fate.EXCLUDED, _excluded(excluded))
    if where is not None:
        choice.keep_segment(where)
    choice.leave_out(Fate.SUPPRESSED, _suppressions(readings))
    choice.leave_out(Fate.SUPPRESSED, suppressed)
    _tell_suppressed(readings, fates, remarks)
    if one_per_outlet:
        choice.keep_one_per_outlet(role_order)
    choice.leave_out(Fate.REACHED, reached)
    choice.leave_out(Fate.GATED, gated)
    if limit is not None:
        choice.keep_first(limit)
    return _audience(readings, fates, additions, remarks)


def _excluded(lists: Sequence[ListReading]) -> Callable[[str], bool]:
    keys = Keys()
    for reading in lists:
        for row in reading.contacts.rows():
            keys.add(row[KEY])
        for suppression in reading.suppressions:
            keys.add(suppression.key)
    return keys.__contains__ if len(keys) else _never


def _suppressions(readings: Sequence[ListReading]) -> Callable[[str], bool]:
    keys = frozenset(suppression.key for reading in readings for suppression in reading.suppressions)
    return keys.__contains__ if keys else _never


def _tell_suppressed(readings: Sequence[ListReading], fates: bytearray, remarks: Remarks) -> None:
    """One finding for each list with people who must not be mailed, unless the list itself says so of them."""
    begins = 0
    for reading in readings:
        ends = begins + len(reading.contacts)
        if fates.count(Fate.SUPPRESSED, begins, ends):
            own = frozenset(one.key for one in reading.suppressions)
            rows = zip(reading.contacts.rows(), fates[begins:ends], strict=True)
            found = [(row[EMAIL], row[LINE]) for row, fate in rows if fate == Fate.SUPPRESSED and row[KEY] not in own]
            _say_suppressed(found, reading, remarks)
        begins = ends


def _say_suppressed(found: Sequence[tuple[str, int]], reading: ListReading, remarks: Remarks) -> None:
    if not found:
        return
    shown = ", ".join(f"{email} (line {line})" for email, line in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
    message = f"On this list, and suppressed: {shown}{more}. Nobody of them is mailed."
    fix = "take them out of the list; dispatch suppress list says why"
    remarks.add("LST037", message, fix, line=found[0][1], address=found[0][0], file=reading.path)


class _Choice:
    """The rows that are still in, and the steps that leave some out."""

    def __init__(self, readings: Sequence[ListReading], fates: bytearray, additions: Additions) -> None:
        self._readings = readings
        self._fates = fates
        self._additions = additions

    def _left(self) -> Iterator[tuple[int, ListReading, Row]]:
        index = 0
        for reading in self._readings:
            for row in reading.contacts.rows():
                if self._fates[index] == Fate.CHOSEN:
                    yield index, reading, row
                index += 1

    def leave_out(self, fate: Fate, test: Callable[[str], bool]) -> None:
        """Leave out the keys for which a test is true."""
        if test is _never:
            return
        for index, _, row in self._left():
            if test(row[KEY]):
                self._fates[index] = fate

    def keep_segment(self, where: Segment) -> None:
        """Leave out whom the segment does not fit."""
        for index, reading, row in self._left():
            if not where.matches(contact_of(self._additions.merged(row), reading.path)):
                self._fates[index] = Fate.NOT_IN_SEGMENT

    def keep_one_per_outlet(self, role_order: Sequence[str]) -> None:
        """Leave out all but one contact of each outlet."""
        best: dict[str, tuple[int, int]] = {}
        for index, _, row in self._left():
            outlet = fold(row[OUTLET])
            rank = (_rank(row[ROLE], role_order), index)
            if outlet and (outlet not in best or rank < best[outlet]):
                best[outlet] = rank
        for index, _, row in self._left():
            outlet = fold(row[OUTLET])
            if outlet and best[outlet][1] != index:
                self._fates[index] = Fate.SAME_OUTLET

    def keep_first(self, limit: int) -> None:
        """Leave out all after the first so many."""
        chosen = 0
        for index, fate in enumerate(self._fates):
            if fate != Fate.CHOSEN:
                continue
            chosen += 1
            if chosen > limit:
                self._fates[index] = Fate.BEYOND_LIMIT


def _rank(role: str, order: Sequence[str]) -> int:
    plain = f" {words(role)} "
    return next((rank for rank, name in enumerate(order) if f" {words(name)} " in plain), len(order))


def _audience(
    readings: Sequence[ListReading],
    fates: bytearray,
    additions: Additions,
    remarks: Remarks,
) -> Audience:
    count = fates.count
    invalid = sum(reading.invalid for reading in readings)
    not_selected = (Fate.EXCLUDED, Fate.NOT_IN_SEGMENT, Fate.SAME_OUTLET, Fate.BEYOND_LIMIT)
    share = {fate: Share(readings, fates, fate, additions) for fate in Fate}
    return Audience(
        contacts=share[Fate.CHOSEN],
        counts=AudienceCounts(
            rows=len(fates) + invalid,
            invalid=invalid,
            duplicates=count(Fate.DUPLICATE),
            not_selected=sum(count(fate) for fate in not_selected),
            suppressed=count(Fate.SUPPRESSED),
            already_sent=count(Fate.REACHED),
            gated=count(Fate.GATED),
            deliveries=count(Fate.CHOSEN),
        ),
        custom=frozenset(name for reading in readings for name in reading.custom),
        findings=remarks.findings,
        left_out={fate: some for fate, some in share.items() if fate is not Fate.CHOSEN and len(some)},
        duplicates=_by_list(readings, fates),
    )


def _by_list(readings: Sequence[ListReading], fates: bytearray) -> tuple[int, ...]:
    sizes = [len(reading.contacts) for reading in readings]
    return tuple(
        fates.count(Fate.DUPLICATE, end - size, end) for size, end in zip(sizes, accumulate(sizes), strict=True)
    )

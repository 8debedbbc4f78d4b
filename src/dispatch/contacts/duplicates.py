"""Rows for the same address: which one counts, and what the others add to it."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.contacts.hashes import Hashes
from dispatch.contacts.keys import Keys
from dispatch.contacts.reading import ListReading
from dispatch.contacts.remarks import Remarks
from dispatch.contacts.spool import EMAIL, EMBARGO, KEY, LINE, TAGS, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What later rows for the same address add to the first one."""

    tags: tuple[str, ...]
    #: False as soon as one of them does not trust the person with an embargo.
    embargo: bool


class Additions:
    """By key, what its later rows add; most keys have the same few additions, which are kept once."""

    def __init__(self) -> None:
        self._keys = Keys()
        self._which = array("I")
        self._kinds: dict[tuple[tuple[str, ...], bool], int] = {}
        self._additions: list[Addition] = []

    def note(self, row: Row) -> None:
        """Take in a later row."""
        number = self._keys.add(row[KEY])
        tags, embargo = row[TAGS], row[EMBARGO]
        if number < len(self._which):
            before = self._additions[self._which[number]]
            tags = tuple(dict.fromkeys((*before.tags, *tags)))
            embargo = embargo and before.embargo
        else:
            self._which.append(0)
        self._which[number] = self._kind(tags, embargo=embargo)

    def _kind(self, tags: tuple[str, ...], *, embargo: bool) -> int:
        kind = self._kinds.setdefault((tags, embargo), len(self._additions))
        if kind == len(self._additions):
            self._additions.append(Addition(tags=tags, embargo=embargo))
        return kind

    def merged(self, row: Row) -> Row:
        """A first row with what the later ones add: all tags, and trust only if every row trusts."""
        number = self._keys.number(row[KEY]) if len(self._keys) else None
        if number is None:
            return row
        more = self._additions[self._which[number]]
        values = list(row)
        values[TAGS] = tuple(dict.fromkeys((*row[TAGS], *more.tags)))
        values[EMBARGO] = row[EMBARGO] and more.embargo
        return tuple(values)


class _Firsts:
    """Where each address that stands more than once stands first."""

    def __init__(self) -> None:
        self._keys = Keys()
        # By number of the key: index of the list, and line.
        self._lists = array("H")
        self._lines = array("I")

    def before(self, row: Row, number: int) -> tuple[int, int] | None:
        """List and line of an earlier row for the same address; None when this is the first one."""
        known = len(self._keys)
        key = self._keys.add(row[KEY])
        if key < known:
            return self._lists[key], self._lines[key]
        self._lists.append(number)
        self._lines.append(row[LINE])
        return None


def find_duplicates(readings: Sequence[ListReading], fates: bytearray, mark: int, remarks: Remarks) -> Additions:
    """Mark every row but the first of each address.

    A first pass over the lists finds the hashes that come more than once, a second one compares those addresses
    themselves; so only what stands twice is kept in memory.

    Args:
        readings: The lists.
        fates: One octet for each contact of all lists, in their order.
        mark: What to write for a later row.
        remarks: Takes a finding for each later row.

    Returns:
        What the later rows add to the first ones.
    """
    additions = Additions()
    seen = Hashes(len(fates))
    again = Hashes()
    for reading in readings:
        for row in reading.contacts.rows():
            if not seen.add(row[KEY]):
                again.add(row[KEY])
    del seen
    if not len(again):
        return additions
    firsts = _Firsts()
    index = 0
    for number, reading in enumerate(readings):
        for row in reading.contacts.rows():
            if row[KEY] in again and (first := firsts.before(row, number)):
                fates[index] = mark
                additions.note(row)
                _say(remarks, reading, row, f"{readings[first[0]].path}:{first[1]}")
            index += 1
    return additions


def _say(remarks: Remarks, reading: ListReading, row: Row, first: str) -> None:
    message = f"{row[EMAIL]} stands twice: first in {first}."
    remarks.add("LST011", message, line=row[LINE], address=row[EMAIL], file=reading.path)

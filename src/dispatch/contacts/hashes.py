"""A million addresses remembered in sixteen megabytes: who is certainly new, and who has to be looked at again."""

from array import array

_FREE = 0
_ROUND = (1 << 64) - 1


class Hashes:
    """An open-addressed table of 64-bit hashes of strings.

    Different strings can share a hash, once in some ten million lists of a million: whoever is told that a string was
    there before compares the strings themselves before believing it.
    """

    def __init__(self, expected: int = 0) -> None:
        """Make room.

        Args:
            expected: About how many strings will come; more are taken too.
        """
        self._size = 0
        self._resize(max(64, 1 << (expected * 3 // 2).bit_length()))

    def __len__(self) -> int:
        return self._size

    def __contains__(self, text: str) -> bool:
        return self._table[self._slot(hash(text) & _ROUND or 1)] != _FREE

    def add(self, text: str) -> bool:
        """Remember a string.

        Returns:
            True when it is certainly new; False when its hash was there.
        """
        digest = hash(text) & _ROUND or 1
        slot = self._slot(digest)
        if self._table[slot] != _FREE:
            return False
        self._table[slot] = digest
        self._size += 1
        if self._size * 4 > self._mask * 3:
            self._grow()
        return True

    def _slot(self, digest: int) -> int:
        """Where a hash is, or the free place where it belongs."""
        table, mask = self._table, self._mask
        slot = digest & mask
        while (there := table[slot]) != _FREE and there != digest:
            slot = (slot + 1) & mask
        return slot

    def _resize(self, slots: int) -> None:
        self._mask = slots - 1
        self._table = array("Q", [_FREE]) * slots

    def _grow(self) -> None:
        digests = self._table
        self._resize(2 * len(digests))
        for digest in digests:
            if digest != _FREE:
                self._table[self._slot(digest)] = digest

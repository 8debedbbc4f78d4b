"""An exact set of addresses that costs some fifty octets for each, where Python's own costs a hundred and fifty."""

from array import array


class Keys:
    """Strings numbered in the order in which they came, in one block of octets with a table to find them.

    Different from `Hashes`, what this says is certain.
    """

    def __init__(self) -> None:
        self._text = bytearray()
        #: Where each string begins, and where the last one ends.
        self._starts = array("Q", [0])
        self._resize(64)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __contains__(self, text: str) -> bool:
        return self.number(text) is not None

    def number(self, text: str) -> int | None:
        """The number of a string, counted from 0; None when it never came."""
        found = self._table[self._slot(text.encode("utf-8", "surrogatepass"), hash(text))]
        return found - 1 if found else None

    def add(self, text: str) -> int:
        """Take a string in, if it is new.

        Returns:
            Its number.
        """
        data = text.encode("utf-8", "surrogatepass")
        slot = self._slot(data, hash(text))
        if found := self._table[slot]:
            return found - 1
        self._text += data
        self._starts.append(len(self._text))
        self._table[slot] = len(self)
        if len(self) * 3 > self._mask * 2:
            self._grow()
        return len(self) - 1

    def _slot(self, data: bytes, digest: int) -> int:
        """The place of a string in the table, or the free one where it belongs."""
        table, mask = self._table, self._mask
        slot = digest & mask
        while (found := table[slot]) and self._data(found - 1) != data:
            slot = (slot + 1) & mask
        return slot

    def _data(self, number: int) -> bytearray:
        return self._text[self._starts[number] : self._starts[number + 1]]

    def _resize(self, slots: int) -> None:
        self._mask = slots - 1
        self._table = array("I", [0]) * slots

    def _grow(self) -> None:
        self._resize(2 * len(self._table))
        for number in range(len(self)):
            data = bytes(self._data(number))
            self._table[self._slot(data, hash(data.decode("utf-8", "surrogatepass")))] = number + 1

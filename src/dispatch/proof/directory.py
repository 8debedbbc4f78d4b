"""Everyone who would get a mailing, to be searched by any part of a name, outlet or address, accents or not."""

import heapq
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property

from dispatch.model.contact import Contact

#: So many contacts are shown as the ones with the longest or shortest names.
EXTREMES = 25
#: Fields whose lack shows in a mail; one that no contact has is no lack but another sort of list.
_MISSED = ("name", "first_name", "last_name", "outlet", "role", "language")


class Directory:
    """The contacts of an audience in their order; a contact is known by its number in it, from 0.

    Args:
        contacts: Everyone who would get it; held in memory, so that a look-up takes milliseconds.
    """

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self.contacts: Sequence[Contact] = tuple(contacts)

    def __len__(self) -> int:
        return len(self.contacts)

    def find(self, words: str, among: Sequence[int] | None = None) -> Sequence[int]:
        """Numbers of the contacts that have every word in their name, address, outlet, role or language.

        Args:
            words: Parts of words, separated by spaces, in any order; accents and capitals do not matter.
            among: Only these; None means everyone.
        """
        found: Sequence[int] = range(len(self.contacts)) if among is None else among
        texts = self._texts
        for word in folded(words).split():
            found = [number for number in found if word in texts[number]]
        return found

    def warm(self) -> None:
        """Get ready for the first search."""
        self.find("x")

    def number(self, address: str) -> int | None:
        """The number of the contact with this key or address, or None."""
        return self._numbers.get(address)

    def missing(self, number: int) -> tuple[str, ...]:
        """Names of the fields that others of the audience have and this contact lacks."""
        contact = self.contacts[number]
        return tuple(name for name in self._kept if not getattr(contact, name))

    @cached_property
    def incomplete(self) -> Sequence[int]:
        """Those who lack something that others have, most lacking first."""
        lacking = [(len(lack), number) for number in range(len(self)) if (lack := self.missing(number))]
        return [number for _, number in sorted(lacking, key=lambda pair: (-pair[0], pair[1]))]

    @cached_property
    def longest(self) -> Sequence[int]:
        """Those with the longest names, longest first."""
        return heapq.nlargest(EXTREMES, range(len(self)), key=lambda number: len(self.contacts[number].name))

    @cached_property
    def shortest(self) -> Sequence[int]:
        """Those with the shortest names that are names at all, shortest first."""
        named = [number for number in range(len(self)) if self.contacts[number].name]
        return heapq.nsmallest(EXTREMES, named, key=lambda number: len(self.contacts[number].name))

    @cached_property
    def _texts(self) -> Sequence[str]:
        return [folded(f"{one.name} {one.email} {one.outlet} {one.role} {one.language}") for one in self.contacts]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        numbers = {one.email: number for number, one in enumerate(self.contacts)}
        return numbers | {one.key: number for number, one in enumerate(self.contacts)}

    @cached_property
    def _kept(self) -> tuple[str, ...]:
        return tuple(name for name in _MISSED if any(getattr(one, name) for one in self.contacts))


def folded(text: str) -> str:
    """Text without capitals and accents: `Núñez` is found by `nunez` (Unicode UAX #15, canonical decomposition)."""
    if text.isascii():
        return text.lower()
    # compatibility forms are spread out before and after: `𝘼` is an A, and only then has an a
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join([letter for letter in spread if not unicodedata.combining(letter)])

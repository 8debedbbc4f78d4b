"""Who would get a mailing, and why each other one would not."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from dispatch.contacts.duplicates import Additions
from dispatch.contacts.reading import ListReading
from dispatch.contacts.spool import contact_of
from dispatch.model.contact import Contact
from dispatch.model.finding import Finding
from dispatch.model.mailing import AudienceCounts


class Fate(IntEnum):
    """What became of one contact of a list."""

    #: Gets the mailing.
    CHOSEN = 0
    #: Stands in an earlier row too.
    DUPLICATE = 1
    #: Stands on a list named with `--except`.
    EXCLUDED = 2
    #: `--where` does not fit.
    NOT_IN_SEGMENT = 3
    #: Must not be mailed.
    SUPPRESSED = 4
    #: Somebody else at the same outlet gets it.
    SAME_OUTLET = 5
    #: Got this release on this occasion before.
    REACHED = 6
    #: Beyond `--limit`.
    BEYOND_LIMIT = 7
    #: Held back by a rule, such as how often one person may hear from the sender.
    GATED = 8


class Share(Collection[Contact]):
    """The contacts of one fate, in the order of the lists: sized, re-iterable, read from the lists each time."""

    def __init__(
        self,
        readings: Sequence[ListReading],
        fates: bytes | bytearray,
        fate: Fate,
        additions: Additions,
    ) -> None:
        """Look at the contacts of some lists.

        Args:
            readings: The lists.
            fates: One byte for each contact of all lists, in their order.
            fate: Which of them this is about.
            additions: What duplicates add.
        """
        self._readings = readings
        self._fates = fates
        self._fate = fate
        self._additions = additions

    def __len__(self) -> int:
        return self._fates.count(self._fate)

    def __iter__(self) -> Iterator[Contact]:
        fates = iter(self._fates)
        for reading in self._readings:
            for row, fate in zip(reading.contacts.rows(), fates, strict=False):
                if fate == self._fate:
                    yield contact_of(self._additions.merged(row), reading.path)

    def __contains__(self, contact: object) -> bool:
        return any(contact == other for other in self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """The outcome of a selection."""

    #: Who gets it; may be gone through again and again.
    contacts: Collection[Contact]
    #: Every row of the lists, counted once.
    counts: AudienceCounts
    #: Names of the custom columns of all lists.
    custom: frozenset[str]
    #: About duplicates; what is wrong with rows is in the readings.
    findings: tuple[Finding, ...]
    #: Who does not get it, by why; fates that befell nobody are left out.
    left_out: Mapping[Fate, Share]
    #: For each list, in their order, how many of its contacts stand in an earlier row.
    duplicates: tuple[int, ...]

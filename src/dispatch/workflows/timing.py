"""When each contact's message may go out: at once, when the embargo lifts, or at a time of day where the reader is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from dispatch.errors import UsageError
from dispatch.model.contact import Contact
from dispatch.workflows.local_time import next_local, zone_of

#: Those who get it as soon as the mailing goes out.
FIRST = 1
#: Those who wait for the embargo's lift.
SECOND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The rules by which the deliveries of a mailing wait."""

    now: datetime
    #: When the embargo lifts; None without one, or when that is past.
    embargo: datetime | None = None
    #: Trusted people wait for the lift, too.
    hold: bool = False
    #: Everyone gets it before the lift.
    to_all: bool = False
    #: Time of day in the reader's own zone; empty for everyone at once.
    at_local: str = ""
    #: Nothing before this: when the mailing is planned for.
    due: datetime | None = None
    #: Zone of those who have none: the sender's.
    zone: str = ""
    _next: dict[str, datetime] = field(default_factory=dict, repr=False, compare=False)

    @property
    def plain(self) -> bool:
        """Everyone gets it as soon as the mailing goes out."""
        return self.embargo is None and not self.at_local

    def of(self, contact: Contact) -> tuple[int, datetime | None]:
        """A contact's wave, and the instant before which nothing goes out; None is at once.

        Raises:
            UsageError: A time in its own zone was asked for, and no zone is known, or the clocks change there.
        """
        wave = self._wave(contact)
        local = self._local(contact) if self.at_local else None
        if wave == SECOND and self.embargo is not None and (local is None or local < self.embargo):
            return wave, self.embargo
        return wave, local

    def trusted(self, contact: Contact) -> bool:
        """May have it before the embargo lifts."""
        return self.embargo is not None and self._wave(contact) == FIRST

    def waves(self, contacts: Iterable[Contact]) -> tuple[tuple[datetime | None, int], ...]:
        """How many go out from which instant on, earliest first; None is at once, or when the mailing is due."""
        counts = Counter(self.of(contact)[1] for contact in contacts)
        return tuple(sorted(counts.items(), key=lambda item: item[0].timestamp() if item[0] else 0.0))

    def _wave(self, contact: Contact) -> int:
        if self.embargo is None or (not self.hold and (self.to_all or contact.embargo)):
            return FIRST
        return SECOND

    def _local(self, contact: Contact) -> datetime:
        zone = contact.time_zone or self.zone
        if not zone:
            raise UsageError(
                f"{contact.file}:{contact.line}: no time zone is known for {contact.email}",
                "fill the column time_zone, set a default for the list in the file beside it, or zone in dispatch.toml",
            )
        if zone not in self._next:
            zone_of(zone)
            self._next[zone] = next_local(self.at_local, zone, max(self.now, self.due or self.now))
        return self._next[zone]

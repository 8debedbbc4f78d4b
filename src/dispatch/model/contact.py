"""One person or desk on a media list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom the release goes to, as one row of a list tells it."""

    #: The address as it is mailed, already validated.
    email: str
    #: Normalised address: what makes two rows the same person (see `dispatch.addresses.key`).
    key: str
    #: Full name as given, or joined from its parts.
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    honorific: str = ""
    outlet: str = ""
    role: str = ""
    beats: tuple[str, ...] = ()
    #: BCP 47, or empty.
    language: str = ""
    region: str = ""
    country: str = ""
    #: IANA name, or empty.
    time_zone: str = ""
    phone: str = ""
    #: May have a release before its embargo lifts.
    embargo: bool = False
    pitch: str = ""
    tags: tuple[str, ...] = ()
    notes: str = ""
    #: Other addresses of the same row.
    alternates: tuple[str, ...] = ()
    #: Custom columns under their normalised header.
    extra: Mapping[str, str] = field(default_factory=lambda: _NONE)
    #: List file and 1-based line it came from.
    file: str = ""
    line: int = 0


#: Fields that a list can fill, in the order in which they are shown.
FIELDS = (
    "email", "name", "first_name", "last_name", "honorific", "outlet", "role", "beats", "language", "region",
    "country", "time_zone", "phone", "embargo", "pitch", "tags", "notes",
)  # fmt: skip

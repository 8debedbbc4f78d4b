"""What the live page shows at one moment, and where the newest of these moments is to be had."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from dispatch.model.contact import Contact
from dispatch.model.finding import Finding
from dispatch.model.mailing import AudienceCounts
from dispatch.proof.directory import Directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """Which ways there are through the theme, and who goes which."""

    #: Number of a shape to the first contact that has it.
    first: Mapping[int, int] = field(default_factory=dict)
    #: Number of a shape to how many have it.
    count: Mapping[int, int] = field(default_factory=dict)
    #: Contacts looked at so far.
    seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why the files as they are now make no mail; the last mail that could be made stays in view."""

    message: str
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One state of release, lists and theme, ready to be looked at."""

    headline: str
    #: The release's file, as the person named it.
    file: str
    theme: str
    made: datetime
    #: Everyone who would get it, or one example reader where no list was named.
    directory: Directory
    #: One contact's whole message (RFC 5322 bytes); safe to call from several threads.
    content: Callable[[Contact], bytes]
    #: Text of a file that findings point into, or None when it has no lines to show.
    source: Callable[[str], str | None]
    counts: AudienceCounts | None = None
    #: Deliveries by list and by language, largest first.
    by_list: tuple[tuple[str, int], ...] = ()
    by_language: tuple[tuple[str, int], ...] = ()
    #: Language of each version, by name, and how many read it; empty where there is only one.
    versions: tuple[tuple[str, int], ...] = ()
    #: So many of them get it before an embargo's lift; None when there is no lift to wait for.
    early: int | None = None
    findings: Sequence[Finding] = ()
    shapes: Shapes = field(default_factory=Shapes)
    #: The name of the mailing that this is, frozen; empty for files that may still change.
    mailing: str = ""
    #: Label and words of what there is to know about the mailing as such.
    about: tuple[tuple[str, str], ...] = ()
    trouble: Trouble | None = None
    #: Counts up with every edition of this run, from 1.
    version: int = 0


class Newsstand:
    """Has the newest edition, and tells who listens that there is a newer one. Used by many threads.

    Args:
        edition: The first one.
    """

    def __init__(self, edition: Edition) -> None:
        self._lock = Lock()
        self._edition = replace(edition, version=1)
        self._listeners: set[Callable[[], object]] = set()
        self._closed = False

    @property
    def newest(self) -> Edition:
        """The edition to show."""
        return self._edition

    @property
    def closed(self) -> bool:
        """Nothing new will come."""
        return self._closed

    def publish(self, edition: Edition) -> None:
        """Put out a newer edition; its version is given here."""
        with self._lock:
            self._edition = replace(edition, version=self._edition.version + 1)
            listeners = tuple(self._listeners)
        for told in listeners:
            told()

    def close(self) -> None:
        """Let everyone who listens go."""
        with self._lock:
            self._closed = True
            listeners = tuple(self._listeners)
        for told in listeners:
            told()

    @contextmanager
    def listening(self, told: Callable[[], object]) -> Iterator[None]:
        """Have `told` called, from whatever thread, whenever there is something new."""
        with self._lock:
            self._listeners.add(told)
        try:
            yield
        finally:
            with self._lock:
                self._listeners.discard(told)

"""A clock that tests set: sleeping moves it, nothing waits."""

from datetime import UTC, datetime, timedelta
from threading import Lock

from dispatch.clock import Boot


class SettableClock:
    """Tells the time it was given; `sleep` advances it at once. Thread-safe.

    Args:
        start: The first instant, aware.
    """

    def __init__(self, start: datetime = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)) -> None:
        self._now = start
        self._elapsed = 0.0
        self._lock = Lock()
        #: Changes when the machine is started again.
        self.boot_id = "boot-1"
        #: Seconds that each `sleep` asked for, in order.
        self.slept: list[float] = []

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Seconds since the clock was made."""
        return self._elapsed

    def boot(self) -> Boot:
        """The uptime."""
        return Boot(id=self.boot_id, seconds=self._elapsed)

    def step(self, by: timedelta) -> None:
        """Set the wall clock forward or back, as a person or a time server does; nothing else notices."""
        self._now += by

    def sleep(self, seconds: float) -> None:
        """Move the clock on."""
        with self._lock:
            self.slept.append(seconds)
            self._advance(seconds)

    def advance(self, step: timedelta) -> None:
        """Move the clock on, from outside."""
        with self._lock:
            self._advance(step.total_seconds())

    def _advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._elapsed += seconds

"""The time, as an argument: nothing else in the project asks the operating system for it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Boot:
    """How long the machine has been up, whatever its wall clock was set to meanwhile."""

    #: Of this boot; another one after every restart.
    id: str
    #: Since the boot, sleep included.
    seconds: float


class Clock(Protocol):
    """Tells and passes the time."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...

    def boot(self) -> Boot | None:
        """The uptime, against which the wall clock can be checked; None where the system does not tell."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        return datetime.now(UTC)

    monotonic: Callable[[], float] = staticmethod(time.monotonic)
    sleep: Callable[[float], None] = staticmethod(time.sleep)

    def boot(self) -> Boot | None:
        """The uptime as Linux tells it; None elsewhere."""
        try:
            name = _BOOT_ID.read_text("ascii").strip()
            return Boot(id=name, seconds=time.clock_gettime(time.CLOCK_BOOTTIME))
        except (OSError, AttributeError, ValueError):
            return None

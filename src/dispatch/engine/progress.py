"""What the engine tells whoever watches."""

from datetime import datetime
from typing import Protocol

from dispatch.model.mailing import DeliveryState


class Progress(Protocol):
    """Watches a run; its methods may be called from any thread and must not block."""

    def start(self, total: int) -> None:
        """A run begins with `total` deliveries to go."""
        ...

    def outcome(self, state: DeliveryState) -> None:
        """One delivery reached a state, durably."""
        ...

    def waiting(self, until: datetime, why: str) -> None:
        """Nothing is sent before `until`."""
        ...

    def finish(self) -> None:
        """The run is over."""
        ...


class Unwatched:
    """Nobody watches."""

    def start(self, total: int) -> None:
        """Nothing to show."""

    def outcome(self, state: DeliveryState) -> None:
        """Nothing to show."""

    def waiting(self, until: datetime, why: str) -> None:
        """Nothing to show."""

    def finish(self) -> None:
        """Nothing to show."""

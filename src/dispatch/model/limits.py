"""What a mail account allows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one account; they hold across processes because the ledger keeps the slots."""

    #: Connections open at the same time.
    connections: int = 1
    #: Messages after which a connection is renewed.
    messages_per_connection: int = 50
    #: Seconds after which a connection is renewed.
    seconds_per_connection: float = 240.0
    #: Messages a minute; None is no limit.
    per_minute: float | None = None
    #: Messages in any 24 hours; None is no limit.
    daily: int | None = None
    #: Messages a minute to any one recipient domain; None is no limit.
    domain_per_minute: float | None = None

    @property
    def paced(self) -> bool:
        """Whether a message needs leave at all."""
        return not (self.per_minute is None and self.daily is None and self.domain_per_minute is None)

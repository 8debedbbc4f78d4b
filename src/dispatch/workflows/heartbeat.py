"""Whether anything calls `dispatch run`: what is planned depends on it."""

from datetime import timedelta

from dispatch.clock import Clock
from dispatch.ledger.ledger import Ledger
from dispatch.model.finding import Finding, Severity

#: Kind of the heartbeat that `dispatch run` leaves.
RUN = "run"
#: How long it may have been silent.
SILENT = timedelta(days=1)


def heartbeat_findings(ledger: Ledger | None, clock: Clock) -> tuple[Finding, ...]:
    """A warning when no `dispatch run` has been seen for a day."""
    last = ledger.last_beat(RUN) if ledger else None
    if last is not None and clock.now() - last <= SILENT:
        return ()
    since = "has ever run here" if last is None else f"has run since {last:%Y-%m-%d %H:%M} UTC"
    return (
        Finding(
            code="RUN001",
            severity=Severity.WARNING,
            message=f"No `dispatch run` {since}: what waits for its time will not go out by itself.",
            fix="dispatch cron install",
        ),
    )

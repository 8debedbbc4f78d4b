"""When a deferred delivery is tried again, and when it is too late."""

from datetime import datetime, timedelta

#: Waits after the 1st, 2nd, … charged attempt; the last one repeats until the delivery expires.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 30, 60, 120, 240))
#: How long after its first attempt a delivery is given up.
EXPIRES = timedelta(hours=24)


def due_after(attempts: int, at: datetime, first_attempt: datetime, expires: timedelta = EXPIRES) -> datetime | None:
    """When to try again.

    Args:
        attempts: Charged attempts, the one that was just deferred included; at least 1.
        at: When it was deferred, aware.
        first_attempt: When the delivery was first tried, aware.
        expires: How long after that it is given up.

    Returns:
        The next instant, or None when the delivery would be expired by then.
    """
    due = at + WAITS[min(max(attempts, 1), len(WAITS)) - 1]
    return due if due < first_attempt + expires else None

"""How long a mailing takes under the account's limits, and whether that is soon enough."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from dispatch.model.finding import Finding, Severity
from dispatch.model.limits import Limits
from dispatch.workflows.local_time import away_words, clock_time, local_words, moment, next_local

CODE = "SND006"
_DAY = timedelta(days=1)
_CLOCK = re.compile(r"\d{1,2}:\d{2}")


def duration_of(limits: Limits, deliveries: int) -> timedelta | None:
    """How long so many messages take under an account's rate and daily quota; None when neither is set."""
    if limits.per_minute is None and limits.daily is None:
        return None
    full_days, rest = divmod(max(deliveries - 1, 0), limits.daily) if limits.daily else (0, max(deliveries - 1, 0))
    spaced = timedelta(minutes=rest / limits.per_minute) if limits.per_minute else timedelta()
    return full_days * _DAY + spaced


def ends_of(limits: Limits, waves: Sequence[tuple[datetime | None, int]], now: datetime) -> list[datetime]:
    """When each wave is out: one that is not done when the next begins delays it.

    Args:
        limits: The account's.
        waves: From which instant on how many go out, earliest first; None is now.
        now: The time.
    """
    ends: list[datetime] = []
    for start, count in waves:
        ends.append(max(start or now, now, *ends[-1:]) + (duration_of(limits, count) or timedelta()))
    return ends


def by_when(text: str, zone: str, now: datetime) -> datetime:
    """The instant of `--by`: a time of day that comes next, or a date and time.

    Raises:
        UsageError: It is neither, or no zone is known.
    """
    if _CLOCK.fullmatch(text.strip()) and zone:
        return next_local(clock_time(text.strip(), option="--by"), zone, now)
    return moment(text, zone, option="--by").instant


def deadline_findings(
    limits: Limits,
    waves: Sequence[tuple[datetime | None, int]],
    *,
    by: datetime | None,
    zone: str,
    now: datetime,
) -> Iterator[Finding]:
    """What cannot be met: a wave that is not out when the next begins, and the whole after `by`.

    Args:
        limits: The account's.
        waves: From which instant on how many go out, earliest first; None is now.
        by: When the person wants it done; None is any time.
        zone: IANA name for the words, or empty.
        now: The time.
    """
    ends = ends_of(limits, waves, now)
    for (end, (_, count)), (_, (following, _)) in pairwise(zip(ends, waves, strict=True)):
        if following is not None and end > following:
            yield _late(count, end, f"the next wave begins at {local_words(following, zone)}", zone, now)
    if by is not None and ends and max(ends) > by:
        yield _late(sum(count for _, count in waves), max(ends), f"--by is {local_words(by, zone)}", zone, now)


def _late(count: int, end: datetime, wanted: str, zone: str, now: datetime) -> Finding:
    return Finding(
        code=CODE,
        severity=Severity.WARNING,
        message=f"Under the account's limits {count:,} messages are out at {local_words(end, zone)} "
        f"({away_words(end, now)}), but {wanted}.",
        fix="begin earlier, write to fewer people, or use an account with a higher rate",
    )

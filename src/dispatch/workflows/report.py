"""What happened to a mailing: approvals, waves, acceptance over time, and who needs a person."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from dispatch.errors import InputError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import Approval, DeliveryRecord, Event, MailingRecord
from dispatch.ledger.waves import Wave
from dispatch.model.exits import ExitCode
from dispatch.model.mailing import Counts, DeliveryState

#: Stands at the beginning of every report page.
MARK = "<!-- Dispatch report -->"
#: Steps of the chart at most.
STEPS = 60
_SPANS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How many had been accepted by an instant."""

    at: datetime
    accepted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A mailing as it is told to others."""

    mailing: MailingRecord
    counts: Counts
    waves: tuple[Wave, ...]
    #: All sign-offs; those with another fingerprint do not count.
    approvals: tuple[Approval, ...]
    events: tuple[Event, ...]
    first_accepted: datetime | None
    last_accepted: datetime | None
    #: Refused, deferred, expired and in-doubt deliveries.
    attention: tuple[DeliveryRecord, ...]
    #: Bounced, complained or unsubscribed after they were accepted.
    feedback: tuple[tuple[str, int], ...]
    #: Acceptance over time, cumulative.
    steps: tuple[Step, ...]
    made: datetime
    #: In which its times are told: the mailing's, else the desk's; empty is UTC.
    zone: str
    #: Every delivery in list order; None unless it was asked for.
    deliveries: tuple[DeliveryRecord, ...] | None = None

    @property
    def exit(self) -> ExitCode:
        """Telling is always done."""
        return ExitCode.OK


def report(ledger: Ledger, name: str, *, now: datetime, zone: str = "", deliveries: bool = False) -> Report:
    """Everything the ledger knows about a mailing.

    Args:
        ledger: Open.
        name: The mailing.
        now: Aware.
        zone: Of the desk, for a mailing that has none.
        deliveries: Every row of it, too.

    Raises:
        NotFoundError: No such mailing.
    """
    record = ledger.mailing(name)
    seconds: Counter[int] = Counter()
    first: datetime | None = None
    last: datetime | None = None
    for attempt in ledger.attempts(name):
        if attempt.state is DeliveryState.ACCEPTED:
            seconds[int(attempt.at.timestamp())] += 1
            first = min(first or attempt.at, attempt.at)
            last = max(last or attempt.at, attempt.at)
    feedback: Counter[str] = Counter(
        row.feedback for row in ledger.deliveries(name, (DeliveryState.ACCEPTED,)) if row.feedback
    )
    return Report(
        mailing=record,
        counts=ledger.counts(name),
        waves=ledger.waves(name),
        approvals=tuple(ledger.approvals(name)),
        events=tuple(ledger.events(name)),
        first_accepted=first,
        last_accepted=last,
        attention=tuple(ledger.attention(name)),
        feedback=tuple(feedback.most_common()),
        steps=cumulative(seconds, first),
        made=now,
        zone=record.zone or zone,
        deliveries=tuple(ledger.deliveries(name)) if deliveries else None,
    )


def cumulative(seconds: Counter[int], first: datetime | None) -> tuple[Step, ...]:
    """Acceptances by second as at most `STEPS` steps of a round length, the last of them with all.

    Args:
        seconds: Acceptances by POSIX second.
        first: An aware instant of them, for its zone; None when there are none.
    """
    if first is None or not seconds:
        return ()
    start, end = min(seconds), max(seconds)
    span = next((one for one in _SPANS if (end - start) // one < STEPS), (end - start) // STEPS + 1)
    steps: list[Step] = []
    total = 0
    bins: Counter[int] = Counter()
    for second, count in seconds.items():
        bins[(second - start) // span] += count
    zero = first.replace(microsecond=0) - timedelta(seconds=int(first.timestamp()) - start)
    for number in range(max(bins) + 1):
        total += bins[number]
        steps.append(Step(at=zero + timedelta(seconds=(number + 1) * span), accepted=total))
    return tuple(steps)


def write_page(path: Path, shown: str, page: str) -> None:
    """Write a report; an earlier one is replaced, any other file is left alone.

    Raises:
        InputError: It is another file, or it cannot be written.
    """
    try:
        if path.exists() and MARK not in path.read_bytes()[:400].decode("utf-8", "replace"):
            raise InputError(f"{shown} is there already, and it is no report", "name another file")
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{shown} cannot be written: {error.strerror}", "name another file") from error

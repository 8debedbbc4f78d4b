"""Plan mailings for later, move them, and list what is planned."""

from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.errors import RefusedError, UsageError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import MailingRecord, Staged
from dispatch.ledger.waves import Wave
from dispatch.model.exits import ExitCode
from dispatch.model.finding import Finding
from dispatch.model.mailing import AudienceCounts, Counts, MailingState
from dispatch.workflows.clock_trust import note_clock
from dispatch.workflows.heartbeat import heartbeat_findings
from dispatch.workflows.local_time import Moment
from dispatch.workflows.outcome import missing_approvals
from dispatch.workflows.plan import Plan
from dispatch.workflows.send import refuse_blocked, stage

_MOVABLE = frozenset({MailingState.STAGED, MailingState.SCHEDULED, MailingState.STOPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A mailing that waits for its time."""

    mailing: MailingRecord
    counts: Counts
    waves: tuple[Wave, ...]
    #: Approvals that are still missing.
    approvals: int
    #: When the next of it goes out.
    next_due: datetime | None
    #: In which that is told: the mailing's, else the desk's; empty is UTC.
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """What planning a mailing came to."""

    #: None when nobody was left to send to.
    planned: Planned | None
    audience: AudienceCounts
    findings: tuple[Finding, ...]
    #: An approval that no longer counts: the schedule is part of what was approved.
    voided: bool = False
    #: It was moved, not staged.
    moved: bool = False

    @property
    def exit(self) -> ExitCode:
        """Planned, or planned and refused until someone approves it."""
        waits = self.planned is not None and self.planned.approvals > 0 and self.planned.mailing.due is not None
        return ExitCode.REFUSED if waits else ExitCode.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedResult:
    """All that waits for its time, the next one first."""

    mailings: tuple[Planned, ...]

    @property
    def exit(self) -> ExitCode:
        """Showing is always done."""
        return ExitCode.OK


def schedule(workspace: Workspace, plan: Plan, *, ledger: Ledger, clock: Clock) -> Scheduled:
    """Freeze a plan and put it into the ledger for its time; nothing is sent.

    Args:
        workspace: Its settings.
        plan: With `request.at` or `request.at_local`.
        ledger: Open.
        clock: The time.

    Raises:
        UsageError: No time was given, or it is past.
        RefusedError: Findings block, or the identity is unclear.
    """
    refuse_blocked(plan)
    if plan.request.at is None and not plan.request.at_local:
        raise UsageError("no time was given", 'say --at "2026-12-01 09:00", or --at-local 08:30')
    if plan.request.at is not None:
        _refuse_past(plan.request.at, clock)
    note_clock(ledger, clock)
    _bound, staged = stage(plan, ledger=ledger, only=True)
    counts = _with_staged(plan.draft.audience.counts, staged)
    findings = plan.draft.findings
    if not staged.mailing:
        return Scheduled(planned=None, audience=counts, findings=findings)
    planned = planned_one(workspace, ledger, ledger.mailing(staged.mailing))
    return Scheduled(planned=planned, audience=counts, findings=findings)


def reschedule(workspace: Workspace, name: str, at: Moment | None, *, ledger: Ledger, clock: Clock) -> Scheduled:
    """Move a mailing that has not begun, plan one that was only staged, or with None take it off the plan.

    Raises:
        NotFoundError: No such mailing.
        UsageError: The time is past.
        RefusedError: It has begun, or its times were set by `--at-local`.
    """
    before = ledger.mailing(name)
    if before.state not in _MOVABLE:
        raise RefusedError(f"{name} is {before.state} and cannot be planned", "stage a new mailing")
    if before.options.get("at_local"):
        raise RefusedError(
            f"{name} goes out at {before.options['at_local']} in each reader's own zone and cannot be moved",
            f"dispatch cancel {name}, and schedule it again",
        )
    if at is not None:
        _refuse_past(at, clock)
    ledger.schedule(name, at.instant if at else None, at.zone if at else "")
    record = ledger.mailing(name)
    return Scheduled(
        planned=planned_one(workspace, ledger, record),
        audience=record.audience,
        findings=heartbeat_findings(ledger, clock) if at else (),
        voided=bool(before.approved_by) and not record.approved_by,
        moved=True,
    )


def planned_mailings(workspace: Workspace, ledger: Ledger | None, *, clock: Clock) -> PlannedResult:
    """Everything that waits for its time: planned mailings, and later waves of those that have begun."""
    if ledger is None:
        return PlannedResult(mailings=())
    now = clock.now()
    found = [
        planned_one(workspace, ledger, tally.mailing)
        for tally in ledger.mailings()
        if tally.counts.queued
        and (tally.mailing.state is MailingState.SCHEDULED or (tally.next_due is not None and tally.next_due > now))
    ]
    return PlannedResult(mailings=tuple(sorted(found, key=lambda one: (one.next_due or now, one.mailing.name))))


def planned_one(workspace: Workspace, ledger: Ledger, record: MailingRecord) -> Planned:
    """A mailing as it waits."""
    return Planned(
        mailing=record,
        counts=ledger.counts(record.name),
        waves=ledger.waves(record.name),
        approvals=missing_approvals(workspace, record),
        next_due=ledger.next_due(record.name),
        zone=record.zone or workspace.settings.zone,
    )


def wave_due(planned: Planned, wave: Wave) -> datetime | None:
    """From which instant a wave of a planned mailing goes out."""
    due = planned.mailing.due
    if wave.not_before is None or due is None:
        return wave.not_before or due
    return max(wave.not_before, due)


def _refuse_past(at: Moment, clock: Clock) -> None:
    if at.instant <= clock.now():
        raise UsageError(
            f"{at.local:%Y-%m-%d %H:%M %Z} is past", "give a later time, or send it now with `dispatch send`"
        )


def _with_staged(counts: AudienceCounts, staged: Staged) -> AudienceCounts:
    return replace(counts, already_sent=counts.already_sent + staged.already_sent, deliveries=staged.deliveries)

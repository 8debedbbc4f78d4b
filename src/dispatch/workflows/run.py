"""What cron calls: send everything that is due, once, whatever overlaps; say nothing when there is nothing to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.engine.progress import Progress
from dispatch.errors import BusyError, DispatchError, RefusedError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import MailingRecord
from dispatch.model.exits import ExitCode
from dispatch.model.mailing import Counts, MailingState
from dispatch.workflows.clock_trust import note_clock, refuse_unsure_clock
from dispatch.workflows.heartbeat import RUN
from dispatch.workflows.local_time import local_words
from dispatch.workflows.notify import notify
from dispatch.workflows.outcome import PAUSED, Sent, send_staged

#: How long a mailing that stopped by itself is left alone, and one whose `send` may still be beginning.
PAUSE = timedelta(minutes=15)
#: Kind of the event of a mailing that came too late.
LATE = "late"
_WORST = (
    ExitCode.INTERRUPTED, ExitCode.STOPPED, ExitCode.REFUSED, ExitCode.USAGE, ExitCode.ATTENTION, ExitCode.BUSY,
    ExitCode.OK,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One mailing that this run did something about, or should have."""

    mailing: MailingRecord
    counts: Counts
    #: What was sent; None when nothing was tried.
    sent: Sent | None = None
    #: Why it did not go out, or not wholly; empty when it did.
    problem: str = ""
    fix: str = ""
    exit: ExitCode = ExitCode.OK
    #: Why the person whom `[notify]` names could not be told; empty when they were.
    untold: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """All that a run touched, in the order in which it was due."""

    mailings: tuple[Touched, ...] = ()

    @property
    def exit(self) -> ExitCode:
        """The worst of the mailings; 0 when there was nothing to do.

        A configuration that is wrong for one of them is 2 only when nothing else was sent.
        """
        ends = {one.exit for one in self.mailings}
        worst = next((end for end in _WORST if end in ends), ExitCode.OK)
        some_sent = any(one.sent for one in self.mailings)
        return ExitCode.ATTENTION if worst is ExitCode.USAGE and some_sent else worst


def run(
    workspace: Workspace,
    ledger: Ledger | None,
    *,
    clock: Clock,
    progress: Progress,
    late: timedelta | None = None,
    tokens: Callable[[], str],
) -> RunResult:
    """Send what is due; mailings that another process sends are left to it.

    Args:
        workspace: Host and credentials are read live from its settings.
        ledger: None when nothing was ever staged here.
        clock: The time.
        progress: Is told what happens.
        late: How late a mailing may still go out; None takes what it was staged with.
        tokens: Makes the Message-IDs of notices unique.
    """
    if ledger is None:
        return RunResult()
    here = ledger.machine_matches()
    if here:
        ledger.recover()
        ledger.beat(RUN)
        note_clock(ledger, clock)
    touched: list[Touched] = []
    for name in _due(ledger, clock.now()):
        one = _touch(workspace, ledger, name, clock=clock, progress=progress, late=late)
        if one is not None:
            untold = notify(workspace, ledger, name, one.problem, one.fix, clock=clock, token=tokens())
            end = ExitCode.ATTENTION if untold and one.exit is ExitCode.OK else one.exit
            touched.append(replace(one, untold=untold, exit=end))
            if one.exit is ExitCode.INTERRUPTED:
                break
    return RunResult(mailings=tuple(touched))


def _due(ledger: Ledger, now: datetime) -> list[str]:
    """Names of the mailings with something that may go out now, the longest due first; finished ones cost nothing."""
    dues = [(ledger.next_due(record.name), record) for record in ledger.unfinished(rehearsals=True)]
    found = [(due, record.name) for due, record in dues if due is not None and _is_due(ledger, record, due, now)]
    return [name for _due, name in sorted(found)]


def _is_due(ledger: Ledger, mailing: MailingRecord, due: datetime, now: datetime) -> bool:
    if due > now:
        return False
    if mailing.state is MailingState.STAGED:
        # it was said yes to, and its process never began; one that is about to begin is left to it
        return not mailing.options.get("stage_only") and now - mailing.created > PAUSE
    if mailing.state is MailingState.STOPPED:
        return _paused(ledger, mailing.name) and now - mailing.updated >= PAUSE
    return True


def _paused(ledger: Ledger, name: str) -> bool:
    """It stopped for something that passes by itself; whatever else stopped it, a person decides."""
    ends = [event.kind for event in ledger.events(name) if event.kind in {"stopped", "resolved", PAUSED, LATE}]
    return bool(ends) and ends[-1] == PAUSED


def _touch(
    workspace: Workspace, ledger: Ledger, name: str, *, clock: Clock, progress: Progress, late: timedelta | None
) -> Touched | None:
    """Send one mailing, or say why not; None when another process sends it."""
    before, began = ledger.counts(name), clock.now()
    if not before.open or ledger.busy(name):
        return None
    record = ledger.mailing(name)
    reason = _too_late(ledger, record, began, late=late, default=workspace.settings.send.late)
    try:
        if reason:
            refuse_unsure_clock(ledger, clock)
        if reason and ledger.machine_matches():
            ledger.stop(name, reason, kind=LATE)
            return _not_sent(ledger, name, ExitCode.ATTENTION, reason, f"dispatch resume {name}, or reschedule it")
        sent = send_staged(workspace, name, ledger=ledger, clock=clock, progress=progress)
    except BusyError:
        return None
    except DispatchError as error:
        end = ExitCode.REFUSED if isinstance(error, RefusedError) else ExitCode(error.exit)
        return _not_sent(ledger, name, end, error.message, error.fix)
    sent = replace(sent, attention=tuple(item for item in sent.attention if item.updated >= began))
    if sent.halt is None and sent.counts == before and not sent.attention:
        # another run was quicker
        return None
    return Touched(
        mailing=sent.mailing,
        counts=sent.counts,
        sent=sent,
        problem=sent.halt.message if sent.halt else "",
        fix=sent.halt.fix if sent.halt else "",
        exit=sent.exit,
    )


def _not_sent(ledger: Ledger, name: str, end: ExitCode, problem: str, fix: str) -> Touched:
    return Touched(mailing=ledger.mailing(name), counts=ledger.counts(name), problem=problem, fix=fix, exit=end)


def _too_late(
    ledger: Ledger, record: MailingRecord, now: datetime, *, late: timedelta | None, default: timedelta
) -> str:
    """Why it must not go out any more without a person; empty when it may.

    Only a wave of which nothing was tried can be late: one that is under way goes on, however long it takes.
    """
    if record.due is None and record.late is None:
        return ""
    kept = default if record.late is None else timedelta(seconds=record.late)
    allowed = kept if late is None else late
    for due in _unbegun(ledger, record):
        if now - due > allowed:
            return f"it came too late: it was due {local_words(due, record.zone)}, and now it is {_clock(record, now)}"
    return ""


def _unbegun(ledger: Ledger, record: MailingRecord) -> Iterator[datetime]:
    for wave in ledger.waves(record.name):
        due = max(wave.not_before or record.created, record.due or record.created)
        if wave.untried and not wave.begun:
            yield due


def _clock(record: MailingRecord, now: datetime) -> str:
    return local_words(now, record.zone)

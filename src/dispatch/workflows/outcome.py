"""Send one staged mailing, and say what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.delivery.protocol import Backend
from dispatch.engine.progress import Progress
from dispatch.engine.run import send_mailing
from dispatch.engine.stops import Halt
from dispatch.errors import RefusedError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import DeliveryRecord, MailingRecord
from dispatch.model.exits import ExitCode
from dispatch.model.mailing import Counts, MailingState
from dispatch.workflows.accounts import open_backends
from dispatch.workflows.clock_trust import refuse_unsure_clock
from dispatch.workflows.local_time import local_words
from dispatch.workflows.variants import writer

#: Kind of the event of a stop that may pass by itself.
PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A mailing after a run."""

    mailing: MailingRecord
    counts: Counts
    #: Refused, deferred, expired and in-doubt deliveries.
    attention: tuple[DeliveryRecord, ...]
    #: Why the run ended before its time; None when nothing was left to do.
    halt: Halt | None
    #: What the account is called and where it leads.
    through: str
    #: From the first connection to the last outcome.
    sending_seconds: float
    #: When the next of it goes out; None when nothing is left.
    next_due: datetime | None = None
    #: In which that is told; empty is UTC.
    zone: str = ""

    @property
    def exit(self) -> ExitCode:
        """How a command that did this ends."""
        if self.halt is not None:
            return self.halt.exit
        return ExitCode.ATTENTION if self.attention else ExitCode.OK


def has_begun(mailing: MailingRecord, now: datetime | None = None) -> bool:
    """Someone said yes to it; one that was only staged, or waits for its time, does not go on by accident.

    Args:
        mailing: As the ledger has it.
        now: A planned one has begun when its time has come; without the time it has not.
    """
    if mailing.state is MailingState.STAGED:
        return not mailing.options.get("stage_only")
    planned = mailing.state is MailingState.SCHEDULED
    return not planned or (now is not None and mailing.due is not None and mailing.due <= now)


def refuse_early(record: MailingRecord, now: datetime) -> None:
    """Nothing goes out before the time that was planned for it.

    Raises:
        RefusedError: It is planned for later.
    """
    if record.state is MailingState.SCHEDULED and record.due is not None and record.due > now:
        raise RefusedError(
            f"{record.name} is planned for {local_words(record.due, record.zone)}",
            f"`dispatch run` sends it then; `dispatch reschedule {record.name} --at ...` moves it, --off unplans it",
        )


def refuse_unapproved(workspace: Workspace, record: MailingRecord) -> None:
    """Nothing goes out that fewer people have signed off than dispatch.toml demands.

    Raises:
        RefusedError: Approvals are missing.
    """
    missing = missing_approvals(workspace, record)
    if missing:
        required = workspace.settings.approval.required
        raise RefusedError(
            f"{record.name} needs {required} approval{'' if required == 1 else 's'} and has {required - missing}",
            f"dispatch approve {record.name}",
        )


def missing_approvals(workspace: Workspace, record: MailingRecord) -> int:
    """How many people must still sign it off as it is now."""
    return max(workspace.settings.approval.required - len(set(record.approved_by)), 0)


def send_staged(
    workspace: Workspace,
    name: str,
    *,
    ledger: Ledger,
    clock: Clock,
    progress: Progress,
    wait: bool = False,
    backends: Sequence[Backend] = (),
) -> Sent:
    """Send what is due of a mailing that is in the ledger.

    Args:
        workspace: Host and credentials are read live from its settings.
        name: The mailing.
        ledger: Open.
        clock: The time.
        progress: Is told what happens.
        wait: Stay until deferred deliveries are settled.
        backends: Opened already; else those the mailing was staged for.

    Raises:
        BusyError: Another process is sending it.
        RefusedError: It was cancelled, waits for its time or an approval, or the ledger is another machine's.
    """
    record = ledger.mailing(name)
    refuse_early(record, clock.now())
    refuse_unapproved(workspace, record)
    if record.due is not None or record.embargo is not None:
        refuse_unsure_clock(ledger, clock)
    backends = backends or open_backends(workspace, record.backend)
    run = send_mailing(
        ledger,
        name,
        backends=backends,
        write=writer(ledger, name),
        clock=clock,
        progress=progress,
        wait=wait,
    )
    if run.halt is not None:
        ledger.stop(name, run.halt.message, kind=PAUSED if run.halt.passes else "stopped")
    return Sent(
        mailing=ledger.mailing(name),
        counts=ledger.counts(name),
        attention=tuple(ledger.attention(name)),
        halt=run.halt,
        through=f"{backends[0].name} ({backends[0].description})",
        sending_seconds=run.sending_seconds,
        next_due=ledger.next_due(name),
        zone=record.zone or workspace.settings.zone,
    )

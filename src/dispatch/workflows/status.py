"""What happened to the mailings, and who needs attention."""

from dataclasses import dataclass
from datetime import datetime

from dispatch.config.workspace import Workspace
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import DeliveryRecord, MailingRecord
from dispatch.model.exits import ExitCode
from dispatch.model.mailing import Counts, MailingState
from dispatch.workflows.drift import Difference, changed, differences


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingStatus:
    """One mailing as it stands."""

    mailing: MailingRecord
    counts: Counts
    #: Sources that changed since it was staged.
    drift: tuple[str, ...]
    #: Refused, deferred, expired and in-doubt deliveries; only for one named mailing.
    attention: tuple[DeliveryRecord, ...] = ()
    #: How the sources differ from what was staged; only for one named mailing that is not finished.
    differences: tuple[Difference, ...] = ()
    #: Every delivery; only with `--deliveries`.
    deliveries: tuple[DeliveryRecord, ...] | None = None
    #: When the next of its queued deliveries is due; None when it is due already, or none is left.
    next_due: datetime | None = None

    def waits_until(self, now: datetime) -> datetime | None:
        """When the next wave or try of a mailing that has begun comes; None when it is at work, or over."""
        begun = self.mailing.state is MailingState.SENDING and not self.counts.in_flight
        return self.next_due if begun and self.next_due is not None and self.next_due > now else None

    @property
    def open(self) -> bool:
        """Something of it still waits or needs a person."""
        return bool(self.counts.open or self.counts.in_doubt)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusResult:
    """Mailings, newest first."""

    mailings: tuple[MailingStatus, ...]
    #: `--check`: exit 1 when anything is open.
    check: bool = False

    @property
    def exit(self) -> ExitCode:
        """0, or 1 under `--check` with anything open."""
        return ExitCode.ATTENTION if self.check and any(item.open for item in self.mailings) else ExitCode.OK


def status(
    workspace: Workspace, ledger: Ledger | None, name: str | None, *, deliveries: bool = False, check: bool = False
) -> StatusResult:
    """Mailings of this workspace, or one.

    Args:
        workspace: Where the sources lie.
        ledger: None when there is none yet.
        name: One mailing, or None for all.
        deliveries: Every row of it, too.
        check: Whether open work makes the exit code 1.

    Raises:
        NotFoundError: No such mailing.
    """
    if ledger is None:
        return StatusResult(mailings=(), check=check)
    if name is None:
        tallies = ledger.mailings()
        found = [
            MailingStatus(
                mailing=item.mailing,
                counts=item.counts,
                drift=changed(workspace, item.mailing.sources),
                next_due=item.next_due,
            )
            for item in tallies
        ]
        return StatusResult(mailings=tuple(found), check=check)
    record, counts = ledger.mailing(name), ledger.counts(name)
    one = MailingStatus(
        mailing=record,
        counts=counts,
        drift=changed(workspace, record.sources),
        attention=tuple(ledger.attention(name)),
        differences=differences(workspace, ledger, record) if counts.open else (),
        deliveries=tuple(ledger.deliveries(name)) if deliveries else None,
        next_due=ledger.next_due(name),
    )
    return StatusResult(mailings=(one,), check=check)

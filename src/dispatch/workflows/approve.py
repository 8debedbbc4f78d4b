"""The sign-off of a staged mailing, bound to the fingerprint of what was looked at."""

import os
import pwd
from dataclasses import dataclass

from dispatch.config.workspace import Workspace
from dispatch.errors import RefusedError, UsageError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import Approval, MailingRecord
from dispatch.model.exits import ExitCode
from dispatch.model.mailing import Counts, MailingState
from dispatch.workflows.outcome import missing_approvals

_OVER = frozenset({MailingState.DONE, MailingState.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """A mailing after a sign-off."""

    mailing: MailingRecord
    counts: Counts
    approval: Approval
    #: How many more are needed.
    missing: int

    @property
    def exit(self) -> ExitCode:
        """It was recorded; that more are needed is no trouble."""
        return ExitCode.OK


def approve(workspace: Workspace, ledger: Ledger, name: str, by: str = "") -> Approved:
    """Record that someone approves a mailing as it is now: a record, not an authentication.

    Args:
        workspace: Says how many are needed.
        ledger: Open.
        name: The mailing.
        by: Who; empty takes the name of the account on this machine.

    Raises:
        NotFoundError: No such mailing.
        RefusedError: It is over.
        UsageError: The name is empty or not one line.
    """
    record = ledger.mailing(name)
    if record.state in _OVER:
        raise RefusedError(f"{name} is {record.state}: there is nothing left to approve", "`dispatch status` lists all")
    who = by.strip() or pwd.getpwuid(os.getuid()).pw_name
    if not who.isprintable():
        raise UsageError("--by must be a name on one line", 'write it as --by "Ana Ruiz"')
    approval = ledger.approve(name, who)
    record = ledger.mailing(name)
    return Approved(
        mailing=record,
        counts=ledger.counts(name),
        approval=approval,
        missing=missing_approvals(workspace, record),
    )

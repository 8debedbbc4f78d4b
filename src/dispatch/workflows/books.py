"""Opening the workspace's ledger."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.errors import NotFoundError

if TYPE_CHECKING:
    from dispatch.ledger.ledger import Ledger


def existing_ledger(workspace: Workspace, clock: Clock) -> "Ledger | None":
    """The workspace's ledger, or None when nothing was ever staged here: looking creates nothing.

    Raises:
        LedgerError: It cannot be opened.
    """
    url = workspace.ledger_url
    # a link is looked at when it is opened, and refused there: what it hides is no reason to say that nothing was sent
    if "://" not in url and not os.path.lexists(url) and not Path(url).parent.is_symlink():
        return None
    return _opened(url, clock)


def demand_ledger(workspace: Workspace, clock: Clock) -> "Ledger":
    """The workspace's ledger, for commands about a mailing.

    Raises:
        NotFoundError: Nothing was ever staged here.
        LedgerError: It cannot be opened.
    """
    ledger = existing_ledger(workspace, clock)
    if ledger is None:
        raise NotFoundError(
            f"there are no mailings in {workspace.root} yet",
            "stage one with `dispatch send`, or name the workspace with -w",
        )
    return ledger


def make_ledger(workspace: Workspace, clock: Clock) -> "Ledger":
    """The workspace's ledger, created when it is not there.

    Raises:
        LedgerError: It cannot be opened or created.
    """
    return _opened(workspace.ledger_url, clock)


def _opened(url: str, clock: Clock) -> "Ledger":
    from dispatch.ledger import open_ledger  # noqa: PLC0415 - brings what looking at a first release does not need

    return open_ledger(url, clock=clock)

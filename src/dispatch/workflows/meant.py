"""Whether a word on the command line is a release or a mailing."""

from typing import TYPE_CHECKING

from dispatch.config.workspace import Workspace
from dispatch.errors import InputError, NotFoundError
from dispatch.workflows.material import Selection

if TYPE_CHECKING:
    from dispatch.ledger.ledger import Ledger


def mailing_meant(workspace: Workspace, ledger: "Ledger | None", name: str, selection: Selection) -> bool:
    """Whether a RELEASE|MAILING argument names a mailing.

    A path that is there is a release; so is anything that lists are named with.

    Raises:
        NotFoundError: It names neither; near names are in the fix.
    """
    if ledger is None or selection != Selection(lists=()) or (workspace.cwd / name).exists():
        return False
    try:
        ledger.mailing(name)
    except NotFoundError as unknown:
        try:
            workspace.release(name)
        except InputError as error:
            raise NotFoundError(f"there is no release and no mailing {name}", unknown.fix or error.fix) from error
        return False
    return True

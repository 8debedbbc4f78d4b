"""Go on with a mailing that is not finished."""

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.engine.progress import Progress
from dispatch.errors import NotFoundError, UsageError
from dispatch.ledger.ledger import Ledger
from dispatch.workflows.outcome import Sent, has_begun, send_staged


def resume(
    workspace: Workspace,
    ledger: Ledger,
    name: str | None,
    *,
    clock: Clock,
    progress: Progress,
    wait: bool = False,
) -> Sent:
    """Send what is queued or due of a mailing.

    Args:
        workspace: Host and credentials are read live from its settings.
        ledger: Open.
        name: The mailing; None takes the only unfinished one.
        clock: The time.
        progress: Is told what happens.
        wait: Stay until deferred deliveries are settled.

    Raises:
        NotFoundError: No such mailing, or nothing is unfinished.
        UsageError: Several are unfinished and none was named.
        BusyError: Another process is sending it.
    """
    return send_staged(
        workspace, name or the_unfinished(ledger), ledger=ledger, clock=clock, progress=progress, wait=wait
    )


def the_unfinished(ledger: Ledger) -> str:
    """The name of the only unfinished mailing.

    Raises:
        NotFoundError: There is none.
        UsageError: There are several.
    """
    ledger.recover()
    names = [tally.mailing.name for tally in ledger.mailings() if tally.counts.open and has_begun(tally.mailing)]
    if not names:
        raise NotFoundError("nothing is unfinished", "`dispatch status` lists the mailings")
    if len(names) > 1:
        raise UsageError(
            f"several mailings are unfinished: {', '.join(names)}", f"name one: dispatch resume {names[0]}"
        )
    return names[0]

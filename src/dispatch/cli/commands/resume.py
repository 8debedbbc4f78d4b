"""`dispatch resume`: go on with a mailing."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import OptionalMailing
from dispatch.cli.session import Session

EXAMPLES = ("dispatch resume", "dispatch resume night-clinics-1 --wait")


def resume(
    ctx: typer.Context,
    mailing: OptionalMailing = None,
    *,
    wait: Annotated[bool, typer.Option("--wait", help="Stay until deferred ones are settled, too.")] = False,
) -> Answer:
    """Go on with what is queued or due; without a name, the only unfinished mailing.

    Nothing is asked: it was approved when the mailing was sent first.
    """
    from dispatch.cli.progress import progress_on  # noqa: PLC0415
    from dispatch.cli.sending import sent_answer  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger  # noqa: PLC0415
    from dispatch.workflows.resume import resume as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    clock = SystemClock()
    progress = progress_on(session.notices, clock, silent=session.quiet or session.json)
    with demand_ledger(workspace, clock) as ledger:
        sent = workflow(workspace, ledger, mailing, clock=clock, progress=progress, wait=wait)
    return sent_answer(session, sent, clock)

"""`dispatch run`: what cron calls."""

from contextlib import nullcontext
from typing import Annotated

import typer

from dispatch.cli.answer import Answer, Problem
from dispatch.cli.session import Session

EXAMPLES = ("dispatch run", "dispatch -w /srv/press run", "dispatch cron install")


def run(
    ctx: typer.Context,
    *,
    late: Annotated[
        str,
        typer.Option("--late", metavar="DURATION", help="What is later than that is reported, not sent."),
    ] = "",
) -> Answer:
    """Send everything that is due and go on with what is due again, once, whatever overlaps.

    It prints nothing when there is nothing to do, and one line for each mailing otherwise.
    """
    from dispatch.cli.render import run as render  # noqa: PLC0415
    from dispatch.cli.scheduling import asked_duration  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.engine.progress import Unwatched  # noqa: PLC0415
    from dispatch.ledger.opening import unguessable  # noqa: PLC0415
    from dispatch.workflows.books import existing_ledger  # noqa: PLC0415
    from dispatch.workflows.run import run as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    clock = SystemClock()
    allowed = asked_duration(late) if late else None
    with existing_ledger(workspace, clock) or nullcontext() as ledger:
        result = workflow(workspace, ledger, clock=clock, progress=Unwatched(), late=allowed, tokens=unguessable)
    trouble = next((one for one in result.mailings if one.problem), None)
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.people(result, page, clock.now()),
        error=Problem(message=trouble.problem, fix=trouble.fix) if trouble else None,
        acted=True,
    )

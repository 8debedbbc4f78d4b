"""`dispatch planned`: what waits for its time."""

from contextlib import nullcontext

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.session import Session

EXAMPLES = ("dispatch planned", "dispatch planned --json")


def planned(ctx: typer.Context) -> Answer:
    """List what is planned: local time, UTC, and how long that is from now."""
    from dispatch.cli.render import schedule as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import existing_ledger  # noqa: PLC0415
    from dispatch.workflows.schedule import planned_mailings  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    clock = SystemClock()
    with existing_ledger(workspace, clock) or nullcontext() as ledger:
        result = planned_mailings(workspace, ledger, clock=clock)
    return Answer(
        exit=result.exit,
        data=lambda: render.planned_data(result, clock.now()),
        people=lambda page: render.planned_people(result, page, clock.now()),
    )

"""`dispatch status`: what happened to the mailings."""

from contextlib import nullcontext
from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import OptionalMailing
from dispatch.cli.session import Session
from dispatch.errors import UsageError

EXAMPLES = ("dispatch status", "dispatch status night-clinics-1 --deliveries", "dispatch status --check")


def status(
    ctx: typer.Context,
    mailing: OptionalMailing = None,
    *,
    deliveries: Annotated[bool, typer.Option("--deliveries", help="Every row of the mailing.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit code 1 when anything is open.")] = False,
) -> Answer:
    """Show the mailings, newest first; or one, with who needs attention and why."""
    from dispatch.cli.render import status as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger, existing_ledger  # noqa: PLC0415
    from dispatch.workflows.status import status as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    if deliveries and mailing is None:
        raise UsageError("--deliveries needs the name of a mailing", "dispatch status MAILING --deliveries")
    workspace = session.open_workspace()
    clock = SystemClock()
    book = demand_ledger(workspace, clock) if mailing else existing_ledger(workspace, clock)
    with book or nullcontext() as ledger:
        result = workflow(workspace, ledger, mailing, deliveries=deliveries, check=check)
    one = mailing is not None
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.people(result, page, clock.now(), one=one),
    )

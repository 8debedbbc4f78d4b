"""`dispatch restage`: take the files' new state."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Mailing
from dispatch.cli.session import Session
from dispatch.errors import RefusedError

EXAMPLES = ("dispatch restage night-clinics-1", "dispatch status night-clinics-1")


def restage(
    ctx: typer.Context,
    mailing: Mailing,
    *,
    skip_invalid: Annotated[bool, typer.Option("--skip-invalid", help="Go on without bad rows.")] = False,
    allow: Annotated[
        list[str] | None, typer.Option("--allow", metavar="CODE", help="This finding does not block this time.")
    ] = None,
    yes_new_version: Annotated[
        bool, typer.Option("--yes-new-version", help="Others keep the earlier text; new people get this one.")
    ] = False,
) -> Answer:
    """Stage a mailing that has not begun again, from its files as they are now; it gets a new name.

    Its time stays. An approval of the old state no longer counts. `dispatch status MAILING` shows what changed.
    """
    from dispatch.cli.render import restage as render  # noqa: PLC0415
    from dispatch.cli.sending import blocked  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger  # noqa: PLC0415
    from dispatch.workflows.restage import restage as workflow  # noqa: PLC0415
    from dispatch.workflows.restage import restage_plan  # noqa: PLC0415
    from dispatch.workflows.send import refuse_blocked  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    clock = SystemClock()
    with demand_ledger(workspace, clock) as ledger:
        plan = restage_plan(
            workspace,
            ledger,
            mailing,
            clock=clock,
            allow=frozenset(code.upper() for code in allow or ()),
            skip_invalid=skip_invalid,
            yes_new_version=yes_new_version,
        )
        try:
            refuse_blocked(plan)
        except RefusedError as error:
            return blocked(plan, error, clock)
        result = workflow(workspace, ledger, plan)
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result, clock.now()),
        people=lambda page: render.people(result, page, clock.now()),
        findings=result.findings,
        acted=True,
    )

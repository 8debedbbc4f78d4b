"""`dispatch lift`: an embargo ended before its time."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Mailing
from dispatch.cli.session import Session
from dispatch.errors import UsageError

EXAMPLES = (
    'dispatch lift night-clinics-1 --now --reason "the minister spoke early"',
    'dispatch lift night-clinics-1 --broken --reason "published by The Post at 18:40"',
)


def lift(
    ctx: typer.Context,
    mailing: Mailing,
    *,
    now: Annotated[bool, typer.Option("--now", help="You lift it early.")] = False,
    broken: Annotated[bool, typer.Option("--broken", help="Somebody published before the time.")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept with the mailing.")] = "",
) -> Answer:
    """Record that an embargo was lifted early or broken, and let the second wave go.

    `dispatch run` sends it, or `dispatch resume MAILING` at once.
    """
    from dispatch.cli.render import lift as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger  # noqa: PLC0415
    from dispatch.workflows.embargo import lift as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    if now == broken:
        raise UsageError("say either --now or --broken", "--now: you lift it; --broken: somebody else did not keep it")
    clock = SystemClock()
    with demand_ledger(session.open_workspace(), clock) as ledger:
        result = workflow(ledger, mailing, reason=reason, broken=broken, clock=clock)
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.people(result, page),
        acted=True,
    )

"""`dispatch cancel`: nothing more of a mailing goes out."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Mailing
from dispatch.cli.session import Session

EXAMPLES = ("dispatch cancel night-clinics-1", 'dispatch cancel night-clinics-1 --reason "wrong figure"')


def cancel(
    ctx: typer.Context,
    mailing: Mailing,
    *,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Kept with the mailing.")] = "",
) -> Answer:
    """Stop a mailing: what is queued or deferred does not go out any more; what was sent stays sent."""
    from dispatch.cli.render import decide as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger  # noqa: PLC0415
    from dispatch.workflows.decide import cancel as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    with demand_ledger(session.open_workspace(), SystemClock()) as ledger:
        result = workflow(ledger, mailing, reason)
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.show_cancelled(result, page),
        acted=True,
    )

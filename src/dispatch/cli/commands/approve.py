"""`dispatch approve`: sign a mailing off."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Mailing
from dispatch.cli.session import Session

EXAMPLES = ("dispatch approve night-clinics-1", 'dispatch approve night-clinics-1 --by "Ana Ruiz, director"')


def approve(
    ctx: typer.Context,
    mailing: Mailing,
    *,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who approves; else the name of this account.")] = "",
) -> Answer:
    """Sign off a staged mailing exactly as it is: content, audience, theme, sender and time.

    It is a record, not an authentication. Staging again or another time voids it.
    """
    from dispatch.cli.render import approve as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.approve import approve as workflow  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    with demand_ledger(workspace, SystemClock()) as ledger:
        result = workflow(workspace, ledger, mailing, by)
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.people(result, page),
        acted=True,
    )

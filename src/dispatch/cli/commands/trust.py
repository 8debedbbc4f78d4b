"""`dispatch trust`: allow a workspace to run programs."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.session import Session

EXAMPLES = ("dispatch trust", "dispatch trust --ledger")


def trust(
    ctx: typer.Context,
    *,
    ledger: Annotated[bool, typer.Option("--ledger", help="Make a copied or restored ledger this machine's.")] = False,
    clock: Annotated[bool, typer.Option("--clock", help="The machine's clock was set, and is right now.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> Answer:
    """Allow this workspace to run the programs that its settings name, exactly as they are now.

    With --ledger instead: the ledger was copied or restored here, and this machine goes on with it.
    With --clock instead: you have looked at the clock, and planned and embargoed mailings may go on.
    """
    from dispatch.cli.render import trust as render  # noqa: PLC0415
    from dispatch.cli.trusting import agreed  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger  # noqa: PLC0415
    from dispatch.workflows.settings import trust_clock, trust_ledger, trust_programs  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    if not clock:
        agreed(session, workspace, ledger=ledger, yes=yes)
    if clock:
        with demand_ledger(workspace, SystemClock()) as book:
            result = trust_clock(workspace, book)
    elif ledger:
        with demand_ledger(workspace, SystemClock()) as book:
            result = trust_ledger(workspace, book)
    else:
        result = trust_programs(workspace)
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.people(result, page),
        acted=True,
    )

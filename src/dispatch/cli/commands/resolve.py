"""`dispatch resolve`: decide about deliveries that are in doubt."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Mailing
from dispatch.cli.session import Session
from dispatch.errors import UsageError

EXAMPLES = (
    "dispatch resolve night-clinics-1 k.lee@post.test --sent",
    "dispatch resolve night-clinics-1 k.lee@post.test --resend",
    "dispatch resolve night-clinics-1 --all --sent",
)


def resolve(
    ctx: typer.Context,
    mailing: Mailing,
    addresses: Annotated[list[str] | None, typer.Argument(metavar="[ADDRESS]...", help="Those in doubt.")] = None,
    *,
    everyone: Annotated[bool, typer.Option("--all", help="All of the mailing that are in doubt.")] = False,
    sent: Annotated[bool, typer.Option("--sent", help="They have it.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="They do not have it: queue it again.")] = False,
) -> Answer:
    """Decide about deliveries that nobody can know about: the Sent folder or the journalist tells.

    `dispatch status MAILING` names them, with the time and the Message-ID to look for.
    """
    from dispatch.cli.render import decide as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger  # noqa: PLC0415
    from dispatch.workflows.decide import resolve as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    if sent == resend:
        raise UsageError("say either --sent or --resend", "--sent: they have it; --resend: queue it again")
    if everyone == bool(addresses):
        raise UsageError("name addresses, or say --all", f"`dispatch status {mailing}` names those in doubt")
    with demand_ledger(session.open_workspace(), SystemClock()) as ledger:
        result = workflow(ledger, mailing, addresses, sent=sent)
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.show_resolved(result, page),
        acted=True,
    )

"""`dispatch withdraw`: nobody may use it."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Mailing, Theme
from dispatch.cli.session import Session

EXAMPLES = ('dispatch withdraw night-clinics-1 --reason "the figures were not approved"',)


def withdraw(
    ctx: typer.Context,
    mailing: Mailing,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; everyone reads it.")] = "",
    theme: Theme = "",
    backend: Annotated[str, typer.Option("--backend", metavar="B", help="Through this account.")] = "",
    stage_only: Annotated[
        bool, typer.Option("--stage-only", help="Stop and block it now; freeze the notice for `send MAILING`.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> Answer:
    """Cancel what is queued or planned, block the release, and tell everyone who got any version not to use it."""
    from dispatch.cli.following import Talk, agreed, blocked_answer, go  # noqa: PLC0415 - brings everything
    from dispatch.cli.sending import declined  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger  # noqa: PLC0415
    from dispatch.workflows.withdraw import block  # noqa: PLC0415
    from dispatch.workflows.withdraw import withdraw as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    clock = SystemClock()
    with demand_ledger(workspace, clock) as ledger:
        withdrawal = workflow(workspace, ledger, mailing, reason, clock=clock, theme=theme, backend=backend)
        number = withdrawal.plan.deliveries if withdrawal.plan else 0
        talk = Talk(
            question=f"Withdraw {withdrawal.record.release} and tell {number:,} now?",
            told=(
                ("Reason", reason),
                *(("Cancels", f"what is still to go of {name}") for name in withdrawal.unfinished),
            ),
            yes=yes,
            stage_only=stage_only,
            before=lambda: block(ledger, withdrawal),
        )
        if withdrawal.plan is None:
            return blocked_answer(mailing, talk.before()) if agreed(session, talk) else declined()
        return go(session, workspace, withdrawal.plan, talk, ledger=ledger, clock=clock)

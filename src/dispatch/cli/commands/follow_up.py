"""`dispatch follow-up`: once more, in the thread, with something new."""

from pathlib import Path
from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Mailing
from dispatch.cli.session import Session

EXAMPLES = ("dispatch follow-up night-clinics-1 --pitch new-figures.txt",)


def follow_up(
    ctx: typer.Context,
    mailing: Mailing,
    *,
    pitch: Annotated[
        Path, typer.Option("--pitch", metavar="FILE", help="The new lines; may use fields such as {{ contact.name }}.")
    ],
    force: Annotated[bool, typer.Option("--force", help="Before two working days have passed, or once more.")] = False,
    theme: Annotated[str, typer.Option("--theme", metavar="T", help="A theme in templates/.")] = "note",
    backend: Annotated[str, typer.Option("--backend", metavar="B", help="Through this account.")] = "",
    stage_only: Annotated[bool, typer.Option("--stage-only", help="Freeze it for `send MAILING`.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> Answer:
    """Write once more to those who got it and neither answered, bounced nor asked to be removed.

    Never before an embargo lifts.
    """
    from dispatch.cli.following import Talk, go  # noqa: PLC0415 - brings everything
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger  # noqa: PLC0415
    from dispatch.workflows.follow_up import follow_up as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    clock = SystemClock()
    with demand_ledger(workspace, clock) as ledger:
        found = workflow(
            workspace,
            ledger,
            mailing,
            workspace.cwd / pitch,
            clock=clock,
            force=force,
            theme=theme,
            backend=backend,
        )
        talk = Talk(
            question=f"Follow up with {found.plan.deliveries:,} now?",
            told=(("Left out", f"{found.quiet:,} who answered, bounced or asked to be removed"),)
            if found.quiet
            else (),
            yes=yes,
            stage_only=stage_only,
        )
        return go(session, workspace, found.plan, talk, ledger=ledger, clock=clock)

"""`dispatch correct`: the corrected text, to exactly those who have the wrong one."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Mailing, Release, Theme
from dispatch.cli.session import Session

EXAMPLES = (
    'dispatch correct night-clinics-1 statement.md --note "Paragraph 3: 1,200, not 12,000"',
    'dispatch correct night-clinics-1 statement.md --note "The name is Ruiz" --stage-only',
)


def correct(
    ctx: typer.Context,
    mailing: Mailing,
    release: Release,
    *,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help="What was wrong, what is right, and where; stands on top.")
    ] = "",
    no_doubtful: Annotated[
        bool, typer.Option("--no-doubtful", help="Not to those of whom nobody knows whether they have it.")
    ] = False,
    theme: Theme = "",
    backend: Annotated[str, typer.Option("--backend", metavar="B", help="Through this account.")] = "",
    allow: Annotated[
        list[str] | None, typer.Option("--allow", metavar="CODE", help="This finding does not block this time.")
    ] = None,
    stage_only: Annotated[bool, typer.Option("--stage-only", help="Freeze it for `send MAILING`.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> Answer:
    """Send the whole corrected release, in the same thread, to everyone whose earlier version was accepted.

    What is still to go of the wrong text is cancelled. Limits of frequency do not hold it up; opt-outs do.
    """
    from dispatch.cli.following import Talk, go  # noqa: PLC0415 - brings everything
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger  # noqa: PLC0415
    from dispatch.workflows.correct import correct as workflow  # noqa: PLC0415
    from dispatch.workflows.correct import stop_earlier  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    clock = SystemClock()
    with demand_ledger(workspace, clock) as ledger:
        correction = workflow(
            workspace,
            ledger,
            mailing,
            release,
            note,
            clock=clock,
            doubtful=not no_doubtful,
            allow=frozenset(code.upper() for code in allow or ()),
            theme=theme,
            backend=backend,
        )
        number, unsure = correction.plan.deliveries, len(correction.doubtful)
        doubt = f", {unsure} of whom may not have the first one" if unsure and not no_doubtful else ""
        talk = Talk(
            question=f"Send the correction to {number:,} now{doubt}?",
            told=(
                ("Note", note),
                *((("Doubt", ", ".join(one.address for one in correction.doubtful)),) if unsure else ()),
                *(("Cancels", f"what is still to go of {name}") for name in correction.unfinished),
            ),
            yes=yes,
            stage_only=stage_only,
            before=lambda: stop_earlier(ledger, correction),
        )
        return go(session, workspace, correction.plan, talk, ledger=ledger, clock=clock)

"""`dispatch report`: what happened to a mailing."""

from pathlib import Path
from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Mailing
from dispatch.cli.session import Session
from dispatch.errors import UsageError

EXAMPLES = (
    "dispatch report night-clinics-1",
    "dispatch report night-clinics-1 --html report.html",
    "dispatch report night-clinics-1 --csv > report.csv",
)


def report(
    ctx: typer.Context,
    mailing: Mailing,
    *,
    csv: Annotated[bool, typer.Option("--csv", help="A row for each delivery, for a spreadsheet.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write one page that can be sent on or printed.")
    ] = None,
) -> Answer:
    """Tell what happened: approvals, waves, first and last acceptance, counts, and who needs a person."""
    from dispatch.cli.render import report as render  # noqa: PLC0415
    from dispatch.cli.render.report_page import build  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger  # noqa: PLC0415
    from dispatch.workflows.report import report as workflow  # noqa: PLC0415
    from dispatch.workflows.report import write_page  # noqa: PLC0415

    session: Session = ctx.obj
    if csv and session.json:
        raise UsageError("--csv and --json are two forms of one answer", "say one of them")
    workspace = session.open_workspace()
    clock = SystemClock()
    with demand_ledger(workspace, clock) as ledger:
        result = workflow(ledger, mailing, now=clock.now(), zone=workspace.settings.zone, deliveries=csv)
    if html is not None:
        write_page(workspace.cwd / html, str(html), build(result))
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.people(result, page, written=str(html) if html else ""),
    )

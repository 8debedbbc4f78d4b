"""`dispatch lists`: how contact lists were understood."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Encoding, Except, Limit, Lists, OnePerOutlet, Where, select
from dispatch.cli.session import Session

EXAMPLES = (
    "dispatch lists",
    "dispatch lists national radio --where \"'health' in beats\"",
    "dispatch lists national --where \"language == 'es'\" --to-csv spanish.csv",
    "dispatch lists --where spanish --count",
)


def lists(
    ctx: typer.Context,
    names: Lists = None,
    *,
    where: Where = "",
    excluded: Except = None,
    one_per_outlet: OnePerOutlet = False,
    limit: Limit = None,
    encoding: Encoding = None,
    to_csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the people who remain; a new file.")
    ] = None,
    count: Annotated[bool, typer.Option("--count", help="Print only how many people remain.")] = False,
) -> Answer:
    """Show how contact lists were understood: columns, counts, and every row that cannot be used.

    Without a name it reads all lists in lists/.
    """
    from dispatch.cli.render import lists as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import existing_ledger  # noqa: PLC0415
    from dispatch.workflows.lists import lists as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    selection = select(names, excluded, where=where, one_per_outlet=one_per_outlet, limit=limit, encoding=encoding)
    with existing_ledger(workspace, SystemClock()) or nullcontext() as ledger:
        result = workflow(workspace, selection, ledger=ledger, to_csv=to_csv)
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.number(result, page) if count else render.people(result, page),
        findings=result.findings,
    )

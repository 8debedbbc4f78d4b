"""`dispatch check`: what is wrong before anything goes out."""

from contextlib import nullcontext
from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.complete import complete_releases
from dispatch.cli.options import Both, Encoding, Except, Limit, Lists, OnePerOutlet, Where, select
from dispatch.cli.session import Session
from dispatch.errors import UsageError

EXAMPLES = (
    "dispatch check statement.txt national radio",
    "dispatch check statement.txt --links",
    "dispatch check --explain REL012",
)


def check(
    ctx: typer.Context,
    release: Annotated[
        str | None,
        typer.Argument(
            metavar="RELEASE", help="A release file, or a name in releases/.", autocompletion=complete_releases
        ),
    ] = None,
    lists: Lists = None,
    *,
    explain: Annotated[str | None, typer.Option(metavar="CODE", help="Say what a finding means and why.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count, too.")] = False,
    both: Both = False,
    links: Annotated[
        bool, typer.Option("--links", help="Open the release's links and say which are dead or lead elsewhere.")
    ] = False,
    where: Where = "",
    excluded: Except = None,
    one_per_outlet: OnePerOutlet = False,
    limit: Limit = None,
    encoding: Encoding = None,
) -> Answer:
    """Find what is wrong with a release and its lists, each finding with its line and a way to mend it.

    The exit code is 1 when something would keep it from going out.
    """
    from dispatch.cli.render import check as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import existing_ledger  # noqa: PLC0415
    from dispatch.workflows.check import check as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    if explain is not None:
        return _explained(explain)
    if release is None:
        raise UsageError("Missing argument 'RELEASE'", "dispatch check RELEASE [LIST...], or --explain CODE")
    workspace = session.open_workspace()
    clock = SystemClock()
    selection = select(lists, excluded, where=where, one_per_outlet=one_per_outlet, limit=limit, encoding=encoding)
    with existing_ledger(workspace, clock) or nullcontext() as ledger:
        result = workflow(
            workspace, release, selection, ledger=ledger, clock=clock, strict=strict, both=both, links=links
        )
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.people(result, page),
        findings=result.findings,
    )


def _explained(code: str) -> Answer:
    from dispatch.cli.render import check as render  # noqa: PLC0415
    from dispatch.preflight import explain  # noqa: PLC0415

    rule = explain(code.upper())
    return Answer(data=lambda: render.rule_json(rule), people=lambda page: render.show_rule(rule, page))

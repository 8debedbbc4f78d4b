"""`dispatch send`: a release to lists, or a staged mailing."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import (
    HOW,
    Both,
    Encoding,
    Except,
    Limit,
    Lists,
    OnePerOutlet,
    ReleaseOrMailing,
    Theme,
    Where,
    select,
)
from dispatch.cli.session import Session

EXAMPLES = (
    "dispatch send statement.md national radio",
    "dispatch send statement.md national --where \"language == 'es'\" --dry-run",
    "dispatch send night-clinics-1",
)
_SURE = "When a person is sure"


def send(
    ctx: typer.Context,
    release: ReleaseOrMailing,
    lists: Lists = None,
    *,
    where: Where = "",
    excluded: Except = None,
    one_per_outlet: OnePerOutlet = False,
    limit: Limit = None,
    encoding: Encoding = None,
    theme: Theme = "",
    both: Both = False,
    backend: Annotated[
        str, typer.Option("--backend", metavar="B", help="Through this account.", rich_help_panel=HOW)
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show all, open no connection, change nothing.", rich_help_panel=HOW)
    ] = False,
    stage_only: Annotated[
        bool, typer.Option("--stage-only", help="Freeze it for `send MAILING`.", rich_help_panel=HOW)
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Stay until deferred ones are settled, too.", rich_help_panel=HOW)
    ] = False,
    by: Annotated[
        str, typer.Option("--by", metavar="TIME", help="Warn unless it is done by then.", rich_help_panel=HOW)
    ] = "",
    hold: Annotated[
        bool, typer.Option("--hold", help="Everyone waits for the embargo's lift.", rich_help_panel=HOW)
    ] = False,
    embargoed_to_all: Annotated[
        bool, typer.Option("--embargoed-to-all", help="Everyone gets it before the lift.", rich_help_panel=HOW)
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.", rich_help_panel=_SURE)] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Everyone once more, also who has it.", rich_help_panel=_SURE)
    ] = False,
    ignore_limits: Annotated[
        bool, typer.Option("--ignore-limits", help="Hold nobody back by [limits].", rich_help_panel=_SURE)
    ] = False,
    skip_invalid: Annotated[
        bool, typer.Option("--skip-invalid", help="Go on without bad rows.", rich_help_panel=_SURE)
    ] = False,
    allow: Annotated[
        list[str] | None,
        typer.Option("--allow", metavar="CODE", help="This finding does not block this time.", rich_help_panel=_SURE),
    ] = None,
    same_release: Annotated[
        str, typer.Option("--same-release", metavar="ID", help="It is this known release.", rich_help_panel=_SURE)
    ] = "",
    new_release: Annotated[
        bool, typer.Option("--new-release", help="It is a release of its own.", rich_help_panel=_SURE)
    ] = False,
    yes_new_version: Annotated[
        bool,
        typer.Option(
            "--yes-new-version", help="Others keep the earlier text; new people get this one.", rich_help_panel=_SURE
        ),
    ] = False,
) -> Answer:
    """Send a release to everyone on the lists, once each; or a mailing that was staged.

    It shows the summary, asks, and sends with progress. Without an account it writes to the outbox.
    """
    from dispatch.cli.sending import send_mailing, send_release  # noqa: PLC0415 - brings everything
    from dispatch.workflows.plan import SendRequest  # noqa: PLC0415

    session: Session = ctx.obj
    if not lists:
        return send_mailing(session, release, yes=yes, wait=wait)
    request = SendRequest(
        release=release,
        selection=select(lists, excluded, where=where, one_per_outlet=one_per_outlet, limit=limit, encoding=encoding),
        theme=theme,
        both=both,
        backend=backend,
        again=again,
        skip_invalid=skip_invalid,
        allow=frozenset(code.upper() for code in allow or ()),
        same_release=same_release,
        new_release=new_release,
        yes_new_version=yes_new_version,
        ignore_limits=ignore_limits,
        by=by,
        hold=hold,
        embargoed_to_all=embargoed_to_all,
    )
    return send_release(session, request, yes=yes, dry_run=dry_run, stage_only=stage_only, wait=wait)

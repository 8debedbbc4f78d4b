"""`dispatch schedule`: a mailing for later."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Both, Encoding, Except, Limit, Lists, OnePerOutlet, Theme, Where, select
from dispatch.cli.session import Session

EXAMPLES = (
    'dispatch schedule statement.md national radio --at "2026-12-01 09:00" --zone America/Chicago',
    "dispatch schedule statement.md national --at-local 08:30",
    'dispatch schedule night-clinics-1 --at "2026-12-01 09:00"',
)
_WHEN = "When it goes out"
_HOW = "How it goes out"
_SURE = "When a person is sure"


def schedule(
    ctx: typer.Context,
    release: Annotated[
        str,
        typer.Argument(
            metavar="RELEASE|MAILING", help="A release file or a name in releases/; without lists, a staged mailing."
        ),
    ],
    lists: Lists = None,
    *,
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help='"YYYY-MM-DD HH:MM[:SS]".', rich_help_panel=_WHEN)
    ] = "",
    zone: Annotated[
        str,
        typer.Option(
            "--zone", metavar="ZONE", help="Its time zone; else the one in dispatch.toml.", rich_help_panel=_WHEN
        ),
    ] = "",
    at_local: Annotated[
        str,
        typer.Option("--at-local", metavar="HH:MM", help="At this time where each reader is.", rich_help_panel=_WHEN),
    ] = "",
    late: Annotated[
        str,
        typer.Option(
            "--late", metavar="DURATION", help="Later than that it is reported, not sent.", rich_help_panel=_WHEN
        ),
    ] = "",
    where: Where = "",
    excluded: Except = None,
    one_per_outlet: OnePerOutlet = False,
    limit: Limit = None,
    encoding: Encoding = None,
    theme: Theme = "",
    both: Both = False,
    backend: Annotated[
        str, typer.Option("--backend", metavar="B", help="Through this account.", rich_help_panel=_HOW)
    ] = "",
    hold: Annotated[
        bool, typer.Option("--hold", help="Everyone waits for the embargo's lift.", rich_help_panel=_HOW)
    ] = False,
    embargoed_to_all: Annotated[
        bool, typer.Option("--embargoed-to-all", help="Everyone gets it before the lift.", rich_help_panel=_HOW)
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
    """Freeze a mailing and plan it: `dispatch run`, called by cron, sends it at its time.

    Nothing is asked, because nothing goes out yet: `dispatch planned` shows it, `dispatch cancel` ends it.
    """  # fmt: skip
    from dispatch.cli.scheduling import plan_mailing, plan_release  # noqa: PLC0415 - brings everything
    from dispatch.workflows.plan import SendRequest  # noqa: PLC0415

    session: Session = ctx.obj
    if not lists:
        return plan_mailing(session, release, at=at, zone=zone)
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
        hold=hold,
        embargoed_to_all=embargoed_to_all,
    )
    return plan_release(session, request, at=at, zone=zone, at_local=at_local, late=late, yes=yes)

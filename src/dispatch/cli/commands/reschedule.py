"""`dispatch reschedule`: move a planned mailing."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Mailing
from dispatch.cli.session import Session

EXAMPLES = (
    'dispatch reschedule night-clinics-1 --at "2026-12-01 10:00"',
    "dispatch reschedule night-clinics-1 --off",
)


def reschedule(
    ctx: typer.Context,
    mailing: Mailing,
    *,
    at: Annotated[str, typer.Option("--at", metavar="TIME", help='"YYYY-MM-DD HH:MM[:SS]".')] = "",
    zone: Annotated[
        str, typer.Option("--zone", metavar="ZONE", help="Its time zone; else the one in dispatch.toml.")
    ] = "",
    off: Annotated[bool, typer.Option("--off", help="Take it off the plan; it stays staged.")] = False,
) -> Answer:
    """Move a mailing that has not begun. What was approved was approved for its time: it needs approval again."""
    from dispatch.cli.scheduling import plan_mailing  # noqa: PLC0415 - brings everything

    session: Session = ctx.obj
    return plan_mailing(session, mailing, at=at, zone=zone, off=off)

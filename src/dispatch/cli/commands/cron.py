"""Show, install or remove what calls `dispatch run`: a line of the crontab, or a systemd timer."""

import sys
from contextlib import nullcontext
from dataclasses import replace
from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.session import Session

_Every = Annotated[int, typer.Option("--every", metavar="MINUTES", help="How often; 60 must be divisible by it.")]
_Systemd = Annotated[bool, typer.Option("--systemd", help="A systemd timer and service of this account instead.")]


def show(ctx: typer.Context, *, every: _Every = 1, systemd: _Systemd = False) -> Answer:
    """Show the line or the units, whether they are installed, and when a run was seen last."""
    return _answer(ctx, "show", every=every, systemd=systemd)


def install(ctx: typer.Context, *, every: _Every = 1, systemd: _Systemd = False) -> Answer:
    """Put it in force for this account; once, however often this is said."""
    return _answer(ctx, "install", every=every, systemd=systemd)


def remove(ctx: typer.Context, *, systemd: _Systemd = False) -> Answer:
    """Take it away; everything else in the crontab stays."""
    return _answer(ctx, "remove", every=1, systemd=systemd)


COMMANDS = (
    (show, ("dispatch cron show", "dispatch cron show --systemd")),
    (install, ("dispatch cron install", "dispatch cron install --every 5")),
    (remove, ("dispatch cron remove",)),
)


def _answer(ctx: typer.Context, what: str, *, every: int, systemd: bool) -> Answer:
    from dispatch.cli.render import cron as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows import cron  # noqa: PLC0415
    from dispatch.workflows.books import existing_ledger  # noqa: PLC0415
    from dispatch.workflows.heartbeat import RUN  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    program = (sys.executable, "-m", "dispatch")
    clock = SystemClock()
    if what == "show":
        result = cron.show(workspace, program, every, systemd=systemd)
        with existing_ledger(workspace, clock) or nullcontext() as ledger:
            result = replace(result, last_run=ledger.last_beat(RUN) if ledger else None)
    elif what == "install":
        result = cron.install(workspace, program, every, systemd=systemd)
    else:
        result = cron.remove(workspace, program, systemd=systemd)
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.people(result, page, clock.now()),
        acted=what != "show",
    )

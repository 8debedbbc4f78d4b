"""`dispatch sandbox`: an SMTP server on this machine that keeps what it gets."""

from pathlib import Path
from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.session import Session

EXAMPLES = ("dispatch sandbox", "dispatch sandbox --port 2525 --maildir received")


def sandbox(
    ctx: typer.Context,
    *,
    port: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=65535, help="Listen there; else on a free port.")
    ] = None,
    maildir: Annotated[Path, typer.Option(metavar="DIR", help="Keep the messages there.")] = Path("sandbox"),
) -> Answer:
    """Run an SMTP server on this machine that keeps what it gets in a Maildir and sends nothing on.

    It stays until Ctrl-C, shows the settings that send to it, and names each message as it comes.
    """
    from dispatch.cli.render import sandbox as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.sandbox import run_sandbox  # noqa: PLC0415

    session: Session = ctx.obj
    page = session.notices
    result = run_sandbox(
        maildir.absolute(),
        port,
        clock=SystemClock(),
        ready=lambda server: render.show_ready(server, page),
        heard=lambda message: render.show_received(message, page),
    )
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda paper: render.people(result, paper),
        acted=True,
    )

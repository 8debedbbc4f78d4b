"""`dispatch demo`: the whole way, with nothing to configure."""

from pathlib import Path

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Directory
from dispatch.cli.session import Session

EXAMPLES = ("dispatch demo", "dispatch demo /tmp/try-dispatch")
_DEFAULT = "dispatch-demo"


def demo(ctx: typer.Context, directory: Directory = None) -> Answer:
    """Try the whole way: a sandbox SMTP server on this machine gets the example release for the example list.

    Nothing is sent to anyone. It makes the folder dispatch-demo, unless another is named.
    """
    from dispatch.cli.progress import progress_on  # noqa: PLC0415
    from dispatch.cli.render import demo as render  # noqa: PLC0415
    from dispatch.cli.render.plan import show_plan  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.demo import demo as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    clock = SystemClock()
    silent = session.quiet or session.json
    result = workflow(
        (directory or Path(_DEFAULT)).absolute(),
        clock=clock,
        progress=progress_on(session.notices, clock, silent=silent),
        begins=lambda plan: None if silent else show_plan(plan, session.notices, clock.now()),
    )
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result, clock.monotonic() - session.began),
        people=lambda page: render.people(result, page, clock.now()),
        acted=True,
    )

"""Every setting and where it came from."""

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.session import Session


def show(ctx: typer.Context) -> Answer:
    """Show every setting, its value, and the line or variable it came from; secrets are masked."""
    from dispatch.cli.render import config as render  # noqa: PLC0415
    from dispatch.workflows.settings import show_settings  # noqa: PLC0415

    session: Session = ctx.obj
    result = show_settings(session.open_workspace())
    return Answer(exit=result.exit, data=lambda: render.data(result), people=lambda page: render.people(result, page))


COMMANDS = ((show, ("dispatch config show",)),)

"""`dispatch init`: make a workspace."""

from pathlib import Path

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Directory
from dispatch.cli.session import Session

EXAMPLES = ("dispatch init press-office",)


def init(ctx: typer.Context, directory: Directory = None) -> Answer:
    """Make a workspace: settings, themes, example lists and releases.

    What is there already stays as it is.
    """
    from dispatch.cli.render import init as render  # noqa: PLC0415
    from dispatch.workflows.init import init as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    result = workflow(directory or session.workspace or Path.cwd())
    return Answer(
        exit=result.exit, data=lambda: render.data(result), people=lambda page: render.people(result, page), acted=True
    )

"""`dispatch backends`: the ways to send that are available."""

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.session import Session

EXAMPLES = ("dispatch backends",)


def backends(ctx: typer.Context) -> Answer:
    """List the backends that this workspace configures, and the types that exist, plug-ins included.

    No connection is opened.
    """
    from dispatch.cli.render import backends as render  # noqa: PLC0415
    from dispatch.workflows.settings import list_backends  # noqa: PLC0415

    session: Session = ctx.obj
    result = list_backends(session.open_workspace())
    return Answer(exit=result.exit, data=lambda: render.data(result), people=lambda page: render.people(result, page))

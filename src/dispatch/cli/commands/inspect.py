"""`dispatch inspect`: how a release was understood."""

from pathlib import Path
from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Release
from dispatch.cli.session import Session

EXAMPLES = ("dispatch inspect statement.txt", "dispatch inspect statement.txt --to-markdown statement.md")


def inspect(
    ctx: typer.Context,
    release: Release,
    *,
    to_markdown: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write what was understood as Markdown, a Word file's pictures beside it; new files."
        ),
    ] = None,
) -> Answer:
    """Show how a release was understood: every part, where it stands in the source, and what was a guess."""
    from dispatch.cli.render import inspect as render  # noqa: PLC0415
    from dispatch.workflows.inspect import inspect as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    result = workflow(session.open_workspace(), release, to_markdown=to_markdown)
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.people(result, page),
        findings=result.findings,
    )

"""Themes: how mails look. List them, make one of your own, check one before it is used."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.complete import complete_themes
from dispatch.cli.session import Session

_Name = Annotated[
    str, typer.Argument(metavar="THEME", help="Its folder in templates/.", autocompletion=complete_themes)
]


def list_(ctx: typer.Context) -> Answer:
    """List the themes of this workspace and those that come with Dispatch."""
    from dispatch.cli.render import theme as render  # noqa: PLC0415
    from dispatch.workflows.theme import list_themes  # noqa: PLC0415

    session: Session = ctx.obj
    infos = list_themes(session.open_workspace())
    return Answer(data=lambda: render.list_data(infos), people=lambda page: render.show_list(infos, page))


def new(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits and hyphens.")],
    *,
    like: Annotated[
        str, typer.Option("--like", metavar="THEME", help="Start from this one.", autocompletion=complete_themes)
    ] = "classic",
    parts: Annotated[
        bool, typer.Option("--parts", help="Copy the macros that all themes share, too, to change them.")
    ] = False,
) -> Answer:
    """Copy a theme into templates/ under a new name, to be changed."""
    from dispatch.workflows.theme import new_theme  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    folder = workspace.shown(new_theme(workspace, name, like, parts=parts))
    return Answer(
        data=lambda: {"theme": name, "folder": folder},
        people=lambda page: page.line(("Made", "bold green"), f": {folder}; look at it with --theme {name} --serve."),
        acted=True,
    )


def check(ctx: typer.Context, name: _Name) -> Answer:
    """Render a theme with the example releases, and say what is wrong and what some mail programs do not show."""
    from dispatch.cli.render import theme as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.theme import check_theme  # noqa: PLC0415

    session: Session = ctx.obj
    result = check_theme(session.open_workspace(), name, clock=SystemClock())
    return Answer(
        exit=result.exit,
        data=lambda: render.check_data(result),
        people=lambda page: render.show_check(result, page),
        findings=result.findings,
    )


list_.__name__ = "list"
COMMANDS = (
    (list_, ("dispatch theme list",)),
    (new, ("dispatch theme new ours", "dispatch theme new weekly --like bulletin")),
    (check, ("dispatch theme check ours",)),
)

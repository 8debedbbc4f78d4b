"""Arguments and options that several commands share, with what the shell completes for them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from dispatch.cli.complete import complete_lists, complete_mailings, complete_releases, complete_themes

if TYPE_CHECKING:
    from dispatch.workflows.material import Selection

HOW = "How it goes out"
_WHO = "Who gets it"

Release: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="RELEASE", help="A release file, or a name in releases/.", autocompletion=complete_releases),
]


def _complete(incomplete: str) -> list[str]:
    return [*complete_releases(incomplete), *complete_mailings(incomplete)]


ReleaseOrMailing: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="RELEASE|MAILING",
        help="A release file or a name in releases/; without lists, a staged mailing.",
        autocompletion=_complete,
    ),
]
Lists: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="LIST", help="List files, or names in lists/.", autocompletion=complete_lists),
]
Mailing: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="MAILING", help="Its name, as `dispatch status` shows it.", autocompletion=complete_mailings
    ),
]
OptionalMailing: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="MAILING", help="Its name, as `dispatch status` shows it.", autocompletion=complete_mailings
    ),
]


def _told(context: typer.Context, parameter: typer.CallbackParam, value: str) -> str:
    """An expression that a shell left empty would select everybody."""
    named = context.get_parameter_source(parameter.name or "")
    if not value.strip() and named is not None and named.name == "COMMANDLINE":
        raise typer.BadParameter("it is empty, which would select everybody; leave --where out for that")
    return value


Where: TypeAlias = Annotated[
    str,
    typer.Option(
        "--where", metavar="EXPR", rich_help_panel=_WHO, callback=_told,
        help="Only these contacts: an expression such as language == 'es', or a saved segment.",
    ),
]  # fmt: skip
Except: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--except", metavar="LIST", help="Nobody who is on this list.", rich_help_panel=_WHO,
        autocompletion=complete_lists,
    ),
]  # fmt: skip
OnePerOutlet: TypeAlias = Annotated[
    bool, typer.Option("--one-per-outlet", help="One contact of each outlet.", rich_help_panel=_WHO)
]
Limit: TypeAlias = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=0, help="No more than so many, after all else.", rich_help_panel=_WHO),
]
Encoding: TypeAlias = Annotated[
    str | None,
    typer.Option("--encoding", metavar="E", help="Read the lists as utf-8, cp1252, …", rich_help_panel=_WHO),
]
Theme: TypeAlias = Annotated[
    str,
    typer.Option(
        "--theme", metavar="T", help="A theme in templates/.", rich_help_panel=HOW, autocompletion=complete_themes
    ),
]
Both: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--both", help="Two languages in one mail: the reader's own, then the release's own.", rich_help_panel=HOW
    ),
]
Directory: TypeAlias = Annotated[
    Path | None, typer.Argument(metavar="DIR", help="A folder; it is made when it is not there.")
]


def select(
    lists: list[str] | None,
    excluded: list[str] | None,
    *,
    where: str = "",
    one_per_outlet: bool = False,
    limit: int | None = None,
    encoding: str | None = None,
) -> "Selection":
    """What these options select, as the workflows take it."""
    from dispatch.workflows.material import Selection  # noqa: PLC0415 - brings the rooms

    return Selection(
        lists=tuple(lists or ()),
        where=where,
        excluded=tuple(excluded or ()),
        one_per_outlet=one_per_outlet,
        limit=limit,
        encoding=encoding,
    )

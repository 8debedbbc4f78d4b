"""The options that every command takes, before its name and after it."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from dispatch import __version__

_PANEL = "Everywhere"


def _keep_workspace(ctx: typer.Context, value: Path | None) -> None:
    if value is not None and ctx.obj is not None:
        ctx.obj.workspace = value


def _keep_json(ctx: typer.Context, value: bool) -> None:
    if value and ctx.obj is not None:
        ctx.obj.json = True


def _keep_quiet(ctx: typer.Context, value: bool) -> None:
    if value and ctx.obj is not None:
        ctx.obj.quiet = True


def _keep_verbose(ctx: typer.Context, value: bool) -> None:
    if value and ctx.obj is not None:
        ctx.obj.verbose = True


def _show_help(ctx: typer.Context, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        typer.echo(ctx.get_help())
        raise typer.Exit


def _show_version(ctx: typer.Context, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    text = f"dispatch {__version__}"
    if ctx.obj is not None and ctx.obj.json:
        whole = {"schema": 1, "command": None, "exit": 0, "result": {"version": __version__}}
        text = json.dumps({**whole, "findings": [], "error": None})
    typer.echo(text)
    raise typer.Exit


def _flag(*names: str, help: str, callback: Any, is_eager: bool = False) -> Any:  # noqa: A002 - Typer's word
    return typer.Option(*names, help=help, callback=callback, is_eager=is_eager, expose_value=False, metavar="")


_Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace", "-w", metavar="DIR", help="Work in this folder; else in the nearest one with dispatch.toml.",
        callback=_keep_workspace, expose_value=False,
    ),
]  # fmt: skip
_Json = Annotated[bool, _flag("--json", help="Print one JSON object.", callback=_keep_json)]
_Quiet = Annotated[bool, _flag("--quiet", "-q", help="Say only what needs attention.", callback=_keep_quiet)]
_Verbose = Annotated[bool, _flag("--verbose", "-v", help="Say more.", callback=_keep_verbose)]
_Help = Annotated[
    bool, _flag("--help", "-h", help="Show this and end.", callback=_show_help, is_eager=True),
]  # fmt: skip
_Version = Annotated[
    bool, _flag("--version", help="Print the version and end.", callback=_show_version, is_eager=True),
]  # fmt: skip


def root(
    *,
    workspace: _Workspace = None,
    json: _Json = False,
    quiet: _Quiet = False,
    verbose: _Verbose = False,
    version: _Version = False,
    help: _Help = False,  # noqa: A002 - the option's name
) -> None:
    """The options before the command's name."""


def _after(
    *,
    workspace: _Workspace = None,
    json: _Json = False,
    quiet: _Quiet = False,
    verbose: _Verbose = False,
    help: _Help = False,  # noqa: A002 - the option's name
) -> None:
    """The options after the command's name."""


def add_everywhere(command: Any) -> None:
    """Give a command the options that all commands take, in a panel of their own."""
    for parameter in command.params:
        if getattr(parameter, "is_flag", False):
            parameter.metavar = ""
    app = typer.Typer(add_completion=False)
    app.command(add_help_option=False)(_after)
    for parameter in get_command(app).params:
        parameter.rich_help_panel = _PANEL  # type: ignore[attr-defined]
        command.params.append(parameter)

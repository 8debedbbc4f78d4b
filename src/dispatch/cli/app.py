"""Builds the command line: a table of short helps, and each command loaded only when it is called."""

from collections.abc import Callable
from importlib import import_module
from inspect import cleandoc
from typing import Any

import typer
from typer.core import MarkupMode, TyperCommand, TyperGroup
from typer.main import get_command

from dispatch.cli.everywhere import add_everywhere, root
from dispatch.cli.table import COMMANDS, Entry

_MARKUP: MarkupMode = "rich"
_HELP = "Send press releases to journalists: previewed, once each, never lost."
_EPILOG = "`dispatch demo` shows the whole way without sending anything to anyone."


class CommandGroup(TyperGroup):
    """A group that tells the session which command was called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that the first argument names; see `typer.core.TyperGroup`."""
        name, command, rest = super().resolve_command(ctx, args)
        if name and ctx.obj is not None:
            ctx.obj.command = f"{ctx.obj.command} {name}".strip()
        return name, command, rest


class LazyGroup(CommandGroup):
    """The top of the command line: lists stubs, loads the one command that is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """As its parent, with the stub of the help replaced by the command itself."""
        name, stub, rest = super().resolve_command(ctx, args)
        return name, None if stub is None or name is None else load(name), rest


def build() -> LazyGroup:
    """The whole command line."""
    app = typer.Typer(
        name="dispatch", cls=LazyGroup, help=_HELP, epilog=_EPILOG, rich_markup_mode=_MARKUP, add_help_option=False
    )
    app.callback()(root)
    group = get_command(app)
    assert isinstance(group, LazyGroup)
    for parameter in group.params[-2:]:
        parameter.metavar = ""  # Typer's own two options for shell completion
    group.commands = {entry.name: _stub(entry) for entry in COMMANDS}
    return group


def load(name: str) -> Any:
    """Import a command's module and build the command.

    A module holds either the command's function, under the command's own name, with `EXAMPLES`, or, for a command with
    sub-commands, `COMMANDS`, their functions.
    """
    module = import_module(f"dispatch.cli.commands.{name.replace('-', '_')}")
    functions = getattr(module, "COMMANDS", None)
    if functions is None:
        return _command(name, getattr(module, name.replace("-", "_")), module.EXAMPLES)
    app = typer.Typer(
        name=name, cls=CommandGroup, help=module.__doc__, rich_markup_mode=_MARKUP, add_completion=False,
        add_help_option=False, epilog=_examples(tuple(examples[0] for _, examples in functions)),
    )  # fmt: skip
    app.callback()(_no_options)
    group = get_command(app)
    assert isinstance(group, CommandGroup)
    for function, examples in functions:
        group.add_command(_command(function.__name__, function, examples))
    add_everywhere(group)
    return group


def _command(name: str, function: Callable[..., Any], examples: tuple[str, ...]) -> Any:
    app = typer.Typer(rich_markup_mode=_MARKUP, add_completion=False)
    app.command(
        name,
        help=cleandoc(function.__doc__ or ""),
        epilog=_examples(examples),
        add_help_option=False,
    )(function)
    command = get_command(app)
    add_everywhere(command)
    return command


def _examples(examples: tuple[str, ...]) -> str:
    return "[bold]Examples[/]\n\n" + "\n\n".join(f"  [cyan]{example}[/]" for example in examples)


def _stub(entry: Entry) -> TyperCommand:
    return TyperCommand(entry.name, help=entry.help, short_help=entry.help, rich_help_panel=entry.group)


def _no_options() -> None:
    """A group takes only the options of every command."""

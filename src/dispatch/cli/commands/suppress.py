"""Write down, look up and take over who must not be mailed: addresses and whole domains."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.complete import complete_lists
from dispatch.cli.session import Session

_Targets = Annotated[
    list[str], typer.Argument(metavar="ADDRESS...", help="Addresses, or whole domains such as @radio.test.")
]
_Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Kept with it, and shown by `list`.")]


def add(ctx: typer.Context, targets: _Targets, *, reason: _Reason = "") -> Answer:
    """Never mail them again, from the next message on, whatever list they are on."""
    from dispatch.cli.render import suppress as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows import suppress  # noqa: PLC0415
    from dispatch.workflows.books import make_ledger  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    for name in targets:
        suppress.target(name)
    with make_ledger(workspace, SystemClock()) as ledger:
        return render.changed(suppress.add(workspace, ledger, targets, reason))


def remove(ctx: typer.Context, targets: _Targets) -> Answer:
    """Let them be mailed again."""
    from dispatch.cli.render import suppress as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows import suppress  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    with demand_ledger(workspace, SystemClock()) as ledger:
        return render.changed(suppress.remove(workspace, ledger, targets))


def list_(ctx: typer.Context) -> Answer:
    """Show everyone who must not be mailed, with reason, source and time."""
    from dispatch.cli.render import suppress as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows import suppress  # noqa: PLC0415
    from dispatch.workflows.books import existing_ledger  # noqa: PLC0415

    session: Session = ctx.obj
    with existing_ledger(session.open_workspace(), SystemClock()) or nullcontext() as ledger:
        return render.listed(suppress.listing(ledger))


def import_(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="An exported file, or any list; of Mailchimp's archive only those who left.",
            autocompletion=complete_lists,
        ),
    ],
    *,
    reason: _Reason = "",
) -> Answer:  # fmt: skip
    """Never mail again who is in a file."""
    from dispatch.cli.render import suppress as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows import suppress  # noqa: PLC0415
    from dispatch.workflows.books import make_ledger  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    workspace.list(file)
    with make_ledger(workspace, SystemClock()) as ledger:
        return render.changed(suppress.import_file(workspace, ledger, file, reason))


def export(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")]) -> Answer:
    """Write everyone who must not be mailed to a CSV file that `import` reads back."""
    from dispatch.cli.render import suppress as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows import suppress  # noqa: PLC0415
    from dispatch.workflows.books import existing_ledger  # noqa: PLC0415

    session: Session = ctx.obj
    workspace = session.open_workspace()
    with existing_ledger(workspace, SystemClock()) or nullcontext() as ledger:
        return render.exported(suppress.export(workspace, ledger, file))


list_.__name__, import_.__name__ = "list", "import"
COMMANDS = (
    (add, ('dispatch suppress add ana@radio.test --reason "asked by phone"', "dispatch suppress add @radio.test")),
    (remove, ("dispatch suppress remove ana@radio.test",)),
    (list_, ("dispatch suppress list", "dispatch suppress list --json")),
    (import_, ("dispatch suppress import audience_export.zip", "dispatch suppress import left.csv --reason left")),
    (export, ("dispatch suppress export suppressed.csv",)),
)

"""`dispatch status`: what happened to the mailings."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import OptionalMailing
from dispatch.cli.session import Session
from dispatch.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from dispatch.clock import Clock
    from dispatch.config.workspace import Workspace
    from dispatch.ledger.ledger import Ledger
    from dispatch.workflows.versions import VersionsResult

EXAMPLES = (
    "dispatch status",
    "dispatch status night-clinics-1 --deliveries",
    "dispatch status night-clinics",
    "dispatch status --check",
)


def status(
    ctx: typer.Context,
    mailing: OptionalMailing = None,
    *,
    deliveries: Annotated[bool, typer.Option("--deliveries", help="Every row of the mailing.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit code 1 when anything is open.")] = False,
) -> Answer:
    """Show the mailings, newest first; or one, with who needs attention and why.

    With a release in place of a mailing: which contact holds which version of it.
    """
    from dispatch.cli.render import status as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import demand_ledger, existing_ledger  # noqa: PLC0415
    from dispatch.workflows.status import status as workflow  # noqa: PLC0415

    session: Session = ctx.obj
    if deliveries and mailing is None:
        raise UsageError("--deliveries needs the name of a mailing", "dispatch status MAILING --deliveries")
    workspace = session.open_workspace()
    clock = SystemClock()
    book = demand_ledger(workspace, clock) if mailing else existing_ledger(workspace, clock)
    with book or nullcontext() as ledger:
        try:
            result = workflow(workspace, ledger, mailing, deliveries=deliveries, check=check)
        except NotFoundError:
            found = _versions(workspace, ledger, mailing) if ledger and mailing and not deliveries else None
            if found is None:
                raise
            return _versions_answer(found, clock)
    one = mailing is not None
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result, clock.now()),
        people=lambda page: render.people(result, page, clock.now(), one=one),
    )


def _versions(workspace: "Workspace", ledger: "Ledger", name: str) -> "VersionsResult | None":
    """The release of that name; None when there is none."""
    from dispatch.workflows.versions import versions  # noqa: PLC0415

    try:
        return versions(workspace, ledger, name)
    except NotFoundError:
        return None


def _versions_answer(result: "VersionsResult", clock: "Clock") -> Answer:
    from dispatch.cli.render import versions as render  # noqa: PLC0415

    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.people(result, page, clock.now()),
    )

"""`dispatch test`: a marked test message to yourself or your director."""

# ruff: noqa: PT028 - a command named test is not a test

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import HOW, Both, Encoding, Except, Limit, Lists, OnePerOutlet, Release, Theme, Where, select
from dispatch.cli.session import Session

if TYPE_CHECKING:
    from dispatch.cli.render.page import Page
    from dispatch.workflows.trial import TrialRequest, TrialResult

EXAMPLES = (
    "dispatch test statement.md national --to director@alliance.test",
    "dispatch test statement.md national --to me@alliance.test --as ana.ruiz@eldiario.test",
    "dispatch test statement.md national radio --to me@alliance.test --each-shape",
)


def test(
    ctx: typer.Context,
    release: Release,
    lists: Lists = None,
    *,
    to: Annotated[list[str], typer.Option("--to", metavar="ADDRESS", help="Who gets the test; may be repeated.")],
    as_address: Annotated[
        str, typer.Option("--as", metavar="ADDRESS", help="Whose copy; else the first of the list.")
    ] = "",
    each_shape: Annotated[bool, typer.Option("--each-shape", help="One copy of every different mail.")] = False,
    backend: Annotated[
        str, typer.Option("--backend", metavar="B", help="Through this account.", rich_help_panel=HOW)
    ] = "",
    theme: Theme = "",
    both: Both = False,
    where: Where = "",
    excluded: Except = None,
    one_per_outlet: OnePerOutlet = False,
    limit: Limit = None,
    encoding: Encoding = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask: not about an embargo, nor about readers.")
    ] = False,
) -> Answer:
    """Send a test message through the real account, to nobody but the addresses you name.

    Its subject is marked and a banner stands above it. It never counts as a delivery.
    """
    from secrets import token_hex  # noqa: PLC0415

    from dispatch.cli.render import trial as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.trial import TrialRequest, send_test  # noqa: PLC0415

    session: Session = ctx.obj
    request = TrialRequest(
        release=release,
        selection=select(lists, excluded, where=where, one_per_outlet=one_per_outlet, limit=limit, encoding=encoding),
        addresses=tuple(dict.fromkeys(to)),
        theme=theme,
        both=both,
        backend=backend,
        as_address=as_address,
        each_shape=each_shape,
    )
    workspace, clock, token = session.open_workspace(), SystemClock(), token_hex(12)
    result = _agreed(session.notices, request, partial(send_test, workspace, clock=clock, token=token), yes=yes)
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result),
        people=lambda page: render.people(result, page),
        findings=result.findings,
        error=render.problem(result),
        acted=True,
    )


def _agreed(
    page: "Page", request: "TrialRequest", send: "Callable[[TrialRequest], TrialResult]", *, yes: bool
) -> "TrialResult":
    """What became of it, after a person answered for readers of the lists and for an embargo."""
    from dispatch.cli.embargoing import may_leave, may_reach  # noqa: PLC0415
    from dispatch.workflows.embargo import LeavesDomainError  # noqa: PLC0415
    from dispatch.workflows.trial import ReaderError  # noqa: PLC0415

    try:
        return send(request)
    except LeavesDomainError as error:
        may_leave(page, error, yes=yes)
        request = replace(request, may_leave=True)
    except ReaderError as error:
        may_reach(page, error, yes=yes)
        request = replace(request, may_reach=True)
    return _agreed(page, request, send, yes=yes)

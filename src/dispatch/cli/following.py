"""The conversation of `correct`, `withdraw` and `follow-up`: who hears of it, the question, the result."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from dispatch.cli.answer import Answer, Json, Problem
from dispatch.cli.confirm import Choice, ask, demand_answer
from dispatch.cli.progress import progress_on
from dispatch.cli.render import plan as render_plan
from dispatch.cli.render import send as render
from dispatch.cli.render.page import Page
from dispatch.cli.sending import blocked, declined
from dispatch.cli.session import Session
from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.errors import RefusedError
from dispatch.ledger.ledger import Ledger
from dispatch.model.exits import ExitCode
from dispatch.workflows.plan import Plan
from dispatch.workflows.send import SendResult, refuse_blocked, refuse_without_approval, send


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What is said and asked around such a mailing."""

    question: str
    #: Lines of the summary below the audience.
    told: tuple[tuple[str, str], ...] = ()
    yes: bool = False
    stage_only: bool = False
    #: Done after the answer and before anything is staged; answers what it cancelled.
    before: Callable[[], tuple[str, ...]] = tuple


def go(session: Session, workspace: Workspace, plan: Plan, talk: Talk, *, ledger: Ledger, clock: Clock) -> Answer:
    """Show, ask, stop what is wrong, stage and send.

    Raises:
        UsageError: An answer is needed and nobody is there.
        RefusedError: Approvals are demanded and it is not only staged.
    """
    try:
        refuse_blocked(plan)
    except RefusedError as error:
        return blocked(plan, error, clock)
    if not talk.stage_only:
        refuse_without_approval(workspace, plan)
    if not session.json:
        render_plan.show_plan(plan, session.notices, clock.now())
        for label, words in talk.told:
            session.notices.field(label, words)
    if not agreed(session, talk):
        return declined()
    cancelled = talk.before()
    progress = progress_on(session.notices, clock, silent=session.quiet or session.json)
    result = send(workspace, plan, ledger=ledger, clock=clock, progress=progress, stage_only=talk.stage_only)
    return _answer(session, result, plan, cancelled, clock)


def agreed(session: Session, talk: Talk) -> bool:
    """The person said yes, or `--yes` did."""
    if not demand_answer(yes=talk.yes, question=talk.question):
        return True
    return ask(session.notices, talk.question, (Choice.YES, Choice.NO), sys.stdin) is Choice.YES


def _answer(session: Session, result: SendResult, plan: Plan, cancelled: tuple[str, ...], clock: Clock) -> Answer:
    seconds = clock.monotonic() - session.began
    halt = result.sent.halt if result.sent else None

    def data() -> Json:
        shape = render.data(result, seconds)
        assert isinstance(shape, dict)
        return {**shape, "follows": plan.follows, "cancelled": list(cancelled)}

    def people(page: Page) -> None:
        for name in cancelled:
            page.line(("Cancelled", "bold"), f": what was still to go of {name}.")
        render.people(result, page, clock.now())

    return Answer(
        exit=result.exit,
        data=data,
        people=people,
        findings=result.findings,
        error=Problem(message=halt.message, fix=halt.fix) if halt else None,
        acted=True,
    )


def blocked_answer(follows: str, cancelled: tuple[str, ...]) -> Answer:
    """A withdrawal of something that nobody got: it is blocked, and there is nobody to tell."""
    shape = render.nothing_json()
    assert isinstance(shape, dict)
    return Answer(
        exit=ExitCode.OK,
        data=lambda: {**shape, "follows": follows, "cancelled": list(cancelled)},
        people=lambda page: page.line(
            ("Withdrawn", "bold"), ". Nobody had got it. ", f"Cancelled: {', '.join(cancelled)}." if cancelled else ""
        ),
        acted=True,
    )

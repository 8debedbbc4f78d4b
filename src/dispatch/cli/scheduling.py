"""The conversation of `dispatch schedule` and `reschedule`: times, plan, summary, result."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

from dispatch.cli.answer import Answer, Problem
from dispatch.cli.embargoing import demand_name
from dispatch.cli.render import plan as render_plan
from dispatch.cli.render import schedule as render
from dispatch.cli.sending import blocked, make_identified_plan
from dispatch.cli.session import Session
from dispatch.clock import SystemClock
from dispatch.config.settings import parse_duration
from dispatch.config.workspace import Workspace
from dispatch.errors import RefusedError, UsageError
from dispatch.model.exits import ExitCode
from dispatch.workflows.books import demand_ledger, make_ledger
from dispatch.workflows.local_time import Moment, clock_time, moment, zone_of
from dispatch.workflows.plan import SendRequest
from dispatch.workflows.schedule import Scheduled, reschedule, schedule
from dispatch.workflows.send import refuse_blocked


def plan_release(
    session: Session, request: SendRequest, *, at: str, zone: str, at_local: str, late: str, yes: bool
) -> Answer:
    """Stage a release for later.

    Raises:
        UsageError: A time is missing or wrong, or something cannot be read.
        RefusedError: The release's identity is unclear, or an earlier mailing stands in the way.
    """
    clock = SystemClock()
    workspace = session.open_workspace()
    request = replace(
        request,
        at=asked_moment(workspace, at, zone) if at else None,
        at_local=clock_time(at_local) if at_local else "",
        late=asked_duration(late) if late else None,
    )
    if request.at is None and not request.at_local:
        raise UsageError("no time was given", 'say --at "2026-12-01 09:00", or --at-local 08:30')
    with ExitStack() as stack:
        ledger = stack.enter_context(make_ledger(workspace, clock))
        plan = make_identified_plan(session, workspace, request, ledger, clock, yes=yes)
        try:
            refuse_blocked(plan)
        except RefusedError as error:
            return blocked(plan, error, clock)
        if not session.json:
            render_plan.show_plan(plan, session.notices, clock.now())
        demand_name(plan, workspace.settings.organisation.name, session.notices)
        result = schedule(workspace, plan, ledger=ledger, clock=clock)
    return answer(workspace, result, clock)


def plan_mailing(session: Session, name: str, *, at: str, zone: str, off: bool = False) -> Answer:
    """Plan a mailing that was staged, move a planned one, or take it off the plan.

    Raises:
        UsageError: A time is missing or wrong; no such mailing.
        RefusedError: It has begun.
    """
    clock = SystemClock()
    workspace = session.open_workspace()
    if bool(at) == off:
        raise UsageError("no time was given" if not off else "say either --at or --off", 'say --at "2026-12-01 09:00"')
    with demand_ledger(workspace, clock) as ledger:
        ledger.mailing(name)
        when = None if off else asked_moment(workspace, at, zone)
        result = reschedule(workspace, name, when, ledger=ledger, clock=clock)
    return answer(workspace, result, clock)


def asked_moment(workspace: Workspace, at: str, zone: str) -> Moment:
    """The instant of `--at` and `--zone`; dispatch.toml's zone stands in."""
    if zone:
        zone_of(zone)
    return moment(at, zone or workspace.settings.zone)


def asked_duration(text: str, option: str = "--late") -> timedelta:
    """A duration such as `2h`.

    Raises:
        UsageError: It is none.
    """
    try:
        span = parse_duration(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}", f"write it as {option} 2h") from error
    assert isinstance(span, timedelta)
    return span


def answer(workspace: Workspace, result: Scheduled, clock: SystemClock) -> Answer:
    """What planning came to."""
    problem = None
    if result.exit is ExitCode.REFUSED and result.planned is not None:
        name = result.planned.mailing.name
        problem = Problem(
            message=f"{name} is planned, and nothing of it goes out before it is approved",
            fix=f"dispatch approve {name}",
        )
    required = workspace.settings.approval.required
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result, required, clock.now()),
        people=lambda page: render.people(result, page, clock.now()),
        findings=result.findings,
        error=problem,
        acted=True,
    )

"""The conversation of `dispatch send`: plan, summary, question, run, result."""

import sys
from contextlib import ExitStack
from dataclasses import replace
from secrets import token_hex

from dispatch.cli.answer import Answer, Problem
from dispatch.cli.confirm import Choice, ask, can_ask, demand_answer
from dispatch.cli.embargoing import demand_name
from dispatch.cli.progress import progress_on
from dispatch.cli.render import plan as render_plan
from dispatch.cli.render import preview as render_preview
from dispatch.cli.render import send as render
from dispatch.cli.render.dry import show_dry
from dispatch.cli.render.findings import show_findings
from dispatch.cli.render.mailing import show_sent
from dispatch.cli.render.page import Page
from dispatch.cli.session import Session
from dispatch.clock import Clock, SystemClock
from dispatch.config.workspace import Workspace
from dispatch.errors import DispatchError, InputError, NotFoundError, RefusedError, UsageError
from dispatch.ledger.ledger import Ledger
from dispatch.model.exits import ExitCode
from dispatch.preflight import explain
from dispatch.workflows.books import demand_ledger, existing_ledger, make_ledger
from dispatch.workflows.outcome import Sent, send_staged
from dispatch.workflows.plan import NewVersionError, Plan, SendRequest, UnclearIdentityError, make_plan
from dispatch.workflows.proof import proofs_of
from dispatch.workflows.resume import resume, the_unfinished
from dispatch.workflows.send import SendResult, dry_run, refuse_blocked, refuse_nobody, refuse_without_approval
from dispatch.workflows.send import send as workflow
from dispatch.workflows.trial import send_trial


def send_release(
    session: Session, request: SendRequest, *, yes: bool, dry_run: bool, stage_only: bool, wait: bool
) -> Answer:
    """Plan, show, ask and send.

    Raises:
        UsageError: Something cannot be read, or an answer is needed and nobody is there.
        RefusedError: The release's identity is unclear, or an earlier mailing stands in the way.
    """
    clock = SystemClock()
    workspace = session.open_workspace()
    with ExitStack() as stack:
        ledger = existing_ledger(workspace, clock)
        if ledger is not None:
            stack.enter_context(ledger)
        plan = make_identified_plan(session, workspace, request, ledger, clock, yes=yes)
        try:
            refuse_blocked(plan)
        except RefusedError as error:
            return blocked(plan, error, clock)
        refuse_nobody(plan)
        if not dry_run and not stage_only:
            refuse_without_approval(workspace, plan)
        if dry_run:
            return _dry(session, plan, clock)
        if not session.json or can_ask():
            render_plan.show_plan(plan, session.notices, clock.now())
        if plan.request.embargoed_to_all:
            demand_name(plan, workspace.settings.organisation.name, session.notices)
        if plan.deliveries + len(plan.unfinished) and not stage_only and not _agreed(session, plan, clock, yes=yes):
            return declined()
        if ledger is None:
            ledger = stack.enter_context(make_ledger(workspace, clock))
            plan = _identified(plan, ledger)
        progress = progress_on(session.notices, clock, silent=session.quiet or session.json)
        result = workflow(
            workspace, plan, ledger=ledger, clock=clock, progress=progress, wait=wait, stage_only=stage_only
        )
    return _sent(session, result, clock)


def send_mailing(session: Session, name: str, *, yes: bool, wait: bool) -> Answer:
    """Send a mailing that was staged.

    Raises:
        UsageError: No such mailing, a release without lists, or nobody is there to say yes.
    """
    clock = SystemClock()
    workspace = session.open_workspace()
    with _ledger_with(workspace, name, clock) as ledger:
        record, left = ledger.mailing(name), ledger.counts(name).open
        question = f"Send {left:,} of {name} ({record.headline}) now?"
        if left and demand_answer(yes=yes, question=question):
            choice = ask(session.notices, question, (Choice.YES, Choice.NO), sys.stdin)
            if choice is Choice.NO:
                return declined()
        progress = progress_on(session.notices, clock, silent=session.quiet or session.json)
        sent = send_staged(workspace, name, ledger=ledger, clock=clock, progress=progress, wait=wait)
    return _sent_answer(session, sent, clock)


def resume_mailing(session: Session, name: str | None, *, wait: bool) -> Answer:
    """Go on with a mailing, or with the only one that is unfinished; nothing unfinished is fine.

    Raises:
        UsageError: No such mailing, or several are unfinished and none was named.
    """
    clock = SystemClock()
    workspace = session.open_workspace()
    book = demand_ledger(workspace, clock) if name else existing_ledger(workspace, clock)
    if book is None:
        return _nothing_unfinished()
    progress = progress_on(session.notices, clock, silent=session.quiet or session.json)
    with book as ledger:
        if name is None:
            try:
                name = the_unfinished(ledger)
            except NotFoundError:
                return _nothing_unfinished()
        sent = resume(workspace, ledger, name, clock=clock, progress=progress, wait=wait)
    return _sent_answer(session, sent, clock)


def _nothing_unfinished() -> Answer:
    return Answer(
        data=render.nothing_json,
        people=lambda page: page.line("Nothing is unfinished."),
        acted=True,
    )


def _sent_answer(session: Session, sent: Sent, clock: Clock) -> Answer:
    """What a run of one mailing comes to."""
    seconds = clock.monotonic() - session.began
    return Answer(
        exit=sent.exit,
        data=lambda: render.sent_json(sent, seconds),
        people=lambda page: show_sent(sent, page, clock.now()),
        error=Problem(message=sent.halt.message, fix=sent.halt.fix) if sent.halt else None,
        acted=True,
    )


def _ledger_with(workspace: Workspace, name: str, clock: Clock) -> Ledger:
    """The ledger; a release that was named without lists gets its own answer."""
    try:
        workspace.release(name)
    except InputError:
        return demand_ledger(workspace, clock)
    raise UsageError(f"nobody to send {name} to: no list was named", f"dispatch send {name} LIST...")


def make_identified_plan(
    session: Session, workspace: Workspace, request: SendRequest, ledger: Ledger | None, clock: Clock, *, yes: bool
) -> Plan:
    """The plan, after the questions about identity that only a person can answer.

    Raises:
        NotFoundError: `--allow` names a code that no finding has.
    """
    for code in sorted(request.allow):
        explain(code)
    while True:
        try:
            return make_plan(workspace, request, ledger=ledger, clock=clock)
        except (UnclearIdentityError, NewVersionError) as error:
            if yes or session.json or not can_ask():
                raise
            request = _settle(session.notices, request, error)


def _identified(plan: Plan, ledger: Ledger) -> Plan:
    """A plan that was made before there was a ledger, with the identity that the new ledger gives it."""
    release = plan.draft.release
    identity = ledger.identify(plan.identity.path, release.headline, release.fingerprint, release.id)
    return replace(plan, identity=identity)


def _settle(page: Page, request: SendRequest, error: UnclearIdentityError | NewVersionError) -> SendRequest:
    page.line(error.message[:1].upper() + error.message[1:])
    if isinstance(error, NewVersionError):
        if ask(page, "Send this text to the new people?", (Choice.YES, Choice.NO), sys.stdin) is Choice.NO:
            raise error
        return replace(request, yes_new_version=True)
    same = ask(page, "Is it the same release?", (Choice.YES, Choice.NO), sys.stdin) is Choice.YES
    if same:
        return replace(request, same_release=error.identity.candidates[0].id)
    return replace(request, new_release=True)


def _agreed(session: Session, plan: Plan, clock: Clock, *, yes: bool) -> bool:
    question = render_plan.question(plan)
    if not demand_answer(yes=yes, question=question):
        return True
    page = session.notices
    while True:
        choice = ask(page, question, tuple(Choice), sys.stdin)
        if choice is Choice.PREVIEW:
            render_preview.variants(proofs_of(plan, clock=clock), plan.draft.sources, page)
        elif choice is Choice.TEST:
            trial = send_trial(session.open_workspace(), plan, clock=clock, token=token_hex(12))
            render_plan.show_trial(trial, page, final=plan.final)
        else:
            return choice is Choice.YES


def blocked(plan: Plan, error: DispatchError, clock: Clock) -> Answer:
    """Findings that block: all of them are shown, and what to do about those that block."""

    def people(page: Page) -> None:
        render_plan.show_plan(plan, page, clock.now())
        page.blank()
        show_findings(page, plan.draft.findings, plan.draft.sources)
        page.problem("Refused", error.message)
        page.hint("Fix", error.fix)

    return Answer(
        exit=ExitCode.REFUSED,
        data=lambda: None,
        people=people,
        findings=plan.draft.findings,
        error=Problem(message=error.message, fix=error.fix),
    )


def _dry(session: Session, plan: Plan, clock: Clock) -> Answer:
    result = dry_run(plan)

    def people(page: Page) -> None:
        show_dry(plan, proofs_of(plan, clock=clock), page, clock.now(), verbose=session.verbose)
        render.show_dry_run(result, page)

    return Answer(
        data=lambda: render.data(result, clock.monotonic() - session.began),
        people=people,
        findings=result.findings,
    )


def declined() -> Answer:
    """The person said no: nothing was staged, nothing was sent."""
    message = "Not sent: you said no. Nothing was staged."
    return Answer(
        exit=ExitCode.REFUSED,
        data=lambda: None,
        people=lambda page: page.line(message),
        error=Problem(message=message),
    )


def _sent(session: Session, result: SendResult, clock: Clock) -> Answer:
    seconds = clock.monotonic() - session.began
    halted = next((sent.halt for sent in (*result.continued, result.sent) if sent and sent.halt), None)
    return Answer(
        exit=result.exit,
        data=lambda: render.data(result, seconds),
        people=lambda page: render.people(result, page, clock.now()),
        findings=result.findings,
        error=Problem(message=halted.message, fix=halted.fix) if halted else None,
        acted=True,
    )

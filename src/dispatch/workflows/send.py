"""Stage what was planned, and send it."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.contacts import ROW_CODES
from dispatch.delivery.protocol import Backend
from dispatch.engine.progress import Progress
from dispatch.errors import RefusedError, UsageError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import Bound, DeliveryDraft, MailingDraft, Staged
from dispatch.model.contact import Contact
from dispatch.model.exits import ExitCode
from dispatch.model.finding import Finding
from dispatch.model.mailing import AudienceCounts
from dispatch.proof.audience import left_out_words
from dispatch.workflows.drift import VERSIONS
from dispatch.workflows.heartbeat import heartbeat_findings
from dispatch.workflows.kept import PROOF, keep
from dispatch.workflows.outcome import Sent, send_staged
from dispatch.workflows.plan import Plan
from dispatch.workflows.suppress import remember
from dispatch.workflows.timing import Timing
from dispatch.workflows.variants import Binder

#: Codes that naming does not help: an unsure embargo keeps everything back, a list without addresses has nobody.
_NEVER_ALLOWED = ("EMB", "LST003", "LST004")


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    """What became of a `send`."""

    release: str
    version: int
    occasion: str
    audience: AudienceCounts
    findings: tuple[Finding, ...]
    #: Unfinished mailings that were continued first.
    continued: tuple[Sent, ...] = ()
    #: The new mailing; None when nobody was left to send to, or nothing was done yet.
    sent: Sent | None = None
    #: Only staged (`--stage-only`): its name.
    staged: str = ""
    #: Whether the backend really delivers.
    final: bool = True
    #: Where a rehearsal went.
    through: str = ""
    #: Whole command.
    seconds: float = 0.0

    @property
    def exit(self) -> ExitCode:
        """The worst of the mailings it touched."""
        ends = [sent.exit for sent in (*self.continued, *((self.sent,) if self.sent else ()))]
        return next((end for end in ends if end is not ExitCode.OK), ExitCode.OK)


def refuse_blocked(plan: Plan) -> None:
    """Stop here when findings block.

    Raises:
        RefusedError: Error findings that were neither allowed nor skipped.
    """
    if not plan.blocking:
        return
    codes = sorted({finding.code for finding in plan.blocking})
    many = f"{len(plan.blocking)} errors" if len(plan.blocking) > 1 else "1 error"
    rows = [code for code in codes if code in ROW_CODES]
    allowable = [code for code in codes if not code.startswith(_NEVER_ALLOWED)]
    ways = ["mend them"]
    if allowable:
        ways.append(f"name what may stay: {' '.join(f'--allow {code}' for code in allowable)}")
    if rows:
        ways.append("go on without the bad rows: --skip-invalid")
    raise RefusedError(f"{many} to mend before anything goes out ({', '.join(codes)})", ", or ".join(ways))


def refuse_nobody(plan: Plan) -> None:
    """Stop here when the lists and options leave nobody at all; whoever has it already is somebody.

    Raises:
        UsageError: There is nobody to send to.
    """
    counts = plan.draft.audience.counts
    if counts.deliveries or counts.already_sent or counts.suppressed or counts.gated or plan.unfinished:
        return
    if not counts.rows:
        raise UsageError("there is nobody on these lists", "check that they are the right files: dispatch lists")
    raise UsageError(
        f"nobody is left to send to: {left_out_words(counts)}", "mend the rows, or select others: dispatch lists"
    )


def refuse_unready(plan: Plan, ledger: Ledger) -> None:
    """Find out before anything is staged whether it could be sent at all; opens no connection.

    Raises:
        BackendError: A credential of the account cannot be read.
        UntrustedError: It would take a program that nobody allowed.
        RefusedError: The ledger is another machine's.
    """
    ledger.refuse_elsewhere()
    for backend in plan.backends:
        backend.connect().close()


def refuse_without_approval(workspace: Workspace, plan: Plan) -> None:
    """A release cannot be sent at once where someone must look at it first.

    Raises:
        RefusedError: dispatch.toml demands approvals.
    """
    required = workspace.settings.approval.required
    if required and plan.deliveries:
        names = " ".join(("dispatch send", plan.request.release, *plan.request.selection.lists))
        first = "say it again with" if plan.follows else names
        raise RefusedError(
            f"nothing goes out here before {required} approval{'' if required == 1 else 's'} ([approval] required)",
            f"{first} --stage-only, then dispatch approve MAILING, then dispatch send MAILING",
        )


def stage(plan: Plan, *, ledger: Ledger, only: bool = False) -> tuple[Bound, Staged]:
    """Freeze a plan in the ledger.

    Args:
        plan: What was asked for.
        ledger: Open.
        only: It is not sent now; `resume` leaves it alone until someone sends it by name.

    Raises:
        RefusedError: Findings block, or the identity is unclear.
    """
    refuse_blocked(plan)
    request, draft = plan.request, plan.draft
    bound = plan.bound or ledger.bind(
        plan.identity,
        same_as=request.same_release or None,
        new=request.new_release,
    )
    mailing = MailingDraft(
        release=bound.release,
        version=bound.version,
        headline=draft.release.headline,
        occasion=plan.occasion,
        final=plan.final,
        backend=plan.backends[0].name,
        theme=draft.theme,
        sender=draft.sender,
        domain=draft.sender.email.rpartition("@")[2],
        parts={
            **_bound_parts(plan),
            "release": draft.release.source.encode(),
            VERSIONS: json.dumps({version.language: version.source for version in draft.release.versions}).encode(),
            "theme": json.dumps(dict(plan.look)).encode(),
            PROOF: keep(draft),
        },
        audience=draft.audience.counts,
        sources=plan.sources,
        options={
            **_asked(plan),
            "where": request.selection.where,
            "skip_invalid": request.skip_invalid,
            "stage_only": only,
            "allowed": sorted({finding.code for finding in plan.draft.findings} & request.allow),
        },
        expires=plan.expires,
        embargo=plan.timing.embargo,
        due=plan.due,
        zone=request.at.zone if request.at else plan.zone if request.at_local else "",
        late=None if plan.timing.plain and request.at is None else plan.late,
        replaces=request.replaces or None,
        follows=plan.follows,
    )
    remember(ledger, draft.readings, plus_tags=plan.plus_tags)
    return bound, ledger.stage(mailing, _drafts(draft.audience.contacts, plan.binder, plan.timing))


def _asked(plan: Plan) -> dict[str, object]:
    """What `restage` needs to ask for the same again; paths are relative to the workspace."""
    request = plan.request
    return {
        "file": plan.identity.path,
        "lists": list(plan.lists),
        "except": list(plan.excluded),
        "one_per_outlet": request.selection.one_per_outlet,
        "limit": request.selection.limit,
        "encoding": request.selection.encoding,
        "both": request.both,
        "at_local": request.at_local,
        "hold": request.hold,
        "embargoed_to_all": request.embargoed_to_all,
        "purpose": plan.purpose,
        "ignore_limits": request.ignore_limits,
    }


def _bound_parts(plan: Plan) -> dict[str, bytes]:
    """The frozen variants; all shapes of the draft's own mail are known, those of the others are rendered here."""
    if plan.binder.plain is not plan.draft.mail or not plan.binder.simple:
        for contact in plan.draft.audience.contacts:
            plan.binder.bind(contact)
    return plan.binder.parts()


def _drafts(people: Iterable[Contact], binder: Binder, timing: Timing) -> Iterator[DeliveryDraft]:
    for contact in people:
        shape, values = binder.bind(contact)
        wave, not_before = timing.of(contact)
        yield DeliveryDraft(
            key=contact.key,
            email=contact.email,
            name=contact.name,
            outlet=contact.outlet,
            shape=shape,
            values=values,
            wave=wave,
            not_before=not_before,
        )


def send(
    workspace: Workspace,
    plan: Plan,
    *,
    ledger: Ledger,
    clock: Clock,
    progress: Progress,
    wait: bool = False,
    stage_only: bool = False,
    announce: Callable[[str], None] = lambda _name: None,
) -> SendResult:
    """Continue what is unfinished of this release, then stage and send the plan.

    Args:
        workspace: Its settings.
        plan: What a person said yes to.
        ledger: Open.
        clock: The time.
        progress: Is told what happens.
        wait: Stay until deferred deliveries are settled.
        stage_only: Freeze it and stop.
        announce: Is told the name of each mailing before it is sent.

    Raises:
        RefusedError: Findings block, or the identity is unclear.
        BusyError: Another process is sending one of them.
    """
    began = clock.monotonic()
    refuse_blocked(plan)
    refuse_nobody(plan)
    if not stage_only:
        refuse_without_approval(workspace, plan)
        refuse_unready(plan, ledger)

    def send_one(name: str, backends: Sequence[Backend] = ()) -> Sent:
        announce(name)
        return send_staged(workspace, name, ledger=ledger, clock=clock, progress=progress, wait=wait, backends=backends)

    continued: list[Sent] = []
    for record in () if stage_only else plan.unfinished:
        continued.append(send_one(record.name))
        if continued[-1].halt is not None:
            return _result(plan, continued, seconds=clock.monotonic() - began)
    bound, staged = stage(plan, ledger=ledger, only=stage_only)
    sent = send_one(staged.mailing, plan.backends) if staged.mailing and not stage_only else None
    result = _result(plan, continued, seconds=clock.monotonic() - began)
    return replace(
        result,
        release=bound.release,
        version=bound.version,
        audience=replace(
            result.audience,
            already_sent=result.audience.already_sent + staged.already_sent,
            deliveries=staged.deliveries,
        ),
        sent=sent,
        staged=staged.mailing if stage_only else "",
        findings=_with_heartbeat(plan, sent, ledger, clock),
    )


def _with_heartbeat(plan: Plan, sent: Sent | None, ledger: Ledger, clock: Clock) -> tuple[Finding, ...]:
    """A warning beside the findings when something is left that only a later run sends."""
    found = plan.draft.findings
    if sent is None or sent.halt is not None or not sent.counts.open or any(one.code == "RUN001" for one in found):
        return found
    return (*found, *heartbeat_findings(ledger, clock))


def dry_run(plan: Plan) -> SendResult:
    """The result of a `send --dry-run`: what would be, without a name.

    Raises:
        RefusedError: Findings block.
    """
    refuse_blocked(plan)
    return _result(plan, [], seconds=0.0)


def _result(plan: Plan, continued: Sequence[Sent], *, seconds: float) -> SendResult:
    backend = plan.backends[0]
    return SendResult(
        release=plan.identity.id,
        version=plan.identity.version,
        occasion=plan.occasion,
        audience=plan.draft.audience.counts,
        findings=plan.draft.findings,
        continued=tuple(continued),
        final=plan.final,
        through=f"{backend.name} ({backend.description})",
        seconds=seconds,
    )

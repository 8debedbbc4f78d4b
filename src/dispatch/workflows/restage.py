"""Take the present state of the files into a mailing that has not begun; an approval of the old state is void."""

from dataclasses import dataclass, replace

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.errors import RefusedError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import MailingRecord
from dispatch.model.exits import ExitCode
from dispatch.model.finding import Finding
from dispatch.model.mailing import AudienceCounts, MailingState
from dispatch.workflows.drift import Difference, differences
from dispatch.workflows.local_time import Moment
from dispatch.workflows.material import Selection
from dispatch.workflows.plan import Plan, SendRequest, make_plan
from dispatch.workflows.schedule import Planned, planned_one
from dispatch.workflows.send import stage

_WAITING = frozenset({MailingState.STAGED, MailingState.SCHEDULED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Restaged:
    """A mailing in the place of an earlier one."""

    before: MailingRecord
    planned: Planned
    audience: AudienceCounts
    findings: tuple[Finding, ...]
    #: What changed.
    differences: tuple[Difference, ...]

    @property
    def voided(self) -> bool:
        """An approval of the old state no longer counts."""
        return bool(self.before.approved_by)

    @property
    def exit(self) -> ExitCode:
        """It was staged; that it waits for approval again is no trouble yet."""
        return ExitCode.OK


def restage_plan(
    workspace: Workspace,
    ledger: Ledger,
    name: str,
    *,
    clock: Clock,
    allow: frozenset[str] = frozenset(),
    skip_invalid: bool = False,
    yes_new_version: bool = False,
) -> Plan:
    """What the mailing would be now: the same release, lists, segment, theme, account and time.

    Args:
        workspace: Its settings.
        ledger: Open.
        name: A mailing that has not begun.
        clock: The time.
        allow: Codes of findings that do not block, beside those that were allowed before.
        skip_invalid: Go on without bad rows; as before when it was said before.
        yes_new_version: Others keep the earlier text.

    Raises:
        NotFoundError: No such mailing.
        RefusedError: It has begun.
        UsageError: Its files cannot be read any more.
    """
    record = ledger.mailing(name)
    if record.state not in _WAITING:
        raise RefusedError(f"{name} is {record.state} and cannot be staged again", f"dispatch cancel {name}")
    if record.follows is not None:
        raise RefusedError(
            f"{name} follows {record.follows}: its audience comes from there, not from lists",
            f"dispatch cancel {name}, and give the command again",
        )
    again = _request(workspace, record)
    request = replace(
        again,
        allow=again.allow | allow,
        skip_invalid=again.skip_invalid or skip_invalid,
        yes_new_version=yes_new_version,
    )
    return make_plan(workspace, request, ledger=ledger, clock=clock)


def restage(workspace: Workspace, ledger: Ledger, plan: Plan) -> Restaged:
    """Stage the plan in the place of the mailing; both in one transaction.

    Raises:
        RefusedError: Findings block, or nobody is left.
    """
    before = ledger.mailing(plan.request.replaces)
    told = differences(workspace, ledger, before)
    _bound, staged = stage(plan, ledger=ledger, only=True)
    if not staged.mailing:
        raise RefusedError("nobody would be left to send to", f"dispatch cancel {before.name}")
    return Restaged(
        before=before,
        planned=planned_one(workspace, ledger, ledger.mailing(staged.mailing)),
        audience=plan.draft.audience.counts,
        findings=plan.draft.findings,
        differences=told,
    )


def _request(workspace: Workspace, record: MailingRecord) -> SendRequest:
    options = record.options
    limit, encoding = options.get("limit"), options.get("encoding")
    local = str(options.get("at_local") or "")

    def paths(key: str) -> tuple[str, ...]:
        value = options.get(key)
        return tuple(str(workspace.root / str(name)) for name in value) if isinstance(value, list) else ()

    allowed = options.get("allowed")
    return SendRequest(
        release=str(workspace.root / str(options.get("file", ""))),
        selection=Selection(
            lists=paths("lists"),
            where=str(options.get("where") or ""),
            excluded=paths("except"),
            one_per_outlet=bool(options.get("one_per_outlet")),
            limit=limit if isinstance(limit, int) else None,
            encoding=str(encoding) if encoding else None,
        ),
        theme=record.theme,
        both=bool(options.get("both")),
        backend=record.backend,
        skip_invalid=bool(options.get("skip_invalid")),
        allow=frozenset(map(str, allowed)) if isinstance(allowed, list) else frozenset(),
        same_release=record.release,
        at=Moment(instant=record.due, zone=record.zone) if record.due and not local else None,
        at_local=local,
        hold=bool(options.get("hold")),
        embargoed_to_all=bool(options.get("embargoed_to_all")),
        ignore_limits=bool(options.get("ignore_limits")),
        replaces=record.name,
    )

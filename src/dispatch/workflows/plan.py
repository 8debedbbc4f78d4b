"""What a mailing would be, before anyone says yes: who, what, through which account, and what stands in the way."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.contacts import ROW_CODES
from dispatch.delivery.protocol import Backend
from dispatch.errors import RefusedError
from dispatch.ledger.identity import slug
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import ORIGINAL, REHEARSAL, Bound, Identity, MailingRecord, Verdict
from dispatch.model.finding import Finding, Severity
from dispatch.model.limits import Limits
from dispatch.model.release import Release
from dispatch.workflows.accounts import open_backends, sender_for
from dispatch.workflows.deadline import by_when, deadline_findings, duration_of
from dispatch.workflows.draft import Draft, compile_release, make_draft, nobody
from dispatch.workflows.drift import look_of, reached_beside, sources_of
from dispatch.workflows.heartbeat import heartbeat_findings
from dispatch.workflows.limits import gate
from dispatch.workflows.local_time import Moment
from dispatch.workflows.material import Selection, read_release
from dispatch.workflows.notices import without_embargo
from dispatch.workflows.outcome import has_begun
from dispatch.workflows.timing import Timing
from dispatch.workflows.variants import Binder

#: Findings that nobody can allow: an embargo that is not sure keeps everything back.
_CLOSED = "EMB"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRequest:
    """What the person asked for."""

    release: str
    selection: Selection
    theme: str = ""
    #: Two languages in one mail.
    both: bool = False
    backend: str = ""
    #: An occasion of its own: everyone again.
    again: bool = False
    skip_invalid: bool = False
    #: Codes of findings that do not block this time.
    allow: frozenset[str] = frozenset()
    #: A person's answers about the release's identity (DESIGN 6).
    same_release: str = ""
    new_release: bool = False
    yes_new_version: bool = False
    #: When it goes out; None is now.
    at: Moment | None = None
    #: How late it may still go out; None means `[send] late`.
    late: timedelta | None = None
    #: A time of day in each reader's own zone.
    at_local: str = ""
    #: `--by`: when it should be done; empty is any time.
    by: str = ""
    #: Also those who may know early wait for the embargo's lift.
    hold: bool = False
    #: Everyone gets it before the embargo lifts.
    embargoed_to_all: bool = False
    #: Nobody is held back by `[limits]` this time.
    ignore_limits: bool = False
    #: The staged mailing that this one takes the place of.
    replaces: str = ""


class UnclearIdentityError(RefusedError):
    """The ledger cannot tell whether it knows this release; a person can.

    Attributes:
        identity: What it may be.
    """

    def __init__(self, identity: Identity) -> None:
        best = identity.candidates[0]
        super().__init__(
            f"is this the release {best.id!r} ({best.headline!r}, {best.path})? Its "
            f"{' and '.join(best.matches)} match, the rest does not",
            f"say --same-release {best.id}, or --new-release",
        )
        self.identity = identity


class NewVersionError(RefusedError):
    """Others already hold an earlier text of this release."""

    def __init__(self, identity: Identity, mailing: str) -> None:
        super().__init__(
            f"the text of {identity.id} changed: people already hold version {identity.version - 1}",
            f"tell them with `dispatch correct {mailing}`, or go on for the new people only with --yes-new-version",
        )


class UnfinishedError(RefusedError):
    """An earlier mailing of this release is unfinished, and going on with it is not what was asked for."""

    def __init__(self, name: str, but: str) -> None:
        super().__init__(
            f"mailing {name} of this release is unfinished, and {but}",
            f"finish it as it was approved with `dispatch resume {name}`, or end it with `dispatch cancel {name}`",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything a person looks at before they say yes."""

    request: SendRequest
    draft: Draft
    backends: tuple[Backend, ...]
    #: Error findings that block: neither allowed nor skipped.
    blocking: tuple[Finding, ...]
    identity: Identity
    occasion: str
    #: Unfinished mailings of this release that are continued first.
    unfinished: tuple[MailingRecord, ...] = ()
    #: Path to fingerprint of every source.
    sources: Mapping[str, str]
    #: Text of every file of the theme, by path.
    look: Mapping[str, str]
    #: Lists and left-out lists, as paths relative to the workspace.
    lists: tuple[str, ...]
    excluded: tuple[str, ...]
    #: Seconds after the first attempt at which a deferred delivery is given up.
    expires: float
    #: Seconds after its time at which a planned mailing or a wave is no longer sent.
    late: float
    #: How long it takes under the account's rate; None when no rate is set.
    duration: timedelta | None
    #: The desk's own; empty is UTC.
    zone: str
    #: Who waits for what, and what each of them gets.
    timing: Timing
    binder: Binder
    #: How many go out from which instant on; empty when all go out together.
    waves: tuple[tuple[datetime | None, int], ...] = ()
    #: The mailing that this one corrects, withdraws or follows.
    follows: str | None = None
    #: What it is for, also when it is a rehearsal: `follow-up-1`.
    purpose: str = ""
    #: The version that is known already; None binds the text when it is staged.
    bound: Bound | None = None
    #: Whom its lists suppress is suppressed with every `+tag`.
    plus_tags: bool = False

    @property
    def final(self) -> bool:
        """Whether the mail would really reach people."""
        return self.backends[0].final

    @property
    def due(self) -> datetime | None:
        """When the first of it goes out; None is at once."""
        if self.request.at is not None:
            return self.request.at.instant
        return self.waves[0][0] if self.request.at_local and self.waves else None

    @property
    def deliveries(self) -> int:
        """How many messages it would be."""
        return self.draft.audience.counts.deliveries


def make_plan(workspace: Workspace, request: SendRequest, *, ledger: Ledger | None, clock: Clock) -> Plan:
    """Find out everything about a mailing without sending, staging or opening a connection.

    Args:
        workspace: Where, with which settings.
        request: What was asked for.
        ledger: None when there is none yet: nobody got anything.
        clock: The time.

    Raises:
        UsageError: Something cannot be read or is wrong.
        RefusedError: Its embargo changed since some got it.
        UnclearIdentityError: A person must say which release it is.
        NewVersionError: Others hold an earlier text, and nobody said to go on.
        UnfinishedError: An earlier mailing is unfinished and its source changed.
    """
    backends = open_backends(workspace, request.backend)
    read = read_release(workspace, request.release, both=request.both)
    identity = _identity(workspace, request, read[0], ledger)
    books = ledger if backends[0].final else None
    occasion = _occasion(request, books, identity, final=backends[0].final)
    _refuse_withdrawn(books, identity)
    _refuse_moved_embargo(books, identity, read[0], clock)
    _refuse_silent_new_version(request, books, identity)
    draft = _draft(workspace, request, read, backends, identity=identity, occasion=occasion, ledger=ledger, clock=clock)
    timing = _timing(workspace, request, draft, clock)
    if request.at or not timing.plain:
        draft = replace(draft, findings=(*draft.findings, *heartbeat_findings(ledger, clock)))
    waves = () if timing.plain else timing.waves(draft.audience.contacts)
    whole = ((request.at.instant if request.at else None, draft.audience.counts.deliveries),)
    late = _deadlines(workspace, request, backends[0].limits, waves or whole, clock.now())
    draft = replace(draft, findings=(*draft.findings, *late))
    sources = sources_of(workspace, request.release, request.selection.lists, draft.theme)
    return Plan(
        request=request,
        draft=draft,
        backends=tuple(backends),
        blocking=_blocking(draft.findings, request),
        identity=identity,
        occasion=occasion,
        unfinished=_unfinished(books, identity, sources, request=request, account=backends[0].name, clock=clock),
        sources=sources,
        look=look_of(workspace, draft.theme),
        lists=_relative(workspace, request.selection.lists),
        excluded=_relative(workspace, request.selection.excluded),
        expires=workspace.settings.send.expires.total_seconds(),
        late=(workspace.settings.send.late if request.late is None else request.late).total_seconds(),
        duration=duration_of(backends[0].limits, draft.audience.counts.deliveries),
        zone=workspace.settings.zone,
        timing=timing,
        binder=_binder(workspace, draft, timing, clock),
        waves=waves,
        plus_tags=workspace.settings.limits.plus_tags,
    )


def _draft(
    workspace: Workspace,
    request: SendRequest,
    read: tuple[Release, tuple[Finding, ...]],
    backends: Sequence[Backend],
    *,
    identity: Identity,
    occasion: str,
    ledger: Ledger | None,
    clock: Clock,
) -> Draft:
    """The mail and its audience, without whom a limit holds back or who has a place already."""
    books = ledger if backends[0].final else None
    reached = books.reached(identity.id, occasion) if books else nobody
    if books and request.replaces:
        reached = reached_beside(books, books.mailing(request.replaces))
    when = request.at.instant if request.at else clock.now()
    limits = gate(workspace, books, identity.id, now=when, ignore=request.ignore_limits)
    draft = make_draft(
        workspace,
        read,
        limits.select(request.selection),
        sender=sender_for(workspace, backends),
        theme=request.theme,
        ledger=ledger,
        reached=reached,
        now=clock.now(),
        gated=limits.gated,
        backend=request.backend,
    )
    return replace(draft, findings=(*draft.findings, *limits.findings(draft.audience)))


def _binder(workspace: Workspace, draft: Draft, timing: Timing, clock: Clock) -> Binder:
    """The variants: for an embargoed release the draft carries the notice, and the mail without it is another."""
    release = draft.release
    if release.embargo is None or release.embargo <= clock.now():
        return Binder(plain=draft.mail)
    plain = compile_release(workspace, without_embargo(release), sender=draft.sender, theme=draft.theme)
    return Binder(plain=plain, notice=draft.mail if timing.embargo else None, trusted=timing.trusted)


def _relative(workspace: Workspace, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(workspace.relative(workspace.list(name)) for name in names)


def _timing(workspace: Workspace, request: SendRequest, draft: Draft, clock: Clock) -> Timing:
    now, embargo = clock.now(), draft.release.embargo
    due = request.at.instant if request.at else None
    return Timing(
        now=now,
        embargo=embargo if embargo is not None and embargo > max(now, due or now) else None,
        hold=request.hold,
        to_all=request.embargoed_to_all,
        at_local=request.at_local,
        due=due,
        zone=workspace.settings.zone,
    )


def _identity(workspace: Workspace, request: SendRequest, release: Release, ledger: Ledger | None) -> Identity:
    path = workspace.relative(workspace.release(request.release))
    if ledger is None:
        return Identity(
            verdict=Verdict.NEW,
            id=release.id or slug(release.headline),
            version=1,
            path=path,
            headline=release.headline,
            fingerprint=release.fingerprint,
        )
    identity = ledger.identify(path, release.headline, release.fingerprint, release.id)
    if identity.verdict is not Verdict.ASK or request.new_release:
        return identity
    if not request.same_release:
        raise UnclearIdentityError(identity)
    versions = ledger.versions(request.same_release)
    known = next((item.number for item in versions if item.fingerprint == release.fingerprint), len(versions) + 1)
    return replace(identity, id=request.same_release, version=known, versions=len(versions))


def _occasion(request: SendRequest, ledger: Ledger | None, identity: Identity, *, final: bool) -> str:
    if not final:
        return REHEARSAL
    if request.replaces and ledger:
        return ledger.mailing(request.replaces).occasion
    if not request.again:
        return ORIGINAL
    used = {tally.mailing.occasion for tally in ledger.mailings(identity.id)} if ledger else set()
    number = 2
    while f"again-{number}" in used:
        number += 1
    return f"again-{number}"


def _unfinished(
    ledger: Ledger | None,
    identity: Identity,
    sources: Mapping[str, str],
    *,
    request: SendRequest,
    account: str,
    clock: Clock,
) -> tuple[MailingRecord, ...]:
    """Unfinished mailings of this release that go on first; one that waits for its time or for a person does not."""
    if ledger is None:
        return ()
    records = [record for record in ledger.unfinished(identity.id) if record.name != request.replaces]
    for record in records:
        changed = [path for path, mark in record.sources.items() if sources.get(path, mark) != mark]
        if record.version != identity.version or changed:
            raise UnfinishedError(record.name, f"{', '.join(changed)} changed since it was staged")
    if request.at or request.replaces:
        return ()
    begun = tuple(record for record in records if has_begun(record, clock.now()))
    for record in begun:
        if record.backend != account:
            raise UnfinishedError(record.name, f"it goes through {record.backend}, not through {account}")
    return begun


def _refuse_silent_new_version(request: SendRequest, ledger: Ledger | None, identity: Identity) -> None:
    if ledger is None or request.yes_new_version or identity.version == 1:
        return
    behind: dict[str, str] = {}
    for holder in ledger.holders(identity.id):
        if holder.version < identity.version:
            behind[holder.key] = holder.mailing
        else:
            behind.pop(holder.key, None)
    if behind:
        raise NewVersionError(identity, next(reversed(behind.values())))


def _refuse_withdrawn(ledger: Ledger | None, identity: Identity) -> None:
    reason = ledger.withdrawn(identity.id) if ledger else None
    if reason is not None:
        raise RefusedError(f"{identity.id} was withdrawn: {reason}", "write a new release, under an id of its own")


def _refuse_moved_embargo(ledger: Ledger | None, identity: Identity, release: Release, clock: Clock) -> None:
    """Those who have it believe the old time: a correction tells them before anyone else gets the new one."""
    for tally in ledger.mailings(identity.id) if ledger else ():
        mailing, told = tally.mailing, tally.counts.accepted + tally.counts.in_doubt
        pending = mailing.final and mailing.embargo is not None and mailing.embargo > clock.now()
        if pending and told and mailing.embargo != release.embargo:
            raise RefusedError(
                f"the embargo changed since {told} got {mailing.name} with the old one",
                f"tell them with `dispatch correct {mailing.name}`, or put the old time back",
            )


def _blocking(findings: tuple[Finding, ...], request: SendRequest) -> tuple[Finding, ...]:
    return tuple(
        finding
        for finding in findings
        if finding.severity is Severity.ERROR
        and (finding.code not in request.allow or finding.code.startswith(_CLOSED))
        and not (request.skip_invalid and finding.code in ROW_CODES)
    )


def _deadlines(
    workspace: Workspace,
    request: SendRequest,
    limits: Limits,
    waves: tuple[tuple[datetime | None, int], ...],
    now: datetime,
) -> Iterator[Finding]:
    """What the account's limits do not allow in time."""
    zone = workspace.settings.zone
    by = by_when(request.by, zone, now) if request.by else None
    return deadline_findings(limits, waves, by=by, zone=zone, now=now)

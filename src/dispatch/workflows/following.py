"""A mailing in the thread of an earlier one, to people whom the ledger knows: what corrections and follow-ups share."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.contacts import Audience
from dispatch.errors import DispatchError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import REHEARSAL, Bound, Identity, MailingRecord
from dispatch.model.contact import Contact
from dispatch.model.finding import Finding, Severity
from dispatch.model.mailing import AudienceCounts
from dispatch.model.release import Release
from dispatch.workflows.accounts import open_backends, sender_for
from dispatch.workflows.deadline import duration_of
from dispatch.workflows.draft import Draft, Gathered, compile_release, compose, survey
from dispatch.workflows.drift import look_of
from dispatch.workflows.holders import Held, contacts_of
from dispatch.workflows.material import Selection, read_release
from dispatch.workflows.notices import as_of, without_embargo
from dispatch.workflows.plan import Plan, SendRequest
from dispatch.workflows.timing import Timing
from dispatch.workflows.variants import Binder


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What is sent after what, and to whom."""

    record: MailingRecord
    #: As it is sent: with its notice and subject.
    release: Release
    findings: tuple[Finding, ...]
    held: tuple[Held, ...]
    occasion: str
    identity: Identity
    #: None binds the text as a version of the release.
    bound: Bound | None = None
    theme: str = ""
    backend: str = ""
    #: Codes of findings that do not block.
    allow: frozenset[str] = frozenset()
    #: Nothing that preflight finds holds it up.
    unchecked: bool = False


def following_plan(workspace: Workspace, ledger: Ledger, following: Following, *, clock: Clock) -> Plan:
    """Everything about such a mailing, as a person looks at it before saying yes.

    Raises:
        UsageError: The account, the sender or the theme is wrong.
    """
    record = following.record
    backends = open_backends(workspace, following.backend or record.backend)
    sender = sender_for(workspace, backends)
    theme = following.theme or record.theme
    audience = _audience(workspace, ledger, following)
    release = as_of(following.release, clock.now())
    mail = compile_release(workspace, release, sender=sender, theme=theme)
    draft = compose(
        workspace,
        (following.release, following.findings),
        Gathered(readings=(), audience=audience),
        mail,
        survey(audience, mail),
        theme=theme,
        sender=sender,
        now=clock.now(),
        backend=backends[0].name,
    )
    timing = Timing(now=clock.now(), embargo=release.embargo, to_all=True, zone=workspace.settings.zone)
    references = {one.key: one.message_ids for one in following.held}
    return Plan(
        request=SendRequest(
            release=following.release.file,
            selection=Selection(lists=()),
            theme=theme,
            same_release=record.release,
            allow=following.allow,
        ),
        draft=draft,
        backends=tuple(backends),
        blocking=() if following.unchecked else _blocking(draft, following.allow),
        identity=following.identity,
        occasion=following.occasion if backends[0].final else REHEARSAL,
        sources={},
        look=look_of(workspace, theme),
        lists=(),
        excluded=(),
        expires=workspace.settings.send.expires.total_seconds(),
        late=workspace.settings.send.late.total_seconds(),
        duration=duration_of(backends[0].limits, audience.counts.deliveries),
        zone=workspace.settings.zone,
        timing=timing,
        binder=_binder(workspace, draft, timing, references),
        follows=record.name,
        purpose=following.occasion,
        bound=following.bound,
    )


def _audience(workspace: Workspace, ledger: Ledger, following: Following) -> Audience:
    """Everyone who holds it and may be mailed; opt-outs are always kept."""
    suppressed: Callable[[str], bool] = ledger.suppressed()
    kept = [one for one in following.held if not suppressed(one.key)]
    people: Sequence[Contact] = tuple(contacts_of(workspace, ledger, following.record, kept))
    counts = AudienceCounts(
        rows=len(following.held), suppressed=len(following.held) - len(people), deliveries=len(people)
    )
    return Audience(contacts=people, counts=counts, custom=frozenset(), findings=(), left_out={}, duplicates=())


def _blocking(draft: Draft, allow: frozenset[str]) -> tuple[Finding, ...]:
    return tuple(one for one in draft.findings if one.severity is Severity.ERROR and one.code not in allow)


def _binder(workspace: Workspace, draft: Draft, timing: Timing, references: dict[str, tuple[str, ...]]) -> Binder:
    if timing.embargo is None:
        return Binder(plain=draft.mail, references=references)
    plain = compile_release(workspace, without_embargo(draft.release), sender=draft.sender, theme=draft.theme)
    return Binder(plain=plain, notice=draft.mail, trusted=timing.trusted, references=references)


def identify_as(ledger: Ledger, path: str, release: Release, known: str) -> Identity:
    """The identity of a text that a person calls a version of a known release."""
    found = ledger.identify(path, release.headline, release.fingerprint, release.id)
    versions = ledger.versions(known)
    number = next((one.number for one in versions if one.fingerprint == release.fingerprint), len(versions) + 1)
    return replace(found, id=known, version=number, versions=len(versions))


def frozen_release(workspace: Workspace, ledger: Ledger, record: MailingRecord) -> Release:
    """The release as it was staged, for its language and its media contacts; its file may be gone."""
    suffix = Path(str(record.options.get("file", ""))).suffix.lower()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"release{suffix if suffix in {'.md', '.markdown', '.txt'} else '.txt'}"
        path.write_bytes(ledger.part(record.name, "release"))
        try:
            return read_release(workspace, str(path))[0]
        except DispatchError:
            return Release(file=record.name, fingerprint="", headline=record.headline)

"""Preflight: what is wrong with a release and its lists, before anything goes out."""

from dataclasses import dataclass

from dispatch.clock import Clock
from dispatch.config.proxies import proxies
from dispatch.config.workspace import Workspace
from dispatch.ledger.ledger import Ledger
from dispatch.model.exits import ExitCode
from dispatch.model.finding import Finding, Severity
from dispatch.model.mailing import AudienceCounts
from dispatch.preflight import visited
from dispatch.workflows.accounts import PLACEHOLDER
from dispatch.workflows.draft import make_draft, reached_so_far
from dispatch.workflows.material import Selection, read_release


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """Findings, and who would get it."""

    findings: tuple[Finding, ...]
    #: Source lines of the release, for showing findings in their place.
    source: tuple[str, ...]
    #: File of the release, as it was named.
    file: str
    #: None when no list was named.
    audience: AudienceCounts | None = None
    #: Language of each version, by name, and how many read it; empty where there is only one.
    versions: tuple[tuple[str, int], ...] = ()
    #: Warnings count too.
    strict: bool = False

    @property
    def exit(self) -> ExitCode:
        """1 with an error finding, or under `--strict` with a warning."""
        blocking = {Severity.ERROR, Severity.WARNING} if self.strict else {Severity.ERROR}
        found = any(finding.severity in blocking for finding in self.findings)
        return ExitCode.ATTENTION if found else ExitCode.OK


def check(
    workspace: Workspace,
    release: str,
    selection: Selection,
    *,
    ledger: Ledger | None,
    clock: Clock,
    strict: bool = False,
    both: bool = False,
    links: bool = False,
) -> CheckResult:
    """Everything preflight has to say about a release and, when lists are named, about the mailing.

    Args:
        workspace: Where, with which settings.
        release: Path, or name in releases/.
        selection: Lists; may be none.
        ledger: None when there is none yet.
        clock: The time.
        strict: Warnings count too.
        both: Two languages in one mail.
        links: Open every link of the release, over the network.

    Raises:
        UsageError: Something cannot be read or is wrong.
    """
    read = read_release(workspace, release, both=both)
    if links:
        read = (read[0], read[1] + visited(read[0], proxies(workspace.environ)))
    sender = workspace.sender if workspace.settings.sender.email else PLACEHOLDER
    draft = make_draft(
        workspace,
        read,
        selection,
        sender=sender,
        ledger=ledger,
        reached=reached_so_far(workspace, ledger, release, read[0]),
        now=clock.now(),
    )
    return CheckResult(
        findings=draft.findings,
        source=tuple(draft.release.source.split("\n")),
        file=draft.release.file,
        audience=draft.audience.counts if selection.lists else None,
        versions=draft.versions,
        strict=strict,
    )

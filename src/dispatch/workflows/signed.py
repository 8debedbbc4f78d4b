"""Who signed off what a proof shows."""

from typing import TYPE_CHECKING

from dispatch.config.workspace import Workspace
from dispatch.model.release import Release
from dispatch.workflows.draft import known_as

if TYPE_CHECKING:
    from dispatch.ledger.ledger import Ledger


def approvals_of(workspace: Workspace, ledger: "Ledger | None", name: str, release: Release) -> tuple[str, ...]:
    """Who signed off open mailings of exactly this text, when, and which fingerprint, in words for a proof.

    Args:
        workspace: Where the release lies.
        ledger: None when there is none yet.
        name: The release, as a command names it.
        release: Its text as it is now.
    """
    known = known_as(workspace, ledger, name, release)
    if ledger is None or not known:
        return ()
    numbers = {version.number for version in ledger.versions(known) if version.fingerprint == release.fingerprint}
    return tuple(
        f"by {approval.by}, {approval.at:%Y-%m-%d %H:%M} UTC, fingerprint {approval.fingerprint} ({tally.mailing.name})"
        for tally in ledger.mailings(known)
        if tally.mailing.version in numbers and tally.counts.open
        for approval in ledger.approvals(tally.mailing.name)
        if approval.fingerprint == tally.mailing.fingerprint
    )

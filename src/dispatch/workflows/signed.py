"""Which staged mailings hold exactly the text that a proof shows, and who signed them off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from dispatch.config.workspace import Workspace
from dispatch.model.release import Release
from dispatch.workflows.draft import known_as

if TYPE_CHECKING:
    from dispatch.ledger.ledger import Ledger
    from dispatch.ledger.records import MailingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the ledger knows about a text that is being looked at; empty when it was never staged."""

    #: Each open mailing of exactly this text, in words.
    staged: tuple[str, ...] = ()
    #: Who signed one of them off, when, and which fingerprint, in words.
    approvals: tuple[str, ...] = ()


def standing_of(workspace: Workspace, ledger: "Ledger | None", name: str, release: Release, now: datetime) -> Standing:
    """The open mailings of exactly this text.

    Args:
        workspace: Where the release lies.
        ledger: None when there is none yet.
        name: The release, as a command names it.
        release: Its text as it is now.
        now: The time.
    """
    known = known_as(workspace, ledger, name, release)
    if ledger is None or not known:
        return Standing()
    from dispatch.workflows.frozen_facts import signed_words  # noqa: PLC0415 - brings what only a staged text needs

    records = tuple(_open_ones(ledger, known, release))
    return Standing(
        staged=tuple(_staged(workspace, ledger, record, now) for record in records),
        approvals=tuple(words for record in records for words in signed_words(ledger, record)),
    )


def _open_ones(ledger: "Ledger", known: str, release: Release) -> Iterator["MailingRecord"]:
    numbers = {version.number for version in ledger.versions(known) if version.fingerprint == release.fingerprint}
    for tally in ledger.mailings(known):
        if tally.mailing.version in numbers and tally.counts.open:
            yield tally.mailing


def _staged(workspace: Workspace, ledger: "Ledger", record: "MailingRecord", now: datetime) -> str:
    from dispatch.workflows.drift import changed  # noqa: PLC0415 - brings what only a staged text needs
    from dispatch.workflows.frozen_facts import approval_words, when_words  # noqa: PLC0415
    from dispatch.workflows.schedule import planned_one  # noqa: PLC0415

    planned = planned_one(workspace, ledger, record)
    told = [f"{record.name} holds exactly this text for {planned.counts.open:,}", when_words(planned, now)]
    if planned.approvals:
        told.append(f"signed off by {approval_words(workspace, planned)}")
    paths = changed(workspace, record.sources)
    if paths:
        told.append(f"but {', '.join(paths)} changed since")
    return f"{'; '.join(told)}. `dispatch preview {record.name}` shows what goes out"

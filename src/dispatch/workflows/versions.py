"""Which contact holds which version of a release."""

from collections import Counter
from dataclasses import dataclass

from dispatch.config.workspace import Workspace
from dispatch.errors import DispatchError, NotFoundError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.listings import VersionRecord
from dispatch.ledger.records import MailingRecord
from dispatch.model.exits import ExitCode
from dispatch.workflows.draft import known_as
from dispatch.workflows.holders import Held, held_by
from dispatch.workflows.material import read_release


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsResult:
    """A release, its texts, and who holds which."""

    release: str
    #: Why it was withdrawn; None when it was not.
    withdrawn: str | None
    versions: tuple[VersionRecord, ...]
    #: By address.
    held: tuple[Held, ...]
    #: Its mailings, newest first.
    mailings: tuple[MailingRecord, ...]

    @property
    def counts(self) -> Counter[int]:
        """How many hold each version, as far as that is sure."""
        return Counter(one.version for one in self.held if not one.doubtful)

    @property
    def exit(self) -> ExitCode:
        """Showing is always done."""
        return ExitCode.OK


def versions(workspace: Workspace, ledger: Ledger, name: str) -> VersionsResult:
    """The versions of a release.

    Args:
        workspace: Where releases are looked for.
        ledger: Open.
        name: Its id, or a release file that the ledger knows.

    Raises:
        NotFoundError: Nothing of that name was ever staged.
    """
    known = name if ledger.versions(name) else _by_file(workspace, ledger, name)
    found = tuple(ledger.versions(known)) if known else ()
    if not known or not found:
        raise NotFoundError(f"There is no mailing and no release {name}.", "`dispatch status` lists the mailings")
    records = tuple(tally.mailing for tally in ledger.mailings(known))
    final = next((record for record in records if record.final), None)
    held = held_by(ledger, final).values() if final else ()
    return VersionsResult(
        release=known,
        withdrawn=ledger.withdrawn(known),
        versions=found,
        held=tuple(sorted(held, key=lambda one: (-one.version, one.address))),
        mailings=records,
    )


def _by_file(workspace: Workspace, ledger: Ledger, name: str) -> str:
    try:
        release, _ = read_release(workspace, name)
        return known_as(workspace, ledger, name, release)
    except DispatchError:
        return ""

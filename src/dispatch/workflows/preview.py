"""What one journalist would get, exactly, and who else would get it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.message import SharedWorkshop, load_theme
from dispatch.message.view import branded
from dispatch.model.contact import Contact
from dispatch.model.exits import ExitCode
from dispatch.model.mail import Envelope, Message
from dispatch.workflows.accounts import PLACEHOLDER
from dispatch.workflows.draft import EXAMPLE, Draft, make_draft, reached_so_far
from dispatch.workflows.material import Selection, find_contact, read_release
from dispatch.workflows.signed import standing_of

if TYPE_CHECKING:
    from dispatch.ledger.ledger import Ledger

#: Stands for what only staging can give; as long as a real one, so that not a single line breaks elsewhere.
EXAMPLE_MARK = "000000000.example0not0staged000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewResult:
    """One message as it would go on the wire (Message-ID and Date aside), and what surrounds it."""

    draft: Draft
    contact: Contact
    message: Message

    @property
    def exit(self) -> ExitCode:
        """Showing is always done."""
        return ExitCode.OK


def preview(
    workspace: Workspace,
    release: str,
    selection: Selection,
    *,
    ledger: "Ledger | None",
    clock: Clock,
    theme: str = "",
    as_address: str = "",
    both: bool = False,
    workshop: SharedWorkshop | None = None,
) -> PreviewResult:
    """Render a release for one contact.

    Args:
        workspace: Where, with which settings.
        release: Path, or name in releases/.
        selection: Lists; may be none, then for an example reader.
        ledger: None when there is none yet.
        clock: The time.
        theme: Name of a theme; empty means `[send] theme`.
        as_address: Whose message; empty takes the first.
        both: Two languages in one mail.
        workshop: Compiles the shapes; one of its own when it is None.

    Raises:
        UsageError: Something cannot be read or is wrong.
        NotFoundError: `as_address` is not among those who would get it.
    """
    if workshop is not None:
        look = load_theme(workspace.theme(theme or workspace.settings.send.theme))
        workshop.expect(look.files, branded(look.inline, workspace.organisation))
    read = read_release(workspace, release, both=both)
    draft = make_draft(
        workspace,
        read,
        selection,
        sender=workspace.sender if workspace.settings.sender.email else PLACEHOLDER,
        theme=theme,
        ledger=ledger,
        reached=reached_so_far(workspace, ledger, release, read[0]),
        now=clock.now(),
        workshop=workshop,
        lifted=True,
    )
    standing = standing_of(workspace, ledger, release, read[0], clock.now())
    draft = replace(draft, staged=standing.staged, approvals=standing.approvals)
    contact = find_contact(draft.audience, as_address) if as_address else draft.first or EXAMPLE
    return PreviewResult(draft=draft, contact=contact, message=example_message(draft, contact, clock))


def example_message(draft: Draft, contact: Contact, clock: Clock) -> Message:
    """A contact's message before staging: Message-ID and token say that they are examples."""
    domain = draft.sender.email.rpartition("@")[2]
    envelope = Envelope(
        recipient=contact.email,
        name=contact.name,
        message_id=f"<{EXAMPLE_MARK}@{domain}>",
        date=clock.now(),
        token=EXAMPLE_MARK,
    )
    return draft.mail.merge(contact, envelope)

"""The whole way with nothing to configure: a workspace, a sandbox server, a mailing through the real smtp backend."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dispatch.clock import Clock
from dispatch.config.workspace import open_workspace
from dispatch.delivery.sandbox import Sandbox
from dispatch.engine.progress import Progress
from dispatch.model.exits import ExitCode
from dispatch.workflows.books import make_ledger
from dispatch.workflows.draft import EXAMPLE
from dispatch.workflows.init import init
from dispatch.workflows.material import Selection
from dispatch.workflows.outcome import Sent
from dispatch.workflows.plan import Plan, SendRequest, make_plan
from dispatch.workflows.proof import write_page
from dispatch.workflows.send import send

RELEASE = "night-clinics"
LIST = "national"
ACCOUNT = "sandbox"
CONNECTIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """Where everything lies."""

    root: Path
    #: What the server received, as a Maildir.
    maildir: Path
    #: The proof page.
    page: Path
    #: One received message to open.
    sample: Path
    received: int
    sent: Sent
    seconds: float

    @property
    def exit(self) -> ExitCode:
        """As a send."""
        return self.sent.exit


def demo(
    root: Path, *, clock: Clock, progress: Progress, begins: Callable[[Plan], None] = lambda _plan: None
) -> DemoResult:
    """Make a workspace in `root` and send its example release to its example list, over SMTP on loopback.

    Args:
        root: A folder; created when it is not there, nothing in it is overwritten.
        clock: The time.
        progress: Is told what happens.
        begins: Is shown the plan before anything is sent.

    Raises:
        InputError: The folder cannot be written.
    """
    began = clock.monotonic()
    init(root)
    maildir = root / "received"
    with Sandbox(maildir) as server:
        workspace = open_workspace(root, _account(server), root)
        request = SendRequest(release=RELEASE, selection=Selection(lists=(LIST,)), backend=ACCOUNT)
        with make_ledger(workspace, clock) as ledger:
            plan = make_plan(workspace, request, ledger=ledger, clock=clock)
            begins(plan)
            result = send(workspace, plan, ledger=ledger, clock=clock, progress=progress)
    page = write_page(plan.draft, root / "proof.html", plan.draft.first or EXAMPLE, clock=clock, through=result.through)
    received = sorted((maildir / "new").iterdir(), key=lambda path: path.stat().st_mtime)
    assert result.sent is not None
    return DemoResult(
        root=root,
        maildir=maildir,
        page=page,
        sample=received[-1],
        received=len(received),
        sent=result.sent,
        seconds=clock.monotonic() - began,
    )


def _account(server: Sandbox) -> dict[str, str]:
    """The sandbox as an account: settings that could stand in dispatch.toml as well."""
    settings = {**server.table, "connections": CONNECTIONS}
    return {f"DISPATCH_BACKENDS__{ACCOUNT.upper()}__{key.upper()}": str(value) for key, value in settings.items()}

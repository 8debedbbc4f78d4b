"""A press desk for acceptance tests: a workspace, and the installed command run in it as a user would."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from dispatch import message
from dispatch.delivery.sandbox import Sandbox
from dispatch.model.mail import Envelope
from dispatch.workflows.init import init

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "dispatch")


class Desk:
    """A workspace with an account named `office`.

    Args:
        root: Folder of the workspace; filled like `dispatch init` does.
        environ: Variables on top of a small environment.
    """

    def __init__(self, root: Path, environ: dict[str, str] | None = None) -> None:
        init(root)
        self.root = root
        self.environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(root.parent),
            "LANG": "C.UTF-8",
            "COLUMNS": "120",
            **(environ or {}),
        }

    def through(self, server: Sandbox, **more: object) -> "Desk":
        """Send through this server, as through an account that really delivers."""
        for key, value in {**server.table, "final": True, **more}.items():
            self.environ[f"DISPATCH_BACKENDS__OFFICE__{key.upper()}"] = str(value)
        self.environ["DISPATCH_SEND__BACKEND"] = "office"
        return self

    def dispatch(self, *arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
        """Run `dispatch` without a terminal; standard input is closed."""
        return subprocess.run(
            [*COMMAND, *map(str, arguments)],
            cwd=self.root,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            **more,
        )

    def json(self, *arguments: object) -> dict:
        """The JSON object of `dispatch … --json`; its `exit` is the exit code."""
        done = self.dispatch(*arguments, "--json")
        assert done.stdout, done.stderr
        answer = json.loads(done.stdout)
        assert answer["exit"] == done.returncode
        assert "Traceback" not in done.stderr
        return answer

    def write(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        """A file of the workspace."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return path


def assert_frozen_is_sent(draft) -> None:
    """Thawed from its bytes, every reader's message is the one that was looked at, octet for octet."""
    thawed = message.thaw(draft.mail.frozen().to_bytes())
    for contact in draft.audience.contacts:
        envelope = Envelope(
            recipient=contact.email, name="", message_id="<1@x.test>", date=datetime(2026, 1, 1, tzinfo=UTC), token="t"
        )
        personal = draft.mail.personalise(contact)
        assert thawed.fill(personal.shape, personal.values, envelope) == draft.mail.merge(contact, envelope)

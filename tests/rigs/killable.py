"""A process that sends and can be killed at any step; run as a script it forks one child per line on standard input.

A step is a ledger commit (before and after) or a socket write (before and after). Requests and answers are JSON lines.
Each request is a run of the engine in a fresh child: {"ledger", "mailing", "port", "connections", "kill_at", "hours",
"accounts"}; the answer is {"signal", "exit", "steps"}.
"""

import json
import os
import signal
import socket
import sys
import tempfile
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from dispatch import delivery
from dispatch.accounts import Programs
from dispatch.clock import SystemClock
from dispatch.engine.lanes import Patience
from dispatch.engine.progress import Unwatched
from dispatch.engine.run import send_mailing
from dispatch.errors import BusyError
from dispatch.ledger import open_ledger
from dispatch.ledger.records import DeliveryDraft, MailingDraft
from dispatch.model.mail import Envelope, Message, Sender
from dispatch.model.mailing import AudienceCounts

SENDER = "press@alliance.test"
#: Replies must come within this time; then they are lost.
REPLY_SECONDS = 1.0


class LaterClock(SystemClock):
    """The machine's clock, some hours ahead: deferred deliveries become due without anyone waiting."""

    def __init__(self, hours: float = 0.0) -> None:
        self._ahead = timedelta(hours=hours)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


class Steps:
    """Counts the steps of a run and ends the process at one of them."""

    def __init__(self, kill_at: int) -> None:
        self.count = 0
        self.kill_at = kill_at
        self._lock = Lock()

    def tell(self, _step: str = "") -> None:
        with self._lock:
            self.count += 1
            if self.count == self.kill_at:
                os.kill(os.getpid(), signal.SIGKILL)


def watch_sockets(steps: Steps) -> None:
    """Every write to a socket is two steps: one before it, one after it."""
    write = socket.socket.send

    def send(self, data, flags=0):
        steps.tell()
        sent = write(self, data, flags)
        steps.tell()
        return sent

    socket.socket.send = send


def write_message(claim, envelope: Envelope) -> Message:
    """A message that depends on nothing but its delivery: what the server must have, octet for octet."""
    return Message(
        sender=SENDER,
        recipient=envelope.recipient,
        message_id=envelope.message_id,
        content=content(envelope.message_id),
    )


def content(message_id: str) -> bytes:
    """The content for a Message-ID: dots at line starts, and enough octets for more than one packet."""
    lines = [f"Message-ID: {message_id}", f"From: {SENDER}", "", ".", "..two dots", *(["x" * 76] * 30), "."]
    return "".join(f"{line}\r\n" for line in lines).encode()


def stage(path: Path, people: list[str]) -> str:
    """A mailing to these addresses in a new ledger; its name."""
    with open_ledger(str(path), clock=LaterClock()) as ledger:
        bound = ledger.bind(ledger.identify("releases/night.md", "Night clinics", "f" * 64))
        draft = MailingDraft(
            release=bound.release,
            version=bound.version,
            headline="Night clinics",
            backend="a",
            theme="classic",
            sender=Sender(name="Press", email=SENDER),
            domain="alliance.test",
            audience=AudienceCounts(rows=len(people), deliveries=len(people)),
        )
        return ledger.stage(draft, (DeliveryDraft(key=person, email=person) for person in people)).mailing


def run(request: dict, steps: Steps) -> int:
    """One run of the engine; the exit code that a command would have."""
    folder = Path(request["ledger"]).parent
    with open_ledger(request["ledger"], clock=LaterClock(request.get("hours", 0)), on_commit=steps.tell) as ledger:
        backends = [
            delivery.create(
                name,
                {
                    "type": "smtp",
                    "host": "127.0.0.1",
                    "port": port,
                    "security": "none",
                    "connections": request["connections"],
                    "timeouts": {"reply": REPLY_SECONDS},
                },
                workspace=folder,
                programs=Programs(folder=folder),
                environ={},
            )
            for name, port in zip("abc", request["ports"], strict=False)
        ]
        try:
            done = send_mailing(
                ledger,
                request["mailing"],
                backends=backends,
                write=write_message,
                clock=LaterClock(request.get("hours", 0)),
                progress=Unwatched(),
                patience=Patience(pauses=(0.01, 0.02)),
            )
        except BusyError as busy:
            return busy.exit
    return int(done.halt.exit) if done.halt else 0


def child(request: dict, report: Path) -> None:
    steps = Steps(request.get("kill_at", 0))
    watch_sockets(steps)
    code = run(request, steps)
    report.write_text(json.dumps({"exit": code, "steps": steps.count}), encoding="utf-8")


def serve() -> None:
    """Fork a child for each request; `{"together": [a, b]}` runs two at once."""
    for line in sys.stdin:
        request = json.loads(line)
        requests = request.get("together", [request])
        with tempfile.TemporaryDirectory() as folder:
            started = [(_fork(one, Path(folder) / str(number)), Path(folder) / str(number))
                       for number, one in enumerate(requests)]  # fmt: skip
            answers = [_wait(pid, report) for pid, report in started]
        sys.stdout.write(json.dumps(answers) + "\n")
        sys.stdout.flush()


def _fork(request: dict, report: Path) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            child(request, report)
        except BaseException:  # noqa: BLE001 - the parent is told
            report.write_text(json.dumps({"exit": -1, "steps": 0, "error": traceback.format_exc()}), encoding="utf-8")
        os._exit(0)
    return pid


def _wait(pid: int, report: Path) -> dict:
    _, status = os.waitpid(pid, 0)
    answer = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {"exit": None, "steps": None}
    return answer | {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}


if __name__ == "__main__":
    serve()

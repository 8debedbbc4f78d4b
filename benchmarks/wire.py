"""The wire alone: messages a second over ten connections, beside Postfix's own smtp-source."""

import resource
import shutil
import subprocess
import time
from pathlib import Path
from statistics import median
from threading import Thread

from benchmarks.sinks import smtp_sink
from dispatch.accounts import Programs
from dispatch.delivery import Backend, create
from dispatch.model.mail import Message
from dispatch.model.outcome import Verdict

CONNECTIONS, COUNT, ROUNDS = 10, 10_000, 5
SOURCE = "/usr/sbin/smtp-source"
#: About 17 kB, as a release with its HTML part has.
CONTENT = (
    b"Subject: Night clinics open in six cities\r\n\r\n"
    + b"Seventy-odd columns of quoted-printable text, =C3=A9\r\n" * 320
)


def run() -> None:
    """Print the rates of both, alternately, and their ratio."""
    source = shutil.which("smtp-source") or SOURCE
    if not Path(source).exists():
        print("smtp-source is not installed (Debian: postfix)")
        return
    ours, theirs, cpu = [], [], []
    with smtp_sink() as port:
        for _ in range(ROUNDS):
            rate, used = dispatch_rate(port)
            ours.append(rate)
            cpu.append(used)
            theirs.append(source_rate(source, port))
    print(
        f"dispatch     {median(ours):8,.0f} messages/s   {median(cpu) * 1e6:5.0f} us of CPU each, {CONNECTIONS} threads"
    )
    print(f"smtp-source  {median(theirs):8,.0f} messages/s   {CONNECTIONS} sessions, -d")
    print(f"ratio        {median(ours) / median(theirs):8.2f}              {len(CONTENT):,} bytes each")


def account(port: int, connections: int = CONNECTIONS) -> Backend:
    """An smtp backend towards a port of this machine."""
    table = {
        "type": "smtp",
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "connections": connections,
        "messages_per_connection": COUNT,  # smtp-source -d keeps its connections, too
    }
    folder = Path.cwd()
    return create("bench", table, workspace=folder, programs=Programs(folder=folder), environ={})


def dispatch_rate(port: int) -> tuple[float, float]:
    """Messages a second, and CPU seconds a message."""
    backend = account(port)
    threads = [Thread(target=deliver, args=(backend, COUNT // CONNECTIONS)) for _ in range(CONNECTIONS)]
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return COUNT / seconds, used / COUNT


def deliver(backend: Backend, count: int) -> None:
    """Send `count` messages over one connection."""
    connection = backend.connect()
    for number in range(count):
        message = Message(
            sender="press@alliance.test",
            recipient=f"reader{number}@daily.test",
            message_id=f"<{number}@alliance.test>",
            content=CONTENT,
        )
        outcome = connection.send(message, lambda: None)
        if outcome.verdict is not Verdict.ACCEPTED:
            raise SystemExit(str(outcome))
    connection.close()


def source_rate(source: str, port: int, connections: int = CONNECTIONS) -> float:
    """What smtp-source reaches with as many sessions."""
    start = time.perf_counter()
    options = ["-d", "-s", str(connections), "-m", str(COUNT), "-l", str(len(CONTENT))]
    subprocess.run(
        [source, *options, "-f", "press@alliance.test", "-t", "ana@daily.test", f"127.0.0.1:{port}"], check=True
    )
    return COUNT / (time.perf_counter() - start)

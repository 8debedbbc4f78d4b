"""Memory and time of staging lists of 10 k, 100 k and 1 M contacts with the installed command, then sending a part."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.sinks import smtp_sink
from dispatch.workflows.init import init

SIZES = (10_000, 100_000, 1_000_000)
#: Seconds that a part of the largest mailing is sent for.
PART = 20
PEAK_MB = 150
STAGING_US = 60


def run() -> None:
    """Print seconds, microseconds a contact and peak megabytes, size by size."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "desk"
        init(root)
        for size in SIZES:
            seconds, peak = staged(root, size)
            each = seconds / size * 1e6
            print(
                f"{size:>9,} contacts staged: {seconds:7.1f} s, {each:5.1f} us each (goal {STAGING_US} at 1 M), "
                f"peak {peak:4.0f} MB (goal {PEAK_MB})",
                flush=True,
            )
        with smtp_sink() as port:
            print(f"{SIZES[-1]:>9,} contacts, {PART} s of it sent: {_sent_in_part(root, port)}")
        shutil.rmtree(root)


def _write_list(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("email,first name,last name,outlet,language,beats\n")
        file.writelines(
            f"reader{n}@desk{n % 997}.test,Ana{n % 37},Ruiz{n % 511},Outlet {n % 5000},{('en', 'es')[n % 2]},health\n"
            for n in range(size)
        )


def staged(root: Path, size: int) -> tuple[float, float]:
    """Stage a mailing to a list of that size; seconds and peak megabytes. The largest stays in the ledger."""
    _write_list(root / "lists" / f"n{size}.csv", size)
    before = time.monotonic()
    done, peak = _measured(
        ["send", "night-clinics", f"n{size}", "--stage-only", "--yes", "--json", "--allow", "REL031"], root
    )
    seconds = time.monotonic() - before
    answer = json.loads(done)
    assert answer["exit"] == 0, answer
    assert answer["result"]["audience"]["deliveries"] == size
    if size != SIZES[-1]:
        shutil.rmtree(root / ".dispatch")
    return seconds, peak


def _measured(
    arguments: list[str], root: Path, environ: dict[str, str] | None = None, *, stop: int = 0
) -> tuple[str, float]:
    """Run the command; what it printed, and its own peak resident size in megabytes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dispatch", *arguments],
        cwd=root,
        env={**os.environ, **(environ or {})},
        stdout=subprocess.PIPE,
        text=True,
    )
    peak = 0.0
    began = time.monotonic()
    while process.poll() is None:
        peak = max(peak, _peak_of(process.pid))
        if stop and time.monotonic() - began > stop:
            process.send_signal(signal.SIGINT)
            stop = 0
        time.sleep(0.05)
    assert process.stdout is not None
    return process.stdout.read(), peak


def _peak_of(pid: int) -> float:
    """VmHWM of a process and its children, summed, in megabytes."""
    total = 0.0
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        others = [int(child) for child in children.read_text(encoding="ascii").split()]
        for each in (pid, *others):
            status = Path(f"/proc/{each}/status").read_text(encoding="ascii")
            total += next(float(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration, ValueError):
        return 0.0
    return total


def _sent_in_part(root: Path, port: int) -> str:
    environ = {
        "DISPATCH_BACKENDS__SINK__TYPE": "smtp",
        "DISPATCH_BACKENDS__SINK__HOST": "127.0.0.1",
        "DISPATCH_BACKENDS__SINK__PORT": str(port),
        "DISPATCH_BACKENDS__SINK__SECURITY": "none",
        "DISPATCH_BACKENDS__SINK__CONNECTIONS": "10",
        "DISPATCH_BACKENDS__SINK__MESSAGES_PER_CONNECTION": "1000",
    }
    done, peak = _measured(
        ["send", "night-clinics-1", "--yes", "--json", "--backend", "sink"], root, environ, stop=PART
    )
    counts = json.loads(done)["result"]["counts"]
    return f"{counts['accepted']:,} accepted, {counts['in_doubt']} in doubt, peak {peak:.0f} MB (goal {PEAK_MB})"

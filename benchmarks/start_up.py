"""How long `dispatch --help` takes, beside the help of a Typer application with one command."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 25
GOAL = 1.5
_ONE_COMMAND = '''
import typer

app = typer.Typer(rich_markup_mode="rich")

@app.command()
def hello(name: str = "world") -> None:
    """Say hello."""

app()
'''


def run() -> None:
    """Print the medians of alternating runs and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        peer = Path(folder) / "one.py"
        peer.write_text(_ONE_COMMAND)
        ours = [sys.executable, "-m", "dispatch", "--help"]
        theirs = [sys.executable, str(peer), "--help"]
        for command in (ours, theirs):
            _seconds(command)
        pairs = [(_seconds(ours), _seconds(theirs)) for _ in range(RUNS)]
    mine, one = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"start-up: dispatch --help {mine * 1000:.0f} ms, one-command Typer app {one * 1000:.0f} ms")
    print(f"start-up: ratio {ratio:.2f} (goal <= {GOAL}): {'reached' if ratio <= GOAL else 'MISSED'}")


def _seconds(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


if __name__ == "__main__":
    run()

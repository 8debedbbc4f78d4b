"""The ledger: microseconds a delivery for staging and for a whole life, and memory that does not grow with the list."""

import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from dispatch.clock import SystemClock
from dispatch.ledger import DeliveryDraft, MailingDraft, Mark, Settlement, open_ledger
from dispatch.model.mail import Sender
from dispatch.model.mailing import AudienceCounts, DeliveryState
from dispatch.model.outcome import Phase

SIZES = (10_000, 100_000, 1_000_000)
STAGING_GOAL, LIFE_GOAL, MEMORY_GOAL = 25, 40, 150
#: Deliveries of which the whole life is measured, and how many connections share a commit.
LIVES, GROUP = 20_000, 10


def run() -> None:
    """Print the figures, each size in a process of its own."""
    for size in SIZES:
        subprocess.run([sys.executable, "-m", __name__, str(size)], check=True)


def drafts(count: int) -> Iterator[DeliveryDraft]:
    """Rows as they come from a list, their keys in no order."""
    for number in range(count):
        key = f"person{number * 7919 % count}@outlet{number % 977}.test"
        values = (f"Ana Ruiz {number}", "El Diario", "Dear Ana Ruiz")
        yield DeliveryDraft(key=key, email=key, name=f"Ana Ruiz {number}", outlet="El Diario", values=values)


def measure(count: int) -> None:
    """Stage `count` deliveries and send the first of them."""
    with TemporaryDirectory() as folder, open_ledger(f"{folder}/l/ledger.db", clock=SystemClock()) as ledger:
        bound = ledger.bind(ledger.identify("a.md", "A release", "v1"))
        draft = MailingDraft(
            release=bound.release,
            version=bound.version,
            headline="A release",
            backend="office",
            theme="classic",
            sender=Sender(name="Press", email="press@alliance.test"),
            domain="alliance.test",
            parts={"mail": bytes(100_000)},
            audience=AudienceCounts(rows=count, deliveries=count),
        )
        began, used = time.perf_counter(), time.process_time()
        staged = ledger.stage(draft, drafts(count))
        wall, cpu = time.perf_counter() - began, time.process_time() - used
        size = sum(path.stat().st_size for path in Path(folder).rglob("*")) / count
        print(
            f"{count:>9,} staged   {wall / count * 1e6:6.1f} us a delivery (CPU {cpu / count * 1e6:.1f}; goal"
            f" {STAGING_GOAL}), {size:.0f} octets on disk, peak {_peak():.0f} MB (goal {MEMORY_GOAL})",
        )
        lives = min(count, LIVES)
        began, used = time.perf_counter(), time.process_time()
        commits = live(ledger, staged.mailing, lives)
        wall, cpu = time.perf_counter() - began, time.process_time() - used
        bare_wall, bare_cpu = bare_commits(Path(folder) / "bare.db", commits)
        print(
            f"{lives:>9,} sent     {wall / lives * 1e6:6.1f} us a delivery: claim, mark, settle in groups of {GROUP};"
            f" CPU {cpu / lives * 1e6:.1f}, beside bare durable commits {(cpu - bare_cpu) / lives * 1e6:.1f}"
            f" (goal {LIFE_GOAL}); as many bare commits take {bare_wall / lives * 1e6:.1f}",
        )
        began = time.perf_counter()
        counts = ledger.counts(staged.mailing)
        print(f"{counts.total:>9,} counted  {(time.perf_counter() - began) * 1e3:6.1f} ms")


def bare_commits(path: Path, count: int) -> tuple[float, float]:
    """Wall and CPU seconds of as many durable commits of one small row: what the disk alone costs."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE bare (row INTEGER)")
    began, used = time.perf_counter(), time.process_time()
    for number in range(count):
        connection.execute("INSERT INTO bare VALUES (?)", (number,))
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    connection.close()
    return wall, cpu


def live(ledger, mailing: str, lives: int) -> int:
    """Claim by the hundred; settle one group and mark the next in each commit."""
    commits = 0
    with ledger.own(mailing) as owner:
        settled: list[Settlement] = []
        for _ in range(0, lives, 100):
            claims = owner.claim(100)
            for start in range(0, len(claims), GROUP):
                group = claims[start : start + GROUP]
                now = datetime.now(UTC)
                marks = [Mark(claim=claim, account="office", host="mx:25", at=now, date=now) for claim in group]
                assert not any(owner.write([*settled, *marks]))
                settled = [accepted(claim, now) for claim in group]
                commits += 1
        owner.write(settled)
    return commits


def accepted(claim, now: datetime) -> Settlement:
    """What a server usually says."""
    return Settlement(
        claim=claim,
        state=DeliveryState.ACCEPTED,
        phase=Phase.DOT,
        at=now,
        code=250,
        enhanced="2.0.0",
        reply="250 2.0.0 Ok: queued as 4FzX2q1b",
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    measure(int(sys.argv[1]))

"""Sending for real (ledger at FULL, personal messages of about 17 kB), beside smtp-source and peers."""

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import peers
from benchmarks.merging import example_mail
from benchmarks.sinks import smtp_sink
from benchmarks.wire import SOURCE, account, source_rate
from dispatch.clock import SystemClock
from dispatch.engine.progress import Unwatched
from dispatch.engine.run import send_mailing
from dispatch.ledger import open_ledger
from dispatch.ledger.records import DeliveryDraft, MailingDraft
from dispatch.message import thaw
from dispatch.model.contact import Contact
from dispatch.model.mail import Sender
from dispatch.model.mailing import AudienceCounts

COUNT = int(os.environ.get("BENCH_COUNT", "10000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
GOAL = 0.4
SENDER = Sender(name="Alliance Press Office", email="press@alliance.test")


def run() -> None:
    """Print the rates of all, in turn in each round, as the machine may slow down meanwhile, and their ratios."""
    source = shutil.which("smtp-source") or SOURCE
    ours, theirs, cpu, others = [], [], [], []
    with smtp_sink() as port, tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            rate, used, size = dispatch_rate(port, Path(folder) / str(number), COUNT)
            ours.append(rate)
            cpu.append(used)
            theirs.append(source_rate(source, port))
            others.append(peers.rates(port))
        ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
        print(f"dispatch     {median(ours):8,.0f} messages/s   {median(cpu) * 1e6:5.0f} us of CPU each, {size:,} bytes")
        print(f"smtp-source  {median(theirs):8,.0f} messages/s   10 sessions, -d")
        rounds = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"ratio        {median(ratios):8.2f}              goal {GOAL}; rounds {rounds}")
        peers.show(ours, others)


def contacts(count: int) -> Iterator[Contact]:
    """Readers with names of different lengths."""
    for number in range(count):
        email = f"reader{number}@desk{number % 997}.test"
        first, last = f"Ana{number % 37}", f"Ruiz Ibáñez {number % 511}"
        yield Contact(
            email=email, key=email, name=f"{first} {last}", first_name=first, last_name=last, outlet="El Diario"
        )


def dispatch_rate(port: int, folder: Path, count: int, *, connections: int = 10) -> tuple[float, float, int]:
    """Messages a second, CPU seconds a message, and the size of one."""
    clock = SystemClock()
    mail = example_mail()
    with open_ledger(str(folder / "ledger.db"), clock=clock) as ledger:
        bound = ledger.bind(ledger.identify("releases/night.md", "Night clinics", "f" * 64))
        people = ((contact, mail.personalise(contact)) for contact in contacts(count))
        drafts = (
            DeliveryDraft(key=c.key, email=c.email, name=c.name, outlet=c.outlet, shape=p.shape, values=p.values)
            for c, p in people
        )
        draft = MailingDraft(
            release=bound.release,
            version=bound.version,
            headline="Night clinics",
            backend="bench",
            theme="classic",
            sender=SENDER,
            domain="alliance.test",
            audience=AudienceCounts(rows=count, deliveries=count),
        )
        name = ledger.stage(draft, drafts).mailing
        frozen = thaw(mail.frozen().to_bytes())
        sizes: list[int] = []

        def write(claim, envelope):
            message = frozen.fill(claim.shape, claim.values, envelope)
            if not sizes:
                sizes.append(len(message.content))
            return message

        before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        backends = [account(port, connections)]
        done = send_mailing(ledger, name, backends=backends, write=write, clock=clock, progress=Unwatched())
        seconds = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_SELF)
        assert done.halt is None
        assert ledger.counts(name).accepted == count
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return count / seconds, used / count, sizes[0]

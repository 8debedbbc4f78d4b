"""Two processes that stage and send the same release in the same moment, round after round; one JSON line each.

The "server" is a file: a line in it is a message that was accepted. Run as a process of its own because it forks.
"""

import json
import os
import sys
from pathlib import Path

from dispatch.clock import SystemClock
from dispatch.errors import BusyError
from dispatch.ledger import DeliveryDraft, MailingDraft, Mark, Settlement, open_ledger
from dispatch.model.limits import Limits
from dispatch.model.mail import Sender
from dispatch.model.mailing import AudienceCounts, DeliveryState
from dispatch.model.outcome import Phase

PEOPLE = [f"p{number}@x.test" for number in range(12)]
BUSY = 5


def work(folder: Path, start: int) -> int:
    """Stage for everyone, then send what is unfinished; the exit code."""
    os.read(start, 1)
    clock = SystemClock()
    with open_ledger(str(folder / "l" / "ledger.db"), clock=clock, machine="test") as ledger:
        bound = ledger.bind(ledger.identify("a.md", "A release", "v1"))
        draft = MailingDraft(
            release=bound.release,
            version=bound.version,
            headline="A release",
            backend="office",
            theme="classic",
            sender=Sender(name="Press", email="press@alliance.test"),
            domain="alliance.test",
            audience=AudienceCounts(),
        )
        ledger.stage(draft, [DeliveryDraft(key=key, email=key) for key in PEOPLE])
        for record in ledger.unfinished():
            try:
                send(folder, ledger, record.name, clock)
            except BusyError:
                return BUSY
    return 0


def send(folder: Path, ledger, mailing: str, clock: SystemClock) -> None:
    with ledger.own(mailing) as owner:
        while claims := owner.claim(5):
            for claim in claims:
                slot = ledger.reserve("office", Limits(per_minute=600_000, daily=1000))
                now = clock.now()
                mark = Mark(claim=claim, account="office", host="mx:25", at=now, date=now, slot=slot.id)
                if owner.write([mark]) == [None]:
                    with (folder / "server").open("a") as file:
                        file.write(claim.key + "\n")
                    owner.write([Settlement(claim=claim, state=DeliveryState.ACCEPTED, phase=Phase.DOT, at=now)])


def main() -> None:
    root, rounds = Path(sys.argv[1]), int(sys.argv[2])
    for number in range(rounds):
        folder = root / str(number)
        folder.mkdir()
        start, go = os.pipe()
        children = []
        for _ in range(2):
            child = os.fork()
            if not child:
                os._exit(work(folder, start))
            children.append(child)
        os.write(go, b"!!")
        exits = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        os.close(start)
        os.close(go)
        with open_ledger(str(folder / "l" / "ledger.db"), clock=SystemClock(), machine="test") as ledger:
            tallies = ledger.mailings()
            found = {
                "exits": exits,
                "server": (folder / "server").read_text().split(),
                "mailings": [tally.mailing.name for tally in tallies],
                "accepted": sum(tally.counts.accepted for tally in tallies),
                "total": sum(tally.counts.total for tally in tallies),
            }
        sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()

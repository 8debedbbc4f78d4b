"""Sends a small mailing again and again, killed at one step further each time; one JSON line per round.

The "server" is a file: a line in it is a message that was accepted. Run as a process of its own because it forks.
"""

import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from dispatch.ledger import DeliveryDraft, GiveBack, MailingDraft, Mark, Settlement, open_ledger
from dispatch.model.mail import Sender
from dispatch.model.mailing import AudienceCounts, DeliveryState
from dispatch.model.outcome import Phase
from dispatch.testing.clock import SettableClock

PEOPLE = [f"p{number}@x.test" for number in range(7)]


class Reaper:
    """Kills this process at its n-th step."""

    def __init__(self, at: int | None) -> None:
        self.left = at

    def __call__(self, _step: str) -> None:
        if self.left is None:
            return
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


def server(folder: Path, key: str) -> None:
    with (folder / "server").open("a") as file:
        file.write(key + "\n")


def send(folder: Path, mailing: str, clock: SettableClock, reaper: Reaper) -> None:
    """One run: p5 is refused, p6 deferred once before its mark, p4 given back once, the rest accepted."""
    ledger = open_ledger(str(folder / "l" / "ledger.db"), clock=clock, machine="test", on_commit=reaper)
    with ledger.own(mailing) as owner:
        finished = []
        while claims := owner.claim(3):
            marks = []
            for claim in claims:
                now = clock.now()
                if claim.key == PEOPLE[6] and not claim.attempts:
                    due = now + timedelta(minutes=5)
                    finished.append(outcome(claim, DeliveryState.DEFERRED, clock, phase=Phase.RCPT, due=due))
                else:
                    marks.append(Mark(claim=claim, account="office", host="mx:25", at=now, date=now))
            answers = owner.write([*finished, *marks])[len(finished) :]
            finished = []
            for mark, answer in zip(marks, answers, strict=True):
                if answer is None:
                    finished.append(exchange(folder, mark, clock, reaper))
        owner.write(finished)
    ledger.close()


def exchange(folder: Path, mark: Mark, clock: SettableClock, reaper: Reaper):
    reaper("before the dot")
    if mark.claim.key == PEOPLE[5]:
        return outcome(mark.claim, DeliveryState.REFUSED, clock)
    if mark.claim.key == PEOPLE[4] and not (folder / "given back").exists():
        (folder / "given back").touch()
        return GiveBack(claim=mark.claim)
    server(folder, mark.claim.key)
    reaper("after the dot")
    return outcome(mark.claim, DeliveryState.ACCEPTED, clock)


def outcome(claim, state, clock, **more):
    return Settlement(claim=claim, state=state, phase=more.pop("phase", Phase.DOT), at=clock.now(), **more)


def stage(folder: Path, clock: SettableClock) -> str:
    folder.mkdir(mode=0o700)
    ledger = open_ledger(str(folder / "l" / "ledger.db"), clock=clock, machine="test")
    bound = ledger.bind(ledger.identify("a.md", "A release", "v1"))
    draft = MailingDraft(
        release=bound.release,
        version=1,
        headline="A release",
        backend="office",
        theme="classic",
        sender=Sender(name="Press", email="press@alliance.test"),
        domain="alliance.test",
        audience=AudienceCounts(),
    )
    staged = ledger.stage(draft, [DeliveryDraft(key=key, email=key) for key in PEOPLE])
    ledger.close()
    return staged.mailing


def round_(folder: Path, at: int) -> dict:
    """Stage, send until the kill, resume until nothing is open; what the server and the ledger say."""
    clock = SettableClock()
    mailing = stage(folder, clock)
    child = os.fork()
    if not child:
        send(folder, mailing, clock, Reaper(at))
        os._exit(0)
    killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    for _ in range(2):
        clock.advance(timedelta(minutes=6))
        send(folder, mailing, clock, Reaper(None))
    ledger = open_ledger(str(folder / "l" / "ledger.db"), clock=clock, machine="test")
    log = folder / "server"
    result = {
        "killed": killed,
        "server": log.read_text().split() if log.exists() else [],
        "states": {row.key: row.state.value for row in ledger.deliveries(mailing)},
        "total": ledger.counts(mailing).total,
        "open": ledger.counts(mailing).open,
        "state": ledger.mailing(mailing).state.value,
        "left": sorted(path.name for path in (folder / "l").iterdir() if path.name.startswith("journal")),
    }
    ledger.close()
    return result


def main() -> None:
    root = Path(sys.argv[1])
    for step in range(1000):
        result = round_(root / str(step), step)
        sys.stdout.write(json.dumps(result) + "\n")
        if not result["killed"]:
            return


if __name__ == "__main__":
    main()

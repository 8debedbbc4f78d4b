"""The one oracle for every fault: what the server has against what the ledger says (RELIABILITY 5, a to f)."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from dispatch.ledger import open_ledger
from dispatch.model.mailing import SETTLED, DeliveryState
from dispatch.testing.recording import Mail

HERE = Path(__file__).parent


class Zygote:
    """Talks to `killable.py`: a process that has everything imported and forks a child for each run."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "killable.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, *requests: dict) -> list[dict]:
        """Run these at the same time; one answer each."""
        self._process.stdin.write(json.dumps({"together": list(requests)}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def violations(ledger_path: Path, mailing: str, received: Sequence[Mail], contents, *, clock) -> list[str]:
    """What is wrong, in words; empty when every promise was kept.

    Args:
        ledger_path: The ledger after everything settled.
        mailing: The mailing.
        received: All that the servers accepted, in any order.
        contents: Message-ID to the octets that the message must have.
        clock: The time as the last run had it.
    """
    with open_ledger(str(ledger_path), clock=clock) as ledger:
        rows = list(ledger.deliveries(mailing))
        counts = ledger.counts(mailing)
    found: list[str] = []
    arrived = Counter(mail.recipient for mail in received)
    states = {row.address: row.state for row in rows}
    found += [f"(a) {who} got it {times} times" for who, times in arrived.items() if times > 1]
    found += [f"(b) {row.address} is {row.state}" for row in rows if row.state not in SETTLED]
    found += [
        f"(c) {who} is accepted and the server has nothing"
        for who, state in states.items()
        if state is DeliveryState.ACCEPTED and not arrived[who]
    ]
    found += [
        f"(d, e) {who} got it and is {states.get(who)}"
        for who in arrived
        if states.get(who) not in {DeliveryState.ACCEPTED, DeliveryState.IN_DOUBT}
    ]
    if counts.total != len(rows):
        found.append(f"(f) counts say {counts.total}, there are {len(rows)} deliveries")
    ids = {row.address: row.message_id for row in rows}
    found += [
        f"(g) {mail.recipient} got other octets than were staged"
        for mail in received
        if mail.content != contents(ids[mail.recipient])
    ]
    return found

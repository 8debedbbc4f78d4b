"""Random schedules of faults, kills and two processes at once, against the one oracle."""

import os
import random
import secrets

import pytest
from killable import REPLY_SECONDS, LaterClock, content, stage
from oracle import Zygote, violations

from dispatch.ledger import open_ledger
from dispatch.testing.listener import HungUpError, Peer
from dispatch.testing.recording import Mail, Manners, RecordingServer

#: In the suite a few; `make chaos N=1000` takes many. CHAOS_SEED repeats one that went wrong.
SCHEDULES = int(os.environ.get("CHAOS_N", "4"))
SEED = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(2**32))
ROUNDS = 60
OFFERS = (("8BITMIME",), ("8BITMIME", "PIPELINING"), ("8BITMIME", "PIPELINING", "CHUNKING"))
TROUBLE = {
    "mail": ("421 4.3.2 shutting down", "451 4.3.0 later", "250 2.1.0 ok\r\n250 2.1.0 ok again"),
    "rcpt": ("450 4.2.1 greylisted", "452 4.2.2 mailbox full", "550 5.1.1 no such user", "421 4.3.2 shutting down"),
    "data": ("421 4.3.2 shutting down", "451 4.3.0 later", "garbage"),
    ".": ("451 4.3.0 later", "554 5.7.1 no", "421 4.3.2 shutting down"),
}


class ChaosServer(RecordingServer):
    """Takes mail, and at random refuses, defers, hangs up, answers nonsense, or accepts without saying so."""

    def __init__(self, manners: Manners, chance: random.Random, rate: float) -> None:
        super().__init__(manners)
        self._chance = chance
        self._rate = rate

    def answer(self, line: str) -> str | None:
        verb = line.partition(" ")[0].lower()
        if verb not in TROUBLE or self._chance.random() > self._rate:
            return None
        if self._chance.random() < 0.3:
            raise HungUpError
        return self._chance.choice(TROUBLE[verb])

    def keep(self, mail: Mail) -> None:
        super().keep(mail)
        if self._chance.random() < self._rate / 2:
            raise HungUpError  # accepted, and nobody hears of it

    def serve(self, peer: Peer, number: int) -> None:
        if self._chance.random() < self._rate / 4:
            peer.send(b"421 4.3.2 too busy\r\n")
            return
        super().serve(peer, number)


@pytest.fixture(scope="module")
def zygote():
    made = Zygote()
    yield made
    made.close()


def play(zygote, folder, seed):
    """One schedule; what was violated."""
    chance = random.Random(seed)
    people = [f"reader{number}@desk{number % 3}.test" for number in range(chance.randint(5, 25))]
    path = folder / "ledger.db"
    mailing = stage(path, people)
    manners = Manners(offers=chance.choice(OFFERS))
    rate = chance.choice((0.0, 0.02, 0.05, 0.15))
    hours = 0.0
    with ChaosServer(manners, chance, rate) as one, ChaosServer(manners, chance, rate) as other:
        for _ in range(ROUNDS):
            ports = chance.choice(([one.port], [one.port, other.port]))
            requests = [
                {
                    "ledger": str(path),
                    "mailing": mailing,
                    "ports": ports,
                    "connections": chance.randint(1, 4),
                    "kill_at": chance.randint(1, 150) if chance.random() < 0.4 else 0,
                    "hours": hours,
                }
                for _ in range(chance.choice((1, 1, 2)))
            ]
            for answer in zygote.run(*requests):
                assert answer["exit"] != -1, answer["error"]
            hours += chance.choice((0.0, 0.2, 1.0, 5.0))
            with open_ledger(str(path), clock=LaterClock(hours)) as ledger:
                ledger.recover()
                if not ledger.counts(mailing).open:
                    break
        received = [*one.received, *other.received]
        return violations(path, mailing, received, content, clock=LaterClock(hours))


@pytest.mark.timeout(7200)
def test_random_schedules_keep_every_promise(zygote, tmp_path, capsys):
    """Whatever is combined, nobody gets it twice, nobody is lost, and the ledger tells what is true."""
    with capsys.disabled():
        print(f"\nchaos: seed {SEED}, {SCHEDULES} schedules")  # noqa: T201 - whoever sees it fail needs the seed
    assert REPLY_SECONDS < 5
    for number in range(SCHEDULES):
        folder = tmp_path / str(number)
        folder.mkdir()
        wrong = play(zygote, folder, SEED + number)
        assert wrong == [], f"repeat with: make chaos N=1 CHAOS_SEED={SEED + number}"

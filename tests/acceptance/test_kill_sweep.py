"""Pull the plug at any step: nobody gets it twice, nobody is forgotten, and what cannot be known is named."""

import os

import pytest
from killable import LaterClock, content, stage
from oracle import Zygote, violations

from dispatch.ledger import open_ledger
from dispatch.model.mailing import DeliveryState
from dispatch.testing.recording import Manners, RecordingServer

PEOPLE = [f"reader{number}@desk{number % 4}.test" for number in range(20)]
CONNECTIONS = 3
#: In the suite every so many steps; `make sweep` takes every one.
STRIDE = int(os.environ.get("SWEEP_STRIDE", "61"))
#: How the server takes a message: one reply at a time, pipelined, or in chunks.
OFFERS = {
    "plain": ("8BITMIME",),
    "pipelining": ("8BITMIME", "PIPELINING"),
    "chunking": ("8BITMIME", "PIPELINING", "CHUNKING"),
}


@pytest.fixture(scope="module")
def zygote():
    made = Zygote()
    yield made
    made.close()


def request_for(path, mailing, server, **more):
    return {"ledger": str(path), "mailing": mailing, "ports": [server.port], "connections": CONNECTIONS, **more}


def count_steps(zygote, tmp_path, offers):
    with RecordingServer(Manners(offers=offers)) as server:
        path = tmp_path / "count" / "ledger.db"
        mailing = stage(path, PEOPLE)
        (answer,) = zygote.run(request_for(path, mailing, server))
        assert answer["exit"] == 0, answer
        assert len(server.received) == len(PEOPLE)
    return answer["steps"]


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("way", OFFERS)
def test_killed_at_any_step_and_resumed(zygote, tmp_path, way):
    """For every step of a send of 20 messages over 3 connections: kill -9 there, resume, and every promise is kept."""
    steps = count_steps(zygote, tmp_path, OFFERS[way])
    assert steps > len(PEOPLE) * 4
    doubts = 0
    for kill_at in range(1, steps + 1, STRIDE):
        path = tmp_path / f"{kill_at}" / "ledger.db"
        mailing = stage(path, PEOPLE)
        with RecordingServer(Manners(offers=OFFERS[way])) as server:
            first, *_ = zygote.run(request_for(path, mailing, server, kill_at=kill_at))
            again, *_ = zygote.run(request_for(path, mailing, server))
            assert again["exit"] == 0, (kill_at, first, again)
            wrong = violations(path, mailing, server.received, content, clock=LaterClock())
        assert wrong == [], f"killed at step {kill_at} of {steps}"
        with open_ledger(str(path), clock=LaterClock()) as ledger:
            in_doubt = list(ledger.deliveries(mailing, [DeliveryState.IN_DOUBT]))
        assert len(in_doubt) <= CONNECTIONS, f"killed at step {kill_at} of {steps}"
        assert all(row.message_id and row.host for row in in_doubt)
        doubts += len(in_doubt)
    assert doubts, "no kill fell between mark and outcome: the sweep proves nothing"

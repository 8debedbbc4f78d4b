import json
import subprocess
import sys
from pathlib import Path

SENDER = Path(__file__).with_name("killed_sender.py")


def test_a_kill_at_any_step_sends_nothing_twice_and_loses_nobody(place):
    """SIGKILL before and after every commit and every dot of a run: RELIABILITY 5 (a) to (f) hold after the resume."""
    place.parent.mkdir(parents=True)
    done = subprocess.run([sys.executable, SENDER, place.parent], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) > 25
    assert not rounds[-1]["killed"]
    for step, found in enumerate(rounds):
        server, states = found["server"], found["states"]
        assert len(server) == len(set(server)), (step, "somebody twice")
        assert (found["total"], len(states), found["open"]) == (7, 7, 0), step
        for key, state in states.items():
            if state == "accepted":
                assert key in server, (step, key, "accepted but not sent")
            elif state == "refused":
                assert key not in server, (step, key, "refused but sent")
            else:
                assert state == "in_doubt", (step, key, state)
        assert (found["state"], found["left"]) == ("done", [])
    assert rounds[-1]["states"] == {
        f"p{number}@x.test": "refused" if number == 5 else "accepted" for number in range(7)
    }
    assert any("in_doubt" in found["states"].values() for found in rounds)

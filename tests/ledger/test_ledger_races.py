import json
import subprocess
import sys
from pathlib import Path

SENDERS = Path(__file__).with_name("racing_senders.py")
PEOPLE = sorted(f"p{number}@x.test" for number in range(12))


def test_two_processes_at_once_send_everyone_once(place):
    """In a fresh workspace, in the same moment: one release, one place each, one of them sends, the other is told."""
    place.parent.mkdir(parents=True)
    done = subprocess.run([sys.executable, SENDERS, place.parent, "12"], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) == 12
    for found in rounds:
        assert set(found["exits"]) <= {0, 5}, found
        assert sorted(found["server"]) == PEOPLE, found
        assert (found["accepted"], found["total"]) == (12, 12), found
        assert found["mailings"] == ["a-release-1"], found

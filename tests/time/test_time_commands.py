"""The commands about time as a person types them, and the shapes of their JSON."""

import json
import os
import pty
import select
import subprocess
import time

import pytest
from desk import COMMAND, Desk

from dispatch.cli.runner import run
from dispatch.delivery.sandbox import Sandbox

WHOLE = ["schema", "command", "exit", "result", "findings", "error"]
COUNTS = dict.fromkeys(
    ["queued", "in_flight", "deferred", "accepted", "refused", "in_doubt", "suppressed", "expired", "cancelled"], "int"
)
AUDIENCE = dict.fromkeys(
    ["rows", "invalid", "duplicates", "not_selected", "suppressed", "already_sent", "gated", "deliveries"], "int"
)
PLANNED = {
    "mailing": "str",
    "release": "str",
    "headline": "str",
    "state": "str",
    "due": "str",
    "zone": "str",
    "local": "str",
    "in": "str",
    "counts": COUNTS,
    "waves": [{"not_before": "str", "deliveries": "int"}],
    "missing_approvals": "int",
}
AT = ("--at", "2099-12-01 09:00", "--zone", "America/Chicago")


def shape(value):
    """The form of a value: keys, the form of a list's first item, names of types; null stays null."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return None if value is None else type(value).__name__


class Here(Desk):
    """A desk whose commands run inside this process, which is ten times as fast."""

    def __init__(self, root, monkeypatch, capsys):
        super().__init__(root)
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def dispatch(self, *arguments):
        with self._monkeypatch.context() as patched:
            patched.chdir(self.root)
            for name, value in self.environ.items():
                patched.setenv(name, value)
            self._capsys.readouterr()
            code = run([str(argument) for argument in arguments])
            caught = self._capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, caught.out, caught.err)


@pytest.fixture
def desk(tmp_path, monkeypatch, capsys):
    desk = Here(tmp_path / "w", monkeypatch, capsys)
    desk.environ["DISPATCH_ZONE"] = "Europe/London"
    return desk


@pytest.fixture
def result(desk):
    """The result of a command that ends as expected."""

    def call(*arguments):
        whole = desk.json(*arguments)
        assert list(whole) == WHOLE
        assert whole["exit"] == 0, whole
        return whole["result"]

    return call


def test_shapes_of_schedule_planned_reschedule_and_restage(result):
    """One vocabulary for everything planned."""
    scheduled = result("schedule", "night-clinics", "national", *AT)
    assert shape(scheduled) == PLANNED | {
        "version": "int",
        "occasion": "str",
        "audience": AUDIENCE,
        "final": "bool",
        "approvals": {"required": "int", "missing": "int", "voided": "bool"},
    }
    assert (scheduled["due"], scheduled["local"]) == ("2099-12-01T15:00:00+00:00", "Tue 1 Dec 2099, 09:00 CST")
    assert shape(result("planned")) == {"planned": [PLANNED]}
    moved = result("reschedule", scheduled["mailing"], "--at", "2099-12-02 09:00")
    assert (moved["zone"], moved["due"]) == ("Europe/London", "2099-12-02T09:00:00+00:00")
    again = result("restage", scheduled["mailing"])
    assert shape(again) == PLANNED | {
        "replaces": "str",
        "version": "int",
        "voided": "bool",
        "audience": AUDIENCE,
        "differences": [],
    }


def test_shapes_of_approve_report_run_and_lift(result):
    """A sign-off, what happened, and what a run touched."""
    staged = result("send", "night-clinics", "national", "--stage-only")["mailing"]
    assert shape(result("approve", staged, "--by", "Ana")) == {
        "mailing": "str",
        "state": "str",
        "due": None,
        "by": "str",
        "at": "str",
        "fingerprint": "str",
        "approved_by": ["str"],
        "missing": "int",
        "counts": COUNTS,
    }
    result("send", staged, "--yes")
    assert shape(result("report", staged)) == {
        "mailing": "str",
        "release": "str",
        "version": "int",
        "headline": "str",
        "occasion": "str",
        "follows": None,
        "state": "str",
        "reason": None,
        "final": "bool",
        "sender": {"name": "str", "email": "str"},
        "backend": "str",
        "theme": "str",
        "created": "str",
        "due": None,
        "zone": None,
        "embargo": None,
        "fingerprint": "str",
        "approvals": [{"by": "str", "at": "str", "fingerprint": "str", "counts": "bool"}],
        "waves": [{"not_before": None, "deliveries": "int", "accepted": "int"}],
        "first_accepted": "str",
        "last_accepted": "str",
        "counts": COUNTS,
        "feedback": {},
        "attention": [],
        "acceptances": [{"at": "str", "accepted": "int"}],
        "events": [{"at": "str", "kind": "str", "detail": "str"}],
    }
    assert result("run") == {"mailings": []}
    assert shape(result("cron", "show")) == {
        "line": "str",
        "units": [],
        "done": "str",
        "installed": "bool",
        "last_run": "str",
        "left": None,
    }


def test_run_is_silent_when_there_is_nothing_to_do_and_needs_no_environment(desk):
    """Both streams are empty, before the first mailing and with one that waits; cron's environment is enough."""

    def run_in(environment):
        return subprocess.run(
            [*COMMAND, "-w", str(desk.root), "run"],
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=60,
        )

    for environment in ({"PATH": "/usr/bin:/bin"}, {}):
        ended = run_in(environment)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    desk.json("schedule", "night-clinics", "national", *AT)
    ended = run_in({})
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_times_that_do_not_exist_or_exist_twice_are_refused_with_both_readings(desk):
    """On the days the clocks change; a time without any zone is refused, too."""
    ended = desk.json("schedule", "night-clinics", "national", "--at", "2027-03-14 02:30", "--zone", "America/Chicago")
    assert ended["exit"] == 2
    assert "01:30 CST (07:30 UTC) or 03:30 CDT (08:30 UTC)" in ended["error"]["message"]
    ended = desk.json("schedule", "night-clinics", "national", "--at", "2027-11-07 01:30", "--zone", "America/Chicago")
    assert "01:30 CDT (06:30 UTC) or 01:30 CST (07:30 UTC)" in ended["error"]["message"]
    del desk.environ["DISPATCH_ZONE"]
    ended = desk.json("schedule", "night-clinics", "national", "--at", "2099-12-01 09:00")
    assert (ended["exit"], ended["result"]) == (2, None)
    assert "no zone" in ended["error"]["message"]


def test_two_runs_in_the_same_second_send_it_once(desk, tmp_path):
    """Overlapping cron lines: everyone gets it once, and no run complains."""
    with Sandbox(tmp_path / "received") as server:
        desk.through(server)
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 6))
        name = desk.json("schedule", "night-clinics", "national", "--at", when, "--zone", "UTC")["result"]["mailing"]
        end = time.monotonic() + 60
        while time.monotonic() < end:
            runs = [
                subprocess.Popen(
                    [*COMMAND, "run"],
                    cwd=desk.root,
                    env=desk.environ,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                )
                for _ in range(3)
            ]
            ended = [(*each.communicate(timeout=60), each.returncode) for each in runs]
            assert all((errors, code) == (b"", 0) for _, errors, code in ended), ended
            if desk.json("status", name)["result"]["mailings"][0]["state"] == "done":
                break
        people = [received.recipients[0] for received in server.received]
        assert len(people) == len(set(people)) == 12


EMBARGO = "---\nid: night-clinics\nembargo: 2099-12-01 00:01 Europe/London\n"


@pytest.fixture
def embargoed(desk):
    """The example release under an embargo; two of the list may know early."""
    text = (desk.root / "releases" / "night-clinics.md").read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True)[1:] if not line.startswith("id:"))
    desk.write("releases/night-clinics.md", EMBARGO + head)
    desk.write("lists/few.csv", "email,name,embargo\nana@diario.test,Ana,yes\nben@post.test,Ben,no\n")
    return desk


def test_both_waves_are_shown_before_anyone_says_yes(embargoed):
    """How many now, with the notice, how many at the lift, in the desk's zone; then both are staged."""
    shown = embargoed.dispatch("send", "night-clinics", "few", "--yes")
    assert shown.returncode == 0, shown.stderr
    assert "1 now, with the embargo notice" in shown.stderr
    assert "1 Tue 1 Dec 2099, 00:01 GMT" in shown.stderr
    assert "RUN001" in shown.stderr
    (mailing,) = embargoed.json("planned")["result"]["planned"]
    assert [wave["deliveries"] for wave in mailing["waves"]] == [1, 1]
    lifted = embargoed.json("lift", mailing["mailing"], "--now", "--reason", "the minister spoke early")
    assert shape(lifted["result"]) == {
        "mailing": "str",
        "state": "str",
        "embargo": "str",
        "broken": "bool",
        "reason": "str",
        "counts": COUNTS,
    }
    run = embargoed.json("run")["result"]["mailings"]
    assert run[0]["counts"]["accepted"] == 2
    assert embargoed.json("lift", mailing["mailing"], "--broken", "--reason", "x")["exit"] == 3


def test_a_test_of_an_embargoed_text_asks_before_it_leaves_the_domain(embargoed):
    """At home it goes out with the notice; elsewhere only with `--yes`, or a person's word in a terminal."""
    at_home = embargoed.json("test", "night-clinics", "few", "--to", "director@alliance.test")
    assert at_home["exit"] == 0
    (mail,) = (embargoed.root / "outbox" / "new").iterdir()
    assert "EMBARGOED until" in mail.read_text(encoding="utf-8")
    outside = ("test", "night-clinics", "few", "--to", "friend@elsewhere.test")
    refused = embargoed.json(*outside)
    assert (refused["exit"], refused["result"]) == (2, None)
    assert "outside alliance.test" in refused["error"]["message"]
    assert embargoed.json(*outside, "--yes")["exit"] == 0


def test_everyone_early_needs_the_name_of_the_organisation_typed(embargoed):
    """`--yes` does not answer for that; without a terminal it is wrong usage, in one the name must be right."""
    command = ("send", "night-clinics", "few", "--embargoed-to-all", "--yes")
    ended = embargoed.json(*command)
    assert (ended["exit"], ended["result"]) == (2, None)
    assert _typed(embargoed, command, "Some Other Organisation") == 3
    assert embargoed.json("status")["result"]["mailings"] == []
    assert _typed(embargoed, command, "Alliance for Open Clinics") == 0


def _typed(desk, command, answer):
    """Run a command in a terminal and type one line when it asks."""
    leader, follower = pty.openpty()
    run = subprocess.Popen(
        [*COMMAND, *command], cwd=desk.root, env=desk.environ, stdin=follower, stdout=follower, stderr=follower
    )
    os.close(follower)
    seen, end, asked = b"", time.monotonic() + 60, False
    while run.poll() is None and time.monotonic() < end:
        if select.select([leader], [], [], 0.2)[0]:
            try:
                seen += os.read(leader, 65536)
            except OSError:
                break
        if not asked and b"to do it:" in seen:
            os.write(leader, answer.encode() + b"\n")
            asked = True
    code = run.wait(10)
    os.close(leader)
    assert asked, seen.decode("utf-8", "replace")
    return code


def test_shapes_of_correct_withdraw_follow_up_and_versions(desk, tmp_path):
    """As `send`, with what it follows and what it cancelled; a release tells who holds which version."""
    desk.write("pitch.txt", "Two more cities have joined.\n")
    with Sandbox(tmp_path / "received") as server:
        desk.through(server)
        name = desk.json("send", "night-clinics", "national", "--yes")["result"]["mailing"]
        text = (desk.root / "releases" / "night-clinics.md").read_text(encoding="utf-8")
        desk.write("releases/night-clinics.md", text.replace("six", "seven"))
        keys = {"follows", "cancelled", *desk.json("send", name, "--yes")["result"]}
        assert desk.json("correct", name, "night-clinics", "--yes")["exit"] == 2
        corrected = desk.json("correct", name, "night-clinics", "--note", "Seven, not six", "--yes")
        assert (corrected["exit"], corrected["result"]["counts"]["accepted"]) == (0, 12)
        assert set(corrected["result"]) == keys
        assert corrected["result"]["occasion"] == "correction-v2"
        assert desk.json("follow-up", name, "--pitch", "pitch.txt", "--yes")["exit"] == 3
        followed = desk.json("follow-up", name, "--pitch", "pitch.txt", "--yes", "--force")
        assert (followed["exit"], set(followed["result"])) == (0, keys)
        assert shape(desk.json("status", "night-clinics")["result"]) == {
            "release": "str",
            "withdrawn": None,
            "versions": [
                {"version": "int", "headline": "str", "fingerprint": "str", "created": "str", "holders": "int"}
            ],
            "holders": [{"address": "str", "name": "str", "version": "int", "occasion": "str", "in_doubt": "bool"}],
            "mailings": ["str"],
        }
        withdrawn = desk.json("withdraw", name, "--reason", "not approved", "--yes")
        assert (withdrawn["exit"], set(withdrawn["result"])) == (0, keys)
        assert desk.json("send", "night-clinics", "national", "--again", "--yes")["exit"] == 3
        assert len(server.received) == 48


def test_a_report_page_and_rows_from_the_command(desk):
    """One file, and rows on standard output; another file is never replaced."""
    name = desk.json("send", "night-clinics", "national", "--yes")["result"]["mailing"]
    assert desk.dispatch("report", name, "--html", "r.html").returncode == 0
    assert "<svg" in (desk.root / "r.html").read_text(encoding="utf-8")
    rows = desk.dispatch("report", name, "--csv")
    assert len(rows.stdout.splitlines()) == 13
    assert desk.dispatch("report", name, "--html", "dispatch.toml").returncode == 2
    assert desk.dispatch("report", name, "--csv", "--json").returncode == 2
    assert desk.dispatch("report", "nothing-1").returncode == 2
    assert json.loads(desk.dispatch("report", name, "--json").stdout)["result"]["counts"]["accepted"] == 12

"""Cron and systemd: the line that calls `dispatch run`, and the real cron calling it."""

import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from desk import Desk
from needs import program, root

from dispatch.errors import UsageError
from dispatch.workflows import cron

PROGRAM = ("/opt/the tools/python", "-m", "dispatch")


@pytest.fixture
def odd(press, tmp_path):
    """A workspace whose path holds what cron and systemd would take for something else."""
    root = tmp_path / "press 100% $HOME"
    root.mkdir()
    (root / "dispatch.toml").write_text("")
    from dispatch.config.workspace import open_workspace  # noqa: PLC0415

    return open_workspace(root, {"HOME": str(tmp_path / "home")}, root)


def test_the_line_survives_the_shell_and_cron(odd):
    """Cron turns % into a line end and hands the rest to sh: what arrives are exactly our arguments."""
    line = cron.cron_line(odd, PROGRAM, 1)
    assert line.startswith("* * * * * ")
    command = line.split(" ", 5)[5].rpartition(" # ")[0].replace("\\%", "%")
    assert "%" not in line.replace("\\%", "").rpartition(" # ")[0]
    assert shlex.split(command) == [*PROGRAM, "-w", str(odd.root.resolve()), "run"]


@pytest.mark.parametrize(("every", "minutes"), [(1, "*"), (5, "*/5"), (60, "0")])
def test_it_runs_as_often_as_asked(odd, every, minutes):
    """Minutes that divide an hour."""
    assert cron.cron_line(odd, PROGRAM, every).split()[0] == minutes


@pytest.mark.parametrize("every", [0, 7, 61, -5])
def test_an_hour_cannot_be_divided_anyhow(odd, every):
    """Seven minutes would jump at every full hour."""
    with pytest.raises(UsageError):
        cron.cron_line(odd, PROGRAM, every)


def test_systemd_units_are_valid(odd):
    """The timer and the service as systemd itself reads them; written once, removed again."""
    shown = cron.show(odd, (sys.executable, "-m", "dispatch"), 5, systemd=True)
    assert not shown.installed
    done = cron.install(odd, (sys.executable, "-m", "dispatch"), 5, systemd=True)
    assert done.installed
    assert cron.install(odd, (sys.executable, "-m", "dispatch"), 5, systemd=True).done == "kept"
    timer, service = (unit.path for unit in done.units)
    assert "OnCalendar=*:0/5:00" in timer.read_text()
    assert "%%" in service.read_text()
    if program := shutil.which("systemd-analyze"):
        checked = subprocess.run([program, "verify", str(service)], capture_output=True, text=True, check=False)
        assert "Failed" not in checked.stderr.replace("Failed to prepare", "")
    assert cron.remove(odd, PROGRAM, systemd=True).done == "removed"
    assert not timer.exists()
    assert cron.remove(odd, PROGRAM, systemd=True).done == "absent"


@pytest.fixture
def crontab():
    """The crontab of this account, put back afterwards."""
    root()
    program("crontab")
    program("cron")
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    yield lambda: subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False).stdout
    if before.returncode == 0:
        subprocess.run(["crontab", "-"], input=before.stdout, text=True, check=True)
    else:
        subprocess.run(["crontab", "-r"], capture_output=True, check=False)


@pytest.mark.e2e
def test_installing_is_idempotent_and_leaves_others_alone(crontab, tmp_path):
    """One line however often it is said, another workspace's beside it, a person's own line untouched."""
    subprocess.run(["crontab", "-"], input="5 4 * * * /bin/true # mine\n", text=True, check=True)
    one, two = Desk(tmp_path / "one 100%"), Desk(tmp_path / "two")
    assert one.json("cron", "install")["result"]["done"] == "installed"
    assert one.json("cron", "install")["result"]["done"] == "kept"
    assert one.json("cron", "install", "--every", "5")["result"]["done"] == "installed"
    two.json("cron", "install")
    assert crontab().count("dispatch run in") == 2
    assert "*/5 * * * *" in crontab()
    assert one.json("cron", "show")["result"]["installed"] is True
    one.json("cron", "remove")
    assert crontab().count("dispatch run in") == 1
    assert "5 4 * * * /bin/true # mine" in crontab()
    assert one.json("cron", "show")["result"]["installed"] is False


@pytest.mark.e2e
@pytest.mark.waits
@pytest.mark.timeout(200)
def test_the_real_cron_sends_a_planned_mailing(crontab, tmp_path):
    """Debian's cron calls the installed line in its own empty environment, and the mailing goes out once."""
    desk = Desk(tmp_path / "press 100%")
    desk.environ["HOME"] = "/root"
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 15))
    planned = desk.json("schedule", "night-clinics", "national", "--at", when, "--zone", "UTC")
    assert planned["exit"] == 0, planned
    assert [finding["code"] for finding in planned["findings"] if finding["code"] == "RUN001"]
    desk.json("cron", "install")
    daemon = subprocess.Popen([shutil.which("cron"), "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        state = _wait_for(desk, planned["result"]["mailing"], "done")
    finally:
        daemon.terminate()
        daemon.wait(10)
    assert state["counts"]["accepted"] == sum(state["counts"].values())
    assert len(list((desk.root / "outbox" / "new").iterdir())) == state["counts"]["accepted"]
    again = desk.json("schedule", "night-clinics", "national", "--at", "2099-01-01 09:00", "--zone", "UTC")
    assert not [finding for finding in again["findings"] if finding["code"] == "RUN001"]


def _wait_for(desk, mailing, state, seconds=130):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = desk.json("status", mailing)["result"]["mailings"][0]
        if found["state"] == state:
            return found
        time.sleep(2)
    pytest.fail(f"{mailing} is {found['state']} after {seconds} s; {Path(desk.root)}")

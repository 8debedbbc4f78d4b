"""The times that `send --dry-run` tells: now, at the lift, and when all of it is done."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dispatch.cli.render.dry import show_dry
from dispatch.cli.render.page import Page
from dispatch.clock import SystemClock
from dispatch.config.workspace import open_workspace
from dispatch.workflows.material import Selection
from dispatch.workflows.plan import SendRequest, make_plan

LIFT = datetime(2036, 12, 2, 0, 1, tzinfo=UTC)
SETTINGS = """[sender]
name = "Press Office"
email = "press@alliance.test"
[send]
backend = "office"
[backends.office]
type = "smtp"
host = "127.0.0.1"
port = 9
security = "none"
rate = 2
"""
RELEASE = "---\nembargo: 2036-12-02 00:01 UTC\n---\n# Clinics open\n\nPORTLAND – Six clinics open, the Alliance said.\n"


@pytest.fixture
def screen(tmp_path):
    """What a dry run tells of three who may know early and nine who wait, at two a minute."""
    for folder in ("lists", "releases"):
        (tmp_path / folder).mkdir()
    rows = [f"a{number}@post.test,A {number},{'yes' if number in {2, 5, 8} else 'no'}" for number in range(12)]
    (tmp_path / "lists" / "national.csv").write_text("\n".join(("email,name,embargo", *rows)) + "\n", "utf-8")
    (tmp_path / "releases" / "clinics.md").write_text(RELEASE, "utf-8")
    (tmp_path / "dispatch.toml").write_text(SETTINGS, "utf-8")

    def shown(zone="", **options):
        workspace = open_workspace(None, {}, tmp_path)
        request = SendRequest(release="clinics", selection=Selection(lists=("national",)), **options)
        plan = replace(make_plan(workspace, request, ledger=None, clock=SystemClock()), zone=zone)
        stream = io.StringIO()
        show_dry(plan, [], Page(stream, width=200), LIFT - timedelta(days=8), verbose=True)
        return stream.getvalue()

    return shown


def test_who_waits_for_the_lift_is_counted_from_there(screen):
    """Three go out at once, nine from the lift; it is done when the last of the nine is out, not before."""
    told = screen(zone="UTC")
    assert "3 now, with the embargo notice, about 1 min" in told
    assert "9 from Tue 2 Dec 2036, 00:01 UTC, about 4 min" in told
    assert "done Tue 2 Dec, 00:05 UTC" in told


def test_a_time_in_utc_is_told_once(screen):
    """Where the zone is UTC nothing stands in brackets; elsewhere UTC does."""
    assert "00:01 UTC (" not in screen(zone="UTC")
    assert "until Mon 1 Dec 2036, 18:01 CST (00:01 UTC)" in screen(zone="America/Chicago")


def test_each_recipient_s_time_has_its_zone_and_they_stand_in_order(screen):
    """First those who get it now, then those of the lift, each with the desk's clocks."""
    told = screen(zone="America/Chicago").splitlines()
    rows = [line for line in told if re.match(r" +(\w{3} \d+ \w{3}, )?\d\d:\d\d .*@post\.test", line)]
    assert len(rows) == 12
    assert [row.split("@")[0].split()[-1] for row in rows][:4] == ["a2", "a5", "a8", "a0"]
    assert all(" CST " in row for row in rows)

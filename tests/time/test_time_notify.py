"""Failure reaches a person: a short summary after each planned mailing, and at once when a run stops."""

import json

import pytest

from dispatch.config import trust
from dispatch.model.exits import ExitCode

TO_DIRECTOR = '\n[notify]\nto = "director@alliance.test"\n'


@pytest.fixture
def told(press):
    """Subjects and texts of the notices so far."""

    def call():
        return [(mail["Subject"], mail.get_content()) for mail in press.mails("director@alliance.test")]

    return call


def test_a_summary_after_a_planned_mailing(press, told):
    """One notice, from the desk, marked as made by a machine; retries that change nothing make none."""
    press.settings(TO_DIRECTOR)
    press.answers(answers={"RCPT TO:<k.lee": "452 4.2.2 Mailbox full"})
    name = press.schedule()
    press.at(2026, 12, 1, 9, 0)
    press.run()
    assert [subject for subject, _ in told()] == [f"{name} 2 accepted, 1 deferred"]
    notice = press.mails("director@alliance.test")[0]
    assert (notice["From"], notice["Auto-Submitted"]) == ("press@alliance.test", "auto-generated")
    assert "night clinics in six cities" in notice.get_content()
    press.later(minutes=6)
    press.run()
    assert len(told()) == 1
    press.answers(answers={})
    press.later(minutes=20)
    press.run()
    assert [subject for subject, _ in told()][1:] == [f"{name} 3 accepted"]


def test_a_stop_is_told_at_once(press, told):
    """The reason and the fix; the same trouble again is not told twice."""
    press.settings(TO_DIRECTOR)
    name = press.schedule()
    press.at(2026, 12, 1, 9, 0)
    press.answers(answers={"RCPT TO:<ana": "450 4.2.1 sending too fast: SMTP relay limit exceeded"})
    assert press.run().exit is ExitCode.STOPPED
    (subject, text), *rest = told()
    assert rest == []
    assert subject.startswith(f"{name} needs you: ")
    assert "What happened:" in text
    assert "What to do:" in text


def test_what_came_too_late_is_told(press, told):
    """Nobody is awake, and the machine slept: the director hears of it."""
    press.settings(TO_DIRECTOR)
    press.schedule()
    press.at(2026, 12, 1, 15, 0)
    press.run()
    assert "came too late" in told()[0][1]


def test_a_notice_that_cannot_be_sent_is_trouble_itself(press):
    """The mailing went out, the notice did not: exit 1 and why."""
    press.settings(TO_DIRECTOR)
    press.answers(answers={"RCPT TO:<director": "550 5.1.1 no such user"})
    press.schedule()
    press.at(2026, 12, 1, 9, 0)
    result = press.run()
    assert (result.exit, result.mailings[0].counts.accepted) == (ExitCode.ATTENTION, 3)
    assert "no such user" in result.mailings[0].untold


@pytest.fixture
def hooked(press, tmp_path):
    """A desk whose notices go to a program that writes them down."""
    program = tmp_path / "hook.sh"
    program.write_text('#!/bin/sh\ncat > "$1"\n')
    program.chmod(0o755)
    press.settings(f'\n[notify]\ncommand = ["{program}", "{tmp_path}/told.json"]\n')
    press.workspace.environ["XDG_CONFIG_HOME"] = str(tmp_path / "config")
    press.schedule()
    press.at(2026, 12, 1, 9, 0)
    return press


def test_a_program_is_not_run_before_it_is_trusted(hooked, tmp_path):
    """A workspace from elsewhere starts nothing; the mailing goes out all the same."""
    result = hooked.run()
    assert "nobody has allowed that yet" in result.mailings[0].untold
    assert (len(hooked.got), (tmp_path / "told.json").exists()) == (3, False)


def test_a_trusted_program_gets_the_summary(hooked, tmp_path):
    """As JSON on its standard input."""
    workspace = hooked.workspace
    trust.record(workspace.root, workspace.programs, workspace.environ)
    result = hooked.run()
    assert (result.exit, result.mailings[0].untold) == (ExitCode.OK, "")
    summary = json.loads((tmp_path / "told.json").read_text())
    assert (summary["summary"], summary["problem"]) == ("3 accepted", None)

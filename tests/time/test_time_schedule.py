"""Planned mailings: frozen, sent once at their time, moved, and never too late."""

import shutil
from datetime import timedelta

import pytest

from dispatch.errors import RefusedError, UsageError
from dispatch.ledger import open_ledger
from dispatch.model.exits import ExitCode
from dispatch.model.mailing import MailingState
from dispatch.workflows.decide import cancel
from dispatch.workflows.local_time import moment
from dispatch.workflows.schedule import planned_mailings, reschedule
from dispatch.workflows.send import stage

EVERYONE = {"ana@diario.test", "k.lee@post.test", "desk@radio.test"}


def test_a_planned_mailing_goes_out_at_its_time_and_once(press):
    """Before its time a run does nothing; from its time on one run sends it, and no other does."""
    name = press.schedule()
    press.at(2026, 12, 1, 8, 59)
    assert press.run().mailings == ()
    press.at(2026, 12, 1, 9, 0)
    result = press.run()
    assert [one.mailing.name for one in result.mailings] == [name]
    assert (result.exit, set(press.got), len(press.got)) == (ExitCode.OK, EVERYONE, 3)
    assert press.run().mailings == ()
    assert press.ledger.mailing(name).state is MailingState.DONE


def test_it_is_stored_as_an_instant_and_a_zone(press):
    """Nine o'clock in Chicago is 15:00 UTC, and the ledger knows whose clock was meant."""
    record = press.ledger.mailing(press.schedule("2026-12-01 09:00", "America/Chicago"))
    assert record.due == moment("2026-12-01 15:00", "UTC").instant
    assert record.zone == "America/Chicago"


def test_a_planned_mailing_is_frozen(press):
    """Editing the release and the list afterwards changes nothing that was planned."""
    press.schedule()
    press.release("", "# Something else entirely\n\nNothing.\n")
    press.list("national", "email\nother@post.test\n")
    press.at(2026, 12, 1, 9, 1)
    press.run()
    assert set(press.got) == EVERYONE
    assert all("night clinics" in mail["Subject"] for mail in press.mails())


def test_suppressions_that_arrive_in_between_count(press):
    """Whoever asked to be removed after the planning gets nothing."""
    name = press.schedule()
    press.ledger.suppress(["k.lee@post.test"], reason="asked", source="person")
    press.at(2026, 12, 1, 9, 0)
    press.run()
    assert set(press.got) == EVERYONE - {"k.lee@post.test"}
    assert press.ledger.counts(name).suppressed == 1


def test_what_is_too_late_is_reported_and_not_sent(press):
    """A machine that slept through the time: exit 1 once, then nothing until a person decides."""
    name = press.schedule(late=timedelta(hours=2))
    press.at(2026, 12, 1, 11, 1)
    result = press.run()
    assert (result.exit, press.got) == (ExitCode.ATTENTION, [])
    assert "came too late: it was due Tue 1 Dec 2026, 09:00 GMT" in result.mailings[0].problem
    assert press.run().mailings == ()
    assert press.send_staged(name).exit is ExitCode.OK
    assert set(press.got) == EVERYONE


def test_late_by_less_than_allowed_is_sent(press):
    """Within the limit it goes out; the limit of the command wins over the one it was planned with."""
    press.schedule(late=timedelta(hours=2))
    press.at(2026, 12, 1, 10, 59)
    assert press.run(late=timedelta(minutes=30)).exit is ExitCode.ATTENTION
    assert press.got == []


def test_a_late_mailing_can_be_moved(press):
    """Nothing of it was tried: it gets a new time and goes out then."""
    name = press.schedule()
    press.at(2026, 12, 1, 12, 0)
    press.run()
    reschedule(
        press.workspace, name, moment("2026-12-01 13:00", "Europe/London"), ledger=press.ledger, clock=press.clock
    )
    press.at(2026, 12, 1, 13, 0)
    assert press.run().exit is ExitCode.OK
    assert set(press.got) == EVERYONE


def test_rescheduling_moves_it_and_off_unplans_it(press):
    """The new time counts; off the plan no run touches it; what was sent cannot be moved."""
    name = press.schedule()
    clock, ledger, workspace = press.clock, press.ledger, press.workspace
    reschedule(workspace, name, moment("2026-12-02 09:00", "Europe/London"), ledger=ledger, clock=clock)
    press.at(2026, 12, 1, 9, 0)
    assert press.run().mailings == ()
    reschedule(workspace, name, None, ledger=ledger, clock=clock)
    press.at(2026, 12, 2, 9, 0)
    assert press.run().mailings == ()
    press.send_staged(name)
    with pytest.raises(RefusedError):
        reschedule(workspace, name, moment("2026-12-03 09:00", "UTC"), ledger=ledger, clock=clock)


def test_the_past_is_no_time_to_plan_for(press):
    """A time that is over is wrong usage; nothing is staged."""
    with pytest.raises(UsageError, match="is past"):
        press.schedule("2026-11-30 08:59")
    assert press.ledger.mailings() == []


def test_a_cancelled_one_does_not_go_out(press):
    """Nothing more of it happens, and its people are free for another mailing."""
    cancel(press.ledger, press.schedule())
    press.at(2026, 12, 1, 9, 0)
    assert press.run().mailings == ()
    assert press.send().exit is ExitCode.OK
    assert set(press.got) == EVERYONE


def test_sending_by_hand_before_the_time_is_refused(press):
    """`send MAILING` does not overtake the plan; a send of the release leaves it alone, too."""
    name = press.schedule()
    with pytest.raises(RefusedError, match="is planned for Tue 1 Dec 2026, 09:00 GMT"):
        press.send_staged(name)
    result = press.send()
    assert (result.sent, result.continued, press.got) == (None, (), [])


def test_planned_lists_the_next_one_first(press):
    """Each with its own time; mailings that were sent are not in it."""
    late = press.schedule("2026-12-05 09:00", again=True)
    soon = press.schedule("2026-12-02 09:00")
    names = [one.mailing.name for one in planned_mailings(press.workspace, press.ledger, clock=press.clock).mailings]
    assert names == [soon, late]
    press.at(2026, 12, 2, 9, 0)
    press.run()
    names = [one.mailing.name for one in planned_mailings(press.workspace, press.ledger, clock=press.clock).mailings]
    assert names == [late]


def test_deferred_ones_are_tried_again_when_due(press):
    """A full mailbox is tried again by the next run, and what a run did not touch is not in its exit code."""
    press.answers(answers={"RCPT TO:<k.lee": "452 4.2.2 Mailbox full", "RCPT TO:<desk": "550 5.1.1 User unknown"})
    press.schedule()
    press.at(2026, 12, 1, 9, 0)
    first = press.run()
    assert (first.exit, press.got) == (ExitCode.ATTENTION, ["ana@diario.test"])
    press.answers(answers={})
    assert press.run().mailings == ()
    press.later(minutes=6)
    second = press.run()
    assert (second.exit, press.got) == (ExitCode.OK, ["ana@diario.test", "k.lee@post.test"])


def test_what_a_person_stopped_waits_for_a_person(press):
    """A login that was refused, or Ctrl-C: no run goes on by itself; a server that is away is tried again later."""
    name = press.schedule()
    press.at(2026, 12, 1, 9, 0)
    press.answers(answers={"MAIL": "550 5.7.60 SendAsDenied; not allowed to send as this sender"})
    assert press.run().exit is ExitCode.STOPPED
    press.answers(answers={})
    press.later(hours=1)
    assert press.run().mailings == ()
    press.send_staged(name)
    assert set(press.got) == EVERYONE


def test_a_server_that_is_away_is_tried_again_by_itself(press):
    """Nobody failed: fifteen minutes later another run sends it, though it began long ago."""
    press.schedule()
    press.at(2026, 12, 1, 9, 0)
    press.answers(answers={"EHLO": "421 4.3.2 Down for maintenance", "HELO": "421 4.3.2 Down for maintenance"})
    assert press.run().exit is ExitCode.STOPPED
    press.answers(answers={})
    press.later(minutes=10)
    assert press.run().mailings == ()
    press.later(minutes=6)
    assert press.run().exit is ExitCode.OK
    assert set(press.got) == EVERYONE


def test_a_send_that_died_before_it_began_is_taken_up(press):
    """Somebody said yes and the machine went down: after a quarter of an hour a run sends it, once."""
    stage(press.plan(), ledger=press.ledger)
    press.later(minutes=14)
    assert press.run().mailings == ()
    press.later(minutes=2)
    assert press.run().exit is ExitCode.OK
    assert set(press.got) == EVERYONE


def test_what_was_only_staged_is_never_sent_by_a_run(press):
    """`--stage-only` waits for a person, however long."""
    press.stage()
    press.later(days=30)
    assert press.run().mailings == ()


def test_a_copied_ledger_sends_nothing(press, tmp_path):
    """The old server's second cron line: its copy refuses, and the original sends it once."""
    name = press.schedule()
    press.ledger.close()
    (tmp_path / "old").mkdir()
    shutil.copy(press.root / "ledger.db", tmp_path / "old" / "ledger.db")
    press.at(2026, 12, 1, 9, 0)
    press.ledger = open_ledger(str(tmp_path / "old" / "ledger.db"), clock=press.clock)
    result = press.run()
    assert (result.exit, press.got) == (ExitCode.REFUSED, [])
    assert "trust --ledger" in result.mailings[0].fix
    press.ledger.close()
    press.ledger = open_ledger(str(press.root / "ledger.db"), clock=press.clock)
    assert [one.mailing.name for one in press.run().mailings] == [name]
    assert set(press.got) == EVERYONE


def test_one_that_cannot_be_sent_holds_up_no_other(press):
    """The account of the first is gone from dispatch.toml: it is told, and the second goes out."""
    press.schedule("2026-12-01 08:59", backend="office")
    text = (press.root / "dispatch.toml").read_text().replace("[backends.office]", "[backends.other]")
    (press.root / "dispatch.toml").write_text(text.replace('backend = "office"', 'backend = "other"'))
    press.reopen()
    press.schedule("2026-12-01 09:00", again=True)
    press.at(2026, 12, 1, 9, 0)
    result = press.run()
    assert [one.exit for one in result.mailings] == [ExitCode.USAGE, ExitCode.OK]
    assert result.exit is ExitCode.ATTENTION
    assert "no backend 'office'" in result.mailings[0].problem
    assert len(press.got) == 3

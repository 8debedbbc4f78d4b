"""Embargoes: who may know early, what each variant says, and that nothing leaves when anything is unsure."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dispatch.errors import RefusedError, UsageError
from dispatch.model.exits import ExitCode
from dispatch.model.mailing import DeliveryState
from dispatch.workflows.embargo import lift
from dispatch.workflows.send import refuse_blocked
from dispatch.workflows.status import status

LIFT = "embargo: 2026-12-01 00:01 Europe/London\n"
TRUSTED = "ana@diario.test"
OTHERS = {"k.lee@post.test", "desk@radio.test"}


@pytest.fixture
def embargoed(press):
    """Half a day before the lift."""
    press.release(LIFT)
    press.at(2026, 11, 30, 12, 0)
    return press


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def html_of(mail):
    return mail.get_body(("html",)).get_content()


def test_trusted_people_now_with_the_notice_everyone_else_at_the_lift_without(embargoed):
    """One mailing, two waves; a run sends the second one at the lift, once."""
    result = embargoed.send()
    assert (result.exit, embargoed.got) == (ExitCode.OK, [TRUSTED])
    name = result.sent.mailing.name
    rows = {row.address: row for row in embargoed.ledger.deliveries(name)}
    lift = datetime(2026, 12, 1, 0, 1, tzinfo=ZoneInfo("Europe/London"))
    assert (rows[TRUSTED].wave, rows[TRUSTED].not_before) == (1, None)
    assert {(rows[who].wave, rows[who].not_before) for who in OTHERS} == {(2, lift)}
    embargoed.at(2026, 12, 1, 0, 0)
    assert embargoed.run().mailings == ()
    embargoed.at(2026, 12, 1, 0, 1)
    assert embargoed.run().exit is ExitCode.OK
    assert (set(embargoed.got[1:]), len(embargoed.got)) == (OTHERS, 3)
    assert embargoed.run().mailings == ()


def test_between_two_waves_a_mailing_waits_and_says_until_when(embargoed):
    """It is not at work: `status` tells the instant of the next wave, until that comes."""
    name = embargoed.send().sent.mailing.name
    one = status(embargoed.workspace, embargoed.ledger, name).mailings[0]
    (listed,) = status(embargoed.workspace, embargoed.ledger, None).mailings
    lift = datetime(2026, 12, 1, 0, 1, tzinfo=ZoneInfo("Europe/London"))
    assert one.waits_until(embargoed.clock.now()) == listed.waits_until(embargoed.clock.now()) == lift
    embargoed.at(2026, 12, 1, 0, 1)
    assert one.waits_until(embargoed.clock.now()) is None
    embargoed.run()
    assert status(embargoed.workspace, embargoed.ledger, name).mailings[0].waits_until(embargoed.clock.now()) is None


def test_the_notice_is_in_subject_first_line_and_text_in_both_zones(embargoed):
    """London's time is the sender's, Mexico City's the reader's; the second wave says nothing of an embargo."""
    embargoed.send()
    embargoed.at(2026, 12, 1, 0, 1)
    embargoed.run()
    (early,) = embargoed.mails(TRUSTED)
    assert early["Subject"].startswith("EMBARGOED until Dec 1, 2026, 00:01 GMT / Nov 30, 2026, 6:01 PM CST: ")
    for body in (text_of(early), html_of(early)):
        words = " ".join(body.split())
        assert "Tuesday, December 1, 2026, 00:01 Greenwich Mean Time (UTC+00:00)" in words
        assert "Monday, November 30, 2026, 6:01 PM Central Standard Time (UTC-06:00)" in words
    assert text_of(early).startswith("EMBARGOED until")
    assert html_of(early).partition("<body")[2].partition(">")[2].strip().startswith("<p")
    for mail in (*embargoed.mails("k.lee@post.test"), *embargoed.mails("desk@radio.test")):
        assert "EMBARGO" not in (mail["Subject"] + text_of(mail) + html_of(mail).partition("<body")[2]).upper()


def test_a_retry_after_the_lift_carries_no_notice(embargoed):
    """Which variant is sent is decided at the mark: deferred before the lift, it is an ordinary release after it."""
    embargoed.at(2026, 11, 30, 23, 58)
    embargoed.answers(answers={"RCPT TO:<ana": "452 4.2.2 Mailbox full"})
    embargoed.send()
    embargoed.answers(answers={})
    embargoed.at(2026, 12, 1, 0, 5)
    embargoed.run()
    (mail,) = embargoed.mails(TRUSTED)
    assert "EMBARGO" not in (mail["Subject"] + text_of(mail)).upper()
    assert len(embargoed.got) == 3


def test_a_message_written_before_and_marked_after_the_lift_is_written_again(embargoed):
    """The lift passes between writing and the mark: the notice is not sent, and the person gets the mail once."""
    embargoed.at(2026, 12, 1, 0, 0)
    clock = embargoed.clock
    clock.advance(timedelta(seconds=59))
    # without CHUNKING the mark comes after the server's answer to RCPT and DATA
    embargoed.server.manners = replace(embargoed.server.manners, offers=("8BITMIME",))
    server_heard = embargoed.server.heard

    def heard(line):
        server_heard(line)
        if line.upper().startswith("RCPT TO:<ANA"):
            clock.advance(timedelta(seconds=2))

    embargoed.server.heard = heard
    result = embargoed.send()
    assert result.exit is ExitCode.OK
    (mail,) = embargoed.mails(TRUSTED)
    assert "EMBARGO" not in mail["Subject"].upper()


def test_hold_waits_for_all(embargoed):
    """With --hold also those who may know early get it at the lift, without the notice."""
    assert embargoed.send(hold=True).exit is ExitCode.OK
    assert embargoed.got == []
    embargoed.at(2026, 12, 1, 0, 1)
    embargoed.run()
    assert len(embargoed.got) == 3
    assert not any("EMBARGO" in mail["Subject"] for mail in embargoed.mails())


def test_everyone_early_when_a_person_says_so(embargoed):
    """With --embargoed-to-all all get it now, all with the notice."""
    embargoed.send(embargoed_to_all=True)
    assert len(embargoed.got) == 3
    assert all(mail["Subject"].startswith("EMBARGOED until") for mail in embargoed.mails())


def test_the_second_wave_can_be_too_late(embargoed):
    """The machine slept through the lift: nothing goes out until a person decides; the first wave stays as it is."""
    name = embargoed.send().sent.mailing.name
    embargoed.at(2026, 12, 1, 6, 0)
    assert embargoed.run().exit is ExitCode.ATTENTION
    assert embargoed.got == [TRUSTED]
    assert embargoed.send_staged(name).exit is ExitCode.OK
    assert len(embargoed.got) == 3


def test_a_planned_mailing_has_both_waves(embargoed):
    """The first wave at its time, the second at the lift; planned for after the lift it has one, without a notice."""
    name = embargoed.schedule("2026-11-30 18:00")
    assert [wave.deliveries for wave in embargoed.ledger.waves(name)] == [1, 2]
    embargoed.at(2026, 11, 30, 18, 0)
    embargoed.run()
    assert embargoed.got == [TRUSTED]
    after = embargoed.schedule("2026-12-01 08:00", again=True)
    assert [wave.not_before for wave in embargoed.ledger.waves(after)] == [None]
    embargoed.at(2026, 12, 1, 8, 0)
    embargoed.run(late=timedelta(days=1))
    assert len(embargoed.got) == 6
    assert not any("EMBARGO" in mail["Subject"] for mail in embargoed.mails()[1:])


def test_an_embargo_in_the_past_is_a_warning_and_the_release_ordinary(press):
    """All get it at once, without a notice."""
    press.release("embargo: 2026-11-29 00:01 Europe/London\n")
    plan = press.plan()
    assert "EMB008" in {finding.code for finding in plan.draft.findings}
    assert press.send().exit is ExitCode.OK
    assert len(press.got) == 3
    assert not any("EMBARGO" in mail["Subject"] for mail in press.mails())


@pytest.mark.parametrize(
    "front",
    [
        "embargo: 2026-12-01 00:01\n",
        "embargo: 2026-12-01\n",
        "embargo: 2026-10-25 01:30 Europe/London\n",
        "embargo: 2026-03-29 01:30 Europe/London\n",
        "embargo: tomorrow morning\n",
    ],
)
def test_an_unsure_embargo_keeps_everything_back(press, front):
    """No zone, no time, a time that is none or two: an error that nobody can allow; nothing goes out."""
    press.release(front)
    codes = {finding.code for finding in press.plan().draft.findings if finding.severity == "error"}
    assert codes
    with pytest.raises(RefusedError):
        refuse_blocked(press.plan(allow=frozenset(codes)))
    assert press.got == []


def test_immediate_and_embargoed_keeps_everything_back(press):
    """One line releases the text and another holds it back: refused, whatever is allowed."""
    press.release(LIFT, "FOR IMMEDIATE RELEASE\n\n" + press.body)
    with pytest.raises(RefusedError):
        press.send(allow=frozenset({"EMB009"}))
    assert press.got == []


def test_a_clock_that_was_set_keeps_planned_and_embargoed_mailings_back(embargoed):
    """Set forward by an hour in one boot: the lift must not come early; after a person looked at it, it goes on."""
    embargoed.send()
    embargoed.run()
    embargoed.clock.step(timedelta(hours=12, minutes=5))
    result = embargoed.run()
    assert (result.exit, embargoed.got) == (ExitCode.REFUSED, [TRUSTED])
    assert "the clock is unsure" in result.mailings[0].problem
    embargoed.ledger.forget_boots()
    assert embargoed.run().exit is ExitCode.OK
    assert len(embargoed.got) == 3


def test_a_clock_that_is_set_before_the_first_due_mailing_is_noticed(press):
    """The planning itself, or any run with nothing to do, has noted the clock: a jump to the time does not send it."""
    press.schedule("2026-12-01 09:00")
    for hours in (24, 6):
        press.clock.step(timedelta(hours=hours))
        result = press.run()
        assert (result.exit, press.got) == (ExitCode.REFUSED, [])
        assert "it was set forward by" in result.mailings[0].problem


def test_a_restart_is_no_drift(embargoed):
    """Another boot has another uptime."""
    embargoed.send()
    embargoed.clock.boot_id = "boot-2"
    embargoed.clock.step(timedelta(hours=12, minutes=5))
    assert embargoed.run().exit is ExitCode.OK


def test_a_clock_before_the_ledger_is_wrong(embargoed):
    """The ledger knows of later times: whoever plans by this clock plans in the past."""
    name = embargoed.schedule("2026-11-30 18:00")
    embargoed.at(2026, 11, 30, 18, 0)
    embargoed.run()
    embargoed.clock.boot_id = "boot-2"
    embargoed.clock.step(timedelta(hours=-5))
    with pytest.raises(RefusedError, match="the clock is unsure"):
        embargoed.send_staged(name)
    assert embargoed.got == [TRUSTED]


def test_lifting_early_lets_the_second_wave_go(embargoed):
    """`lift --now` is recorded with its reason, and everyone else gets it without the notice."""
    name = embargoed.send().sent.mailing.name
    lift(embargoed.ledger, name, reason="published by a third party", broken=True, clock=embargoed.clock)
    assert embargoed.run().exit is ExitCode.OK
    assert set(embargoed.got[1:]) == OTHERS
    assert not any("EMBARGO" in mail["Subject"] for mail in embargoed.mails()[1:])
    kinds = [event.kind for event in embargoed.ledger.events(name)]
    assert "broken" in kinds
    assert {row.state for row in embargoed.ledger.deliveries(name)} == {DeliveryState.ACCEPTED}


def test_an_embargo_is_lifted_early_for_a_reason_and_once(embargoed):
    """Without a reason it stays; broken by others needs none; lifted twice, or on a mailing without one, is refused."""
    name = embargoed.send().sent.mailing.name
    with pytest.raises(UsageError):
        lift(embargoed.ledger, name, reason=" ", broken=False, clock=embargoed.clock)
    assert lift(embargoed.ledger, name, reason="", broken=True, clock=embargoed.clock).reason
    with pytest.raises(RefusedError, match="lifted"):
        lift(embargoed.ledger, name, reason="again", broken=False, clock=embargoed.clock)
    embargoed.run()
    embargoed.release("")
    plain = embargoed.send(again=True, yes_new_version=True).sent.mailing.name
    with pytest.raises(RefusedError, match="has no embargo"):
        lift(embargoed.ledger, plain, reason="why", broken=False, clock=embargoed.clock)


def test_another_embargo_after_the_first_wave_demands_a_correction(embargoed):
    """Those who have it believe the old time: a new one is not sent as if nothing were."""
    embargoed.send()
    embargoed.release("embargo: 2026-12-02 00:01 Europe/London\n")
    with pytest.raises(RefusedError, match="the embargo changed"):
        embargoed.send(yes_new_version=True)

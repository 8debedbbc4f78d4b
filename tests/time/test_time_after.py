"""After sending: corrections to exactly who has it, withdrawals, and one follow-up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.errors import NotFoundError, RefusedError, UsageError
from dispatch.model.exits import ExitCode
from dispatch.model.mailing import DeliveryState
from dispatch.workflows.correct import correct, stop_earlier
from dispatch.workflows.follow_up import follow_up, working_day_after
from dispatch.workflows.versions import versions
from dispatch.workflows.withdraw import block, withdraw

ANA, LEE, DESK = "ana@diario.test", "k.lee@post.test", "desk@radio.test"
NOTE = "Paragraph 1: seven clinics, not six"


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def told(press, recipient):
    """The last message to somebody."""
    return press.mails(recipient)[-1]


def corrected(press, name, *, doubtful=True, note=NOTE, **more):
    """Plan a correction and send it."""
    found = correct(press.workspace, press.ledger, name, "clinics", note, clock=press.clock, doubtful=doubtful, **more)
    stop_earlier(press.ledger, found)
    return press.send_plan(found.plan)


def wrong(press):
    """A mailing with a wrong figure: two have it, one was refused; then the file is put right."""
    press.answers(answers={f"RCPT TO:<{DESK}": "550 5.1.1 User unknown"})
    name = press.send().sent.mailing.name
    press.answers(answers={})
    press.edit("six cities", "seven cities")
    return name


def test_a_correction_reaches_exactly_those_who_have_it(press):
    """In the same thread, marked, the note on top, the whole corrected text below; who never got it is left alone."""
    name = wrong(press)
    first = {who: told(press, who)["Message-ID"] for who in (ANA, LEE)}
    press.server.received.clear()
    result = corrected(press, name)
    assert (result.exit, set(press.got)) == (ExitCode.OK, {ANA, LEE})
    for who in (ANA, LEE):
        mail = told(press, who)
        assert mail["Subject"].startswith("CORRECTION: Alliance for Open Clinics opens night clinics in seven cities")
        assert (mail["In-Reply-To"], mail["References"]) == (first[who], first[who])
        assert text_of(mail).startswith(f"CORRECTION: {NOTE}")
        assert "The complete, corrected release follows." in text_of(mail)
        assert "Nobody should wait until morning" in text_of(mail)
        html = mail.get_body(("html",)).get_content()
        assert html.index(NOTE) < html.index("seven cities</h1>")
    assert result.sent.mailing.follows == name
    assert (result.occasion, result.version) == ("correction-v2", 2)


def test_a_correction_of_two_languages_is_one_in_both(press):
    """What went out in two languages is corrected in two, marked in the reader's own."""
    front = "---\ncontacts:\n  - name: Maya Lindt\n    email: maya@alliance.test\n---\n"
    spanish = f"{front}# La Alianza abre clínicas en seis ciudades\n\nPORTLAND, Maine – Seis clínicas abren hoy.\n"
    (press.workspace.root / "releases" / "clinics.es.md").write_text(spanish, encoding="utf-8")
    press.list("national", f"email,name,language\n{ANA},Ana,es\n{LEE},Lee,en\n")
    name = press.send(both=True).sent.mailing.name
    assert told(press, ANA)["Content-Language"] == "es, en"
    press.edit("six cities", "seven cities")
    corrected(press, name)
    assert told(press, LEE)["Content-Language"] == "en, es"
    assert told(press, LEE)["Subject"].startswith("CORRECTION: Alliance")
    assert told(press, ANA)["Subject"].startswith("RECTIFICACIÓN: La Alianza")
    text = text_of(told(press, ANA))
    assert text.startswith(f"RECTIFICACIÓN: {NOTE}")
    assert text.index("=====") < text.index(f"CORRECTION: {NOTE}")


def test_a_second_correction_goes_on_in_the_thread(press):
    """Version 3 answers both earlier messages, and nobody gets a version twice."""
    name = wrong(press)
    corrected(press, name)
    with pytest.raises(RefusedError):
        corrected(press, name)
    press.edit("six cities", "eight cities")
    press.server.received.clear()
    corrected(press, name, note="Eight, not seven")
    assert set(press.got) == {ANA, LEE}
    assert len(told(press, ANA)["References"].split()) == 2
    assert told(press, ANA)["In-Reply-To"] == told(press, ANA)["References"].split()[-1]


def test_without_a_note_or_a_change_there_is_no_correction(press):
    """What was wrong must be said; the text that was sent corrects nothing."""
    name = press.send().sent.mailing.name
    with pytest.raises(RefusedError, match="was sent already"):
        corrected(press, name)
    press.edit("six cities", "seven cities")
    with pytest.raises(UsageError, match="must say what was wrong"):
        corrected(press, name, note="  ")


def test_opt_outs_get_no_correction(press):
    """Whoever asked to be removed is not written to, not even to correct."""
    name = wrong(press)
    press.ledger.suppress([LEE], reason="asked", source="person")
    press.server.received.clear()
    corrected(press, name)
    assert press.got == [ANA]


def test_those_in_doubt_are_told_or_not_as_a_person_says(press):
    """Nobody knows whether she has it: the plan names her, and a person decides."""
    press.answers(answers={f". {LEE}": "garbage"})
    name = press.send().sent.mailing.name
    states = {row.address: row.state for row in press.ledger.deliveries(name)}
    assert states[LEE] is DeliveryState.IN_DOUBT
    press.answers(answers={})
    press.edit("six cities", "seven cities")
    found = correct(press.workspace, press.ledger, name, "clinics", NOTE, clock=press.clock, doubtful=False)
    assert [one.address for one in found.doubtful] == [LEE]
    assert found.plan.deliveries == 2
    with_her = correct(press.workspace, press.ledger, name, "clinics", NOTE, clock=press.clock, doubtful=True)
    assert with_her.plan.deliveries == 3


def test_what_is_still_to_go_of_the_wrong_text_is_stopped(press):
    """The second wave of an embargoed text is cancelled with the correction, and gets the right one later."""
    press.release("embargo: 2026-12-01 00:01 Europe/London\n")
    name = press.send().sent.mailing.name
    press.release("embargo: 2026-12-01 00:01 Europe/London\n", press.body.replace("six cities", "seven cities"))
    press.server.received.clear()
    corrected(press, name)
    assert press.got == [ANA]
    assert told(press, ANA)["Subject"].startswith("EMBARGOED until ")
    assert "CORRECTION: " in told(press, ANA)["Subject"]
    press.at(2026, 12, 1, 0, 1)
    assert press.run().mailings == ()
    press.send(yes_new_version=True)
    assert set(press.got) == {ANA, LEE, DESK}
    assert "seven cities" in told(press, LEE)["Subject"]


def test_people_of_all_mailings_are_told_though_their_lists_are_gone(press):
    """A second list got the wrong text, too; a list that was deleted takes nobody's correction away."""
    press.list("radio", "email,name\nr@radio.test,Rosa Luz\n")
    press.send(selection=press.selection("radio"))
    name = wrong(press)
    (press.root / "lists" / "radio.csv").unlink()
    press.server.received.clear()
    corrected(press, name)
    assert set(press.got) == {ANA, LEE, "r@radio.test"}


def test_a_rehearsal_is_corrected_as_a_rehearsal(press):
    """Trying it out in the outbox: the correction goes to those whom the rehearsal reached; nobody else hears of it."""
    name = press.send(backend="outbox").sent.mailing.name
    press.edit("six cities", "seven cities")
    result = corrected(press, name)
    assert (result.occasion, result.sent.counts.accepted, press.got) == ("rehearsal", 3, [])
    with pytest.raises(RefusedError, match="was a rehearsal"):
        withdraw(press.workspace, press.ledger, name, "why", clock=press.clock)


def withdrawn(press, name, reason="the figures were not approved"):
    found = withdraw(press.workspace, press.ledger, name, reason, clock=press.clock)
    cancelled = block(press.ledger, found)
    return press.send_plan(found.plan), cancelled


def test_a_withdrawal_tells_everyone_and_blocks_the_release(press):
    """Everyone who got any version, in the thread; nothing of it goes out any more, today or tomorrow."""
    name = wrong(press)
    corrected(press, name)
    later = press.schedule("2026-12-05 09:00", again=True)
    press.server.received.clear()
    result, cancelled = withdrawn(press, name)
    assert (result.exit, set(press.got), cancelled) == (ExitCode.OK, {ANA, LEE}, (later,))
    mail = told(press, ANA)
    assert mail["Subject"].startswith("WITHDRAWN - do not use: ")
    assert "the figures were not approved" in " ".join(text_of(mail).split())
    assert len(mail["References"].split()) == 2
    assert "Nobody should wait until morning" not in text_of(mail)
    with pytest.raises(RefusedError, match="was withdrawn"):
        press.send(again=True)
    press.at(2026, 12, 5, 9, 0)
    assert press.run().mailings == ()
    with pytest.raises(RefusedError, match="was withdrawn already"):
        withdraw(press.workspace, press.ledger, name, "again", clock=press.clock)


def test_a_withdrawal_needs_a_reason(press):
    """Everyone reads it."""
    name = press.send().sent.mailing.name
    with pytest.raises(UsageError):
        withdraw(press.workspace, press.ledger, name, " ", clock=press.clock)


def test_who_holds_which_version(press):
    """After a correction to two of three, a release tells who has what, by its id and by its file."""
    name = wrong(press)
    press.settings("")
    corrected(press, name)
    press.list("new", "email,name\nn@new.test,Nora\n")
    press.send(selection=press.selection("new"), yes_new_version=True)
    for asked in ("night-clinics", "clinics", str(press.root / "releases" / "clinics.md")):
        found = versions(press.workspace, press.ledger, asked)
        assert [one.number for one in found.versions] == [1, 2]
        assert {one.address: (one.version, one.occasion) for one in found.held} == {
            ANA: (2, "correction-v2"),
            LEE: (2, "correction-v2"),
            "n@new.test": (2, "original"),
        }
    with pytest.raises(NotFoundError):
        versions(press.workspace, press.ledger, "nothing-like-it")


@pytest.fixture
def pitch(press):
    path = press.root / "pitch.txt"
    path.write_text("Since yesterday two more cities have joined.\n\nMay we call you, {{ contact.name }}?\n")
    return path


def followed(press, name, pitch, **more):
    found = follow_up(press.workspace, press.ledger, name, pitch, clock=press.clock, **more)
    return press.send_plan(found.plan)


def test_a_follow_up_in_the_thread_once_after_two_working_days(press, pitch):
    """Sent on Monday: not before Wednesday, then to those who got it, and not again unless forced."""
    press.answers(answers={f"RCPT TO:<{DESK}": "550 5.1.1 User unknown"})
    name = press.send().sent.mailing.name
    press.answers(answers={})
    first = told(press, ANA)["Message-ID"]
    press.later(days=1)
    with pytest.raises(RefusedError, match="less than 2 working days old"):
        followed(press, name, pitch)
    press.later(days=1)
    press.server.received.clear()
    result = followed(press, name, pitch)
    assert (result.exit, set(press.got), result.occasion) == (ExitCode.OK, {ANA, LEE}, "follow-up-1")
    mail = told(press, ANA)
    assert mail["Subject"].startswith("Re: Alliance for Open Clinics opens")
    assert mail["In-Reply-To"] == first
    assert "May we call you, Ana Ruiz?" in text_of(mail)
    with pytest.raises(RefusedError, match="was followed up already"):
        followed(press, name, pitch)
    assert followed(press, name, pitch, force=True).occasion == "follow-up-2"


def test_no_follow_up_before_an_embargo_lifts(press, pitch):
    """Not even when forced."""
    press.release("embargo: 2026-12-24 00:01 Europe/London\n")
    name = press.send().sent.mailing.name
    press.later(days=5)
    with pytest.raises(RefusedError, match="the embargo of"):
        followed(press, name, pitch, force=True)


def test_opt_outs_get_no_follow_up(press, pitch):
    """Whoever asked to be removed is left out."""
    name = press.send().sent.mailing.name
    press.later(days=7)
    press.ledger.suppress([LEE], reason="asked", source="person")
    press.server.received.clear()
    followed(press, name, pitch)
    assert set(press.got) == {ANA, DESK}


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 30))
def test_working_days_skip_weekends(day, count):
    """The day is a working day, and exactly so many lie between."""
    after = working_day_after(day, count)
    between = [day + timedelta(days=number) for number in range(1, (after - day).days + 1)]
    assert sum(one.weekday() < 5 for one in between) == count
    assert count == 0 or after.weekday() < 5

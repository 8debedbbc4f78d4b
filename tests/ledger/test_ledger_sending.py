from datetime import timedelta

import pytest

from dispatch.errors import BusyError, NotFoundError, RefusedError
from dispatch.ledger import DeliveryDraft, GiveBack, Refusal, Why
from dispatch.ledger.leftovers import CUT_OFF
from dispatch.model.mailing import Counts, DeliveryState, MailingState
from dispatch.model.outcome import Phase

#: See `conftest.py`.
ON_EVERY_DATABASE = True


def test_a_delivery_goes_from_queued_to_accepted(desk):
    """Claim, mark, settle: each step is on record, and the mailing is done when nothing is open."""
    staged = desk.stage("a@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        assert owner.mailing.name == staged.mailing
        assert desk.ledger.mailing(staged.mailing).state is MailingState.SENDING
        (claim,) = owner.claim(10)
        assert (claim.email, claim.values, claim.attempts, claim.first_attempt) == (
            "A@X.Test",
            ("a@x.test", "Ünï"),
            0,
            None,
        )
        assert owner.claim(10) == []
        marked = desk.clock.now()
        assert owner.write([desk.mark(claim)]) == [None]
        desk.clock.advance(timedelta(seconds=2))
        assert owner.write([desk.settle(claim)]) == [None]
    (row,) = desk.ledger.deliveries(staged.mailing)
    assert (row.state, row.attempts, row.first_attempt, row.host) == (
        DeliveryState.ACCEPTED,
        1,
        marked,
        "mx.alliance.test:587",
    )
    assert (row.code, row.reply, row.phase) == (250, "250 2.0.0 Ok: queued as 4F2", Phase.DOT)
    (attempt,) = desk.ledger.attempts(staged.mailing)
    assert (attempt.at, attempt.account, attempt.state) == (marked, "office", DeliveryState.ACCEPTED)
    assert desk.ledger.mailing(staged.mailing).state is MailingState.DONE
    assert [event.kind for event in desk.ledger.events(staged.mailing)] == ["staged", "started", "done"]


def test_marks_and_settlements_share_one_commit(place, clock, make_desk):
    """However many entries one write has, it commits once."""
    steps = []
    desk = make_desk(str(place), clock, on_commit=steps.append)
    staged = desk.stage(*(f"p{number}@x.test" for number in range(8)))
    with desk.ledger.own(staged.mailing) as owner:
        claims = owner.claim(8)
        owner.write([desk.mark(claim) for claim in claims[:4]])
        steps.clear()
        settled = [desk.settle(claim) for claim in claims[:4]]
        assert owner.write([*settled, *(desk.mark(claim) for claim in claims[4:])]) == [None] * 8
        assert steps == ["before write", "after write"]
    assert desk.ledger.counts(staged.mailing) == Counts(accepted=4, in_doubt=4)


def test_the_date_stays_over_retries(desk):
    """The first mark sets the Date; a later one keeps it, and so does the deadline."""
    staged = desk.stage("a@x.test")
    first = desk.clock.now()
    due = first + timedelta(minutes=5)
    with desk.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(1)
        owner.write([desk.mark(claim)])
        owner.write([desk.settle(claim, DeliveryState.DEFERRED, due=due, code=452, phase=Phase.DOT)])
        assert owner.claim(1) == []
        assert desk.ledger.next_due(staged.mailing) == due
        desk.clock.advance(timedelta(minutes=5))
        (claim,) = owner.claim(1)
        assert (claim.attempts, claim.first_attempt) == (1, first)
        assert claim.deadline == first + timedelta(hours=24)
        owner.write([desk.mark(claim)])
        owner.write([desk.settle(claim)])
    (row,) = desk.ledger.deliveries(staged.mailing)
    assert (row.first_attempt, row.attempts) == (first, 2)


def test_a_deferral_before_the_mark_is_an_attempt_too(desk):
    """A 4yz at RCPT is charged and starts the clock of the expiry, although nothing was marked."""
    staged = desk.stage("a@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(1)
        soon = desk.clock.now() + timedelta(minutes=5)
        owner.write([desk.settle(claim, DeliveryState.DEFERRED, phase=Phase.RCPT, code=450, due=soon)])
    (row,) = desk.ledger.deliveries(staged.mailing)
    assert (row.attempts, row.phase, row.due) == (1, Phase.RCPT, soon)
    desk.clock.advance(timedelta(hours=24))
    with desk.ledger.own(staged.mailing) as owner:
        assert owner.claim(1) == []
    assert desk.ledger.counts(staged.mailing) == Counts(expired=1)
    assert [row.key for row in desk.ledger.attention(staged.mailing)] == ["a@x.test"]


def test_deferred_ones_that_are_due_go_before_the_queue(desk):
    """A retry keeps its time although the queue is long."""
    staged = desk.stage("a@x.test", "b@x.test", "c@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(1)
        due = desk.clock.now() + timedelta(minutes=5)
        owner.write([desk.settle(claim, DeliveryState.DEFERRED, phase=Phase.RCPT, due=due)])
        desk.clock.advance(timedelta(minutes=6))
        assert [claim.key for claim in owner.claim(2)] == ["a@x.test", "b@x.test"]


def test_giving_back_charges_nobody(desk):
    """A delivery given back before or after its mark is queued again, uncharged."""
    staged = desk.stage("a@x.test", "b@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        one, two = owner.claim(2)
        owner.write([desk.mark(two)])
        assert owner.write([GiveBack(claim=one), GiveBack(claim=two)]) == [None, None]
        assert [claim.attempts for claim in owner.claim(2)] == [0, 0]
        assert owner.write([desk.settle(one)]) == [Refusal(reason=Why.LOST)]
    assert list(desk.ledger.attempts(staged.mailing)) == []


def test_a_suppression_in_between_counts(desk):
    """Whoever is suppressed after the claim, by address or by domain, is not marked and keeps no place."""
    staged = desk.stage("a@x.test", "b@y.test", "c@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        claims = owner.claim(3)
        desk.ledger.suppress(["a@x.test", "@y.test"], reason="asked", source="person")
        answers = owner.write([desk.mark(claim) for claim in claims])
        assert [answer and answer.reason for answer in answers] == [Why.SUPPRESSED, Why.SUPPRESSED, None]
        owner.write([desk.settle(claims[2])])
        desk.ledger.unsuppress(["@y.test"])
    assert desk.ledger.counts(staged.mailing) == Counts(suppressed=2, accepted=1)
    assert desk.stage("b@y.test").deliveries == 1


def test_a_cancellation_in_between_counts(desk):
    """After `cancel` no mark is made; what was marked still learns its outcome."""
    staged = desk.stage("a@x.test", "b@x.test", "c@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        marked, claimed = owner.claim(2)
        owner.write([desk.mark(marked)])
        assert desk.ledger.cancel(staged.mailing) == Counts(in_flight=1, cancelled=2)
        assert owner.write([desk.mark(claimed)]) == [Refusal(reason=Why.CANCELLED)]
        assert owner.write([desk.settle(marked, DeliveryState.DEFERRED)]) == [None]
        assert owner.claim(5) == []
    assert desk.ledger.counts(staged.mailing) == Counts(cancelled=3)
    assert desk.ledger.mailing(staged.mailing).state is MailingState.CANCELLED
    with pytest.raises(RefusedError, match="cancelled"):
        desk.ledger.own(staged.mailing)


def test_a_withdrawal_in_between_counts(desk):
    """After a withdrawal nothing more of the release is marked."""
    staged = desk.stage("a@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(1)
        desk.ledger.withdraw(desk.bind(), "wrong figure")
        (answer,) = owner.write([desk.mark(claim)])
        assert answer is not None
        assert answer.reason in {Why.WITHDRAWN, Why.CANCELLED}
    assert desk.ledger.counts(staged.mailing) == Counts(cancelled=1)
    assert desk.ledger.withdrawn(desk.bind()) == "wrong figure"


def test_nothing_goes_before_its_time(desk):
    """A delivery with `not_before`, and a planned mailing, wait; a mark that comes too early is not made."""
    lift = desk.clock.now() + timedelta(hours=1)
    later = DeliveryDraft(key="b@x.test", email="b@x.test", wave=2, not_before=lift)
    staged = desk.stage(drafts=[DeliveryDraft(key="a@x.test", email="a@x.test"), later])
    with desk.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(5)
        owner.write([desk.mark(claim)])
        owner.write([desk.settle(claim)])
        assert desk.ledger.next_due(staged.mailing) == lift
        desk.clock.advance(timedelta(hours=1))
        (claim,) = owner.claim(5)
        desk.clock.advance(timedelta(hours=-1))
        (answer,) = owner.write([desk.mark(claim)])
        assert answer is not None
        assert (answer.reason, answer.detail) == (Why.TOO_EARLY, lift.isoformat())
        assert owner.claim(5) == []
    assert desk.ledger.counts(staged.mailing) == Counts(accepted=1, queued=1)


def test_a_planned_mailing_waits(desk):
    """Before its time a scheduled mailing hands nothing out, even when it is owned; a new time holds at once."""
    due = desk.clock.now() + timedelta(hours=1)
    staged = desk.stage("a@x.test", due=due)
    assert desk.ledger.next_due(staged.mailing) == due
    with desk.ledger.own(staged.mailing) as owner:
        assert owner.claim(1) == []
    desk.ledger.cancel(staged.mailing)
    staged = desk.stage("a@x.test", due=due)
    desk.ledger.schedule(staged.mailing, desk.clock.now())
    with desk.ledger.own(staged.mailing) as owner:
        assert len(owner.claim(1)) == 1


def test_the_variant_is_decided_at_the_mark(desk):
    """Before the lift a message must carry the notice, from then on it must not."""
    lift = desk.clock.now() + timedelta(hours=1)
    staged = desk.stage("a@x.test", "b@x.test", embargo=lift)
    with desk.ledger.own(staged.mailing) as owner:
        one, two = owner.claim(2)
        assert owner.write([desk.mark(one), desk.mark(two, notice=True)]) == [
            Refusal(reason=Why.OTHER_VARIANT),
            None,
        ]
        owner.write([desk.settle(two)])
        (one,) = owner.claim(1)
        desk.clock.advance(timedelta(hours=1))
        assert owner.write([desk.mark(one, notice=True)]) == [Refusal(reason=Why.OTHER_VARIANT)]
        (one,) = owner.claim(1)
        assert owner.write([desk.mark(one)]) == [None]
        owner.write([desk.settle(one)])


def test_a_lift_moves_the_second_wave(desk):
    """An embargo lifted early lets the second wave go at once."""
    lift = desk.clock.now() + timedelta(hours=1)
    staged = desk.stage(drafts=[DeliveryDraft(key="b@x.test", email="b@x.test", not_before=lift)], embargo=lift)
    desk.ledger.lift(staged.mailing, desk.clock.now(), "the minister spoke early")
    assert desk.send_all(staged.mailing) == ["b@x.test"]
    assert "the minister spoke early" in desk.ledger.events(staged.mailing)[1].detail


def test_one_process_sends_a_mailing(desk):
    """A second owner is refused while the first is alive, and welcome afterwards; other mailings are free."""
    staged, other = desk.stage("a@x.test"), desk.stage("a@x.test", occasion="again-2")
    second = desk.second()
    with desk.ledger.own(staged.mailing):
        assert second.ledger.busy(staged.mailing)
        with pytest.raises(BusyError, match=staged.mailing):
            second.ledger.own(staged.mailing)
        assert not second.ledger.busy(other.mailing)
        assert second.send_all(other.mailing) == ["A@X.Test"]
    assert not second.ledger.busy(staged.mailing)
    assert second.send_all(staged.mailing) == ["A@X.Test"]
    second.ledger.close()


def test_leaving_gives_back_what_is_claimed_and_doubts_what_is_marked(desk):
    """An owner that goes in the middle leaves nothing claimed; what was marked is in doubt, by name."""
    staged = desk.stage("a@x.test", "b@x.test", "c@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        claims = owner.claim(2)
        marked = desk.clock.now()
        owner.write([desk.mark(claims[0])])
        desk.clock.advance(timedelta(minutes=10))
    assert desk.ledger.counts(staged.mailing) == Counts(in_doubt=1, queued=2)
    (row,) = desk.ledger.attention(staged.mailing)
    assert (row.key, row.host, row.phase, row.reason) == ("a@x.test", "mx.alliance.test:587", Phase.DOT, CUT_OFF)
    assert (row.tried, row.updated) == (marked, desk.clock.now())
    assert [attempt.state for attempt in desk.ledger.attempts(staged.mailing)] == [DeliveryState.IN_DOUBT]
    assert [record.name for record in desk.ledger.unfinished()] == [staged.mailing]


def test_what_a_dead_owner_left_is_settled_by_the_next(desk):
    """When a process died, the next owner begins with its claimed ones queued and its marked ones in doubt."""
    staged = desk.stage("a@x.test", "b@x.test", "c@x.test")
    owner = desk.ledger.own(staged.mailing).__enter__()
    marked, _claimed = owner.claim(2)
    owner.write([desk.mark(marked)])
    owner._let_go(remove=False)
    with desk.second().ledger as ledger, ledger.own(staged.mailing) as owner:
        assert ledger.counts(staged.mailing) == Counts(queued=2, in_doubt=1)
        assert [claim.key for claim in owner.claim(5)] == ["b@x.test", "c@x.test"]
    assert [row.key for row in desk.ledger.attention(staged.mailing)] == ["a@x.test"]


def test_an_owner_that_has_left_claims_nothing(desk):
    """A worker that comes late to a run that is over gets nothing to do, and its mark is refused."""
    staged = desk.stage("a@x.test", "b@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(1)
    assert owner.claim(5) == []
    assert owner.write([desk.mark(claim)]) == [Refusal(reason=Why.LOST)]
    assert desk.ledger.counts(staged.mailing) == Counts(queued=2)


def test_a_slow_holder_may_still_settle_what_is_in_doubt(desk):
    """When its mailing was recovered meanwhile, the holder of the claim still has the last word, once."""
    staged = desk.stage("a@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(1)
        owner.write([desk.mark(claim)])
    assert desk.ledger.counts(staged.mailing) == Counts(in_doubt=1)
    assert owner.write([desk.settle(claim)]) == [None]
    assert owner.write([desk.settle(claim, DeliveryState.REFUSED)]) == [Refusal(reason=Why.LOST)]
    (row,) = desk.ledger.deliveries(staged.mailing)
    assert (row.state, row.attempts) == (DeliveryState.ACCEPTED, 1)
    assert [attempt.state for attempt in desk.ledger.attempts(staged.mailing)] == [DeliveryState.ACCEPTED]


def test_a_stopped_mailing_says_why_and_starts_again(desk):
    """`stop` keeps the reason; the next owner clears it."""
    staged = desk.stage("a@x.test")
    with desk.ledger.own(staged.mailing):
        desk.ledger.stop(staged.mailing, "the login was refused")
    record = desk.ledger.mailing(staged.mailing)
    assert (record.state, record.reason) == (MailingState.STOPPED, "the login was refused")
    desk.send_all(staged.mailing)
    record = desk.ledger.mailing(staged.mailing)
    assert (record.state, record.reason) == (MailingState.DONE, "")


def test_owning_what_is_not_there(desk):
    """A mailing that nobody staged is not found."""
    with pytest.raises(NotFoundError):
        desk.ledger.own("nothing-1")


def test_the_newest_time_is_known(desk):
    """A clock that was set back can be told from the ledger."""
    assert desk.ledger.newest() is None
    staged = desk.stage("a@x.test")
    desk.clock.advance(timedelta(minutes=3))
    newest = desk.clock.now()
    desk.send_all(staged.mailing)
    desk.clock.advance(timedelta(hours=-1))
    assert desk.ledger.newest() == newest

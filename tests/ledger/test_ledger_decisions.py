from datetime import timedelta

import pytest

from dispatch.errors import NotFoundError, RefusedError
from dispatch.ledger import Approval
from dispatch.model.mailing import Counts, DeliveryState, MailingState

#: See `conftest.py`.
ON_EVERY_DATABASE = True


@pytest.fixture
def doubtful(desk):
    """A mailing that is done but for one delivery in doubt and one refused."""
    staged = desk.stage("a@x.test", "b@x.test", "c@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        one, two, three = owner.claim(3)
        owner.write([desk.mark(claim) for claim in (one, two, three)])
        owner.write([desk.settle(two, DeliveryState.REFUSED, code=550), desk.settle(three)])
    return staged.mailing


def test_sent_settles_a_doubt(desk, doubtful):
    """A person has seen it in the Sent folder."""
    assert desk.ledger.resolve(doubtful, ["a@x.test"], sent=True) == Counts(accepted=2, refused=1)
    assert desk.ledger.mailing(doubtful).state is MailingState.DONE
    assert desk.ledger.events(doubtful)[-1].detail == "a@x.test: sent"


def test_resend_queues_it_again(desk, doubtful):
    """The same Message-ID goes out once more, and the mailing is unfinished until it did."""
    before = {row.key: row.message_id for row in desk.ledger.deliveries(doubtful)}
    desk.clock.advance(timedelta(days=2))
    assert desk.ledger.resolve(doubtful, ["a@x.test", "b@x.test"], sent=False) == Counts(queued=2, accepted=1)
    assert [record.name for record in desk.ledger.unfinished()] == [doubtful]
    assert desk.send_all(doubtful) == ["A@X.Test", "B@X.Test"]
    assert {row.key: row.message_id for row in desk.ledger.deliveries(doubtful)} == before
    assert desk.ledger.counts(doubtful) == Counts(accepted=3)


def test_resolving_the_wrong_address_changes_nothing(desk, doubtful):
    """One address that is not in doubt stops all of them."""
    with pytest.raises(NotFoundError, match=r"c@x\.test"):
        desk.ledger.resolve(doubtful, ["a@x.test", "c@x.test"], sent=True)
    assert desk.ledger.counts(doubtful) == Counts(accepted=1, refused=1, in_doubt=1)


def test_a_cancelled_mailing_sends_nothing_again(desk, doubtful):
    """What is in doubt can be called sent after a cancellation, but not be sent again."""
    desk.ledger.cancel(doubtful, "wrong list")
    with pytest.raises(RefusedError):
        desk.ledger.resolve(doubtful, ["a@x.test"], sent=False)
    assert desk.ledger.resolve(doubtful, ["a@x.test"], sent=True) == Counts(accepted=2, refused=1)
    assert desk.ledger.mailing(doubtful).reason == "wrong list"


def test_holders_have_a_version(desk, doubtful):
    """Accepted and in-doubt deliveries of final mailings hold the version; rehearsals and refusals do not."""
    desk.send_all(desk.stage("d@x.test", final=False).mailing)
    held = [(holder.key, holder.version, holder.state.value) for holder in desk.ledger.holders(desk.bind())]
    assert held == [("a@x.test", 1, "in_doubt"), ("c@x.test", 1, "accepted")]


def test_approvals_are_bound_to_the_fingerprint(desk):
    """A sign-off counts for what was staged under that fingerprint."""
    staged = desk.stage("a@x.test", fingerprint="f1")
    fingerprint = desk.ledger.mailing(staged.mailing).fingerprint
    approval = desk.ledger.approve(staged.mailing, "the director")
    assert approval == Approval(by="the director", at=desk.clock.now(), fingerprint=fingerprint)
    assert desk.ledger.approvals(staged.mailing) == [approval]
    assert desk.ledger.mailing(staged.mailing).approved_by == ("the director",)
    new = desk.stage("a@x.test", fingerprint="f2", replaces=staged.mailing)
    assert desk.ledger.mailing(new.mailing).approved_by == ()


def test_only_what_has_not_begun_is_planned(desk):
    """Plan, move, take off; a mailing that was sent is not planned."""
    staged = desk.stage("a@x.test")
    due = desk.clock.now() + timedelta(days=1)
    desk.ledger.schedule(staged.mailing, due, "America/Chicago")
    record = desk.ledger.mailing(staged.mailing)
    assert (record.state, record.due, record.zone) == (MailingState.SCHEDULED, due, "America/Chicago")
    desk.ledger.schedule(staged.mailing, None)
    assert desk.ledger.mailing(staged.mailing).state is MailingState.STAGED
    desk.send_all(staged.mailing)
    with pytest.raises(RefusedError):
        desk.ledger.schedule(staged.mailing, due)


def test_a_mailing_without_embargo_has_nothing_to_lift(desk):
    """`lift` says so."""
    staged = desk.stage("a@x.test")
    with pytest.raises(RefusedError, match="no embargo"):
        desk.ledger.lift(staged.mailing, desk.clock.now(), "why not")


def test_mailings_are_listed_newest_first_with_their_counts(desk, doubtful):
    """The list says what is open and when it is due."""
    due = desk.clock.now() + timedelta(days=1)
    second = desk.stage("d@x.test", due=due)
    tallies = desk.ledger.mailings()
    assert [tally.mailing.name for tally in tallies] == [second.mailing, doubtful]
    assert tallies[0].counts == Counts(queued=1)
    assert [tally.next_due for tally in tallies] == [due, None]
    assert [tally.mailing.name for tally in desk.ledger.mailings("other")] == []


def test_a_withdrawal_is_not_withdrawn_itself(desk):
    """Withdrawing twice leaves the mailing that tells everyone alone."""
    desk.stage("a@x.test")
    release = desk.bind()
    desk.ledger.withdraw(release, "wrong")
    notice = desk.stage("a@x.test", occasion="withdrawal")
    assert desk.ledger.withdraw(release, "wrong") == ()
    assert desk.send_all(notice.mailing) == ["A@X.Test"]
    with pytest.raises(NotFoundError):
        desk.ledger.withdraw("nothing", "wrong")


def test_suppressions_have_reason_source_and_time(desk):
    """Adding twice counts once; the first reason stays; domains and addresses match."""
    ledger = desk.ledger
    assert ledger.suppress(["b@x.test", "a@x.test", "@y.test"], reason="asked", source="person") == 3
    assert ledger.suppress(["a@x.test"], reason="bounced", source="inbox") == 0
    listed = list(ledger.suppressions())
    assert [(one.target, one.reason) for one in listed] == [
        ("@y.test", "asked"),
        ("a@x.test", "asked"),
        ("b@x.test", "asked"),
    ]
    assert listed[0].added == desk.clock.now()
    suppressed = ledger.suppressed()
    assert [suppressed(key) for key in ("a@x.test", "c@y.test", "c@x.test", "y.test")] == [True, True, False, False]
    assert ledger.unsuppress(["a@x.test", "nobody@x.test"]) == 1
    assert not ledger.suppressed()("a@x.test")


def test_heartbeats_tell_when_a_job_last_ran(desk):
    """Each kind of job has its own."""
    assert desk.ledger.last_beat("run") is None
    desk.ledger.beat("run")
    desk.clock.advance(timedelta(minutes=5))
    desk.ledger.beat("run")
    assert desk.ledger.last_beat("run") == desk.clock.now()
    assert desk.ledger.last_beat("inbox") is None

from datetime import timedelta

import pytest

from dispatch.errors import NotFoundError, RefusedError
from dispatch.ledger import DeliveryDraft
from dispatch.model.mailing import Counts, DeliveryState, MailingState

#: See `conftest.py`.
ON_EVERY_DATABASE = True


def test_a_staged_mailing_comes_back_as_it_was_given(desk):
    """What was staged is what the ledger holds: names, files, options, deliveries in list order."""
    due = desk.clock.now() + timedelta(hours=2)
    staged = desk.stage(
        "b@x.test",
        "a@x.test",
        parts={"mail": b"\0frozen", "release": b"# Night"},
        sources={"releases/clinics.md": "v1"},
        options={"allow": ["REL012"], "skip_invalid": True},
        due=due,
        zone="Europe/London",
    )
    assert (staged.mailing, staged.deliveries, staged.already_sent) == ("night-clinics-open-1", 2, 0)
    record = desk.ledger.mailing(staged.mailing)
    assert (record.state, record.due, record.zone) == (MailingState.SCHEDULED, due, "Europe/London")
    assert record.options["allow"] == ["REL012"]
    assert dict(record.sources) == {"releases/clinics.md": "v1"}
    assert desk.ledger.part(staged.mailing, "mail") == b"\0frozen"
    deliveries = list(desk.ledger.deliveries(staged.mailing))
    assert [row.key for row in deliveries] == ["b@x.test", "a@x.test"]
    assert deliveries[0].address == "B@X.Test"
    assert len({row.message_id for row in deliveries}) == 2
    assert all(row.message_id.endswith("@alliance.test>") for row in deliveries)


def test_a_person_has_one_place_per_release_and_occasion(desk):
    """Staging a release again takes only the new people; the others are counted."""
    desk.stage("a@x.test", "b@x.test")
    again = desk.stage("b@x.test", "c@x.test", "b@x.test")
    assert (again.deliveries, again.already_sent) == (1, 2)
    assert list(desk.states(again.mailing)) == ["c@x.test"]


def test_another_occasion_has_places_of_its_own(desk):
    """`--again` reaches the same people."""
    desk.stage("a@x.test")
    again = desk.stage("a@x.test", occasion="again-2")
    assert (again.mailing, again.deliveries) == ("night-clinics-open-2", 1)


def test_nobody_left_makes_no_mailing(desk):
    """When every place is taken nothing is written."""
    desk.stage("a@x.test")
    again = desk.stage("a@x.test")
    assert (again.mailing, again.deliveries, again.already_sent) == ("", 0, 1)
    assert len(desk.ledger.mailings()) == 1


def test_a_rehearsal_takes_no_place(desk):
    """A mailing through a backend that is not final keeps nobody from getting the real one."""
    rehearsal = desk.stage("a@x.test", final=False)
    assert desk.ledger.mailing(rehearsal.mailing).occasion == "rehearsal"
    desk.send_all(rehearsal.mailing)
    assert desk.stage("a@x.test").deliveries == 1
    assert [record.name for record in desk.ledger.unfinished()] == ["night-clinics-open-2"]


def test_cancelled_rows_free_their_place(desk):
    """After `cancel` the same people can be staged again; those who got it cannot."""
    staged = desk.stage("a@x.test", "b@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(1)
        owner.write([desk.mark(claim)])
        owner.write([desk.settle(claim)])
    assert desk.ledger.cancel(staged.mailing) == Counts(accepted=1, cancelled=1)
    again = desk.stage("a@x.test", "b@x.test")
    assert list(desk.states(again.mailing)) == ["b@x.test"]


def test_reached_tells_whose_place_is_taken(desk):
    """Selection sees who has it, or is about to get it, on this occasion."""
    release = desk.bind()
    assert not desk.ledger.reached(release, "original")("a@x.test")
    desk.stage("a@x.test")
    reached = desk.ledger.reached(release, "original")
    assert reached("a@x.test")
    assert not reached("b@x.test")
    assert not desk.ledger.reached(release, "again-2")("a@x.test")


def test_reached_is_exact_for_many(desk):
    """Of a long list exactly those are told that have their place, cancelled ones excepted."""
    keys = [f"p{number}@x.test" for number in range(2000)]
    staged = desk.stage(*keys[::2])
    reached = desk.ledger.reached(desk.bind(), "original")
    assert [key for key in keys if reached(key)] == keys[::2]
    desk.ledger.cancel(staged.mailing)
    assert not any(map(desk.ledger.reached(desk.bind(), "original"), keys))


def test_rows_may_ask_the_ledger_while_they_are_staged(desk, make_rows):
    """An audience that is made on the way looks up places and suppressions within the same transaction."""
    desk.stage("a@x.test")
    reached, suppressed = desk.ledger.reached(desk.bind(), "original"), desk.ledger.suppressed()
    wanted = (row for row in make_rows("a@x.test", "b@x.test", "c@x.test") if not reached(row.key))
    staged = desk.stage(drafts=[row for row in wanted if not suppressed(row.key)])
    lazily = (row for row in make_rows("a@x.test", "d@x.test", "e@x.test") if not reached(row.key))
    assert desk.ledger.stage(desk.draft(), lazily).deliveries == 2
    assert list(desk.states(staged.mailing)) == ["b@x.test", "c@x.test"]
    assert [tally.counts.total for tally in desk.ledger.mailings()] == [2, 2, 1]


def test_restaging_takes_the_place_of_what_has_not_begun(desk):
    """The new mailing gets the places of the old one, which is cancelled in the same transaction."""
    old = desk.stage("a@x.test", "b@x.test")
    new = desk.stage("b@x.test", "c@x.test", replaces=old.mailing)
    assert new.deliveries == 2
    assert desk.ledger.mailing(old.mailing).state is MailingState.CANCELLED
    desk.send_all(new.mailing)
    with pytest.raises(RefusedError, match="has begun"):
        desk.stage("d@x.test", replaces=new.mailing)


def test_a_failing_source_of_rows_leaves_nothing_behind(desk):
    """A list that breaks in the middle rolls the whole mailing back."""

    def broken():
        yield DeliveryDraft(key="a@x.test", email="a@x.test")
        raise RuntimeError("the list broke")

    with pytest.raises(RuntimeError, match="the list broke"):
        desk.ledger.stage(desk.draft(), broken())
    assert desk.ledger.mailings() == []
    assert desk.stage("a@x.test").deliveries == 1


def test_a_withdrawn_release_is_not_staged_again(desk):
    """After a withdrawal only the withdrawal itself can be sent."""
    staged = desk.stage("a@x.test")
    assert desk.ledger.withdraw(desk.bind(), "a figure is wrong") == (staged.mailing,)
    with pytest.raises(RefusedError, match="a figure is wrong"):
        desk.stage("b@x.test")
    assert desk.stage("a@x.test", occasion="withdrawal").deliveries == 1


def test_an_unknown_release_is_refused(desk):
    """A mailing needs a release that was bound."""
    with pytest.raises(NotFoundError):
        desk.stage("a@x.test", release="nothing")


def test_unknown_mailings_name_their_neighbours(desk):
    """A slip of the pen is met with the names that are near."""
    desk.stage("a@x.test")
    with pytest.raises(NotFoundError) as caught:
        desk.ledger.mailing("night-clinics-opn-1")
    assert "night-clinics-open-1" in caught.value.fix


def test_deliveries_can_be_asked_for_by_state(desk):
    """Claimed and marked are told apart, although both count as in flight."""
    staged = desk.stage("a@x.test", "b@x.test", "c@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        claims = owner.claim(2)
        owner.write([desk.mark(claims[0])])

        def keys(*states):
            return [row.key for row in desk.ledger.deliveries(staged.mailing, states)]

        assert keys(DeliveryState.MARKED) == ["a@x.test"]
        assert keys(DeliveryState.CLAIMED) == ["b@x.test"]
        assert keys(DeliveryState.CLAIMED, DeliveryState.MARKED) == ["a@x.test", "b@x.test"]
        assert keys(DeliveryState.QUEUED) == ["c@x.test"]
        assert desk.ledger.counts(staged.mailing) == Counts(queued=1, in_flight=2)
        owner.write([desk.settle(claims[0])])


def test_a_delivery_is_found_by_message_id_or_token_only_whole(desk):
    """What the inbox brings is found; a guess with the right number is not."""
    staged = desk.stage("a@x.test", "b@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        claim = owner.claim(1)[0]
    for text in (claim.message_id, claim.message_id.strip("<>").upper(), claim.token):
        found = desk.ledger.find(text)
        assert found is not None
        assert (found[0], found[1].key) == (staged.mailing, "a@x.test")
    prefix = claim.token.partition(".")[0]
    for text in (prefix, prefix + ".", claim.token[:-1], "", "<>", "zz.1", "-1.x", "ffffffffffffffffff.1"):
        assert desk.ledger.find(text) is None


def test_many_rows_are_paged_without_loss(desk):
    """More deliveries than a page come back whole and in order."""
    keys = [f"p{number}@x.test" for number in range(1203)]
    staged = desk.stage(*keys)
    assert [row.key for row in desk.ledger.deliveries(staged.mailing)] == keys

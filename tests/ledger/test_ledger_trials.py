"""Test messages and letters: what a ledger knows beside its deliveries."""

import sqlite3
from datetime import timedelta

from dispatch.model.limits import Limits

#: See `conftest.py`.
ON_EVERY_DATABASE = True


def test_a_test_message_counts_towards_the_quota_for_a_day(desk):
    """Spent slots fill the quota like attempts do, and make no delivery; a day later they are forgotten."""
    limits = Limits(daily=2)
    start = desk.clock.now()
    for _ in range(2):
        desk.ledger.spend(desk.ledger.reserve("office", limits))
        desk.clock.advance(timedelta(hours=1))
    full = desk.ledger.reserve("office", limits)
    assert (full.exhausted, full.at) == (True, start + timedelta(hours=24))
    assert not desk.ledger.reserve("other", limits).exhausted
    desk.clock.advance(timedelta(hours=23))
    assert not desk.ledger.reserve("office", limits).exhausted
    assert desk.ledger.mailings() == []


def test_tests_and_deliveries_fill_one_quota(desk):
    """One attempt and one test make two of two."""
    limits = Limits(daily=2)
    staged = desk.stage("a@x.test", "b@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        claim = owner.claim(1)[0]
        slot = desk.ledger.reserve("office", limits)
        owner.write([desk.mark(claim, slot=slot.id)])
        owner.write([desk.settle(claim)])
        desk.ledger.spend(desk.ledger.reserve("office", limits))
        assert desk.ledger.reserve("office", limits).exhausted


def test_what_was_not_limited_is_not_spent(desk):
    """Without limits there is nothing to note; a slot is spent once, and what was given back is not spent."""
    desk.ledger.spend(desk.ledger.reserve("office", Limits()))
    limits = Limits(daily=2)
    slot = desk.ledger.reserve("office", limits)
    desk.ledger.spend(slot)
    desk.ledger.spend(slot)
    back = desk.ledger.reserve("office", limits)
    desk.ledger.unreserve(back)
    desk.ledger.spend(back)
    assert not desk.ledger.reserve("office", limits).exhausted


def test_letters_are_read_and_nobody_claims_them(desk):
    """Every delivery with its values in list order, or one by its key; cancelled ones are none."""
    staged = desk.stage("a@x.test", "b@x.test", "c@x.test")
    letters = list(desk.ledger.letters(staged.mailing))
    assert [(one.key, one.email, one.claim) for one in letters] == [
        ("a@x.test", "A@X.Test", 0),
        ("b@x.test", "B@X.Test", 0),
        ("c@x.test", "C@X.Test", 0),
    ]
    assert letters[0].values == ("a@x.test", "Ünï")
    assert [one.key for one in desk.ledger.letters(staged.mailing, "b@x.test")] == ["b@x.test"]
    assert desk.ledger.counts(staged.mailing).queued == 3
    desk.ledger.cancel(staged.mailing)
    assert list(desk.ledger.letters(staged.mailing)) == []


def test_letters_come_a_page_at_a_time(desk, make_rows):
    """More than one page of deliveries comes whole and in order."""
    keys = [f"p{number:04}@x.test" for number in range(2_001)]
    staged = desk.stage(drafts=make_rows(*keys))
    assert [one.key for one in desk.ledger.letters(staged.mailing)] == keys


def test_a_ledger_of_the_first_version_learns_of_tests(place, clock, make_desk):
    """A ledger without the table gets it when it is opened; what it holds stays."""
    desk = make_desk(str(place), clock)
    staged = desk.stage("a@x.test")
    desk.ledger.close()
    with sqlite3.connect(place) as connection:
        connection.execute("DROP TABLE trials")
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'version'")
    connection.close()
    again = make_desk(str(place), clock)
    limits = Limits(daily=1)
    again.ledger.spend(again.ledger.reserve("office", limits))
    assert again.ledger.reserve("office", limits).exhausted
    assert again.ledger.counts(staged.mailing).queued == 1
    again.ledger.close()

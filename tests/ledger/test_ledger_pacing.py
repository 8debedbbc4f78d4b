from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.ledger.retries import due_after
from dispatch.model.limits import Limits
from dispatch.model.mailing import DeliveryState

#: See `conftest.py`.
ON_EVERY_DATABASE = True


def test_without_limits_nothing_waits(desk):
    """No limit, no reservation."""
    slot = desk.ledger.reserve("office", Limits())
    assert (slot.at, slot.exhausted, slot.id) == (desk.clock.now(), False, None)
    desk.ledger.unreserve(slot)


def test_a_rate_spaces_messages_over_all_processes(desk, clock):
    """30 a minute is one every two seconds, whoever sends it; another account has its own."""
    second = desk.second()
    limits = Limits(per_minute=30)
    start = clock.now()
    slots = [one.ledger.reserve("office", limits) for one in (desk, second, desk)]
    assert [(slot.at - start).total_seconds() for slot in slots] == [0, 2, 4]
    assert desk.ledger.reserve("other", limits).at == start
    clock.advance(timedelta(minutes=1))
    assert second.ledger.reserve("office", limits).at == clock.now()
    second.ledger.close()


def test_a_slot_given_back_is_used_again(desk):
    """The last slot can be had again at its time."""
    limits = Limits(per_minute=30)
    desk.ledger.reserve("office", limits)
    slot = desk.ledger.reserve("office", limits)
    desk.ledger.unreserve(slot)
    desk.ledger.unreserve(slot)
    assert desk.ledger.reserve("office", limits).at == slot.at


def test_a_quota_counts_attempts_and_reservations_of_24_hours(desk):
    """With three a day the fourth waits until the first is a day old."""
    limits = Limits(daily=3)
    staged = desk.stage(*(f"p{number}@x.test" for number in range(5)))
    start = desk.clock.now()
    with desk.ledger.own(staged.mailing) as owner:
        claims = owner.claim(5)
        for claim in claims[:2]:
            slot = desk.ledger.reserve("office", limits)
            assert not slot.exhausted
            owner.write([desk.mark(claim, slot=slot.id)])
            owner.write([desk.settle(claim)])
            desk.clock.advance(timedelta(hours=1))
        held = desk.ledger.reserve("office", limits)
        full = desk.ledger.reserve("office", limits)
        assert (held.exhausted, full.exhausted, full.id) == (False, True, None)
        assert full.at == start + timedelta(hours=24)
        desk.ledger.unreserve(held)
        assert not desk.ledger.reserve("office", limits).exhausted
        desk.clock.advance(timedelta(hours=23))
        assert not desk.ledger.reserve("office", limits).exhausted


def test_a_marked_delivery_holds_its_reservation(desk):
    """Between mark and outcome the quota is not free for another message."""
    limits = Limits(daily=1)
    staged = desk.stage("a@x.test")
    with desk.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(1)
        slot = desk.ledger.reserve("office", limits)
        owner.write([desk.mark(claim, slot=slot.id)])
        assert desk.ledger.reserve("office", limits).exhausted
        owner.write([desk.settle(claim, DeliveryState.DEFERRED, due=desk.clock.now())])
        assert desk.ledger.reserve("office", limits).exhausted


def test_a_dead_process_gives_its_reservations_back_in_time(desk):
    """A reservation that nobody used stops counting after a quarter of an hour."""
    limits = Limits(daily=1)
    desk.ledger.reserve("office", limits)
    assert desk.ledger.reserve("office", limits).exhausted
    desk.clock.advance(timedelta(minutes=16))
    assert not desk.ledger.reserve("office", limits).exhausted


NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 5), (2, 15), (3, 30), (4, 60), (5, 120), (6, 240), (9, 240)])
def test_waits_grow(attempts, minutes):
    """5, 15, 30, 60, 120, 240 minutes, and then 240 again."""
    assert due_after(attempts, NOON, NOON) == NOON + timedelta(minutes=minutes)


@given(st.integers(1, 50), st.integers(0, 48 * 60))
def test_no_try_is_planned_after_the_expiry(attempts, minutes):
    """Either there is a next try within a day of the first, or there is none."""
    at = NOON + timedelta(minutes=minutes)
    due = due_after(attempts, at, NOON)
    assert due is None or at < due < NOON + timedelta(hours=24)

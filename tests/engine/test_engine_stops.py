from datetime import timedelta

import pytest

from dispatch.engine.stops import ALIKE_LIMIT, IN_DOUBT_LIMIT, Halt, Stops
from dispatch.model.exits import ExitCode
from dispatch.model.outcome import Action, Outcome, Phase, Scope, Verdict
from dispatch.testing.clock import SettableClock


def outcome(verdict=Verdict.ACCEPTED, action=Action.GO_ON, **more):
    return Outcome(verdict=verdict, scope=Scope.RECIPIENT, phase=Phase.DOT, action=action, **more)


@pytest.fixture
def stops():
    return Stops(SettableClock())


def test_three_in_doubt_in_a_row_stop_the_run(stops):
    """The third in-doubt outcome in a row stops the run with exit 4; an accepted one starts anew."""
    doubt = outcome(Verdict.IN_DOUBT, host="mx.test:25")
    for _ in range(IN_DOUBT_LIMIT - 1):
        stops.note(doubt)
    stops.note(outcome())
    for _ in range(IN_DOUBT_LIMIT - 1):
        stops.note(doubt)
    assert not stops.halted
    stops.note(doubt)
    assert stops.halt.exit is ExitCode.STOPPED
    assert "mx.test:25" in stops.halt.message


def test_five_refusals_alike_stop_the_run(stops):
    """Five policy refusals with the same code in a row stop the run; another code starts the count anew."""
    alike = outcome(Verdict.REFUSED, Action.STOP_IF_REPEATED, code=550, enhanced="5.7.1")
    other = outcome(Verdict.REFUSED, Action.STOP_IF_REPEATED, code=550, enhanced="5.7.26")
    for _ in range(ALIKE_LIMIT - 1):
        stops.note(alike)
    stops.note(other)
    for _ in range(ALIKE_LIMIT - 1):
        stops.note(alike)
    assert not stops.halted
    stops.note(alike)
    assert "550 5.7.1" in stops.halt.message


def test_the_first_reason_is_kept(stops):
    """What stopped the run first is what is reported."""
    stops.stop(Halt(exit=ExitCode.STOPPED, message="first", fix=""))
    stops.stop(Halt(exit=ExitCode.STOPPED, message="second", fix=""))
    assert stops.halt.message == "first"


def test_the_second_interrupt_means_now(stops):
    """The first signal halts gracefully, the second at once; both end with 130."""
    stops.interrupt()
    assert (stops.halted, stops.now) == (True, False)
    stops.interrupt()
    assert stops.now
    assert stops.halt.exit is ExitCode.INTERRUPTED


def test_waiting_ends_at_its_time_or_at_a_stop():
    """A wait ends when its instant has come (True) or the run stops (False)."""
    clock = SettableClock()
    stops = Stops(clock)
    until = clock.now() + timedelta(minutes=5)
    assert stops.wait_until(until)
    assert clock.now() >= until
    stops.interrupt()
    assert not stops.wait_until(clock.now() + timedelta(hours=1))

"""Many conversations in one thread, over real sockets and threads."""

import socket
import threading
import time

import pytest

from dispatch import turns
from dispatch.clock import SystemClock
from dispatch.testing.clock import SettableClock
from dispatch.turns import READABLE, WRITABLE, AbandonedError, Turns


@pytest.fixture
def pair():
    ends = socket.socketpair()
    for end in ends:
        end.setblocking(False)
    yield ends
    for end in ends:
        end.close()


def run(*functions, clock=None, **more):
    Turns(clock or SystemClock()).run(functions, **more)


def test_who_waits_lets_the_others_go_on(pair):
    """One turn waits for a socket that the other writes to, in the same thread."""
    near, far = pair
    said = []

    def listen():
        assert turns.wait(near, READABLE, 10)
        said.append(near.recv(10))

    def speak():
        assert turns.wait(far, WRITABLE, 10)
        said.append(threading.current_thread())
        far.send(b"hello")

    run(listen, speak)
    assert said == [threading.current_thread(), b"hello"]


def test_a_wait_ends_at_its_time(pair):
    """A silent socket is waited for no longer than was said, in a turn and outside."""
    near, _ = pair
    answers = []
    run(lambda: answers.append(turns.wait(near, READABLE, 0.05)))
    assert answers == [False]
    assert turns.wait(near, READABLE, 0.01) is False
    assert turns.wait(near, READABLE, 0) is False
    assert turns.wait(near, WRITABLE, 1) is True


def test_a_closed_other_end_is_something_to_read(pair):
    """Whoever waits on a conversation that ends is told at once."""
    near, far = pair

    def listen():
        assert turns.wait(near, READABLE, 10)
        assert near.recv(10) == b""

    run(listen, far.close)


def test_pauses_go_by_the_clock():
    """Those who pause come back in the order of their times, on a clock that moves by itself when all do."""
    clock = SettableClock()
    order = []

    def pause(seconds):
        turns.pause(clock, seconds)
        order.append((seconds, clock.monotonic() >= seconds))

    run(*(lambda seconds=seconds: pause(seconds) for seconds in (3, 1, 2)), clock=clock)
    assert order == [(1, True), (2, True), (3, True)]
    turns.pause(clock, 5)
    assert clock.slept[-1] == 5


def test_what_one_raises_is_raised_when_all_are_done():
    """A failure ends neither the others nor the failure."""
    done = []

    def fail():
        raise KeyError("first")

    with pytest.raises(KeyError, match="first"):
        run(fail, lambda: done.append(1))
    assert done == [1]


def test_cut_off_means_now_and_still_tidies_up(pair):
    """At `ended` those who wait are cut off; their `finally` runs, and no wait in it waits."""
    near, _ = pair
    tidied = []

    def stubborn():
        try:
            turns.wait(near, READABLE, 600)
        finally:
            tidied.append(turns.wait(near, READABLE, 600))
            turns.pause(SystemClock(), 600)

    begin = time.monotonic()
    run(stubborn, stubborn_pause, ended=lambda: time.monotonic() > begin + 0.1)
    assert tidied == [False]


def stubborn_pause():
    turns.pause(SystemClock(), 600)


def test_a_thread_works_beside_and_asks_in_the_turn():
    """What blocks has another thread, what it asks is done in the turn's own; other turns go on meanwhile."""
    here, gate, threads = threading.current_thread(), threading.Event(), []

    def work(ask):
        assert gate.wait(10)
        threads.append(threading.current_thread())
        return ask(threading.current_thread)

    def blocked():
        threads.append(turns.aside(work))

    run(blocked, gate.set)
    assert threads[0] is not here
    assert threads[1] is here
    assert turns.aside(lambda ask: ask(threading.current_thread)) is here


def test_errors_cross_from_the_turn_to_the_thread_and_back():
    """What the question raises comes out in the thread, what the thread raises in the turn."""
    seen = []

    def question():
        raise ValueError("from the turn")

    def work(ask):
        try:
            ask(question)
        except ValueError as error:
            seen.append(str(error))
        raise LookupError("from the thread")

    def blocked():
        with pytest.raises(LookupError, match="from the thread"):
            turns.aside(work)

    run(blocked)
    assert seen == ["from the turn"]


def test_a_thread_whose_turn_is_over_gets_no_answer():
    """After a cut the thread that was left cannot have anything done any more."""
    gate, seen, asked = threading.Event(), [], threading.Event()

    def work(ask):
        gate.wait(10)
        try:
            ask(lambda: seen.append("done"))
        except AbandonedError:
            seen.append("abandoned")
        asked.set()

    run(lambda: turns.aside(work), ended=lambda: True)
    gate.set()
    assert asked.wait(10)
    assert seen == ["abandoned"]


def test_time_is_up_for_one_although_the_others_are_busy(pair):
    """A wait ends at its time while two other turns keep the thread busy with each other."""
    near, _ = pair
    left, right = socket.socketpair()
    over = []

    def silent():
        over.append(turns.wait(near, READABLE, 0.1))

    def chatter(own, first):
        if first:
            own.send(b"!")
        while not over:
            if turns.wait(own, READABLE, 0.01) and own.recv(10):
                own.send(b"!")

    with left, right:
        run(silent, lambda: chatter(left, first=True), lambda: chatter(right, first=False))
    assert over == [False]


def test_a_gate_lets_one_turn_in_at_a_time():
    """Whoever waits inside keeps the others out, but does not keep them from anything else."""
    gate, inside, most, done = turns.Gate(), [], [], []

    def enter():
        with gate:
            inside.append(1)
            most.append(len(inside))
            turns.pause(SystemClock(), 0.01)
            inside.pop()
        done.append(1)

    run(enter, enter, enter)
    assert most == [1, 1, 1]
    with gate:
        done.append(1)
    assert len(done) == 4

"""What turns ask for together is written together, once, and a failure reaches all of them."""

import pytest

from dispatch.clock import SystemClock
from dispatch.engine.committer import Committer
from dispatch.errors import LedgerError
from dispatch.turns import Turns


class Book:
    """Remembers each transaction; answers an entry with ten times itself."""

    def __init__(self):
        self.batches = []
        self.failure = None

    def write(self, entries):
        if self.failure:
            raise self.failure
        self.batches.append(list(entries))
        return [entry * 10 for entry in entries]


@pytest.fixture
def book():
    return Book()


def take_turns(committer, *functions):
    Turns(SystemClock(), committer.write_waiting).run(functions)


def test_orders_of_all_turns_share_one_transaction(book):
    """Everyone who asks before all others wait is in the same transaction and gets the answers to their own entries."""
    committer = Committer(book.write)
    answers = {}

    def ask(number):
        answers[number] = [committer.commit([number, number]), committer.commit([number])]

    take_turns(committer, *(lambda number=number: ask(number) for number in range(5)))
    assert book.batches == [[0, 0, 1, 1, 2, 2, 3, 3, 4, 4], [0, 1, 2, 3, 4]]
    assert answers == {n: [[n * 10, n * 10], [n * 10]] for n in range(5)}


def test_outside_of_a_turn_nothing_is_waited_for(book):
    """Whoever asks alone is written at once."""
    assert Committer(book.write).commit([7]) == [70]
    assert book.batches == [[7]]


def test_a_failed_write_reaches_everyone_who_waits_and_everyone_after(book):
    """After the ledger failed once no order is taken any more: nothing can be sent."""
    book.failure = LedgerError("the disk is full")
    committer = Committer(book.write)
    caught = []

    def ask():
        with pytest.raises(LedgerError) as info:
            committer.commit([1])
        caught.append(info.value.message)

    take_turns(committer, ask, ask)
    book.failure = None
    with pytest.raises(LedgerError):
        committer.commit([2])
    assert caught == ["the disk is full"] * 2
    assert book.batches == [[2]]  # what comes late may still be saved elsewhere, but nobody goes on

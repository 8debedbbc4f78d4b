from collections import Counter
from threading import Barrier, Event, Thread, current_thread

import pytest

from dispatch.engine.committer import Committer
from dispatch.errors import LedgerError


def test_orders_that_arrive_together_share_one_transaction():
    """While one batch is being written, all orders that arrive are written together in the next."""
    batches, first_is_in, go_on = [], Event(), Event()

    def write(entries):
        batches.append(list(entries))
        if len(batches) == 1:
            first_is_in.set()
            go_on.wait(5)
        return [entry * 10 for entry in entries]

    committer = Committer(write)
    answers = {}
    threads = [Thread(target=lambda n=n: answers.update({n: committer.commit([n, n])})) for n in range(5)]
    threads[0].start()
    first_is_in.wait(5)
    for thread in threads[1:]:
        thread.start()
    while len(committer._waiting) < 4:
        pass
    go_on.set()
    for thread in threads:
        thread.join(5)
    assert batches[0] == [0, 0]
    assert sorted(batches[1]) == [1, 1, 2, 2, 3, 3, 4, 4]
    assert answers == {n: [n * 10, n * 10] for n in range(5)}


def test_a_failed_write_reaches_everyone_who_waits_and_everyone_after():
    """After the ledger failed once no order is taken any more: nothing can be sent."""
    start = Barrier(2)

    def write(entries):
        raise LedgerError("the disk is full")

    committer = Committer(write)
    caught = []

    def ask():
        start.wait(5)
        with pytest.raises(LedgerError) as info:
            committer.commit([1])
        caught.append(info.value.message)

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    with pytest.raises(LedgerError):
        committer.commit([2])
    assert caught == ["the disk is full"] * 2


def test_one_connection_alone_waits_for_nobody():
    """A single thread writes its own entries itself, one transaction after the other."""
    batches = []
    committer = Committer(lambda entries: batches.append((current_thread(), *entries)) or [None] * len(entries))
    committer.commit(["a"])
    committer.commit(["b", "c"])
    assert batches == [(current_thread(), "a"), (current_thread(), "b", "c")]


def test_every_order_is_written_once_whatever_the_threads_do():
    """Many threads with many orders: each entry is written exactly once and answered to the one who asked."""
    written = Counter()

    def write(entries):
        written.update(entries)
        return [entry * 2 for entry in entries]

    committer = Committer(write)
    wrong = []

    def work(base):
        for number in range(200):
            mine = [base + number, base + number + 100_000]
            if committer.commit(mine) != [entry * 2 for entry in mine]:
                wrong.append(mine)

    threads = [Thread(target=work, args=(base * 1_000,)) for base in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert wrong == []
    assert set(written.values()) == {1}
    assert len(written) == 8 * 200 * 2

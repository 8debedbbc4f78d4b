"""A run: workers send what is due until nothing is, the run stops, or a person interrupts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dispatch.clock import Clock
from dispatch.delivery.protocol import Backend
from dispatch.engine.books import Books
from dispatch.engine.interrupts import listening
from dispatch.engine.lanes import Lanes, Patience
from dispatch.engine.progress import Progress
from dispatch.engine.stops import Halt, Stops
from dispatch.engine.worker import Notice, Shop, Times, Worker
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import Claim
from dispatch.model.mail import Envelope, Message
from dispatch.turns import Turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a run ended; the counts are the ledger's."""

    #: Why it ended before its time; None when nothing was left to do.
    halt: Halt | None
    #: From the first connection to the last outcome.
    sending_seconds: float


def send_mailing(
    ledger: Ledger,
    mailing: str,
    *,
    backends: Sequence[Backend],
    write: Callable[[Claim, Envelope], Message],
    clock: Clock,
    progress: Progress,
    wait: bool = False,
    patience: Patience | None = None,
) -> Run:
    """Send every delivery of a mailing that is due.

    Args:
        ledger: Open, on its own machine.
        mailing: Its name.
        backends: The account to use and those that stand in for it, in this order.
        write: Makes the message of a claim; ValueError refuses that delivery alone.
        clock: The time.
        progress: Is told what happens.
        wait: Stay until deferred deliveries are due again and quotas open.
        patience: How long to bear with an account or route in trouble.

    Raises:
        BusyError: Another process is sending this mailing.
        LedgerError: The ledger could not be written; what was sent until then is on record.
    """
    patience = patience or (Patience.waiting() if wait else Patience())
    stops = Stops(clock)
    times = Times(clock)
    lanes = Lanes(backends, clock=clock, patience=patience, stops=stops, progress=progress)
    with listening(stops.interrupt), ledger.own(mailing) as owner:
        books = Books(ledger, owner)
        shop = Shop(
            books=books,
            lanes=lanes,
            stops=stops,
            clock=clock,
            progress=progress,
            times=times,
            notice=Notice(clock, lambda: ledger.mailing(mailing).embargo),
            write=write,
            expires=ledger.mailing(mailing).expires,
            wait=wait,
        )
        progress.start(ledger.counts(mailing).open)
        try:
            _rounds(shop, ledger, mailing)
        finally:
            progress.finish()
            if not stops.now:
                books.close()
    return Run(halt=stops.halt, sending_seconds=times.seconds)


def _rounds(shop: Shop, ledger: Ledger, mailing: str) -> None:
    """Rounds of workers: what came back to the queue in one is taken up by the next."""
    while not shop.stops.halted:
        if shop.books.refill():
            _round(shop)
            continue
        due = ledger.next_due(mailing) if shop.wait else None
        if due is None:
            return
        shop.progress.waiting(due, "deferred deliveries are due again")
        shop.stops.wait_until(due)


def _round(shop: Shop) -> None:
    workers = [Worker(shop, number) for number in range(shop.lanes.lane.limits.connections)]
    turns = Turns(shop.clock, shop.books.write_waiting)
    turns.run([worker.run for worker in workers], ended=lambda: shop.stops.now)

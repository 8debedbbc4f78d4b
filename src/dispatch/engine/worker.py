"""One connection's loop: take a delivery, write its message, hand it over, settle it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from dispatch.clock import Clock
from dispatch.delivery.protocol import Connection
from dispatch.engine.aside import connect
from dispatch.engine.books import Books, domain_of
from dispatch.engine.decide import settlement
from dispatch.engine.lanes import Lane, Lanes
from dispatch.engine.progress import Progress
from dispatch.engine.stops import Halt, Stops
from dispatch.errors import DispatchError, RefusedError
from dispatch.ledger.records import Claim, GiveBack, Mark, Refusal, Settlement, Slot, Why
from dispatch.model.exits import ExitCode
from dispatch.model.mail import Envelope, Message
from dispatch.model.mailing import DeliveryState
from dispatch.model.outcome import Action, Outcome, Phase
from dispatch.turns import CutOff

#: Leave where nothing is limited.
_FREE = Slot(at=datetime.min.replace(tzinfo=UTC))
_AFTER_REFUSAL = {
    Why.SUPPRESSED: DeliveryState.SUPPRESSED,
    Why.CANCELLED: DeliveryState.CANCELLED,
    Why.WITHDRAWN: DeliveryState.CANCELLED,
    Why.EXPIRED: DeliveryState.EXPIRED,
}


class NotMarkedError(Exception):
    """The ledger did not allow the mark: nothing may be sent. Raised through the backend, never to a person."""

    def __init__(self, refusal: Refusal | None) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True, kw_only=True)
class Shop:
    """What all workers of a run share."""

    books: Books
    lanes: Lanes
    stops: Stops
    clock: Clock
    progress: Progress
    times: "Times"
    notice: "Notice"
    #: Writes the message of a claim; ValueError or RefusedError refuses that delivery alone.
    write: Callable[[Claim, Envelope], Message]
    #: Seconds after the first attempt at which a delivery is given up.
    expires: float
    #: Wait for quota windows instead of stopping.
    wait: bool


class Times:
    """When sending began and when the last outcome came."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.first: float | None = None
        self.last: float | None = None

    def begin(self) -> None:
        """A connection is about to be opened."""
        if self.first is None:
            self.first = self._clock.monotonic()

    def end(self) -> None:
        """An outcome arrived."""
        self.last = self._clock.monotonic()

    @property
    def seconds(self) -> float:
        """From the first connection to the last outcome."""
        return 0.0 if self.first is None or self.last is None else self.last - self.first


class Notice:
    """Whether messages must carry the embargo notice now; the lift may be moved while a run goes on."""

    def __init__(self, clock: Clock, embargo: Callable[[], datetime | None]) -> None:
        self._clock = clock
        self._embargo = embargo
        self._known = embargo()

    def due(self) -> bool:
        """The embargo has not lifted, as far as is known; the mark decides."""
        return self._known is not None and self._clock.now() < self._known

    def refresh(self) -> None:
        """The mark said otherwise: look again."""
        self._known = self._embargo()


class Worker:
    """Sends over one connection at a time until nothing is left or the run stops."""

    def __init__(self, shop: Shop, number: int) -> None:
        self._shop = shop
        self._number = number
        self._lane: Lane | None = None
        self._connection: Connection | None = None
        self._sent = 0
        self._opened = 0.0
        #: Settled but not yet durable: shares the commit of the next mark.
        self._pending: list[Settlement] = []

    def run(self) -> None:
        """Work until there is nothing left; every way out leaves the ledger true."""
        shop = self._shop
        try:
            while not shop.stops.halted and self._number < shop.lanes.lane.limits.connections:
                claim = shop.books.take()
                if claim is None:
                    break
                self._deliver(claim)
        except CutOff:
            # cut off in the middle of a message: what is certain about the one before must not be forgotten
            self._flush()
            raise
        except BaseException:
            shop.stops.abort()
            # the failure itself is what the person must hear
            with suppress(DispatchError):
                self._flush()
            raise
        else:
            self._flush()
        finally:
            self._hang_up()

    def _deliver(self, claim: Claim) -> None:
        """Try one delivery until it is settled, given back, or the run stops."""
        shop = self._shop
        while True:
            lane = self._ready_lane()
            if lane is None:
                break
            slot = self._slot(lane, claim)
            if slot is None:
                break
            outcome = self._attempt(claim, lane, slot)
            if outcome is None:
                return
            if outcome.phase is not Phase.DOT:
                shop.books.unreserve(slot)
            if self._settled(claim, lane, outcome):
                return
        self._give_back(claim)

    def _ready_lane(self) -> Lane | None:
        """The way out, once it may be used; None when the run stops while waiting."""
        shop = self._shop
        while not shop.stops.halted:
            lane = shop.lanes.lane
            if self._number >= lane.limits.connections:
                return None
            if lane.not_before is None or lane.not_before <= shop.clock.now():
                return lane
            self._flush()
            self._hang_up()
            shop.stops.wait_until(lane.not_before)
        return None

    def _slot(self, lane: Lane, claim: Claim) -> Slot | None:
        """Leave under the account's limits; None when the quota is used up or the run stops."""
        shop = self._shop
        if not lane.limits.paced:
            return _FREE
        domain = domain_of(claim)
        slot = shop.books.reserve(lane.backend.name, lane.limits, domain)
        while slot.exhausted:
            if not shop.wait:
                shop.stops.stop(_quota(lane, slot))
                return None
            if not self._sit_out(slot.at, "the account's daily quota"):
                return None
            slot = shop.books.reserve(lane.backend.name, lane.limits, domain)
        if self._sit_out(slot.at, "the account's rate"):
            return slot
        shop.books.unreserve(slot)
        return None

    def _sit_out(self, until: datetime, why: str) -> bool:
        shop = self._shop
        if until <= shop.clock.now():
            return True
        self._flush()
        shop.progress.waiting(until, why)
        return shop.stops.wait_until(until)

    def _attempt(self, claim: Claim, lane: Lane, slot: Slot) -> Outcome | None:
        """One try over this worker's connection; None when the ledger forbade the mark or the message cannot be."""
        shop = self._shop
        connection = self._connect(lane)
        date, notice = claim.first_attempt or shop.clock.now(), shop.notice.due()
        try:
            message = shop.write(claim, _envelope(claim, date, notice=notice))
        except (ValueError, RefusedError) as error:
            self._refuse(claim, lane, str(error))
            return None
        shop.times.begin()
        marked = False

        def before_commit() -> None:
            nonlocal marked
            if shop.stops.now:
                raise NotMarkedError(None)
            mark = Mark(
                claim=claim,
                account=lane.backend.name,
                host=lane.backend.description,
                at=shop.clock.now(),
                date=date,
                notice=notice,
                slot=slot.id,
            )
            refusal = self._write(mark)
            if refusal is not None:
                raise NotMarkedError(refusal)
            if shop.stops.now:
                # interrupted while the disk took its time: it is certain that nothing went out
                raise NotMarkedError(None)
            marked = True

        try:
            outcome = connection.send(message, before_commit)
        except NotMarkedError as stop:
            self._not_marked(claim, stop.refusal)
            return None
        shop.times.end()
        self._sent += 1
        if marked and not outcome.settles:
            # The mark is on record: only a settlement takes it back, the next round tries again.
            self._settle(claim, lane, outcome)
            shop.lanes.trouble(lane, outcome)
            return None
        return outcome

    def _settled(self, claim: Claim, lane: Lane, outcome: Outcome) -> bool:
        """Book an outcome; False when this delivery may be tried again at once."""
        shop = self._shop
        if outcome.settles:
            self._settle(claim, lane, outcome)
            shop.lanes.fine()
            shop.stops.note(outcome)
            return True
        shop.lanes.trouble(lane, outcome)
        return False

    def _settle(self, claim: Claim, lane: Lane, outcome: Outcome) -> None:
        self._pending.append(
            settlement(
                claim,
                outcome,
                account=lane.backend.name,
                now=self._shop.clock.now(),
                expires=self._shop.expires,
            )
        )
        if outcome.action is not Action.GO_ON:
            self._flush()

    def _refuse(self, claim: Claim, lane: Lane, reason: str) -> None:
        shop = self._shop
        self._pending.append(
            Settlement(
                claim=claim,
                state=DeliveryState.REFUSED,
                phase=Phase.BODY,
                at=shop.clock.now(),
                account=lane.backend.name,
                reason=reason,
                charge=False,
            )
        )
        self._flush()

    def _not_marked(self, claim: Claim, refusal: Refusal | None) -> None:
        self._hang_up()
        if refusal is None:
            self._give_back(claim)
        elif refusal.reason is Why.OTHER_VARIANT:
            self._shop.notice.refresh()
        elif refusal.reason in _AFTER_REFUSAL:
            self._shop.progress.outcome(_AFTER_REFUSAL[refusal.reason])

    def _give_back(self, claim: Claim) -> None:
        self._shop.books.write([*self._drain(), GiveBack(claim=claim)])

    def _write(self, mark: Mark) -> Refusal | None:
        """The mark, and with it the outcome before: one durable transaction."""
        pending = self._drain()
        answer = self._shop.books.write([*pending, mark])[-1]
        self._tell(pending)
        return answer

    def _flush(self) -> None:
        pending = self._drain()
        if pending:
            self._shop.books.write(pending)
            self._tell(pending)

    def _drain(self) -> list[Settlement]:
        pending, self._pending = self._pending, []
        return pending

    def _tell(self, settled: list[Settlement]) -> None:
        for entry in settled:
            self._shop.progress.outcome(entry.state)

    def _connect(self, lane: Lane) -> Connection:
        """This worker's connection, renewed when the lane changed or its limits are reached."""
        now = self._shop.clock.monotonic()
        if self._connection is not None and (
            self._lane is None
            or self._lane.backend is not lane.backend
            or self._sent >= lane.limits.messages_per_connection
            or now - self._opened >= lane.limits.seconds_per_connection
        ):
            self._hang_up()
        if self._connection is None:
            self._connection = connect(lane.backend)
            self._opened = now
            self._sent = 0
        self._lane = lane
        return self._connection

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _envelope(claim: Claim, date: datetime, *, notice: bool) -> Envelope:
    return Envelope(
        recipient=claim.email,
        name=claim.name,
        message_id=claim.message_id,
        date=date,
        token=claim.token,
        notice=notice,
    )


def _quota(lane: Lane, slot: Slot) -> Halt:
    return Halt(
        exit=ExitCode.STOPPED,
        message=f"the daily quota of {lane.backend.name} ({lane.limits.daily} messages) is used up",
        fix=f"go on with `dispatch resume` after {slot.at:%Y-%m-%d %H:%M} UTC",
        passes=True,
    )

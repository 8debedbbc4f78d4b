"""Turns: many conversations in one thread; whoever has to wait lets the others go on.

Code that takes turns reads like code that blocks. Where it would block it calls `wait`, `pause` or `aside`; outside of
a turn these simply block. Between two such calls nothing else runs, so what the turns share needs no locks.
"""

import select
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, TypeVar

from greenlet import GreenletExit, getcurrent, greenlet

from dispatch.clock import Clock

READABLE: Final = select.POLLIN
WRITABLE: Final = select.POLLOUT

Result = TypeVar("Result")
#: Has something done in the turn for which a thread works, and gives back its result.
Ask = Callable[[Callable[[], Any]], Any]

#: Seconds after which deadlines, and `ended`, are looked at again.
_SLICE = 0.05


#: Raised in a turn that is cut off where it stands.
CutOff: Final = GreenletExit


class AbandonedError(Exception):
    """The turn for which a thread works is over: what the thread asks gets no answer."""


class Turn(greenlet):
    """One conversation's place to stand still."""

    turns: "Turns"


class Turns:
    """Takes turns with functions, in the thread that calls `run`.

    Args:
        clock: What those who `pause` go by.
        when_quiet: Called when all turns wait, before the thread does; True when it made somebody ready.
    """

    def __init__(self, clock: Clock, when_quiet: Callable[[], bool] = lambda: False) -> None:
        self._clock = clock
        self._when_quiet = when_quiet
        self._alive: set[Turn] = set()
        self._ready: deque[tuple[Turn, object]] = deque()
        #: By file descriptor: who waits for it, and until when.
        self._waiting: dict[int, tuple[Turn, float]] = {}
        self._pausing: dict[Turn, float] = {}
        self._poll = select.poll()
        self._bell = _Bell()
        #: How many threads work for turns.
        self._beside = 0
        #: Those that were not done are being cut off: nothing waits any more.
        self.over = False
        self._center: greenlet = getcurrent()

    def run(self, functions: Sequence[Callable[[], None]], *, ended: Callable[[], bool] = lambda: False) -> None:
        """Take turns until every function has returned.

        Args:
            functions: One per conversation. What one of them raises is raised here, after all have returned.
            ended: When it says so, those that are not done are cut off where they stand; their `finally` runs, in
                which nothing waits any more.
        """
        self._center = getcurrent()
        failures: list[BaseException] = []
        for function in functions:
            turn = Turn(_guarded(function, failures))
            turn.turns = self
            self._alive.add(turn)
            self._ready.append((turn, None))
        try:
            self._take_turns(ended)
        finally:
            self.over = True
            for turn in self._alive:
                turn.throw(CutOff)
            self._bell.close()
        if failures:
            raise failures[0]

    def _take_turns(self, ended: Callable[[], bool]) -> None:
        ready, again = self._ready, 0.0
        while self._alive:
            while ready:
                turn, answer = ready.popleft()
                turn.switch(answer)
                if turn.dead:
                    self._alive.discard(turn)
            # also while others keep the thread busy somebody's time is up
            now = time.monotonic()
            if now >= again:
                again = now + _SLICE
                self._too_late(now)
            if self._look(0) or self._when_quiet():
                continue
            if ended():
                return
            if self._alive and not self._look(self._patience()):
                self._too_late(time.monotonic())

    def _look(self, seconds: float) -> bool:
        """Make ready those whose socket is; True when there is anybody."""
        if seconds and not self._waiting and not self._beside:
            self._clock.sleep(seconds)
            return False
        for descriptor, _ in self._poll.poll(seconds * 1000):
            if descriptor in self._waiting:
                self._answer(descriptor, able=True)
            else:
                self._ready.extend((turn, None) for turn in self._bell.heard())
        return bool(self._ready)

    def _answer(self, descriptor: int, *, able: bool) -> None:
        self._poll.unregister(descriptor)
        self._ready.append((self._waiting.pop(descriptor)[0], able))

    def _patience(self) -> float:
        if not self._pausing:
            return _SLICE
        return min(_SLICE, max(0.001, min(self._pausing.values()) - self._clock.monotonic()))

    def _too_late(self, now: float) -> None:
        """Make ready those whose time is up, after a last look at their sockets."""
        self._look(0)
        for descriptor in [key for key, (_, deadline) in self._waiting.items() if deadline <= now]:
            self._answer(descriptor, able=False)
        moment = self._clock.monotonic()
        for turn in [turn for turn, until in self._pausing.items() if until <= moment]:
            del self._pausing[turn]
            self._ready.append((turn, None))

    # what the turns call, each for itself

    def stand(self) -> Any:
        """Stand still until somebody calls `wake` for this turn; what they say."""
        if self.over:
            raise CutOff
        return self._center.switch()

    def wake(self, turn: Turn, answer: object) -> None:
        """Let a turn that stands still go on with this answer."""
        self._ready.append((turn, answer))

    def wait(self, turn: Turn, descriptor: int, event: int, seconds: float) -> bool:
        """See `wait` below."""
        if self.over:
            return False
        self._poll.register(descriptor, event)
        self._waiting[descriptor] = (turn, time.monotonic() + seconds)
        able: bool = self._center.switch()
        return able

    def pause(self, turn: Turn, seconds: float) -> None:
        """See `pause` below."""
        if not self.over:
            self._pausing[turn] = self._clock.monotonic() + seconds
            self._center.switch()

    def aside(self, turn: Turn, work: Callable[[Ask], Result]) -> Result:
        """See `aside` below."""
        said: SimpleQueue[tuple[Callable[[], Any] | None, Any, BaseException | None]] = SimpleQueue()
        answers: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
        ring = self._bell.hang(turn, self._poll)

        def ask(question: Callable[[], Any]) -> Any:
            said.put((question, None, None))
            ring()
            answer, failure = answers.get()
            if failure is not None:
                raise failure
            return answer

        def run() -> None:
            try:
                said.put((None, work(ask), None))
            except BaseException as error:  # noqa: BLE001 - raised again in the turn
                said.put((None, None, error))
            ring()

        Thread(target=run, name="dispatch-aside", daemon=True).start()
        self._beside += 1
        try:
            while True:
                self.stand()
                question, result, failure = said.get()
                if failure is not None:
                    raise failure
                if question is None:
                    return result  # type: ignore[no-any-return]
                answers.put(_answered(question))
        finally:
            self._beside -= 1
            answers.put((None, AbandonedError()))


class _Bell:
    """How other threads wake the one that takes turns; hung up when the first of them begins."""

    def __init__(self) -> None:
        self._rung: SimpleQueue[Turn] = SimpleQueue()
        self._ends: tuple[socket.socket, socket.socket] | None = None

    def hang(self, turn: Turn, poll: "select.poll") -> Callable[[], None]:
        """What a thread that works for a turn calls to wake it."""
        if self._ends is None:
            self._ends = socket.socketpair()
            for end in self._ends:
                end.setblocking(False)  # noqa: FBT003 - the library's own
            poll.register(self._ends[0], READABLE)
        far = self._ends[1]

        def ring() -> None:
            self._rung.put(turn)
            # full: it is ringing; closed: nobody listens any more
            with suppress(OSError):
                far.send(b"!")

        return ring

    def heard(self) -> list[Turn]:
        """Whom it rang for since the last time."""
        assert self._ends is not None
        with suppress(BlockingIOError):
            self._ends[0].recv(4096)
        return [self._rung.get() for _ in range(self._rung.qsize())]

    def close(self) -> None:
        """Take it down."""
        for end in self._ends or ():
            end.close()


def _guarded(function: Callable[[], None], failures: list[BaseException]) -> Callable[[object], None]:
    def run(_: object) -> None:
        try:
            function()
        except CutOff:
            pass
        except BaseException as error:  # noqa: BLE001 - raised again by `Turns.run`
            failures.append(error)

    return run


def _answered(question: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    try:
        return question(), None
    except CutOff:
        raise
    except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
        return None, error


class Gate:
    """Lets one in at a time, threads and turns; a turn that waits before it lets the others go on."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queue: deque[Turn] = deque()

    def __enter__(self) -> None:
        turn = here()
        if turn is None:
            self._lock.acquire()
            return
        while not self._lock.acquire(blocking=False):
            self._queue.append(turn)
            turn.turns.stand()

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        if self._queue:
            turn = self._queue.popleft()
            turn.turns.wake(turn, None)


def here() -> Turn | None:
    """The present turn; None outside of any."""
    present = getcurrent()
    return present if isinstance(present, Turn) else None


def wait(sock: socket.socket, event: int, seconds: float) -> bool:
    """Wait until a socket is `READABLE` or `WRITABLE` (or broken); False when it is not within `seconds`."""
    turn = getcurrent()
    if isinstance(turn, Turn):
        return turn.turns.wait(turn, sock.fileno(), event, seconds)
    poll = select.poll()
    poll.register(sock, event)
    return bool(poll.poll(max(0.0, seconds) * 1000))


def pause(clock: Clock, seconds: float) -> None:
    """Wait some seconds; a turn may be called back up to a twentieth of a second late."""
    turn = here()
    if turn is not None:
        turn.turns.pause(turn, seconds)
    else:
        clock.sleep(seconds)


def aside(work: Callable[[Ask], Result]) -> Result:
    """Do something that blocks in a thread of its own, while other turns go on.

    Args:
        work: Is given `ask`, which runs a function in this turn (as nothing that the turns share may be touched by
            another thread) and gives back or raises what came of it; `AbandonedError` when the turn was cut off.
    """
    turn = here()
    if turn is not None:
        return turn.turns.aside(turn, work)
    return work(lambda question: question())

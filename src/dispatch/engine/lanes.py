"""The ways out: the account in use, how long to wait for it, and the one that stands in for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dispatch.clock import Clock
from dispatch.delivery.protocol import Backend
from dispatch.engine.progress import Progress
from dispatch.engine.stops import Halt, Stops
from dispatch.model.exits import ExitCode
from dispatch.model.limits import Limits
from dispatch.model.outcome import Action, Outcome, Phase, Scope

#: Reconnections in a row without a single answer about a message that make it trouble of the route.
RECONNECT_LIMIT = 5
#: Rate after the first request to slow down, when no rate was set; halved at each further one.
_SLOW = 30.0
_FAILOVER_SCOPES = frozenset({Scope.ROUTE, Scope.ACCOUNT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a run waits for an account or route that is in trouble."""

    #: Seconds before each further try; when used up the run stops. The last repeats when `endless`.
    pauses: tuple[float, ...] = (1, 2, 5)
    endless: bool = False
    #: Seconds before the one further try after "too many logins".
    login_pause: float = 900.0

    @classmethod
    def waiting(cls) -> "Patience":
        """For `--wait`: as long as the mailing lives."""
        return cls(pauses=(5, 15, 30, 60, 120, 300), endless=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The way out that is in use now; a new one replaces it whenever something changes."""

    backend: Backend
    limits: Limits
    #: Rises with each change, so that several workers that meet the same trouble count once.
    epoch: int
    #: Nothing goes out before this.
    not_before: datetime | None = None


class Lanes:
    """Chooses the way out.

    Attributes:
        lane: The way out as it is now.
    """

    def __init__(
        self, backends: Sequence[Backend], *, clock: Clock, patience: Patience, stops: Stops, progress: Progress
    ) -> None:
        self._left = list(backends[1:])
        self._clock = clock
        self._patience = patience
        self._stops = stops
        self._progress = progress
        self._pauses = 0
        self._reconnects = 0
        self._logins = 0
        self.lane = Lane(backend=backends[0], limits=backends[0].limits, epoch=0)

    def fine(self) -> None:
        """An answer about a message arrived: whatever was wrong is over."""
        if self._pauses or self._reconnects:
            self._pauses = self._reconnects = 0

    def trouble(self, lane: Lane, outcome: Outcome) -> None:
        """Something other than one delivery is in trouble: wait, slow down, change the account, or stop."""
        if outcome.action is Action.RECONNECT:
            self._reconnects += 1
            if self._reconnects < RECONNECT_LIMIT:
                return
        if lane.epoch != self.lane.epoch:
            return
        self._reconnects = 0
        if not self._stood_in(outcome):
            self._decide(outcome)

    def _stood_in(self, outcome: Outcome) -> bool:
        """Change to the next account, where there is one and the trouble is not the message's."""
        if (
            not self._left
            or outcome.scope not in _FAILOVER_SCOPES
            or outcome.action in {Action.FEWER, Action.SLOW_DOWN}
        ):
            return False
        backend = self._left.pop(0)
        self._pauses = self._logins = 0
        self._change(Lane(backend=backend, limits=backend.limits, epoch=self.lane.epoch + 1))
        return True

    def _decide(self, outcome: Outcome) -> None:
        if outcome.action is Action.FEWER and self.lane.limits.connections > 1:
            self._limit(replace(self.lane.limits, connections=self.lane.limits.connections - 1))
        elif outcome.action is Action.SLOW_DOWN:
            rate = self.lane.limits.per_minute
            self._limit(replace(self.lane.limits, per_minute=max(rate / 2, 1) if rate else _SLOW))
            self._pause(outcome)
        elif outcome.action in {Action.BACK_OFF, Action.RECONNECT, Action.FEWER}:
            self._pause(outcome)
        elif outcome.action is Action.RETRY_LATER and self._patience.endless and self._logins == 0:
            self._logins += 1
            self._hold(self._patience.login_pause, outcome)
        else:
            self._stops.stop(_stopped(self.lane.backend, outcome))

    def _pause(self, outcome: Outcome) -> None:
        pauses = self._patience.pauses
        if self._pauses >= len(pauses) and not self._patience.endless:
            self._stops.stop(_stopped(self.lane.backend, outcome))
            return
        seconds = pauses[min(self._pauses, len(pauses) - 1)]
        self._pauses += 1
        self._hold(seconds, outcome)

    def _hold(self, seconds: float, outcome: Outcome) -> None:
        until = self._clock.now() + timedelta(seconds=seconds)
        self._change(replace(self.lane, epoch=self.lane.epoch + 1, not_before=until))
        self._progress.waiting(until, outcome.reply or outcome.phase.value)

    def _limit(self, limits: Limits) -> None:
        self._change(replace(self.lane, epoch=self.lane.epoch + 1, limits=limits))

    def _change(self, lane: Lane) -> None:
        self.lane = lane


def _stopped(backend: Backend, outcome: Outcome) -> Halt:
    said = outcome.reply or " ".join(part for part in (str(outcome.code or ""), outcome.enhanced) if part)
    what = _UNTRUSTED if outcome.phase is Phase.TLS else _WHAT[outcome.scope]
    return Halt(
        exit=ExitCode.STOPPED,
        message=f"{backend.name} {what}{f' ({said})' if said else ''}",
        fix=outcome.fix,
        outcome=outcome,
        passes=outcome.action not in {Action.STOP, Action.STOP_IF_REPEATED},
    )


_WHAT = {
    Scope.ACCOUNT: "does not take more from this account",
    Scope.ROUTE: "cannot be reached",
    Scope.SENDER: "does not let this login send as this sender",
    Scope.MESSAGE: "does not take this message, and would take it for nobody",
    Scope.CONNECTION: "keeps closing the connection",
    Scope.DOMAIN: "does not accept the sender's domain",
    Scope.RECIPIENT: "refused a recipient",
}
#: For trouble with TLS, whatever its scope.
_UNTRUSTED = "cannot be trusted, or does not encrypt"

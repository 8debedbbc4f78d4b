"""Why a run ends before its time: one place that every worker asks and tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch import turns
from dispatch.clock import Clock
from dispatch.model.exits import ExitCode
from dispatch.model.outcome import Action, Outcome, Verdict

#: In-doubt results in a row after which nobody should go on.
IN_DOUBT_LIMIT = 3
#: Refusals alike in a row after which the sender's domain is the trouble.
ALIKE_LIMIT = 5
_SLICE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """Why the run stopped."""

    exit: ExitCode
    #: What happened, in a person's words.
    message: str
    #: What to do about it.
    fix: str
    outcome: Outcome | None = None
    #: It may pass by itself (a quota, a server that is away): `dispatch run` goes on later without a person.
    passes: bool = False


class Stops:
    """Collects reasons to stop.

    A graceful halt lets every connection finish the message it is at; `now` does not even let it reach the mark.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._in_doubt = 0
        self._alike: tuple[int | None, str] | None = None
        self._alike_count = 0
        self.halt: Halt | None = None
        #: No new message may be begun.
        self.halted = False
        self.now = False

    def stop(self, halt: Halt) -> None:
        """End the run; the first reason is kept."""
        if self.halt is None:
            self.halt = halt
        self.halted = True

    def interrupt(self) -> None:
        """A signal: the first finishes what is in flight, the second stops at once."""
        if self.halted:
            self.now = True
        self.stop(
            Halt(exit=ExitCode.INTERRUPTED, message="interrupted", fix="go on with `dispatch resume`"),
        )

    def abort(self) -> None:
        """A worker failed: the others finish what is in flight; the failure itself is raised by the run."""
        self.halted = True

    def note(self, outcome: Outcome) -> None:
        """Count what may mean that something larger is wrong."""
        self._in_doubt = self._in_doubt + 1 if outcome.verdict is Verdict.IN_DOUBT else 0
        if outcome.action is not Action.STOP_IF_REPEATED:
            self._alike, self._alike_count = None, 0
        elif (outcome.code, outcome.enhanced) == self._alike:
            self._alike_count += 1
        else:
            self._alike, self._alike_count = (outcome.code, outcome.enhanced), 1
        if self._in_doubt >= IN_DOUBT_LIMIT:
            self.stop(_too_many_in_doubt(self._in_doubt, outcome))
        if self._alike_count >= ALIKE_LIMIT:
            self.stop(_refused_alike(self._alike_count, outcome))

    def wait_until(self, instant: datetime) -> bool:
        """Sleep until an instant; False when the run is stopped before."""
        while not self.halted:
            left = (instant - self._clock.now()) / timedelta(seconds=1)
            if left <= 0:
                return True
            turns.pause(self._clock, min(left, _SLICE))
        return False


def _too_many_in_doubt(count: int, outcome: Outcome) -> Halt:
    return Halt(
        exit=ExitCode.STOPPED,
        message=f"{count} messages in a row got no clear answer from {outcome.host or 'the server'}",
        fix="look into the Sent folder or ask the provider, decide with `dispatch resolve`, then `dispatch resume`",
        outcome=outcome,
    )


def _refused_alike(count: int, outcome: Outcome) -> Halt:
    reply = " ".join(part for part in (str(outcome.code or ""), outcome.enhanced) if part)
    return Halt(
        exit=ExitCode.STOPPED,
        message=f"{count} recipients in a row were refused alike ({reply}): the sender's domain is not accepted",
        fix=outcome.fix or "ask who runs your mail about SPF, DKIM and DMARC of the sender's domain",
        outcome=outcome,
    )

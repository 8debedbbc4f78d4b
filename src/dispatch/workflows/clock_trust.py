"""Whether the wall clock can be believed: an embargo or a schedule kept by a wrong clock is broken (RELIABILITY 5)."""

from datetime import timedelta

from dispatch.clock import Clock
from dispatch.errors import RefusedError
from dispatch.ledger.ledger import Ledger
from dispatch.workflows.heartbeat import RUN

#: How far the wall clock may drift from the uptime in one boot, or lag behind the ledger.
DRIFT = timedelta(seconds=120)
_FIX = "look at `date`; when it is right, `dispatch trust --clock`"


def refuse_unsure_clock(ledger: Ledger, clock: Clock) -> None:
    """Stop what depends on the time when the time is unsure.

    Raises:
        RefusedError: The wall clock is before the newest time in the ledger, or was set since the machine started.
    """
    now = clock.now()
    newest = max((at for at in (ledger.newest(), ledger.last_beat(RUN)) if at is not None), default=now)
    if newest - now > DRIFT:
        said, known = (f"{at:%Y-%m-%d %H:%M} UTC" for at in (now, newest))
        raise RefusedError(
            f"the clock is unsure: it says {said}, and the ledger knows of {known}", "set the machine's clock"
        )
    drift = note_clock(ledger, clock)
    if abs(drift) > DRIFT:
        way = "forward" if drift > timedelta(0) else "back"
        minutes = abs(drift) // timedelta(minutes=1)
        raise RefusedError(f"the clock is unsure: it was set {way} by {minutes} min since the machine started", _FIX)


def note_clock(ledger: Ledger, clock: Clock) -> timedelta:
    """Remember the wall clock beside the uptime, once in each boot; how far they have drifted apart since."""
    boot = clock.boot()
    if boot is None:
        return timedelta(0)
    began = clock.now() - timedelta(seconds=boot.seconds)
    return began - ledger.began(boot.id, began)

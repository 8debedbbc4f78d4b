"""From an outcome to what the ledger writes: pure functions."""

from datetime import datetime, timedelta

from dispatch.ledger.records import Claim, Settlement
from dispatch.ledger.retries import due_after
from dispatch.model.mailing import DeliveryState
from dispatch.model.outcome import Outcome, Verdict

_STATES = {
    Verdict.ACCEPTED: DeliveryState.ACCEPTED,
    Verdict.REFUSED: DeliveryState.REFUSED,
    Verdict.IN_DOUBT: DeliveryState.IN_DOUBT,
}


def settlement(claim: Claim, outcome: Outcome, *, account: str, now: datetime, expires: float) -> Settlement:
    """What becomes of a delivery after an outcome.

    Args:
        claim: The delivery.
        outcome: What the backend reported.
        account: Name of the backend.
        now: Aware.
        expires: Seconds after the first attempt at which a deferred delivery is given up.
    """
    state, due = _state(claim, outcome, now, expires)
    return Settlement(
        claim=claim,
        state=state,
        phase=outcome.phase,
        at=now,
        account=account,
        host=outcome.host,
        code=outcome.code,
        enhanced=outcome.enhanced,
        reply=outcome.reply,
        due=due,
        charge=outcome.settles,
    )


def _state(claim: Claim, outcome: Outcome, now: datetime, expires: float) -> tuple[DeliveryState, datetime | None]:
    if outcome.verdict in _STATES:
        return _STATES[outcome.verdict], None
    if not outcome.settles:
        return DeliveryState.QUEUED, None
    due = due_after(claim.attempts + 1, now, claim.first_attempt or now, timedelta(seconds=expires))
    return (DeliveryState.EXPIRED, None) if due is None else (DeliveryState.DEFERRED, due)

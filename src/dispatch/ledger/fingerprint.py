"""What an approval is bound to: content, audience, theme, sender, and after a full stop the schedule."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime

from dispatch.ledger.records import DeliveryDraft, MailingDraft

_SHOWN = 32
_PLAN = 12


class Fingerprint:
    """Grows with the rows of a mailing while they are staged.

    Args:
        draft: What all rows share.
    """

    def __init__(self, draft: MailingDraft) -> None:
        self._due, self._zone = draft.due, draft.zone
        shared = [
            draft.release, draft.version, draft.headline, draft.occasion, draft.backend, draft.theme,
            asdict(draft.sender), draft.fingerprint, draft.follows,
            draft.embargo.timestamp() if draft.embargo else None,
        ]  # fmt: skip
        self._hash = hashlib.sha256(json.dumps(shared).encode())
        for name, content in sorted(draft.parts.items()):
            self._hash.update(name.encode() + b"\0" + hashlib.sha256(content).digest())

    def add(self, row: DeliveryDraft, values: str) -> None:
        """One more row; `values` is its values as they are stored."""
        early = row.not_before.timestamp() if row.not_before else ""
        self._hash.update(f"{row.key}\0{row.email}\0{row.name}\0{row.shape}\0{values}\0{early}\n".encode())

    def __str__(self) -> str:
        return planned(self._hash.hexdigest()[:_SHOWN], self._due, self._zone)


def planned(fingerprint: str, due: datetime | None, zone: str) -> str:
    """A fingerprint with another schedule: what was approved for nine o'clock was not approved for ten."""
    frozen = fingerprint.partition(".")[0]
    plan = f"{due.timestamp() if due else ''} {zone}"
    return f"{frozen}.{hashlib.sha256(plan.encode()).hexdigest()[:_PLAN]}"

"""Pieces of JSON that several results share."""

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from dispatch.cli.answer import Json
from dispatch.model.mailing import AudienceCounts, Counts

if TYPE_CHECKING:
    from dispatch.ledger.records import DeliveryRecord


def counts_json(counts: Counts) -> dict[str, Json]:
    """Deliveries by state; the sum is the number of deliveries."""
    return asdict(counts)


def audience_json(counts: AudienceCounts) -> dict[str, Json]:
    """Rows and what became of them; `rows` is the sum of the others."""
    return asdict(counts)


def instant_json(instant: datetime | None) -> str | None:
    """ISO 8601 with offset, or null."""
    return instant.isoformat() if instant else None


def attention_json(record: "DeliveryRecord") -> dict[str, Json]:
    """One delivery that needs a person."""
    return {
        "address": record.address,
        "state": record.state.value,
        "reply": reply_of(record),
        "reason": record.reason,
    }


def delivery_json(record: "DeliveryRecord") -> dict[str, Json]:
    """One row of a mailing."""
    return {
        "address": record.address,
        "name": record.name,
        "state": record.state.value,
        "wave": record.wave,
        "not_before": instant_json(record.not_before),
        "attempts": record.attempts,
        "reply": reply_of(record),
        "message_id": record.message_id,
        "updated": instant_json(record.updated),
    }


def reply_of(record: "DeliveryRecord") -> str:
    """`550 5.1.1 User unknown`: codes are put in front when the reply's text does not begin with them."""
    reply = record.reply.strip()
    codes = " ".join(part for part in (str(record.code) if record.code else "", record.enhanced) if part)
    if not codes or reply.startswith(str(record.code)):
        return reply
    return f"{codes} {reply}".removesuffix(" ") if not reply.startswith(record.enhanced or "\0") else (
        f"{record.code} {reply}"
    )  # fmt: skip

"""What a run touched: a line per mailing, nothing when there was nothing to do."""

from datetime import datetime

from dispatch.cli.answer import Json
from dispatch.cli.render.mailing import count_pieces
from dispatch.cli.render.page import Page
from dispatch.cli.render.send import sent_json
from dispatch.cli.render.shapes import attention_json, audience_json, counts_json
from dispatch.cli.render.words import when_words
from dispatch.model.mailing import DeliveryState
from dispatch.workflows.run import RunResult, Touched


def people(result: RunResult, page: Page, now: datetime) -> None:
    """`night-clinics-1: 236 accepted, 1 deferred, 1 refused`."""
    for one in result.mailings:
        page.line((one.mailing.name, "bold"), ": ", *count_pieces(one.counts), _next(one, now), *_trouble(one))
        if one.untold:
            page.line(f"{one.untold[:1].upper()}{one.untold[1:]}.", indent=2)


def _next(one: Touched, now: datetime) -> str:
    dues = [record.due for record in one.sent.attention if record.due] if one.sent else []
    return f" (next try {when_words(min(dues), now)})" if dues else ""


def _trouble(one: Touched) -> list[str]:
    if not one.problem:
        doubt = any(record.state is DeliveryState.IN_DOUBT for record in one.sent.attention) if one.sent else False
        return [f"; dispatch status {one.mailing.name} names those in doubt"] if doubt else []
    fix = f" Fix: {one.fix}" if one.fix else ""
    return [f". {one.problem[:1].upper()}{one.problem[1:].rstrip('.')}.{fix}"]


def data(result: RunResult) -> Json:
    """One entry of the shape of `send` for each mailing, with its own exit code and error."""
    return {"mailings": [_touched_json(one) for one in result.mailings]}


def _touched_json(one: Touched) -> Json:
    shape = sent_json(one.sent, one.sent.sending_seconds) if one.sent else _unsent_json(one)
    assert isinstance(shape, dict)
    error = {"message": one.problem, "fix": one.fix} if one.problem else None
    return {**shape, "exit": int(one.exit), "error": error, "untold": one.untold or None}


def _unsent_json(one: Touched) -> dict[str, Json]:
    record = one.mailing
    return {
        "mailing": record.name,
        "release": record.release,
        "version": record.version,
        "occasion": record.occasion,
        "audience": audience_json(record.audience),
        "counts": counts_json(one.counts),
        "attention": [attention_json(item) for item in one.sent.attention] if one.sent else [],
        "continued": [],
        "final": record.final,
        "through": record.backend,
        "seconds": 0.0,
        "sending_seconds": 0.0,
    }

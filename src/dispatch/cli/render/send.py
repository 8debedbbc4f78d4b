"""The result of a send, a resume or a dry run, in words and as data."""

from dataclasses import replace
from datetime import datetime

from dispatch.cli.answer import Json
from dispatch.cli.render.findings import show_findings
from dispatch.cli.render.mailing import show_sent
from dispatch.cli.render.page import Page
from dispatch.cli.render.shapes import attention_json, audience_json, counts_json
from dispatch.cli.render.words import many
from dispatch.model.mailing import AudienceCounts, Counts
from dispatch.workflows.outcome import Sent
from dispatch.workflows.send import SendResult


def people(result: SendResult, page: Page, now: datetime) -> None:
    """What went out, or why nothing did."""
    for sent in result.continued:
        show_sent(sent, page, now)
    if result.sent:
        show_sent(result.sent, page, now)
    elif result.staged:
        page.line(("Staged", "bold green"), f": {result.staged}, {many(result.audience.deliveries, 'message')}.")
        page.field("Send it", f"dispatch send {result.staged}")
    elif not result.continued:
        page.line(("Nobody is left to send to", "bold"), ": everyone has it already, or is left out.")
    show_warnings(result, page)


def show_warnings(result: SendResult, page: Page) -> None:
    """That what is left depends on something which does not run."""
    warnings = [finding for finding in result.findings if finding.code == "RUN001"]
    if warnings and any(sent.counts.open for sent in _all(result)):
        show_findings(page, warnings, {})


def show_dry_run(result: SendResult, page: Page) -> None:
    """The closing line of `--dry-run`; the summary stands above."""
    number = many(result.audience.deliveries, "message")
    page.line(("Dry run", "bold"), f": {number} would go through {result.through}; nothing was sent or staged.")


def data(result: SendResult, seconds: float) -> Json:
    """`mailing` is null when nothing was staged; its counts add up to its deliveries."""
    last = result.sent or (result.continued[-1] if result.continued else None)
    return {
        "mailing": last.mailing.name if last else result.staged or None,
        "release": result.release,
        "version": result.version,
        "occasion": result.occasion,
        "audience": audience_json(result.audience),
        "counts": counts_json(last.counts if last else _staged_counts(result)),
        "attention": [attention_json(record) for sent in _all(result) for record in sent.attention],
        "continued": [sent.mailing.name for sent in result.continued],
        "final": result.final,
        "through": result.through,
        "seconds": round(seconds, 3),
        "sending_seconds": round(sum((sent.sending_seconds for sent in _all(result)), 0.0), 3),
    }


def sent_json(sent: Sent, seconds: float) -> Json:
    """A mailing after `resume` or `send MAILING`, in the same shape."""
    record = sent.mailing
    return {
        "mailing": record.name,
        "release": record.release,
        "version": record.version,
        "occasion": record.occasion,
        "audience": audience_json(record.audience),
        "counts": counts_json(sent.counts),
        "attention": [attention_json(item) for item in sent.attention],
        "continued": [],
        "final": record.final,
        "through": sent.through,
        "seconds": round(seconds, 3),
        "sending_seconds": round(sent.sending_seconds, 3),
    }


def nothing_json() -> Json:
    """The same shape when there was nothing to go on with."""
    return {
        "mailing": None,
        "release": None,
        "version": None,
        "occasion": None,
        "audience": audience_json(AudienceCounts()),
        "counts": counts_json(Counts()),
        "attention": [],
        "continued": [],
        "final": None,
        "through": None,
        "seconds": 0.0,
        "sending_seconds": 0.0,
    }


def _all(result: SendResult) -> tuple[Sent, ...]:
    return (*result.continued, *((result.sent,) if result.sent else ()))


def _staged_counts(result: SendResult) -> Counts:
    return replace(Counts(), queued=result.audience.deliveries) if result.staged else Counts()

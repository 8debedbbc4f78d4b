"""Mailings as they stand, in words and as data."""

from collections.abc import Sequence
from datetime import datetime

from dispatch.cli.answer import Json
from dispatch.cli.render.mailing import STATE_STYLES, count_pieces, show_attention
from dispatch.cli.render.page import Page, Piece, compose
from dispatch.cli.render.shapes import attention_json, counts_json, delivery_json, instant_json, reply_of
from dispatch.cli.render.words import when_words
from dispatch.ledger.records import DeliveryRecord
from dispatch.model.mailing import MailingState
from dispatch.workflows.drift import Difference
from dispatch.workflows.status import MailingStatus, StatusResult

_STYLES = {MailingState.DONE: "green", MailingState.STOPPED: "bold red", MailingState.SENDING: "cyan"}


def people(result: StatusResult, page: Page, now: datetime, *, one: bool) -> None:
    """A line per mailing, or one mailing in full."""
    if one:
        for status in result.mailings:
            _show(status, page, now)
        return
    if not result.mailings:
        page.line("No mailings yet.")
        return
    page.rows([_row(status, now) for status in result.mailings], indent=0)


def _row(status: MailingStatus, now: datetime) -> list[Piece]:
    record = status.mailing
    return [
        (record.name, "bold"),
        _state(status, now),
        when_words(record.due or record.created, now),
        "rehearsal" if not record.final else record.occasion,
        compose(*count_pieces(status.counts), f"  {record.headline}", *_drift(status)),
    ]


def _state(status: MailingStatus, now: datetime) -> Piece:
    """Its state; one that has begun and only waits for its next wave says until when."""
    until = status.waits_until(now)
    if until is not None:
        return f"waits until {when_words(until, now)}"
    return status.mailing.state.value, _STYLES.get(status.mailing.state, "")


def _drift(status: MailingStatus) -> list[Piece]:
    if not status.drift or not status.counts.open:
        return []
    return ["  ", ("its files changed since", "yellow")]


def _show(status: MailingStatus, page: Page, now: datetime) -> None:
    record = status.mailing
    page.line((record.name, "bold"), "  ", _state(status, now), f"  {record.headline}")
    if not record.final:
        page.line("A rehearsal: nobody got it, and it keeps nobody from getting the real one.", indent=2)
    page.field("Counts", *count_pieces(status.counts))
    page.field("Release", f"{record.release}, version {record.version}, {record.occasion}")
    page.field("From", f"{record.sender.name} <{record.sender.email}>")
    page.field("Through", record.backend, aside=f"theme {record.theme}")
    page.field("Staged", when_words(record.created, now))
    if record.due:
        page.field("Due", when_words(record.due, now), aside=record.zone)
    if record.embargo:
        page.field(
            "Embargo", when_words(record.embargo, now), aside="lifted" if record.embargo <= now else "not lifted"
        )
    if record.reason:
        page.field("Reason", record.reason)
    if record.approved_by:
        page.field("Approved", f"by {', '.join(record.approved_by)}")
    if status.drift:
        page.field("Changed", ", ".join(status.drift), aside="since it was staged; what goes out stays as approved")
    show_differences(status.differences, page)
    if status.attention:
        page.blank()
        show_attention(page, record.name, status.attention, now)
    if status.deliveries is not None:
        page.blank()
        page.rows([_delivery(item, now) for item in status.deliveries])


_DIFF = {"+": "green", "-": "red", "@": "cyan", "!": "yellow"}


def show_differences(differences: Sequence[Difference], page: Page) -> None:
    """What is in the files now beside what was staged, as a diff."""
    for difference in differences:
        page.blank()
        page.line((difference.path, "bold"))
        for line in difference.lines:
            page.whole((line, _DIFF.get(line[:1], "")))


def differences_json(differences: Sequence[Difference]) -> Json:
    """Each source with the lines of its diff."""
    return [{"path": one.path, "lines": list(one.lines)} for one in differences]


def _delivery(record: DeliveryRecord, now: datetime) -> list[Piece]:
    return [
        (record.state.value.replace("_", " "), STATE_STYLES.get(record.state, "")),
        record.address,
        record.name,
        when_words(record.updated, now),
        reply_of(record) or record.reason,
    ]


def data(result: StatusResult, now: datetime) -> Json:
    """Newest first; `attention` and `deliveries` only for one named mailing, `waits_until` for one between waves."""
    return {"mailings": [_mailing_json(status, now) for status in result.mailings]}


def _mailing_json(status: MailingStatus, now: datetime) -> Json:
    record = status.mailing
    shape: dict[str, Json] = {
        "mailing": record.name,
        "release": record.release,
        "version": record.version,
        "headline": record.headline,
        "state": record.state.value,
        "occasion": record.occasion,
        "final": record.final,
        "created": instant_json(record.created),
        "due": instant_json(record.due),
        "counts": counts_json(status.counts),
        "drift": bool(status.drift),
        "changed": list(status.drift),
        "reason": record.reason or None,
        "approved_by": list(record.approved_by),
        "attention": [attention_json(item) for item in status.attention],
    }
    if until := status.waits_until(now):
        shape["waits_until"] = instant_json(until)
    if status.differences:
        shape["differences"] = differences_json(status.differences)
    if status.deliveries is not None:
        shape["deliveries"] = [delivery_json(item) for item in status.deliveries]
    return shape

"""The report of a mailing, in words, as data and as rows for a spreadsheet."""

import csv
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import IO

from dispatch.cli.answer import Json
from dispatch.cli.render.mailing import count_pieces, show_attention
from dispatch.cli.render.page import Page, Piece
from dispatch.cli.render.shapes import attention_json, counts_json, instant_json, reply_of
from dispatch.contacts.export import neutral
from dispatch.inert import inert
from dispatch.ledger.records import Approval, DeliveryRecord
from dispatch.workflows.local_time import DAY_TOO, both_words
from dispatch.workflows.report import Report

_HEADER = (
    "address", "name", "outlet", "state", "wave", "not_before", "attempts", "first_attempt", "reply", "reason",
    "feedback", "message_id", "updated",
)  # fmt: skip


def people(report: Report, page: Page, *, written: str = "") -> None:
    """The rows if they were asked for, where the page was written, or else all of it."""
    if report.deliveries is not None:
        write_rows(report.deliveries, page.console.file)
    elif written:
        page.line(("Report written", "bold green"), f": {written}")
    else:
        show(report, page)


def show(report: Report, page: Page) -> None:
    """What, who approved it, waves, first and last acceptance, counts, who needs a person."""
    record = report.mailing
    page.line((record.name, "bold"), f"  {record.headline}")
    if not record.final:
        page.line("A rehearsal: nobody got it.", indent=2)
    page.field("State", record.state.value, aside=record.reason)
    page.field("Release", f"{record.release}, version {record.version}, {record.occasion}")
    page.field("From", f"{record.sender.name} <{record.sender.email}>", aside=f"through {record.backend}")
    for label, words in timeline(report):
        page.field(label, words)
    for approval in report.approvals:
        page.field("Approved", approval_words(approval, report))
    page.field("Counts", *count_pieces(report.counts))
    if report.feedback:
        page.field("Later", ", ".join(f"{count:,} {kind}" for kind, count in report.feedback))
    if len(report.waves) > 1:
        page.rows([_wave_row(report, number) for number in range(len(report.waves))], indent=4)
    if report.steps:
        page.field("Over time", _spark(report))
    if report.attention:
        page.blank()
        show_attention(page, record.name, report.attention, report.made)


def timeline(report: Report) -> list[tuple[str, str]]:
    """When it was staged, due, embargoed, first and last accepted, in its own zone."""
    record = report.mailing
    instants = [
        ("Staged", record.created),
        ("Due", record.due),
        ("Embargo", record.embargo),
        ("First", report.first_accepted),
        ("Last", report.last_accepted),
    ]
    return [(label, when(report, instant)) for label, instant in instants if instant is not None]


def when(report: Report, instant: datetime) -> str:
    """On the clocks of the mailing's zone, with seconds in UTC."""
    return both_words(instant, report.zone, f"{DAY_TOO}:%S")


def approval_words(approval: Approval, report: Report) -> str:
    """Who, when, which fingerprint, and whether it still counts."""
    void = "" if approval.fingerprint == report.mailing.fingerprint else ", void: it was changed since"
    return f"by {approval.by}, {when(report, approval.at)}, fingerprint {approval.fingerprint}{void}"


def _wave_row(report: Report, number: int) -> list[Piece]:
    wave = report.waves[number]
    since = when(report, wave.not_before) if wave.not_before else "at once"
    return [f"wave {number + 1}", since, f"{wave.accepted:,} of {wave.deliveries:,} accepted"]


def _spark(report: Report) -> str:
    """Acceptances a step as a row of bars."""
    bars = "▁▂▃▄▅▆▇█"
    totals = [0, *(step.accepted for step in report.steps)]
    grown = [after - before for before, after in pairwise(totals)]
    top = max(grown)
    return "".join(bars[(len(bars) - 1) * value // top] if value else " " for value in grown)


def data(report: Report) -> Json:
    """Everything in the report."""
    record = report.mailing
    shape: dict[str, Json] = {
        "mailing": record.name,
        "release": record.release,
        "version": record.version,
        "headline": record.headline,
        "occasion": record.occasion,
        "follows": record.follows,
        "state": record.state.value,
        "reason": record.reason or None,
        "final": record.final,
        "sender": {"name": record.sender.name, "email": record.sender.email},
        "backend": record.backend,
        "theme": record.theme,
        "created": instant_json(record.created),
        "due": instant_json(record.due),
        "zone": record.zone or None,
        "embargo": instant_json(record.embargo),
        "fingerprint": record.fingerprint,
        "approvals": [_approval_json(approval, report) for approval in report.approvals],
        "waves": [
            {"not_before": instant_json(wave.not_before), "deliveries": wave.deliveries, "accepted": wave.accepted}
            for wave in report.waves
        ],
        "first_accepted": instant_json(report.first_accepted),
        "last_accepted": instant_json(report.last_accepted),
        "counts": counts_json(report.counts),
        "feedback": dict(report.feedback),
        "attention": [attention_json(item) for item in report.attention],
        "acceptances": [{"at": instant_json(step.at), "accepted": step.accepted} for step in report.steps],
        "events": [{"at": instant_json(one.at), "kind": one.kind, "detail": one.detail} for one in report.events],
    }
    return shape


def _approval_json(approval: Approval, report: Report) -> Json:
    return {
        "by": approval.by,
        "at": instant_json(approval.at),
        "fingerprint": approval.fingerprint,
        "counts": approval.fingerprint == report.mailing.fingerprint,
    }


def write_rows(rows: Iterable[DeliveryRecord], stream: IO[str]) -> None:
    """One row per delivery; no cell is a formula to a spreadsheet, or does anything to a terminal."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_HEADER)
    for row in rows:
        writer.writerow([neutral(inert(cell)) for cell in _cells(row)])


def _cells(row: DeliveryRecord) -> tuple[str, ...]:
    return (
        row.address, row.name, row.outlet, row.state.value, str(row.wave), _iso(row.not_before), str(row.attempts),
        _iso(row.first_attempt), reply_of(row), row.reason, row.feedback, row.message_id, _iso(row.updated),
    )  # fmt: skip


def _iso(instant: datetime | None) -> str:
    return instant_json(instant) or ""

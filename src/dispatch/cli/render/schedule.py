"""What is planned, in words and as data."""

from datetime import datetime

from dispatch.cli.answer import Json
from dispatch.cli.render.findings import show_findings
from dispatch.cli.render.page import Page, Piece
from dispatch.cli.render.shapes import audience_json, counts_json, instant_json
from dispatch.cli.render.words import many
from dispatch.ledger.waves import Wave
from dispatch.model.mailing import MailingState
from dispatch.workflows.local_time import away_words, both_words, local_words
from dispatch.workflows.schedule import Planned, PlannedResult, Scheduled, wave_due


def people(result: Scheduled, page: Page, now: datetime) -> None:
    """What was planned, and what must still happen."""
    planned = result.planned
    if planned is None:
        page.line(("Nobody is left to send to", "bold"), ": everyone has it already, or is left out.")
        return
    record = planned.mailing
    number = many(planned.counts.open, "message")
    if record.due is None:
        page.line(("Off the plan", "bold"), f": {record.name}, {number}, waits for `dispatch send {record.name}`.")
    else:
        word = "Moved" if result.moved else "Scheduled"
        page.line((word, "bold green"), f": {record.name}, {number}, {when_pieces(record.due, record.zone, now)}.")
        _show_waves(planned, page, now)
    if result.voided:
        page.line(("Its approval no longer counts", "yellow"), ": the time is part of what was approved.", indent=2)
    if planned.approvals and record.due is not None:
        page.line(("Waits for approval", "yellow"), f": dispatch approve {record.name}", indent=2)
    warnings = [finding for finding in result.findings if finding.code == "RUN001"]
    if warnings:
        show_findings(page, warnings, {})
    page.line(f"dispatch planned · dispatch cancel {record.name}", indent=2)


def _show_waves(planned: Planned, page: Page, now: datetime) -> None:
    if len(planned.waves) > 1:
        page.rows([_wave_row(planned, wave, now) for wave in planned.waves], indent=4)


def _wave_row(planned: Planned, wave: Wave, now: datetime) -> list[Piece]:
    due = wave_due(planned, wave)
    return [f"{wave.deliveries:,}", when_pieces(due, planned.zone, now) if due else "when it goes out"]


def when_pieces(instant: datetime, zone: str, now: datetime) -> str:
    """`Tue 1 Dec 2026, 09:00 CST (15:00 UTC), in 3 h`."""
    return f"{both_words(instant, zone)}, {away_words(instant, now)}"


def planned_people(result: PlannedResult, page: Page, now: datetime) -> None:
    """A line per mailing: when, in its own zone and in UTC, and how long that is from now."""
    if not result.mailings:
        page.line("Nothing is planned.")
        return
    page.rows([_planned_row(one, now) for one in result.mailings], indent=0)


def _planned_row(planned: Planned, now: datetime) -> list[Piece]:
    record = planned.mailing
    due = planned.next_due
    rehearsal = "" if record.final else "  (rehearsal)"
    waits = f"  waits for {many(planned.approvals, 'approval')}" if planned.approvals else ""
    return [
        (record.name, "bold"),
        local_words(due, planned.zone) if due else "",
        f"{due:%Y-%m-%d %H:%M} UTC" if due else "",
        away_words(due, now) if due else "",
        f"{planned.counts.open:,} to go  {record.headline}{rehearsal}{waits}",
    ]


def data(result: Scheduled, required: int, now: datetime) -> Json:
    """As `send`, with the time; `mailing` is null when nobody was left."""
    planned = result.planned
    if planned is None:
        return {"mailing": None, "audience": audience_json(result.audience)}
    record = planned.mailing
    return {
        **planned_json(planned, now),
        "version": record.version,
        "occasion": record.occasion,
        "audience": audience_json(result.audience),
        "final": record.final,
        "approvals": {"required": required, "missing": planned.approvals, "voided": result.voided},
    }


def planned_json(planned: Planned, now: datetime) -> dict[str, Json]:
    """One planned mailing."""
    record = planned.mailing
    due = planned.next_due
    return {
        "mailing": record.name,
        "release": record.release,
        "headline": record.headline,
        "state": record.state.value,
        "due": instant_json(due if record.state is not MailingState.STAGED else None),
        "zone": planned.zone or None,
        "local": local_words(due, planned.zone) if due else None,
        "in": away_words(due, now) if due else None,
        "counts": counts_json(planned.counts),
        "waves": [
            {"not_before": instant_json(wave_due(planned, wave)), "deliveries": wave.deliveries}
            for wave in planned.waves
        ],
        "missing_approvals": planned.approvals,
    }


def planned_data(result: PlannedResult, now: datetime) -> Json:
    """Everything planned, the next one first."""
    return {"planned": [planned_json(one, now) for one in result.mailings]}

"""A mailing that was staged again, in words and as data."""

from datetime import datetime

from dispatch.cli.answer import Json
from dispatch.cli.render.page import Page
from dispatch.cli.render.schedule import planned_json, when_pieces
from dispatch.cli.render.shapes import audience_json
from dispatch.cli.render.status import differences_json, show_differences
from dispatch.cli.render.words import many
from dispatch.workflows.restage import Restaged


def people(result: Restaged, page: Page, now: datetime) -> None:
    """What took whose place, what changed, and what must happen again."""
    record = result.planned.mailing
    number = many(result.planned.counts.open, "message")
    page.line(("Staged again", "bold green"), f": {record.name}, {number}, in place of {result.before.name}.")
    if record.due is not None:
        page.field("Due", when_pieces(record.due, record.zone, now))
    if not result.differences:
        page.line("Nothing had changed.", indent=2)
    if result.voided:
        page.line(("Its approval no longer counts", "yellow"), f": dispatch approve {record.name}", indent=2)
    elif result.planned.approvals:
        page.line(("Waits for approval", "yellow"), f": dispatch approve {record.name}", indent=2)
    show_differences(result.differences, page)


def data(result: Restaged, now: datetime) -> Json:
    """The new mailing, as `planned` shows it, and what changed."""
    return {
        **planned_json(result.planned, now),
        "replaces": result.before.name,
        "version": result.planned.mailing.version,
        "voided": result.voided,
        "audience": audience_json(result.audience),
        "differences": differences_json(result.differences),
    }

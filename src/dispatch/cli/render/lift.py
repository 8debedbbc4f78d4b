"""An embargo that was lifted, in words and as data."""

from dispatch.cli.answer import Json
from dispatch.cli.render.mailing import count_pieces
from dispatch.cli.render.page import Page
from dispatch.cli.render.shapes import counts_json, instant_json
from dispatch.workflows.embargo import Lifted


def people(result: Lifted, page: Page) -> None:
    """What was recorded, and how the second wave goes out."""
    word = "Broken" if result.broken else "Lifted"
    page.line((word, "bold"), f": the embargo of {result.mailing.name}. ", *count_pieces(result.counts), ".")
    page.field("Reason", result.reason)
    if result.counts.open:
        page.field("Go on", f"dispatch resume {result.mailing.name}, or cron")


def data(result: Lifted) -> Json:
    """The mailing after the lift."""
    return {
        "mailing": result.mailing.name,
        "state": result.mailing.state.value,
        "embargo": instant_json(result.mailing.embargo),
        "broken": result.broken,
        "reason": result.reason,
        "counts": counts_json(result.counts),
    }

"""A person's decision about a mailing, in words and as data."""

from dispatch.cli.answer import Json
from dispatch.cli.render.mailing import count_pieces
from dispatch.cli.render.page import Page
from dispatch.cli.render.shapes import counts_json
from dispatch.cli.render.words import many
from dispatch.workflows.decide import Decided


def show_resolved(result: Decided, page: Page) -> None:
    """What was recorded, and what is left to do."""
    name = result.mailing.name
    number = many(len(result.addresses), "delivery", "deliveries")
    said = "recorded as accepted" if result.sent else "queued again"
    page.line((f"{number} of {name} {said}", "bold"), ": now ", *count_pieces(result.counts), ".")
    if not result.sent:
        page.field("Go on", f"dispatch resume {name}")


def show_cancelled(result: Decided, page: Page) -> None:
    """What stays sent, and what will not go out."""
    page.line(("Cancelled", "bold"), f" {result.mailing.name}: ", *count_pieces(result.counts), ".")


def data(result: Decided) -> Json:
    """The mailing after the decision."""
    return {
        "mailing": result.mailing.name,
        "state": result.mailing.state.value,
        "addresses": list(result.addresses),
        "counts": counts_json(result.counts),
    }

"""A sign-off, in words and as data."""

from dispatch.cli.answer import Json
from dispatch.cli.render.mailing import count_pieces
from dispatch.cli.render.page import Page
from dispatch.cli.render.shapes import counts_json, instant_json
from dispatch.cli.render.words import many
from dispatch.workflows.approve import Approved
from dispatch.workflows.local_time import local_words


def people(result: Approved, page: Page) -> None:
    """Who approved what, and what comes next."""
    record, approval = result.mailing, result.approval
    page.line(("Approved", "bold green"), f" by {approval.by}: ", (record.name, "bold"), f"  {record.headline}")
    page.field("Version", f"{record.version}, {record.occasion}", aside=f"fingerprint {approval.fingerprint}")
    page.field("To", *count_pieces(result.counts))
    if record.due is not None:
        page.field("Due", local_words(record.due, record.zone))
    if result.missing:
        page.field("Missing", many(result.missing, "approval"))
    elif record.due is None:
        page.field("Send it", f"dispatch send {record.name}")


def data(result: Approved) -> Json:
    """The mailing, the sign-off, and how many are missing."""
    return {
        "mailing": result.mailing.name,
        "state": result.mailing.state.value,
        "due": instant_json(result.mailing.due),
        "by": result.approval.by,
        "at": instant_json(result.approval.at),
        "fingerprint": result.approval.fingerprint,
        "approved_by": list(result.mailing.approved_by),
        "missing": result.missing,
        "counts": counts_json(result.counts),
    }

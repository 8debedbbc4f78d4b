"""What a person allowed, in words and as data."""

from dispatch.cli.answer import Json
from dispatch.cli.render.page import Page
from dispatch.workflows.settings import TrustResult


def people(result: TrustResult, page: Page) -> None:
    """What is allowed now, and where that is recorded."""
    if result.adopted:
        page.line("The ledger is this machine's now.")
    elif result.clock:
        page.line("The clock is taken as it is.")
    elif not result.programs:
        page.line("This workspace runs no programs; there is nothing to allow.")
    else:
        page.line(("Allowed", "bold green"), f", recorded in {result.recorded}:")
        page.rows([[(setting.key, "bold"), setting.command] for setting in result.programs])


def data(result: TrustResult) -> Json:
    """`recorded` is null when nothing had to be."""
    return {
        "programs": [{"key": setting.key, "command": setting.command} for setting in result.programs],
        "recorded": str(result.recorded) if result.recorded else None,
        "adopted": result.adopted,
    }

"""What became of test messages, in words and as data."""

from dispatch.cli.answer import Json, Problem
from dispatch.cli.render.findings import tally
from dispatch.cli.render.page import Page
from dispatch.cli.render.plan import show_trial
from dispatch.cli.render.words import many
from dispatch.workflows.trial import TrialResult


def people(result: TrialResult, page: Page) -> None:
    """A line for each message, then what was left out."""
    if not result.final:
        page.line(("Nothing was sent to anyone", "bold"), f": the test lies in {result.through}.")
    for trial in result.trials:
        show_trial(trial, page, final=result.final)
    if result.untried:
        page.line(f"{many(result.untried, 'message')} not tried: they would have failed in the same way.")
    if result.unshown:
        page.line(f"{many(result.unshown, 'more shape')} not sent; `dispatch preview --serve` shows all.")
    page.field("Check", tally(result.findings))


def problem(result: TrialResult) -> Problem | None:
    """What stands in the way, when something does."""
    failed = next((trial for trial in result.trials if not trial.arrived), None)
    if failed is None:
        return None
    reply = failed.outcome.reply or failed.outcome.verdict.value
    return Problem(message=f"the test to {failed.address} was not accepted: {reply}", fix=failed.outcome.fix)


def data(result: TrialResult) -> Json:
    """One object for each message."""
    return {
        "tests": [
            {
                "address": trial.address,
                "as": trial.contact.email,
                "state": trial.outcome.verdict.value,
                "reply": trial.outcome.reply,
            }
            for trial in result.trials
        ],
        "untried": result.untried,
        "final": result.final,
        "through": result.through,
    }

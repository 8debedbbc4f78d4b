"""Questions before a text goes to people who should not have it yet: under embargo, or as a test."""

import sys
from typing import TextIO

from dispatch.cli.confirm import Choice, ask, can_ask, demand_answer
from dispatch.cli.render.page import Page, compose
from dispatch.errors import RefusedError, UsageError
from dispatch.workflows.embargo import LeavesDomainError
from dispatch.workflows.plan import Plan


def demand_name(plan: Plan, name: str, page: Page, answers: TextIO | None = None) -> None:
    """Ask for the organisation's name before an embargoed text goes to everyone.

    Args:
        plan: What would be sent.
        name: The organisation's, from dispatch.toml.
        page: Where the question is written.
        answers: Where the answer comes from; None is standard input.

    Raises:
        UsageError: Nobody is there to type it, or dispatch.toml names no organisation.
        RefusedError: Something else was typed.
    """
    early = plan.deliveries if plan.request.embargoed_to_all and plan.timing.embargo is not None else 0
    if not early:
        return
    if not name:
        raise UsageError("--embargoed-to-all asks for the organisation's name, and none is set", "set its name")
    question = f"All {early:,} get an embargoed text before the lift, also those who never agreed to keep it."
    if answers is None and not can_ask():
        raise UsageError(
            f"{question} Only a person can answer for that, and there is no terminal",
            "run it in a terminal, or let trusted people have it first (column embargo), which is the default",
        )
    page.line(question)
    page.console.print(compose((f"Type the name of the organisation ({name}) to do it: ", "bold")), end="")
    given = (answers or sys.stdin).readline()
    if given.strip() != name:
        raise RefusedError("nothing was sent: that was not the organisation's name", "leave --embargoed-to-all out")


def may_leave(page: Page, error: LeavesDomainError, *, yes: bool) -> None:
    """Ask before an embargoed text leaves the sender's domain in a test.

    Raises:
        UsageError: Nobody is there to answer.
        RefusedError: The person said no.
    """
    _demand_yes(page, error, "name an address at your own domain", yes=yes)


def may_reach(page: Page, error: UsageError, *, yes: bool) -> None:
    """Ask before somebody on the lists gets a test.

    Raises:
        UsageError: Nobody is there to answer.
        RefusedError: The person said no.
    """
    _demand_yes(page, error, "--to takes your own address; --as chooses whose copy you get", yes=yes)


def _demand_yes(page: Page, error: UsageError, instead: str, *, yes: bool) -> None:
    question = f"{error.message[:1].upper()}{error.message[1:]}. Send the test there?"
    if demand_answer(yes=yes, question=question) and (
        ask(page, question, (Choice.YES, Choice.NO), sys.stdin) is Choice.NO
    ):
        raise RefusedError("nothing was sent: you said no", instead)

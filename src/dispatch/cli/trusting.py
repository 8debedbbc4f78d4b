"""The question of `dispatch trust`: what exactly is allowed."""

import sys

from dispatch.cli.confirm import Choice, ask, demand_answer
from dispatch.cli.session import Session
from dispatch.config.workspace import Workspace
from dispatch.errors import RefusedError

_COPIED = "If the old machine still sends from its copy, people may get it twice. Go on here?"


def agreed(session: Session, workspace: Workspace, *, ledger: bool, yes: bool) -> None:
    """Show what is to be trusted and ask.

    Raises:
        UsageError: Nobody is there to answer.
        RefusedError: The person said no.
    """
    page = session.notices
    programs = () if ledger else workspace.programs
    if not ledger and not programs:
        return
    page.rows([[(setting.key, "bold"), setting.command] for setting in programs])
    question = _COPIED if ledger else "Allow this workspace to run these?"
    if demand_answer(yes=yes, question=question) and (
        ask(page, question, (Choice.YES, Choice.NO), sys.stdin) is Choice.NO
    ):
        raise RefusedError("nothing was allowed: you said no")

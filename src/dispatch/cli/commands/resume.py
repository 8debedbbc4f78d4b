"""`dispatch resume`: go on with a mailing."""

from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import OptionalMailing
from dispatch.cli.session import Session

EXAMPLES = ("dispatch resume", "dispatch resume night-clinics-1 --wait")


def resume(
    ctx: typer.Context,
    mailing: OptionalMailing = None,
    *,
    wait: Annotated[bool, typer.Option("--wait", help="Stay until deferred ones are settled, too.")] = False,
) -> Answer:
    """Go on with what is queued or due; without a name, the only unfinished mailing.

    Nothing is asked: it was approved when the mailing was sent first. When nothing is unfinished, all is well.
    """
    from dispatch.cli.sending import resume_mailing  # noqa: PLC0415 - brings everything

    session: Session = ctx.obj
    return resume_mailing(session, mailing, wait=wait)

"""What is kept of an error that nobody foresaw, so that it can be reported: the traceback, without secrets."""

import os
import re
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

from dispatch.cli.session import Session

_SECRET_NAME = re.compile(r"PASS|SECRET|TOKEN|KEY|CREDENTIAL", re.IGNORECASE)
_SHORTEST_SECRET = 4


def keep(session: Session, error: BaseException) -> str:
    """Show the traceback with `-v`; else write it into an existing `.dispatch` folder.

    Args:
        session: Tells the workspace and whether `-v` was given.
        error: What came out of the command.

    Returns:
        Where the details are, for the message.
    """
    details = masked("".join(traceback.format_exception(error)), os.environ)
    if session.verbose:
        sys.stderr.write(details)
        return "the details are above"
    path = (session.workspace or Path.cwd()) / ".dispatch" / "last-error.txt"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(details)
    except OSError:
        return "run it again with -v for the details"
    return f"the details are in {path}"


def masked(text: str, environ: Mapping[str, str]) -> str:
    """A text without the values of environment variables that hold secrets by their name."""
    values = {value for name, value in environ.items() if _SECRET_NAME.search(name) and len(value) >= _SHORTEST_SECRET}
    for value in sorted(values, key=len, reverse=True):
        text = text.replace(value, "•••")
    return text

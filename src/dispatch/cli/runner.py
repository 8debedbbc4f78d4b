"""Runs one command: every way it can end becomes an exit code, and nothing ends in a traceback."""

import os
import sys
from collections.abc import MutableMapping, Sequence
from dataclasses import replace

from dispatch.cli.answer import Answer
from dispatch.cli.app import build
from dispatch.cli.exits import explain
from dispatch.cli.session import Session
from dispatch.model.exits import ExitCode

#: Columns of `COLUMNS` below which it is not meant.
_NARROWEST = 10


def run(arguments: Sequence[str]) -> int:
    """Run `dispatch` with these arguments.

    Args:
        arguments: What follows `dispatch` on the command line.

    Returns:
        The exit code (see `dispatch.model.exits`).
    """
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
    _forget_width(os.environ)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # nobody else looks at our settings; to ask takes 15 ms
    session = Session(arguments)
    try:
        return int(_finish(session, arguments))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else ExitCode.ATTENTION
    except BaseException as error:  # noqa: BLE001 - the last line of defence
        return int(_failed(session, error))


def _forget_width(environ: MutableMapping[str, str]) -> None:
    """A width in which nothing can be read is none: the terminal's own counts, else 80 columns."""
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) < _NARROWEST:
        del environ["COLUMNS"]


def _finish(session: Session, arguments: Sequence[str]) -> int:
    ended = build().main(args=list(arguments) or ["--help"], prog_name="dispatch", standalone_mode=False, obj=session)
    if isinstance(ended, Answer):
        return _delivered(session, ended)
    if ended == ExitCode.INTERRUPTED:
        return session.fail(explain(KeyboardInterrupt()))
    return int(ended or 0)


def _delivered(session: Session, answer: Answer) -> int:
    """The exit code stands even when nobody reads on (`dispatch status | head`)."""
    try:
        session.deliver(answer)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answer.exit


def _failed(session: Session, error: BaseException) -> ExitCode:
    failure = explain(error)
    if failure.unforeseen:
        from dispatch.cli.trouble import keep  # noqa: PLC0415 - brings traceback

        failure = replace(failure, fix=f"{failure.fix}; {keep(session, error)}")
    return session.fail(failure)

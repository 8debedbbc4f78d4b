"""Every way a command can fail, as one message: what happened, where, what to do, and the exit code."""

import os
from dataclasses import dataclass

import typer

from dispatch.errors import BusyError, DispatchError, RefusedError, StoppedError
from dispatch.model.exits import ExitCode

_TITLES: tuple[tuple[type[DispatchError], str], ...] = (
    (RefusedError, "Refused"),
    (StoppedError, "Stopped"),
    (BusyError, "Busy"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How a failed command ends."""

    #: One word: `Error`, `Refused`, `Stopped`, `Busy`, `Interrupted`.
    title: str = "Error"
    message: str
    fix: str = ""
    exit: ExitCode
    #: Nobody foresaw it: there is something to report.
    unforeseen: bool = False


_PLAIN: tuple[tuple[type[BaseException], Failure], ...] = (
    (
        KeyboardInterrupt,
        Failure(
            title="Interrupted",
            message="stopped by the keyboard; what was sent is on record",
            fix="`dispatch status` shows where things stand, `dispatch resume` goes on",
            exit=ExitCode.INTERRUPTED,
        ),
    ),
    (typer.Abort, Failure(message="no answer came, so nothing was done", fix="add --yes", exit=ExitCode.USAGE)),
    (EOFError, Failure(message="no answer came, so nothing was done", fix="add --yes", exit=ExitCode.USAGE)),
    (MemoryError, Failure(message="there is not enough memory for this", exit=ExitCode.ATTENTION)),
)


def explain(error: BaseException) -> Failure:
    """The failure that an exception amounts to.

    Args:
        error: Whatever came out of a command; our own errors know their wording, foreign ones get theirs here.
    """
    if isinstance(error, DispatchError):
        return _ours(error)
    if isinstance(error, typer.TyperException):
        return _usage(error)
    if isinstance(error, OSError) and error.filename is not None:
        return _file(error)
    return next((failure for kind, failure in _PLAIN if isinstance(error, kind)), None) or _unforeseen(error)


def _ours(error: DispatchError) -> Failure:
    title = next((word for kind, word in _TITLES if isinstance(error, kind)), "Error")
    return Failure(title=title, message=error.message, fix=error.fix, exit=ExitCode(error.exit))


def _usage(error: typer.TyperException) -> Failure:
    """Wrong options and arguments, in Typer's words, with the near match as the fix."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "dispatch"
    near = getattr(error, "possibilities", None)
    message = str(error.message if near else error.format_message()).strip()
    hint = f"did you mean {' or '.join(sorted(near))}? " if near else ""
    return Failure(message=message, fix=f"{hint}`{path} --help` shows what it takes", exit=ExitCode.USAGE)


def _file(error: OSError) -> Failure:
    name = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else str(error.filename)
    reason = (error.strerror or type(error).__name__).lower()
    return Failure(message=f"{name}: {reason}", fix="check the path and its permissions", exit=ExitCode.USAGE)


def _unforeseen(error: BaseException) -> Failure:
    return Failure(
        message=f"something unforeseen happened inside Dispatch ({type(error).__name__})",
        fix="`dispatch status` shows what went out; please report this",
        exit=ExitCode.ATTENTION,
        unforeseen=True,
    )

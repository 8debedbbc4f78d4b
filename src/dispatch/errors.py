"""What stops a command, and with which exit code.

    DispatchError
    ├── UsageError            exit 2   wrong arguments, unreadable file, bad configuration; nothing was sent
    │   ├── ConfigError                dispatch.toml or the environment
    │   ├── InputError                 a release, list or attachment cannot be read at all
    │   ├── SegmentError               a --where expression
    │   ├── ThemeError                 a theme in templates/
    │   ├── BackendError               unknown backend, missing extra, wrong settings
    │   ├── LedgerError                the ledger cannot be opened, read or written
    │   └── NotFoundError              a name that nothing has
    ├── RefusedError          exit 3   refused before sending: findings, identity, approval; nothing was sent
    │   └── UntrustedError             a workspace that runs programs and was never trusted
    ├── StoppedError          exit 4   the account or route stopped the run; the rest is queued
    └── BusyError             exit 5   another process is sending this mailing

Trouble with one row or one passage is not an exception but a Finding.
"""


class DispatchError(Exception):
    """A command cannot go on: what happened, where, and what to do about it.

    Attributes:
        message: What happened and where, one sentence.
        fix: What the person can do, an imperative; empty when nothing helps.
        exit: The exit code of the command.
    """

    exit = 1

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


class UsageError(DispatchError):
    """Wrong usage; nothing was sent."""

    exit = 2


class ConfigError(UsageError):
    """dispatch.toml or the environment is wrong."""


class InputError(UsageError):
    """A file cannot be read at all."""


class SegmentError(UsageError):
    """A `--where` expression is wrong."""


class ThemeError(UsageError):
    """A theme in templates/ cannot be rendered."""


class BackendError(UsageError):
    """A backend is unknown, not installed or wrongly configured."""


class LedgerError(UsageError):
    """The ledger cannot be opened, read or written."""


class NotFoundError(UsageError):
    """Nothing has that name."""


class RefusedError(DispatchError):
    """Refused before sending; nothing was sent."""

    exit = 3


class UntrustedError(RefusedError):
    """The workspace wants to run a program and was never trusted."""


class StoppedError(DispatchError):
    """The mail account or the route stopped the run; what is left is queued."""

    exit = 4


class BusyError(DispatchError):
    """Another process is sending this mailing."""

    exit = 5

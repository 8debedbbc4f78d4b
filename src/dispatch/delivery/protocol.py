"""What a backend is: two or three verbs and a few declared properties."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

from dispatch.accounts import ProgramRunner
from dispatch.model.limits import Limits
from dispatch.model.mail import Message
from dispatch.model.outcome import Outcome


class Connection(Protocol):
    """One conversation with whatever takes the messages; used by one thread at a time, not always the same.

    `open` and `send` report trouble as an `Outcome` and never raise it. Only what `before_commit` raises passes through
    `send`.
    """

    def open(self) -> Outcome | None:
        """Connects, secures and logs in.

        Returns:
            None when ready to send (at once when it already was), else what is in the way: scope route, account,
            sender, message or connection, never in doubt.
        """
        ...

    def send(self, message: Message, before_commit: Callable[[], None]) -> Outcome:
        """Hands over one message for its one recipient; opens first when need be.

        `before_commit` is the point of no return: it is called exactly once, immediately before the first bytes that
        can make the other side accept the message (final dot, `BDAT … LAST`, HTTP request), and not at all when the
        message is refused or lost earlier. It records, durably, that the message may be out. When it raises, nothing
        may be sent any more: drop the connection and let the exception pass.

        Returns:
            Before `before_commit` was called: refused or deferred, which is certain. Afterwards: accepted, refused or
            deferred only on a clear answer, or when the last bytes certainly did not leave; anything else (silence, a
            lost connection, an unreadable answer) is in doubt (RFC 5321 section 4.2.5, RFC 1047).
        """
        ...

    def close(self) -> None:
        """Says good-bye and lets go; never raises, never changes an outcome, may be called again, and by any thread."""
        ...


class Backend(Protocol):
    """Something that takes messages.

    Attributes:
        name: The NAME of `[backends.NAME]`.
        final: True when its recipients really get the mail; a mailing through anything else is a rehearsal.
        limits: What the account allows.
        description: For the summary: `smtp.example.org, STARTTLS`.

    A backend may also declare `cooperative = True`: its connections wait through `dispatch.turns` only, or not at all,
    and need no threads of their own.
    """

    @property
    def name(self) -> str: ...  # noqa: D102  described above, as are the next three
    @property
    def final(self) -> bool: ...  # noqa: D102
    @property
    def limits(self) -> Limits: ...  # noqa: D102
    @property
    def description(self) -> str: ...  # noqa: D102

    def connect(self) -> Connection:
        """A new connection, not opened yet: no socket, no program that takes mail.

        Credentials are fetched here (once, then kept in memory).

        Raises:
            BackendError: A credential cannot be read.
            UntrustedError: It would take a program, and the workspace was never trusted.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a backend may use of the world outside its own settings."""

    #: Folder that relative paths of settings start from.
    workspace: Path
    #: The only way to run a program.
    programs: ProgramRunner
    #: Environment variables, for credentials that settings name.
    environ: Mapping[str, str]
    #: Where a backend that shows messages writes them; None is standard error.
    stream: TextIO | None = None


class Factory(Protocol):
    """Makes a backend of its settings; what an entry point of the group `dispatch.backends` names."""

    def __call__(self, name: str, table: Mapping[str, object], surroundings: Surroundings) -> Backend:
        """Checks the settings and builds the backend; opens nothing, runs nothing.

        Args:
            name: The NAME of `[backends.NAME]`.
            table: Its keys and values, without `type`.
            surroundings: What it may use.

        Raises:
            BackendError: A setting is missing, unknown or wrong.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendInfo:
    """One backend type, for `dispatch backends`."""

    type: str
    summary: str
    #: `built in`, or the distribution that brings it.
    source: str
    #: Why it cannot be used; empty when it can.
    problem: str = ""

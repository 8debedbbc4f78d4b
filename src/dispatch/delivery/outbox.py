"""The outbox: a Maildir folder that keeps the messages instead of sending them."""

import os
import socket
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

from dispatch.clock import Clock, SystemClock
from dispatch.delivery.protocol import Surroundings
from dispatch.delivery.settings import Settings, parse
from dispatch.model.limits import Limits
from dispatch.model.mail import Message
from dispatch.model.outcome import Action, Outcome, Phase, Scope, Verdict


class OutboxSettings(Settings):
    """Keys of `[backends.NAME] type = "outbox"`."""

    #: Folder, relative to the workspace.
    path: str = "outbox"


def create(name: str, table: Mapping[str, object], surroundings: Surroundings) -> "OutboxBackend":
    """A Maildir folder; nothing is sent (see `Factory`)."""
    settings = parse(OutboxSettings, name, table)
    return OutboxBackend(name, surroundings.workspace / Path(settings.path).expanduser())


class OutboxBackend:
    """Writes each message into a Maildir, exactly the bytes that would go on the wire."""

    final = False
    cooperative = True
    #: One writer is enough for a disk.
    limits = Limits(messages_per_connection=1_000_000, seconds_per_connection=86_400.0)

    def __init__(self, name: str, folder: Path, clock: Clock | None = None) -> None:
        self.name = name
        self.folder = folder
        self.description = f"folder {folder}, nothing is sent"
        self._clock = clock or SystemClock()

    def connect(self) -> "OutboxConnection":
        """See `Backend.connect`."""
        return OutboxConnection(self.folder, self._clock)


class OutboxConnection:
    """Writes through tmp/ and renames into new/, so that a reader never sees half a message."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._numbers = count(1)
        self._ready = False

    def open(self) -> Outcome | None:
        """Makes the folders; see `Connection.open`."""
        if self._ready:
            return None
        try:
            for part in ("tmp", "new", "cur"):
                (self._folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            return self._trouble(Phase.CONNECT, error)
        self._ready = True
        return None

    def send(self, message: Message, before_commit: Callable[[], None]) -> Outcome:
        """See `Connection.send`; the rename is the point of no return."""
        trouble = self.open()
        if trouble:
            return trouble
        name = self._unique()
        temporary = self._folder / "tmp" / name
        try:
            with temporary.open("xb") as file:
                file.write(message.content)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            return self._trouble(Phase.BODY, error)
        try:
            before_commit()
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        try:
            temporary.rename(self._folder / "new" / name)
        except OSError as error:  # a rename that fails has not happened
            return self._trouble(Phase.DOT, error)
        return Outcome(
            verdict=Verdict.ACCEPTED,
            scope=Scope.RECIPIENT,
            phase=Phase.DOT,
            reply=f"new/{name}",
            host=str(self._folder),
        )

    def close(self) -> None:
        """Nothing to let go."""

    def _unique(self) -> str:
        """A Maildir name (https://cr.yp.to/proto/maildir.html): time, process, connection, number, host."""
        host = socket.gethostname().replace("/", "-").replace(":", "-")
        return f"{self._clock.now().timestamp():.6f}.P{os.getpid()}C{id(self):x}Q{next(self._numbers)}.{host}"

    def _trouble(self, phase: Phase, error: OSError) -> Outcome:
        return Outcome(
            verdict=Verdict.DEFERRED,
            scope=Scope.ROUTE,
            phase=phase,
            action=Action.STOP,
            reply=f"{error.strerror}: {error.filename}",
            host=str(self._folder),
            fix="make room in the outbox folder, or make it writable",
        )

"""A sandbox server that stays until it is told to stop."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from dispatch.clock import Clock
from dispatch.delivery.sandbox import Received, Sandbox
from dispatch.engine.interrupts import listening
from dispatch.model.exits import ExitCode

_LOOK = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxResult:
    """What a sandbox got while it ran."""

    host: str
    port: int
    maildir: Path
    received: int

    @property
    def exit(self) -> ExitCode:
        """Stopping it is its normal end."""
        return ExitCode.OK


def run_sandbox(
    maildir: Path,
    port: int | None,
    *,
    clock: Clock,
    ready: Callable[[Sandbox], None],
    heard: Callable[[Received], None],
) -> SandboxResult:
    """Keep what comes in a Maildir until Ctrl-C or SIGTERM.

    Args:
        maildir: Made when it is not there.
        port: None takes a free one.
        clock: The time.
        ready: Is told once that it listens.
        heard: Is told each message.

    Raises:
        BackendError: The port is taken, or the Maildir cannot be made.
    """
    stop = Event()
    with listening(stop.set), Sandbox(maildir, port, clock) as server:
        ready(server)
        told = 0
        while not stop.is_set():
            clock.sleep(_LOOK)
            for message in server.received[told:]:
                heard(message)
                told += 1
        return SandboxResult(host=server.host, port=server.port, maildir=maildir, received=len(server.received))

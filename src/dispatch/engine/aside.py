"""Connections that block, made to take turns: what they do happens in a thread beside the run."""

from collections.abc import Callable
from typing import Any

from dispatch.delivery.protocol import Backend, Connection
from dispatch.model.mail import Message
from dispatch.model.outcome import Outcome
from dispatch.turns import aside


def connect(backend: Backend) -> Connection:
    """A new connection of a backend that lets the other connections of the run go on while it waits.

    Raises:
        BackendError: A credential cannot be read.
        UntrustedError: It would take a program, and the workspace was never trusted.
    """
    if getattr(backend, "cooperative", False):
        return backend.connect()
    return _Aside(aside(lambda _: backend.connect()))


class _Aside:
    """A connection whose every call is made in another thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self) -> Outcome | None:
        """See `Connection.open`."""
        return aside(lambda _: self._connection.open())

    def send(self, message: Message, before_commit: Callable[[], None]) -> Outcome:
        """See `Connection.send`; `before_commit` is called where the run takes turns."""

        def work(ask: Callable[[Callable[[], Any]], Any]) -> Outcome:
            return self._connection.send(message, lambda: ask(before_commit))

        return aside(work)

    def close(self) -> None:
        """See `Connection.close`."""
        aside(lambda _: self._connection.close())

"""The console: shows each message as a person would read it, and sends nothing."""

import email
import email.policy
import sys
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from threading import Lock
from typing import TextIO

from dispatch.delivery.protocol import Surroundings
from dispatch.delivery.settings import Settings, parse
from dispatch.model.limits import Limits
from dispatch.model.mail import Message
from dispatch.model.outcome import Action, Outcome, Phase, Scope, Verdict
from dispatch.wording import reason

#: Control characters would move the cursor or worse; they show as escapes.
_INERT = {code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), *range(127, 160))}
_INERT |= {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029)}


class ConsoleSettings(Settings):
    """Keys of `[backends.NAME] type = "console"`: none."""


def create(name: str, table: Mapping[str, object], surroundings: Surroundings) -> "ConsoleBackend":
    """Shows each message; nothing is sent (see `Factory`)."""
    parse(ConsoleSettings, name, table)
    return ConsoleBackend(name, surroundings.stream or sys.stderr)


class ConsoleBackend:
    """Writes the headers and the text part of each message to a stream."""

    final = False
    cooperative = True
    limits = Limits(messages_per_connection=1_000_000, seconds_per_connection=86_400.0)
    description = "shown here, nothing is sent"

    def __init__(self, name: str, stream: TextIO) -> None:
        self.name = name
        self._stream = stream
        self._lock = Lock()

    def connect(self) -> "ConsoleConnection":
        """See `Backend.connect`."""
        return ConsoleConnection(self._stream, self._lock)


class ConsoleConnection:
    """One writer; messages of several connections never mix."""

    def __init__(self, stream: TextIO, lock: Lock) -> None:
        self._stream = stream
        self._lock = lock

    def open(self) -> Outcome | None:
        """Always ready."""
        return None

    def send(self, message: Message, before_commit: Callable[[], None]) -> Outcome:
        """See `Connection.send`."""
        text = readable(message.content)
        before_commit()
        try:
            with self._lock:
                self._stream.write(text)
                self._stream.flush()
        except (OSError, ValueError) as error:  # a closed pipe; a closed stream
            return Outcome(
                verdict=Verdict.IN_DOUBT,
                scope=Scope.ROUTE,
                phase=Phase.DOT,
                action=Action.STOP,
                reply=reason(error),
                host="console",
            )
        return Outcome(verdict=Verdict.ACCEPTED, scope=Scope.RECIPIENT, phase=Phase.DOT, host="console")

    def close(self) -> None:
        """The stream is its owner's."""


def readable(content: bytes) -> str:
    """Headers, decoded, and the text part, with every control character made visible."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    headers = "".join(f"{name}: {value}\n" for name, value in mail.items())
    body = mail.get_body(preferencelist=("plain", "html"))
    text = str(body.get_content()) if body else ""
    return f"{headers}\n{text.rstrip()}\n{'-' * 72}\n".replace("\r\n", "\n").translate(_INERT)

"""A server that follows a script, line by line, however badly it behaves."""

import ssl
import time
from collections.abc import Callable, Mapping
from itertools import cycle, islice
from pathlib import Path
from threading import Lock

from dispatch.testing.listener import HungUpError, Listener, Peer


class ScriptedServer(Listener):
    r"""Plays one script per client, the last one again for all that follow.

    A script has one step a line; `#` starts a comment.

    | step | does |
    |---|---|
    | `send TEXT` | sends a line with CRLF |
    | `bytes TEXT` | sends exactly this; `\r`, `\n`, `\xff` as in Python |
    | `drip SECONDS TEXT` | sends a line one octet at a time |
    | `garbage N` | sends N octets that are no text |
    | `line N` | sends one line of N octets that begins like a reply |
    | `expect PREFIX` | reads a line; if it begins otherwise, whatever the case, hangs up |
    | `read data` | reads a message up to its dot |
    | `read bdat` | reads `BDAT n LAST` and its octets; several chunks are joined |
    | `await N` | waits until N octets have come that no step has read |
    | `accept` | the message read last counts as accepted: it is kept in `accepted` |
    | `starttls` | does the TLS handshake |
    | `sleep SECONDS` | waits |
    | `hang` | says nothing until the client hangs up |
    | `rest TEXT` | answers every further command with TEXT until QUIT, or until the next MAIL, which gets 421 |
    | `close`, `reset` | ends the connection properly, or with RST; the end of a script is `close` |

    Attributes:
        accepted: Messages that the server took responsibility for, in order.
        log: Lines that clients sent to `expect` and `rest`, in order.
    """

    def __init__(self, *scripts: str, context: ssl.SSLContext | None = None, path: Path | None = None) -> None:
        self._scripts = [_parsed(script) for script in scripts]
        super().__init__(path)
        self.accepted: list[bytes] = []
        self.log: list[str] = []
        self._context = context
        self._guard = Lock()

    def serve(self, peer: Peer, number: int) -> None:
        """Plays the script of client `number`."""
        player = _Player(self, peer)
        for word, rest in self._scripts[min(number, len(self._scripts) - 1)]:
            _STEPS[word](player, rest)

    def heard(self, line: str) -> None:
        """Keeps what a client said."""
        with self._guard:
            self.log.append(line)

    def take(self, content: bytes) -> None:
        """Keeps an accepted message."""
        with self._guard:
            self.accepted.append(content)

    def context(self) -> ssl.SSLContext:
        """For the handshake."""
        if self._context is None:
            raise ValueError("a script with starttls needs a context")
        return self._context


class _Player:
    """One script at work; a step is a method."""

    def __init__(self, server: ScriptedServer, peer: Peer) -> None:
        self._server = server
        self._peer = peer
        self._content = b""

    def send(self, text: str) -> None:
        self._peer.send(text.encode() + b"\r\n")

    def raw(self, text: str) -> None:
        self._peer.send(text.encode("latin-1").decode("unicode_escape").encode("latin-1"))

    def drip(self, text: str) -> None:
        seconds, _, line = text.partition(" ")
        for octet in line.encode() + b"\r\n":
            self._peer.send(b"%c" % octet)
            time.sleep(float(seconds))

    def garbage(self, text: str) -> None:
        self._peer.send(bytes(islice(cycle((0x00, 0xFF, 0x41, 0x9D, 0x20)), int(text))) + b"\r\n")

    def line(self, text: str) -> None:
        self._peer.send(b"250 " + b"x" * (int(text) - 6) + b"\r\n")

    def expect(self, prefix: str) -> None:
        line = self._peer.line().decode("utf-8", "replace")
        self._server.heard(line)
        if not line.upper().startswith(prefix.upper()):
            raise HungUpError

    def read(self, what: str) -> None:
        if what == "data":
            self._content = self._peer.data()
        else:
            self._content = self._chunks()

    def wait(self, text: str) -> None:
        self._peer.gather(int(text))

    def _chunks(self) -> bytes:
        content = b""
        while True:
            self.expect("BDAT")
            words = self._server.log[-1].split()
            content += self._peer.octets(int(words[1]))
            if words[-1].upper() == "LAST":
                return content
            self.send("250 2.0.0 more")

    def accept(self, _: str) -> None:
        self._server.take(self._content)

    def starttls(self, _: str) -> None:
        self._peer.secure(self._server.context())

    def sleep(self, text: str) -> None:
        time.sleep(float(text))

    def hang(self, _: str) -> None:
        self._peer.drain()

    def rest(self, text: str) -> None:
        while True:
            line = self._peer.line().decode("utf-8", "replace")
            self._server.heard(line)
            words = line.upper().split() or [""]
            if words[0] == "BDAT":
                self._peer.octets(int(words[1]))
            if words[0] in {"QUIT", "MAIL"}:
                self.send("221 2.0.0 bye" if words[0] == "QUIT" else "421 4.3.2 enough")
                raise HungUpError
            self.send("250 2.0.0 ok" if words[0] == "RSET" else text)

    def close(self, _: str) -> None:
        raise HungUpError

    def reset(self, _: str) -> None:
        self._peer.reset()
        raise HungUpError


_STEPS: Mapping[str, Callable[[_Player, str], None]] = {
    "send": _Player.send,
    "bytes": _Player.raw,
    "drip": _Player.drip,
    "garbage": _Player.garbage,
    "line": _Player.line,
    "expect": _Player.expect,
    "read": _Player.read,
    "await": _Player.wait,
    "accept": _Player.accept,
    "starttls": _Player.starttls,
    "sleep": _Player.sleep,
    "hang": _Player.hang,
    "rest": _Player.rest,
    "close": _Player.close,
    "reset": _Player.reset,
}


def _parsed(script: str) -> list[tuple[str, str]]:
    """The steps of a script.

    Raises:
        ValueError: There is no such step.
    """
    steps = []
    for line in script.splitlines():
        word, _, rest = line.strip().partition(" ")
        if not word or word.startswith("#"):
            continue
        if word not in _STEPS:
            message = f"no such step: {line.strip()!r}"
            raise ValueError(message)
        steps.append((word, rest))
    return steps

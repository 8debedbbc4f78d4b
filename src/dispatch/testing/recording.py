"""A well-behaved SMTP or LMTP server that records what it gets, with every extension Dispatch uses."""

import base64
import hmac
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from dispatch.testing.listener import HungUpError, Listener, Peer

#: What it offers unless told otherwise.
OFFERS = ("PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 52428800", "CHUNKING")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message that the server accepted."""

    sender: str
    recipient: str
    #: Parameters of MAIL: `SIZE=123 BODY=8BITMIME`.
    parameters: str
    content: bytes
    #: 0 for the first connection.
    connection: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a recording server behaves."""

    greeting: str = "220 recording.dispatch.test ready"
    offers: tuple[str, ...] = OFFERS
    #: With one, STARTTLS is offered, or TLS from the first octet when `implicit`.
    context: ssl.SSLContext | None = None
    implicit: bool = False
    #: Passwords by user name; with some, AUTH is offered and needed.
    users: Mapping[str, str] = field(default_factory=dict)
    #: Access tokens that XOAUTH2 takes now; may change while it runs.
    tokens: set[str] = field(default_factory=set)
    mechanisms: tuple[str, ...] = ("PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2")
    #: Replies instead of the usual ones, by beginning of the command, whatever the case: `RCPT TO:<gone@`: `550 …`.
    #: `. ana@daily.test` is the end of a message to her.
    answers: Mapping[str, str] = field(default_factory=dict)


class RecordingServer(Listener):
    """Takes mail like a mail account would, and keeps it in memory.

    Attributes:
        received: Accepted messages, in order of their acceptance.
        commands: Every command line in order of arrival; of AUTH only the mechanism.
    """

    def __init__(self, manners: Manners | None = None, *, path: Path | None = None) -> None:
        super().__init__(path)
        self.manners = manners or Manners()
        self.received: list[Mail] = []
        self.commands: list[str] = []
        self._guard = Lock()

    def serve(self, peer: Peer, number: int) -> None:
        """One client."""
        if self.manners.implicit and self.manners.context:
            peer.secure(self.manners.context)
        _Dialogue(self, peer, number).run()

    def heard(self, line: str) -> None:
        """Keeps a command."""
        with self._guard:
            self.commands.append(line)

    def keep(self, mail: Mail) -> None:
        """Keeps an accepted message."""
        with self._guard:
            self.received.append(mail)

    def answer(self, line: str) -> str | None:
        """The reply that `answers` has for a command."""
        low = line.lower()
        return next((text for start, text in self.manners.answers.items() if low.startswith(start.lower())), None)


class _Dialogue:
    """One session."""

    def __init__(self, server: RecordingServer, peer: Peer, number: int) -> None:
        self._server = server
        self._manners = server.manners
        self._peer = peer
        self._number = number
        self._secured = server.manners.implicit
        self._known = not (server.manners.users or server.manners.tokens)
        self._forget()

    def _forget(self) -> None:
        self._sender: str | None = None
        self._recipient = ""
        self._parameters = ""
        self._chunks = b""

    def run(self) -> None:
        self._say(self._manners.greeting)
        while True:
            line = self._peer.line().decode("utf-8", "replace")
            verb = line.partition(" ")[0].upper()
            # Of AUTH only the mechanism: what follows is a secret.
            self._server.heard(" ".join(line.split(" ")[:2]) if verb == "AUTH" else line)
            canned = self._server.answer(line)
            if canned and verb != "BDAT":
                self._say(canned)
            else:
                _VERBS.get(verb, _Dialogue.unknown)(self, line)

    def _say(self, text: str) -> None:
        self._peer.send(text.encode() + b"\r\n")
        if text.startswith(("421", "221")):
            raise HungUpError

    def hello(self, _: str) -> None:
        offers = ["recording.dispatch.test", *self._manners.offers]
        if self._manners.context and not self._secured:
            offers.append("STARTTLS")
        elif not self._known:
            offers.append(f"AUTH {' '.join(self._manners.mechanisms)}")
        self._say("\r\n".join([*(f"250-{offer}" for offer in offers[:-1]), f"250 {offers[-1]}"]))

    def starttls(self, _: str) -> None:
        if not self._manners.context:
            self._say("502 5.5.1 no TLS here")
            return
        self._say("220 2.0.0 go ahead")
        self._peer.secure(self._manners.context)
        self._secured = True
        self._forget()

    def auth(self, line: str) -> None:
        _, mechanism, *initial = line.split(" ")
        check = _MECHANISMS.get(mechanism.upper(), _Dialogue.unknown_mechanism)
        self._known = check(self, initial[0] if initial else "")
        self._say("235 2.7.0 welcome" if self._known else "535 5.7.8 Username and Password not accepted")

    def unknown_mechanism(self, _: str) -> bool:
        return False

    def plain(self, initial: str) -> bool:
        _, username, password = base64.b64decode(initial).decode().split("\0")
        return self._manners.users.get(username) == password

    def login(self, _: str) -> bool:
        return self._manners.users.get(self._ask(b"Username:").decode()) == self._ask(b"Password:").decode()

    def cram(self, _: str) -> bool:
        challenge = b"<1.2@recording.dispatch.test>"
        username, _, digest = self._ask(challenge).decode().rpartition(" ")
        password = self._manners.users.get(username, "")
        return hmac.new(password.encode(), challenge, "md5").hexdigest() == digest

    def xoauth2(self, initial: str) -> bool:
        token = base64.b64decode(initial).decode().split("\1")[1].removeprefix("auth=Bearer ")
        if token in self._manners.tokens:
            return True
        self._ask(b'{"status":"401"}')
        return False

    def _ask(self, challenge: bytes) -> bytes:
        self._say(f"334 {base64.b64encode(challenge).decode()}")
        return base64.b64decode(self._peer.line())

    def mail(self, line: str) -> None:
        if not self._known:
            self._say("530 5.7.0 Authentication required")
            return
        self._forget()
        self._sender, self._parameters = _path(line)
        self._say("250 2.1.0 ok")

    def rcpt(self, line: str) -> None:
        if self._sender is None:
            self._say("503 5.5.1 MAIL first")
            return
        self._recipient, _ = _path(line)
        self._say("250 2.1.5 ok")

    def data(self, _: str) -> None:
        if not self._recipient:
            self._say("554 5.5.1 no valid recipients")
            return
        self._say("354 go ahead")
        self._finish(self._peer.data())

    def bdat(self, line: str) -> None:
        words = line.split()
        chunk = self._peer.octets(int(words[1]))
        if not self._recipient:
            self._say("554 5.5.1 no valid recipients")
            return
        self._chunks += chunk
        if words[-1].upper() == "LAST":
            self._finish(self._chunks)
        else:
            self._say("250 2.0.0 more")

    def _finish(self, content: bytes) -> None:
        canned = self._server.answer(f". {self._recipient}")
        if not canned:
            self._server.keep(
                Mail(
                    sender=self._sender or "",
                    recipient=self._recipient,
                    parameters=self._parameters,
                    content=content,
                    connection=self._number,
                )
            )
        self._forget()
        self._say(canned or f"250 2.0.0 kept as {len(self._server.received)}")

    def reset(self, _: str) -> None:
        self._forget()
        self._say("250 2.0.0 ok")

    def bye(self, _: str) -> None:
        self._say("221 2.0.0 bye")

    def unknown(self, _: str) -> None:
        self._say("502 5.5.2 what")


def _path(line: str) -> tuple[str, str]:
    """The address in angle brackets and what follows it."""
    address, _, parameters = line.partition("<")[2].partition(">")
    return address, parameters.strip()


_VERBS: Mapping[str, Callable[[_Dialogue, str], None]] = {
    "EHLO": _Dialogue.hello,
    "LHLO": _Dialogue.hello,
    "STARTTLS": _Dialogue.starttls,
    "AUTH": _Dialogue.auth,
    "MAIL": _Dialogue.mail,
    "RCPT": _Dialogue.rcpt,
    "DATA": _Dialogue.data,
    "BDAT": _Dialogue.bdat,
    "RSET": _Dialogue.reset,
    "NOOP": _Dialogue.reset,
    "QUIT": _Dialogue.bye,
}

_MECHANISMS: Mapping[str, Callable[[_Dialogue, str], bool]] = {
    "PLAIN": _Dialogue.plain,
    "LOGIN": _Dialogue.login,
    "CRAM-MD5": _Dialogue.cram,
    "XOAUTH2": _Dialogue.xoauth2,
}

"""The way to a server: connect, greeting, EHLO, TLS; everything before login and mail."""

import errno
import ipaddress
import os
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dispatch import turns
from dispatch.clock import SystemClock
from dispatch.delivery.outcomes import classify, lost, unencrypted
from dispatch.delivery.reply import Reply
from dispatch.delivery.transaction import Offers, Timeouts
from dispatch.delivery.wire import Fault, Wire, WireError
from dispatch.errors import BackendError
from dispatch.model.outcome import Outcome, Phase

_READY = 220
_OK = 250
_REFUSAL = 400
#: Seconds between two tries at a Unix socket whose queue is full.
_FULL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where to, and how secured."""

    host: str
    port: int
    #: Path of a Unix socket; used instead of host and port when set.
    socket: str = ""
    #: `starttls`, `tls` or `none`.
    security: str = "starttls"
    context: ssl.SSLContext | None = None
    #: `EHLO` or `LHLO`.
    hello: str = "EHLO"
    #: Name of this machine; empty means an address literal.
    local_hostname: str = ""
    pipelining: bool = True
    chunking: bool = True
    timeouts: Timeouts
    monotonic: Callable[[], float] = SystemClock.monotonic

    @property
    def shown(self) -> str:
        """`host:port`, or the socket's path."""
        return self.socket or f"{self.host}:{self.port}"


class Arrival:
    """One arrival at a server, step by step; after `travel` the wire is secured and the offers are known.

    Attributes:
        wire: The wire, as soon as there is one; whoever made the arrival closes it.
        offers: What the server announced last.
    """

    def __init__(self, route: Route) -> None:
        self.wire: Wire | None = None
        self.offers = Offers()
        self._route = route
        self._phase = Phase.CONNECT

    def travel(self) -> Outcome | None:
        """Connects, greets and secures.

        Returns:
            None when ready for login, else what is in the way.
        """
        try:
            return self._travel()
        except WireError as error:
            if self._phase is Phase.TLS and error.fault is Fault.UNSOLICITED:
                return unencrypted(error, host=self._route.shown)
            return lost(self._phase, error, host=self._route.shown)
        except ssl.SSLError as error:
            return unencrypted(error, host=self._route.shown)
        except (OSError, UnicodeError) as error:  # a host name may be no host name at all
            return lost(self._phase, error, host=self._route.shown)

    def _travel(self) -> Outcome | None:
        route = self._route
        sock = _dial(route)
        self.wire = wire = Wire(sock, monotonic=route.monotonic)
        if route.security == "none" and not _is_local(sock):
            return unencrypted("the name leads away from this machine, and nothing is encrypted", host=route.shown)
        hello = f"{route.hello} {route.local_hostname or _literal(sock)}\r\n".encode()
        if route.security == "tls":
            self._phase = Phase.TLS
            self._secure(wire)
        return self._greeted(wire, hello)

    def _greeted(self, wire: Wire, hello: bytes) -> Outcome | None:
        seconds = self._route.timeouts
        self._phase = Phase.GREETING
        trouble = self._trouble(wire, wire.read(seconds.greeting), _READY)
        trouble = trouble or self._announced(wire, hello)
        if trouble or self._route.security != "starttls":
            return trouble
        self._phase = Phase.TLS
        if not self.offers.starttls:
            return unencrypted("the server does not offer STARTTLS", host=self._route.shown)
        wire.send(b"STARTTLS\r\n", seconds.command)
        reply = wire.read(seconds.command)
        if reply.code >= _REFUSAL:
            return classify(self._phase, reply, host=self._route.shown)
        if reply.code != _READY:
            raise WireError(Fault.UNEXPECTED, reply.text)
        self._secure(wire)
        return self._announced(wire, hello)

    def _announced(self, wire: Wire, hello: bytes) -> Outcome | None:
        """EHLO, and what the server offers; what it said before TLS is forgotten (RFC 3207 section 4.2)."""
        self._phase = Phase.EHLO
        wire.send(hello, self._route.timeouts.command)
        reply = wire.read(self._route.timeouts.command)
        trouble = self._trouble(wire, reply, _OK)
        if not trouble:
            self.offers = _offers(reply, self._route)
        return trouble

    def _trouble(self, wire: Wire, reply: Reply, expected: int) -> Outcome | None:
        if reply.code >= _REFUSAL:
            return classify(self._phase, reply, host=self._route.shown)
        if reply.code != expected:
            raise WireError(Fault.UNEXPECTED, reply.text)
        if wire.buffered:
            raise WireError(Fault.UNSOLICITED)
        return None

    def _secure(self, wire: Wire) -> None:
        assert self._route.context is not None
        wire.secure(self._route.context, self._route.host, self._route.timeouts.tls)


def _dial(route: Route) -> socket.socket:
    """Tries each address of the host, all within one time limit."""
    deadline = route.monotonic() + route.timeouts.connect
    trouble = OSError("no address")
    for family, address in _targets(route):
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            _reach(sock, address, deadline - route.monotonic())
        except OSError as error:
            sock.close()
            trouble = error
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise trouble


def _targets(route: Route) -> list[tuple[int, Any]]:
    if route.socket:
        return [(socket.AF_UNIX, route.socket)]
    found = turns.aside(lambda _: socket.getaddrinfo(route.host, route.port, type=socket.SOCK_STREAM))
    return [(family, address) for family, _, _, _, address in found]


def _reach(sock: socket.socket, address: Any, seconds: float) -> None:
    sock.setblocking(False)  # noqa: FBT003 - the library's own
    trouble = sock.connect_ex(address)
    tries = int(seconds / _FULL)
    while trouble == errno.EAGAIN and tries > 0:  # a Unix socket before which too many wait
        turns.pause(SystemClock(), _FULL)
        tries -= 1
        trouble = sock.connect_ex(address)
    if trouble == errno.EINPROGRESS:
        if not turns.wait(sock, turns.WRITABLE, max(0.001, seconds)):
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        trouble = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if trouble:
        raise OSError(trouble, os.strerror(trouble))


def _is_local(sock: socket.socket) -> bool:
    return sock.family == socket.AF_UNIX or ipaddress.ip_address(sock.getpeername()[0]).is_loopback


def _literal(sock: socket.socket) -> str:
    """This machine as it calls itself: its full name, else an address literal (RFC 5321 section 4.1.3)."""
    name = socket.gethostname()
    if "." in name.strip(".") and name.isascii():
        return name
    if sock.family == socket.AF_UNIX:
        return "localhost"
    address = sock.getsockname()[0].partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _offers(reply: Reply, route: Route) -> Offers:
    """The extensions that a reply to EHLO lists, less what settings switch off."""
    words: dict[str, list[str]] = {}
    for line in reply.lines[1:]:
        name, *arguments = line.upper().replace("AUTH=", "AUTH ").split() or [""]
        words.setdefault(name, []).extend(arguments)
    sizes = [int(word) for word in words.get("SIZE", []) if word.isdecimal() and word.isascii()]
    return Offers(
        pipelining=route.pipelining and "PIPELINING" in words,
        chunking=route.chunking and "CHUNKING" in words,
        eight_bit="8BITMIME" in words,
        utf8="SMTPUTF8" in words and "8BITMIME" in words,
        starttls="STARTTLS" in words,
        size=(sizes or [0])[0] if "SIZE" in words else None,
        auth=tuple(words.get("AUTH", [])),
    )


def tls_context(name: str, *, ca_file: Path | None, certificate: Path | None, key: Path | None) -> ssl.SSLContext:
    """A context that verifies name and certificate, by the system's authorities or only those of `ca_file`.

    Args:
        name: The NAME of `[backends.NAME]`, for messages.
        ca_file: PEM file.
        certificate: PEM file with the client's certificate.
        key: PEM file with its key; None when the certificate's file holds it.

    Raises:
        BackendError: A file cannot be read.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        message = f"backends.{name}.ca_file: {ca_file} cannot be used: {error.strerror or 'not a PEM file'}."
        raise BackendError(message, "give a PEM file with the authority's certificate") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate:
        try:
            # Without a function OpenSSL would ask the terminal for a passphrase.
            context.load_cert_chain(certificate, key, password=lambda: "")
        except OSError as error:
            message = f"backends.{name}.client_certificate: it cannot be used: {error.strerror or 'not a PEM file'}."
            raise BackendError(message, "give PEM files without passphrase") from error
    return context

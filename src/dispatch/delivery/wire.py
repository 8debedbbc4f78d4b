"""The wire: octets to and from a server, each step with a deadline that no slow server can stretch."""

import select
import socket
import ssl
import struct
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum

from dispatch.clock import SystemClock
from dispatch.delivery.reply import Reply, UnreadableError, take
from dispatch.wording import reason

_CHUNK = 65_536


class Fault(StrEnum):
    """How a conversation broke."""

    CLOSED = "the server closed the connection"
    RESET = "the connection broke"
    TIMEOUT = "no answer in time"
    UNREADABLE = "the answer is not SMTP"
    UNEXPECTED = "an answer that does not fit the question"
    UNSOLICITED = "an answer that nobody asked for"


class WireError(Exception):
    """The conversation cannot go on; the socket has to be closed.

    Attributes:
        fault: How it broke.
        detail: What the server or the operating system said.
    """

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault, detail)
        self.fault = fault
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.fault.value}: {self.detail}" if self.detail else self.fault.value


class Wire:
    """One connected socket, with or without TLS.

    A plain socket blocks; the kernel keeps the time limit of a `recv`, which saves a `poll` before each. The limit is
    a tick that is set once; longer waits are several ticks. A TLS socket uses Python's own timeouts, which hold over
    all records of a call.
    """

    def __init__(
        self, sock: socket.socket, *, tick: float = 60.0, monotonic: Callable[[], float] = SystemClock.monotonic
    ) -> None:
        if sock.family != socket.AF_UNIX:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(None)
        self._sock = sock
        self._monotonic = monotonic
        self._tls = False
        self._buffer = b""
        self._tick = tick
        self._kernel_limit = 0.0

    @property
    def secured(self) -> bool:
        """True once TLS is on."""
        return self._tls

    @property
    def buffered(self) -> bool:
        """True when something has arrived that was not read as a reply."""
        return bool(self._buffer)

    def secure(self, context: ssl.SSLContext, host: str, seconds: float) -> None:
        """Starts TLS; the certificate is checked as `context` says.

        Raises:
            WireError: The server sent something in plain text that TLS would hide (response injection), closed, broke
                or took longer than `seconds`.
            ssl.SSLError: Certificate or protocol.
        """
        if self._buffer or self.pending():
            raise WireError(Fault.UNSOLICITED, "sent in plain text before TLS")
        deadline = self._monotonic() + seconds
        sock = context.wrap_socket(self._sock, server_hostname=host, do_handshake_on_connect=False)
        self._sock = sock
        self._tls = True
        sock.settimeout(0)
        while True:
            try:
                sock.do_handshake()
            except ssl.SSLWantReadError:
                self._wait(select.POLLIN, deadline)
            except ssl.SSLWantWriteError:
                self._wait(select.POLLOUT, deadline)
            except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
                raise WireError(Fault.CLOSED, "during the TLS handshake") from error
            except ssl.SSLError:
                raise
            except OSError as error:
                raise WireError(Fault.RESET, reason(error)) from error
            else:
                return

    def _wait(self, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(self._sock, event)
        left = deadline - self._monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise WireError(Fault.TIMEOUT)

    def send(self, data: bytes, seconds: float) -> None:
        """Hands all of `data` to the operating system within `seconds`.

        Raises:
            WireError: Its end was not handed over, so the server cannot have it.
        """
        sent = self._send(data, seconds)
        if sent < len(data):
            deadline = self._monotonic() + seconds
            rest = memoryview(data)
            while sent < len(data):
                self._wait(select.POLLOUT, deadline)
                sent += self._send(rest[sent:], max(0.001, deadline - self._monotonic()))

    def _send(self, data: bytes | memoryview, seconds: float) -> int:
        """Hands over as much as fits; a plain socket does not wait for more room."""
        try:
            if not self._tls:
                return self._sock.send(data, socket.MSG_DONTWAIT)
            self._sock.settimeout(seconds)
            return self._sock.send(data)
        except BlockingIOError:
            return 0
        except TimeoutError as error:
            raise WireError(Fault.TIMEOUT) from error
        except (OSError, ValueError) as error:
            raise WireError(Fault.RESET, reason(error)) from error

    def read(self, seconds: float) -> Reply:
        """The next reply.

        Args:
            seconds: For the whole reply, however it trickles in.

        Raises:
            WireError: Closed, broken, too slow or not SMTP.
        """
        reply = self.taken()
        if reply:
            return reply
        deadline = self._monotonic() + seconds
        left = seconds
        while not reply:
            self._buffer += self._receive(left, deadline)
            reply = self.taken()
            left = deadline - self._monotonic()
        return reply

    def taken(self) -> Reply | None:
        """The next reply if it has arrived whole; reads nothing from the socket.

        Raises:
            WireError: What has arrived is not SMTP.
        """
        if not self._buffer:
            return None
        try:
            found = take(self._buffer)
        except UnreadableError as error:
            raise WireError(Fault.UNREADABLE, str(error)) from None
        if found is None:
            return None
        reply, octets = found
        self._buffer = self._buffer[octets:]
        return reply

    def pending(self) -> bool:
        """True when there is something unread, or the other side is gone; does not wait."""
        if self._buffer:
            return True
        try:
            if self._tls:
                # Octets on a TLS socket may be session tickets: only what TLS hands out counts.
                self._sock.settimeout(0)
                self._buffer = self._sock.recv(_CHUNK)
            else:
                self._buffer = self._sock.recv(_CHUNK, socket.MSG_DONTWAIT)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except (OSError, ValueError):
            return True
        return True

    def _receive(self, left: float, deadline: float) -> bytes:
        """What arrives next, within `left` seconds, which end at `deadline`."""
        chunk: bytes | None = None
        while chunk is None:
            if left <= 0:
                raise WireError(Fault.TIMEOUT, "the answer was not finished" if self._buffer else "")
            try:
                chunk = self._received(left)
            except (BlockingIOError, TimeoutError):
                left = deadline - self._monotonic()
            except (OSError, ValueError) as error:
                raise WireError(Fault.RESET, reason(error)) from error
        if not chunk:
            raise WireError(Fault.CLOSED, "in the middle of an answer" if self._buffer else "")
        return chunk

    def _received(self, seconds: float) -> bytes:
        """One `recv`, which waits at most a tick."""
        if self._tls:
            self._sock.settimeout(seconds)
            return self._sock.recv(_CHUNK)
        limit = min(seconds, self._tick)
        if limit != self._kernel_limit:
            whole, part = divmod(max(limit, 0.001), 1.0)  # zero would mean for ever
            timeval = struct.pack("ll", int(whole), int(part * 1_000_000))
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeval)
            self._kernel_limit = limit
        return self._sock.recv(_CHUNK)

    def interrupt(self) -> None:
        """Ends the conversation from another thread; whoever waits on it learns that it is closed."""
        with suppress(OSError):
            # Not SSLSocket.shutdown: that would turn a waiting TLS reader into a plain one.
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends the conversation at once; never raises."""
        self.interrupt()
        with suppress(OSError):
            self._sock.close()

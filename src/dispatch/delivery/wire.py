"""The wire: octets to and from a server, each step with a deadline that no slow server can stretch."""

import select
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum

from dispatch import turns
from dispatch.clock import SystemClock
from dispatch.delivery.reply import Reply, UnreadableError, take
from dispatch.wording import reason

_CHUNK = 65_536
#: Tells the kernel that the next octets follow soon, so that a tail of one packet travels with them; Linux only.
_MORE = getattr(socket, "MSG_MORE", 0)


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
    """One connected socket, with or without TLS; it never blocks, whoever has to wait takes turns.

    Attributes:
        buffered: What has arrived and was not read as a reply.
    """

    def __init__(self, sock: socket.socket, *, monotonic: Callable[[], float] = SystemClock.monotonic) -> None:
        if sock.family != socket.AF_UNIX:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(0)
        self._sock = sock
        self._monotonic = monotonic
        self._tls = False
        self.buffered = b""
        #: To look whether there is anything: an exception for "nothing" takes several times as long.
        self._glance = select.poll()
        self._glance.register(sock, select.POLLIN)

    @property
    def secured(self) -> bool:
        """True once TLS is on."""
        return self._tls

    def secure(self, context: ssl.SSLContext, host: str, seconds: float) -> None:
        """Starts TLS; the certificate is checked as `context` says.

        Raises:
            WireError: The server sent something in plain text that TLS would hide (response injection), closed, broke
                or took longer than `seconds`.
            ssl.SSLError: Certificate or protocol.
        """
        if self.buffered or self.pending():
            raise WireError(Fault.UNSOLICITED, "sent in plain text before TLS")
        deadline = self._monotonic() + seconds
        sock = context.wrap_socket(self._sock, server_hostname=host, do_handshake_on_connect=False)
        self._sock = sock
        self._tls = True
        while True:
            try:
                sock.do_handshake()
            except ssl.SSLWantReadError:
                self._wait(turns.READABLE, deadline)
            except ssl.SSLWantWriteError:
                self._wait(turns.WRITABLE, deadline)
            except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
                raise WireError(Fault.CLOSED, "during the TLS handshake") from error
            except ssl.SSLError:
                raise
            except OSError as error:
                raise WireError(Fault.RESET, reason(error)) from error
            else:
                return

    def _wait(self, event: int, deadline: float, detail: str = "") -> None:
        try:
            able = turns.wait(self._sock, event, deadline - self._monotonic())
        except ValueError as error:  # it is closed
            raise WireError(Fault.RESET, reason(error)) from error
        if not able:
            raise WireError(Fault.TIMEOUT, detail)

    def send(self, data: bytes, seconds: float, *, more: bool = False) -> None:
        """Hands all of `data` to the operating system within `seconds`.

        Args:
            data: Octets.
            seconds: For all of them.
            more: The next octets follow soon: less than one packet of these may wait for them, a fifth of a second.

        Raises:
            WireError: Its end was not handed over, so the server cannot have it.
        """
        flags = _MORE if more and not self._tls else 0
        rest: bytes | memoryview = data
        deadline = 0.0
        while True:
            try:
                sent = self._sock.send(rest, flags)
            except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
                sent = 0
            except (OSError, ValueError) as error:
                raise WireError(Fault.RESET, reason(error)) from error
            if sent == len(rest):
                return
            rest = memoryview(rest)[sent:]
            deadline = deadline or self._monotonic() + seconds
            self._wait(turns.WRITABLE, deadline)

    def read(self, seconds: float) -> Reply:
        """The next reply.

        Args:
            seconds: For the whole reply, however it trickles in.

        Raises:
            WireError: Closed, broken, too slow or not SMTP.
        """
        deadline = 0.0
        while not (reply := self.taken() if self.buffered else None):
            deadline = deadline or self._monotonic() + seconds
            self.buffered += self._receive(deadline)
        return reply

    def taken(self) -> Reply | None:
        """The next reply if it has arrived whole; reads nothing from the socket.

        Raises:
            WireError: What has arrived is not SMTP.
        """
        if not self.buffered:
            return None
        try:
            found = take(self.buffered)
        except UnreadableError as error:
            raise WireError(Fault.UNREADABLE, str(error)) from None
        if found is None:
            return None
        reply, octets = found
        self.buffered = self.buffered[octets:]
        return reply

    def pending(self) -> bool:
        """True when there is something unread, or the other side is gone; does not wait."""
        if self.buffered:
            return True
        if not self._tls and not self._glance.poll(0):
            return False
        try:
            # Octets on a TLS socket may be session tickets: only what TLS hands out counts.
            self.buffered = self._sock.recv(_CHUNK)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return False
        except (OSError, ValueError):
            return True
        return True

    def _receive(self, deadline: float) -> bytes:
        """What arrives next, before `deadline`."""
        chunk = None
        # what TLS holds decrypted makes no socket readable, so it looks first; an answer in plain text is not there yet
        waits = not self._tls
        while chunk is None:
            if waits:
                self._wait(turns.READABLE, deadline, "the answer was not finished" if self.buffered else "")
            try:
                chunk = self._sock.recv(_CHUNK)
            except (BlockingIOError, ssl.SSLWantReadError):
                waits = True
            except ssl.SSLWantWriteError:
                self._wait(turns.WRITABLE, deadline)
            except (OSError, ValueError) as error:
                raise WireError(Fault.RESET, reason(error)) from error
        if not chunk:
            raise WireError(Fault.CLOSED, "in the middle of an answer" if self.buffered else "")
        return chunk

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

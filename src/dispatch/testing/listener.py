"""What the test servers have in common: a listening thread, a thread per connection, and buffered reading."""

import os
import socket
import ssl
import struct
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from types import TracebackType
from typing import Self

#: Seconds after which a server gives up on a client that says nothing.
PATIENCE = 20.0


class HungUpError(Exception):
    """The client is gone, or said nothing for too long."""


class Peer:
    """The server's end of one connection."""

    def __init__(self, sock: socket.socket) -> None:
        sock.settimeout(PATIENCE)
        if sock.family != socket.AF_UNIX:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sock = sock
        self._buffer = b""

    def line(self) -> bytes:
        """The next line without its end.

        Raises:
            HungUpError: There is none.
        """
        while b"\n" not in self._buffer:
            self._more()
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.removesuffix(b"\r")

    def octets(self, number: int) -> bytes:
        """Exactly so many octets.

        Raises:
            HungUpError: There are fewer.
        """
        self.gather(number)
        octets, self._buffer = self._buffer[:number], self._buffer[number:]
        return octets

    def gather(self, number: int) -> None:
        """Waits until so many octets are there to be read.

        Raises:
            HungUpError: There will not be so many.
        """
        while len(self._buffer) < number:
            self._more()

    def data(self) -> bytes:
        """A message up to its dot, with the doubled dots made single (RFC 5321 section 4.5.2).

        Raises:
            HungUpError: The dot did not come.
        """
        searched = 0
        while True:
            if self._buffer.startswith(b".\r\n"):
                self._buffer = self._buffer[3:]
                return b""
            end = self._buffer.find(b"\r\n.\r\n", searched)
            if end >= 0:
                break
            searched = max(0, len(self._buffer) - 4)
            self._more()
        content, self._buffer = self._buffer[: end + 2], self._buffer[end + 5 :]
        return content.removeprefix(b".").replace(b"\r\n.", b"\r\n")

    def send(self, octets: bytes) -> None:
        """Sends.

        Raises:
            HungUpError: The client is gone.
        """
        try:
            self._sock.sendall(octets)
        except OSError as error:
            raise HungUpError from error

    def drain(self) -> None:
        """Reads and forgets until the client hangs up or loses patience."""
        with suppress(HungUpError):
            while True:
                self._buffer = b""
                self._more()

    def secure(self, context: ssl.SSLContext) -> None:
        """Does the server's side of a TLS handshake.

        Raises:
            HungUpError: The client did not like it.
        """
        try:
            self._sock = context.wrap_socket(self._sock, server_side=True)
        except OSError as error:
            raise HungUpError from error

    def reset(self) -> None:
        """Ends the connection with a reset (RST) instead of a proper end."""
        with suppress(OSError):
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self) -> None:
        """Ends the connection."""
        with suppress(OSError):
            self._sock.close()

    def cut(self) -> None:
        """Wakes whoever waits for this client."""
        with suppress(OSError):
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def _more(self) -> None:
        try:
            chunk = self._sock.recv(65536)
        except (OSError, ValueError) as error:
            raise HungUpError from error
        if not chunk:
            raise HungUpError
        self._buffer += chunk


class Listener:
    """Listens on loopback, or on a Unix socket, and serves each client in a thread; a context manager.

    Attributes:
        host: `127.0.0.1`.
        port: Where it listens; 0 with a Unix socket.
        connections: How many clients have come.
    """

    host = "127.0.0.1"

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = Lock()
        self._peers: list[Peer] = []
        self._threads: list[Thread] = []
        self.connections = 0
        if path:
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._socket.bind(os.fspath(path))
            self.port = 0
        else:
            self._socket = socket.create_server((self.host, 0), backlog=128)
            self.port = self._socket.getsockname()[1]
        self._socket.listen(128)

    def serve(self, peer: Peer, number: int) -> None:
        """One client from greeting to end; HungUpError may pass.

        Args:
            peer: The connection.
            number: 0 for the first client.
        """
        raise NotImplementedError

    def start(self) -> None:
        """Accepts clients from now on."""
        thread = Thread(target=self._accept, daemon=True)
        thread.start()
        self._threads.append(thread)

    def stop(self) -> None:
        """Takes no more clients, cuts off the others and waits for their threads."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        with self._lock:
            peers, threads = list(self._peers), list(self._threads)
        for peer in peers:
            peer.cut()
        for thread in threads:
            thread.join(PATIENCE)
        for peer in peers:
            peer.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            peer = Peer(sock)
            with self._lock:
                number = self.connections
                self.connections += 1
                thread = Thread(target=self._serve, args=(peer, number), daemon=True)
                self._peers.append(peer)
                self._threads.append(thread)
                thread.start()

    def _serve(self, peer: Peer, number: int) -> None:
        with suppress(HungUpError):
            self.serve(peer, number)
        peer.close()

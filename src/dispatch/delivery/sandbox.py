"""The sandbox: an SMTP server on this machine that keeps what it gets in a Maildir and sends nothing on."""

import os
import socket
import ssl
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from dispatch.clock import Clock, SystemClock
from dispatch.delivery.certificates import throw_away
from dispatch.errors import BackendError

#: Octets of the largest message.
SIZE_LIMIT = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One message as it came."""

    sender: str
    recipients: tuple[str, ...]
    #: Exactly the octets of the message, CRLF line ends.
    path: Path


class Sandbox:
    """A loopback SMTP server with STARTTLS, in a thread of its own.

    ```
    with Sandbox(Path("received")) as sandbox:
        backend = create("sandbox", sandbox.table, ...)
    ```

    Attributes:
        host: `127.0.0.1`.
        port: Where it listens.
        maildir: Where the messages are.
    """

    host = "127.0.0.1"

    def __init__(self, maildir: Path, port: int | None = None, clock: Clock | None = None) -> None:
        self.maildir = maildir
        self.port = port or 0
        self._clock = clock or SystemClock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._keeper = _Keeper(maildir, self._clock)
        self._controller: Controller | None = None

    @property
    def ca_file(self) -> Path:
        """PEM file that verifies its throw-away certificate; there from `start` to `stop`."""
        if not self._folder:
            raise RuntimeError("the sandbox is not running")
        return Path(self._folder.name) / "ca.pem"

    @property
    def received(self) -> tuple[Received, ...]:
        """What came since the start, in order."""
        return tuple(self._keeper.received)

    @property
    def table(self) -> dict[str, object]:
        """Settings of a backend that sends here, as in `[backends.NAME]`; its mailings are rehearsals."""
        return {
            "type": "smtp",
            "host": self.host,
            "port": self.port,
            "security": "starttls",
            "ca_file": str(self.ca_file),
            "final": False,
        }

    def start(self) -> None:
        """Listens; returns when it does.

        Raises:
            BackendError: The port is taken, or the Maildir cannot be made.
        """
        try:
            self._controller = self._started()
        except OSError as error:
            self.stop()
            message = f"The sandbox cannot start on port {self.port}: {error.strerror or error}."
            raise BackendError(message, "choose another port, or a folder that you may write") from error

    def _started(self) -> Controller:
        for part in ("tmp", "new", "cur"):
            (self.maildir / part).mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(prefix="dispatch-sandbox-")
        files = throw_away(Path(self._folder.name), now=self._clock.now())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files.certificate, files.key)
        self.port = _free_port(self.host, self.port)
        controller = _Controller(self._keeper, context, self.host, self.port)
        controller.start()
        return controller

    def stop(self) -> None:
        """Stops listening; may be called again."""
        if self._controller:
            self._controller.stop()
            self._controller = None
        if self._folder:
            with suppress(OSError):
                self._folder.cleanup()
            self._folder = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Controller(Controller):
    """aiosmtpd with STARTTLS required, as a mail account would."""

    def __init__(self, keeper: "_Keeper", context: ssl.SSLContext, host: str, port: int) -> None:
        super().__init__(keeper, hostname=host, port=port)
        self._context = context

    def factory(self) -> SMTP:
        return SMTP(
            self.handler,
            hostname="sandbox.dispatch.test",
            ident="Dispatch sandbox: nothing is sent on",
            enable_SMTPUTF8=True,
            data_size_limit=SIZE_LIMIT,
            tls_context=self._context,
            require_starttls=True,
            loop=self.loop,
        )


class _Keeper:
    """Handler that writes each message through tmp/ into new/."""

    def __init__(self, maildir: Path, clock: Clock) -> None:
        self.received: list[Received] = []
        self._maildir = maildir
        self._clock = clock
        self._numbers = count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Answers 250 only after the file is there."""
        assert isinstance(envelope.content, bytes)
        number = next(self._numbers)
        name = f"{self._clock.now().timestamp():.6f}.P{os.getpid()}Q{number}.{socket.gethostname()}"
        temporary, path = self._maildir / "tmp" / name, self._maildir / "new" / name
        try:
            temporary.write_bytes(envelope.content)
            temporary.rename(path)
        except OSError as error:
            return f"452 4.3.1 {error.strerror}"
        self.received.append(Received(sender=envelope.mail_from or "", recipients=tuple(envelope.rcpt_tos), path=path))
        return f"250 2.0.0 kept as {number}"


def _free_port(host: str, port: int) -> int:
    """The port if it is free, or any free one for 0: aiosmtpd does not start on port 0, and waits long for a taken one.

    Raises:
        OSError: It is taken.
    """
    with socket.create_server((host, port)) as probe:
        return int(probe.getsockname()[1])

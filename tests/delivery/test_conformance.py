"""The conformance suite on every built-in backend, and on backends that break it."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch.accounts import Programs
from dispatch.delivery import Backend, create
from dispatch.delivery.console import readable
from dispatch.model.limits import Limits
from dispatch.model.mail import Message
from dispatch.model.outcome import Outcome, Phase, Scope, Verdict
from dispatch.testing import BackendConformance, Manners, RecordingServer


class Made(BackendConformance):
    """What the classes below share: a folder and a server that ends with the test."""

    @pytest.fixture(autouse=True)
    def _place(self, tmp_path):
        self.folder: Path = tmp_path
        self.server: RecordingServer | None = None
        yield
        if self.server:
            self.server.stop()

    def build(self, table: dict[str, object]) -> Backend:
        programs = Programs(folder=self.folder)
        return create("made", table, workspace=self.folder, programs=programs, environ={})


class OverWire(Made):
    offers: tuple[str, ...] = ("8BITMIME",)
    kind = "smtp"

    def make(self) -> Backend:
        self.server = RecordingServer(Manners(offers=self.offers))
        self.server.start()
        security = {"security": "none"} if self.kind == "smtp" else {}
        return self.build({"type": self.kind, "host": self.server.host, "port": self.server.port, **security})

    def make_unreachable(self) -> Backend:
        server = RecordingServer()
        server.stop()
        security = {"security": "none"} if self.kind == "smtp" else {}
        return self.build({"type": self.kind, "host": server.host, "port": server.port, **security})

    def received(self) -> list[bytes]:
        assert self.server
        return [mail.content for mail in self.server.received]


class TestSmtpPlain(OverWire):
    """One command at a time."""


class TestSmtpPipelining(OverWire):
    """MAIL, RCPT and DATA in one go."""

    offers = ("8BITMIME", "PIPELINING")


class TestSmtpChunking(OverWire):
    """The body as one chunk."""

    offers = ("8BITMIME", "CHUNKING")


class TestSmtpOneTrip(OverWire):
    """Everything in one round trip."""

    offers = ("8BITMIME", "CHUNKING", "PIPELINING")


class TestLmtp(OverWire):
    """Over TCP; Unix sockets have a test of their own."""

    kind = "lmtp"
    offers = ("8BITMIME", "PIPELINING")


class TestOutbox(Made):
    """A Maildir."""

    def make(self) -> Backend:
        return self.build({"type": "outbox"})

    def make_unreachable(self) -> Backend:
        (self.folder / "file").write_text("")
        return self.build({"type": "outbox", "path": "file/x"})

    def received(self) -> list[bytes]:
        return [path.read_bytes() for path in (self.folder / "outbox").glob("new/*")]


class TestConsole(Made):
    """What a person is shown."""

    expected: Callable[[bytes], bytes] = staticmethod(lambda content: readable(content).encode())

    def make(self) -> Backend:
        self.stream = io.StringIO()
        programs = Programs(folder=self.folder)
        return create(
            "c", {"type": "console"}, workspace=self.folder, programs=programs, environ={}, stream=self.stream
        )

    def received(self) -> list[bytes]:
        rule = "-" * 72 + "\n"
        return [(text + rule).encode() for text in self.stream.getvalue().split(rule)[:-1]]


class TestSendmail(Made):
    """A program that keeps what it gets."""

    expected: Callable[[bytes], bytes] = staticmethod(lambda content: content.replace(b"\r\n", b"\n"))

    def make(self) -> Backend:
        program = self.folder / "sendmail"
        folder = str(self.folder)
        program.write_text(
            f"#!{sys.executable}\nimport os, sys\ncontent = sys.stdin.buffer.read()\n"
            f"open(f'{folder}/{{os.getpid()}}.eml', 'wb').write(content)\n"
        )
        program.chmod(0o700)
        return self.build({"type": "sendmail", "command": str(program)})

    def make_unreachable(self) -> Backend:
        return self.build({"type": "sendmail", "command": "/nowhere/sendmail"})

    def received(self) -> list[bytes]:
        return [path.read_bytes() for path in self.folder.glob("*.eml")]


class Careless:
    """A backend that keeps to the protocol in shape only; what it does wrong is a function."""

    name, final, limits, description = "careless", False, Limits(), "breaks the rules"

    def __init__(self, wrong: Callable[[list[bytes], Message, Callable[[], None]], None]) -> None:
        self.kept: list[bytes] = []
        self._wrong = wrong

    def connect(self) -> "Careless":
        return self

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def send(self, message: Message, before_commit: Callable[[], None]) -> Outcome:
        self._wrong(self.kept, message, before_commit)
        return Outcome(verdict=Verdict.ACCEPTED, scope=Scope.RECIPIENT, phase=Phase.DOT)


def late(kept: list[bytes], message: Message, before_commit: Callable[[], None]) -> None:
    """Marks after it has sent."""
    kept.append(message.content)
    before_commit()


def never(kept: list[bytes], message: Message, _before_commit: Callable[[], None]) -> None:
    """Does not mark."""
    kept.append(message.content)


def twice(kept: list[bytes], message: Message, before_commit: Callable[[], None]) -> None:
    """Marks twice."""
    before_commit()
    before_commit()
    kept.append(message.content)


def stubborn(kept: list[bytes], message: Message, before_commit: Callable[[], None]) -> None:
    """Sends although the mark failed."""
    try:
        before_commit()
    finally:
        kept.append(message.content)


def deaf(kept: list[bytes], message: Message, before_commit: Callable[[], None]) -> None:
    """Swallows what the mark raises."""
    try:
        before_commit()
    except Exception:  # noqa: BLE001  that is its fault
        return
    kept.append(message.content)


def mangling(kept: list[bytes], message: Message, before_commit: Callable[[], None]) -> None:
    """Changes octets on the way."""
    before_commit()
    kept.append(message.content.strip())


@pytest.mark.parametrize("wrong", [late, never, twice, stubborn, deaf, mangling])
def test_a_backend_that_breaks_the_rules_fails_the_suite(wrong):
    """Each fault is found by at least one test of the suite."""

    class Suite(BackendConformance):
        def make(self) -> Backend:
            self.backend = Careless(wrong)
            return self.backend

        def received(self) -> list[bytes]:
            return self.backend.kept

    failed = []
    for name in dir(BackendConformance):
        if name.startswith("test_"):
            try:
                getattr(Suite(), name)()
            except AssertionError:
                failed.append(name)
    assert failed

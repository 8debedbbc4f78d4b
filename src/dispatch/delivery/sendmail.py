"""sendmail: hands messages to a sendmail-like program on this machine, without a shell."""

import fcntl
import os
import selectors
import shutil
import signal
import subprocess
import termios
from array import array
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Annotated, NamedTuple

from pydantic import Field

from dispatch.accounts import ProgramRunner, end, split
from dispatch.clock import Clock, SystemClock
from dispatch.delivery.protocol import Surroundings
from dispatch.delivery.settings import Pace, parse
from dispatch.delivery.transaction import unsafe
from dispatch.errors import DispatchError
from dispatch.model.mail import Message
from dispatch.model.outcome import Action, Outcome, Phase, Scope, Verdict


class _Meaning(NamedTuple):
    verdict: Verdict
    scope: Scope
    action: Action = Action.GO_ON
    fix: str = ""


#: Seconds between two looks at how much the program has read.
_LOOK = 0.002
#: Octets of its error output that are kept.
_SAID = 2_000


class SendmailSettings(Pace):
    """Keys of `[backends.NAME] type = "sendmail"`."""

    #: The program and its options; `-i -f SENDER -- RECIPIENT` is added.
    command: Annotated[str, Field(min_length=1)] | tuple[str, ...] = "/usr/sbin/sendmail"
    #: Seconds for taking the message, and again for answering.
    timeout: Annotated[float, Field(gt=0, le=3600)] = 600.0
    final: bool = True


def create(name: str, table: Mapping[str, object], surroundings: Surroundings) -> "SendmailBackend":
    """A sendmail-like program on this machine (see `Factory`)."""
    return SendmailBackend(name, parse(SendmailSettings, name, table), surroundings.programs)


class SendmailBackend:
    """A program that takes a message on its standard input and answers with its exit status."""

    def __init__(
        self, name: str, settings: SendmailSettings, programs: ProgramRunner, clock: Clock | None = None
    ) -> None:
        self.name = name
        self.final = settings.final
        self.limits = settings.limits()
        self.description = f"program {settings.command if isinstance(settings.command, str) else settings.command[0]}"
        self._settings = settings
        self._programs = programs
        self._clock = clock or SystemClock()

    def connect(self) -> "SendmailConnection":
        """See `Backend.connect`; asks here already whether the program may run."""
        purpose = f"backend {self.name}"
        command = split(self._settings.command, purpose)
        self._programs.check(tuple(command), purpose)
        return SendmailConnection(command, purpose, self._settings.timeout, self._programs, self._clock)


class SendmailConnection:
    """One run of the program per message."""

    def __init__(self, command: list[str], purpose: str, seconds: float, programs: ProgramRunner, clock: Clock) -> None:
        self._command = command
        self._purpose = purpose
        self._seconds = seconds
        self._programs = programs
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None

    def open(self) -> Outcome | None:
        """Always ready: there is nothing to open."""
        return None

    def send(self, message: Message, before_commit: Callable[[], None]) -> Outcome:
        """See `Connection.send`; the start of the program is the point of no return.

        Whatever ends this process closes the program's input, and a program takes the end of its input for the end of
        the message: from its start on nobody can hold the message back.
        """
        if not message.recipient or unsafe(message.recipient) or unsafe(message.sender):
            reply = "not an address that can be handed over"
            return self._outcome(Phase.RCPT, _MALFORMED, reply)
        if shutil.which(self._command[0]) is None:
            reply = f"there is no program {self._command[0]}, or it may not be run"
            return self._outcome(Phase.CONNECT, _NO_SENDMAIL, reply)
        argv = [*self._command, "-i", "-f", message.sender, "--", message.recipient]
        before_commit()
        try:
            process = self._programs.start(argv, self._purpose)
        except DispatchError as error:
            meaning = _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.STOP, error.fix)
            return self._outcome(Phase.CONNECT, meaning, error.message)
        self._process = process
        try:
            return self._conversed(process, message.content.replace(b"\r\n", b"\n"))
        finally:
            self._process = None
            end(process)

    def close(self) -> None:
        """Nothing to let go between messages; ends a program that another thread waits for."""
        process = self._process
        if process and process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def _conversed(self, process: "subprocess.Popen[bytes]", body: bytes) -> Outcome:
        if not self._fed(process, body) or not self._has_read(process):
            return self._early(process)
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(self._seconds)
        except subprocess.TimeoutExpired:
            return self._outcome(Phase.DOT, _UNKNOWN, "the program did not end in time")
        return self._judged(Phase.DOT, process.returncode, _said(process))

    def _fed(self, process: "subprocess.Popen[bytes]", body: bytes) -> bool:
        """Writes the body without its end; False when the program stopped reading or took too long."""
        assert process.stdin is not None
        file = process.stdin.fileno()
        os.set_blocking(file, False)
        deadline = self._clock.monotonic() + self._seconds
        rest = memoryview(body)
        with selectors.DefaultSelector() as selector:
            selector.register(file, selectors.EVENT_WRITE)
            while rest:
                left = deadline - self._clock.monotonic()
                if left <= 0 or not selector.select(left):
                    return False
                try:
                    rest = rest[os.write(file, rest) :]
                except BlockingIOError:
                    continue
                except OSError:
                    return False
        return True

    def _has_read(self, process: "subprocess.Popen[bytes]") -> bool:
        """Waits until it has taken in all that was written; False when it ends before, or takes too long."""
        assert process.stdin is not None
        deadline = self._clock.monotonic() + self._seconds
        while _unread(process.stdin.fileno()):
            if process.poll() is not None or self._clock.monotonic() >= deadline:
                return False
            self._clock.sleep(_LOOK)
        return True

    def _early(self, process: "subprocess.Popen[bytes]") -> Outcome:
        """It ended, or hung, before it had the whole message: certainly not accepted."""
        try:
            code = process.wait(1.0)
        except subprocess.TimeoutExpired:
            return self._outcome(Phase.BODY, _UNREADY, "the program does not read")
        if code == os.EX_OK:
            return self._outcome(Phase.BODY, _NO_SENDMAIL, "the program ended before it had the message")
        return self._judged(Phase.BODY, code, _said(process))

    def _judged(self, phase: Phase, code: int, said: str) -> Outcome:
        """The outcome by exit status (sysexits.h)."""
        if code == os.EX_OK:
            return self._outcome(phase, _TAKEN, said or "exit status 0")
        meaning = _BY_STATUS.get(code, _UNKNOWN)  # a signal too: it may have queued the message already
        if phase is not Phase.DOT and meaning.verdict is Verdict.IN_DOUBT:
            meaning = meaning._replace(verdict=Verdict.DEFERRED)
        reply = f"exit status {code}: {said}" if said else f"exit status {code}"
        return self._outcome(phase, meaning, reply, suppress=code == os.EX_NOUSER)

    def _outcome(self, phase: Phase, meaning: _Meaning, reply: str, *, suppress: bool = False) -> Outcome:
        return Outcome(
            verdict=meaning.verdict,
            scope=meaning.scope,
            phase=phase,
            action=meaning.action,
            reply=reply,
            host=self._command[0],
            fix=meaning.fix,
            suppress=suppress,
        )


_GONE = "the address does not exist any more: take it off the list, or suppress it"
_CHECK = "check command in dispatch.toml, and run the program by hand"
_CLOSED = "this machine does not let you send: ask whoever runs it"
_TAKEN = _Meaning(Verdict.ACCEPTED, Scope.RECIPIENT)
_MALFORMED = _Meaning(Verdict.REFUSED, Scope.RECIPIENT, fix="correct the address in the list")
_NO_SENDMAIL = _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.STOP, _CHECK)
_UNREADY = _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.BACK_OFF, _CHECK)
_UNKNOWN = _Meaning(Verdict.IN_DOUBT, Scope.ROUTE, Action.STOP, _CHECK)
#: By sysexits.h, which sendmail-like programs follow.
_BY_STATUS: Mapping[int, _Meaning] = {
    os.EX_USAGE: _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.STOP, _CHECK),
    os.EX_DATAERR: _Meaning(
        Verdict.REFUSED, Scope.RECIPIENT, Action.STOP_IF_REPEATED, "correct the address in the list"
    ),
    os.EX_NOINPUT: _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.STOP, _CHECK),
    os.EX_NOUSER: _Meaning(Verdict.REFUSED, Scope.RECIPIENT, Action.GO_ON, _GONE),
    os.EX_NOHOST: _Meaning(
        Verdict.REFUSED, Scope.RECIPIENT, Action.GO_ON, "correct the part of the address after the @"
    ),
    os.EX_UNAVAILABLE: _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.BACK_OFF, _CHECK),
    os.EX_SOFTWARE: _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.STOP, _CHECK),
    os.EX_OSERR: _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.BACK_OFF, _CHECK),
    os.EX_OSFILE: _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.STOP, _CHECK),
    os.EX_CANTCREAT: _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.STOP, _CHECK),
    os.EX_IOERR: _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.BACK_OFF, _CHECK),
    # sendmail 8 means "queued for later" by it, others "not taken": only a look into the queue can tell.
    os.EX_TEMPFAIL: _Meaning(
        Verdict.IN_DOUBT, Scope.ROUTE, Action.BACK_OFF, "look into mailq, then dispatch resolve it"
    ),
    os.EX_PROTOCOL: _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.BACK_OFF, _CHECK),
    os.EX_NOPERM: _Meaning(Verdict.DEFERRED, Scope.ACCOUNT, Action.STOP, _CLOSED),
    os.EX_CONFIG: _Meaning(Verdict.DEFERRED, Scope.ROUTE, Action.STOP, _CHECK),
}


def _unread(pipe: int) -> int:
    """Octets in a pipe that nobody has read."""
    count = array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


def _said(process: "subprocess.Popen[bytes]") -> str:
    """What the program wrote to standard error, as far as it has; does not wait for programs that it left behind."""
    assert process.stderr is not None
    os.set_blocking(process.stderr.fileno(), False)
    try:
        octets = os.read(process.stderr.fileno(), _SAID)
    except OSError:
        return ""
    return " ".join(octets.decode("utf-8", "replace").split())

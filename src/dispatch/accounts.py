"""Credentials: where a password or token comes from, and the one way to run a program for it."""

import hmac
import os
import select
import shlex
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Never, Protocol

from dispatch.errors import BackendError

#: Seconds that a program which prints a credential may take.
PROGRAM_SECONDS = 60.0
#: Octets that it may print.
PROGRAM_OUTPUT = 64 * 1024


class Secret:
    """Text that shows itself only when asked by name: `repr`, `str` and formatting give a mask."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself; for the wire only."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __reduce__(self) -> Never:
        raise TypeError("a Secret is not pickled")


class ProgramRunner(Protocol):
    """The only way to run a program that a workspace names; refuses until the workspace is trusted."""

    @property
    def check(self) -> Callable[[tuple[str, ...], str], None]:
        """Called with arguments and purpose before each run; raises UntrustedError to refuse."""
        ...

    def run(self, command: str | Sequence[str], purpose: str) -> str:
        """Runs a program to its end and gives its standard output.

        Args:
            command: Arguments, or one string that is split like a shell would, but no shell runs.
            purpose: For messages: `the password of backend office`.

        Raises:
            UntrustedError: The workspace was never trusted with this command.
            BackendError: Not found, failed, too slow, or too much output.
        """
        ...

    def start(self, command: str | Sequence[str], purpose: str) -> "subprocess.Popen[bytes]":
        """Starts a program in a session of its own, with pipes for its input, output and errors.

        Raises:
            UntrustedError: The workspace was never trusted with this command.
            BackendError: Not found or not executable.
        """
        ...


def _trusting(argv: tuple[str, ...], purpose: str) -> None:
    """Allows everything: for tests, and for programs that no workspace named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """Runs programs without a shell, with a time limit and an output cap.

    Attributes:
        folder: Their working directory.
        check: Called with the arguments and the purpose before each run; raises UntrustedError to refuse.
        seconds: Time limit of `run`.
        output: Cap in octets on what `run` reads.
        monotonic: The clock of the time limit.
    """

    folder: Path
    check: Callable[[tuple[str, ...], str], None] = _trusting
    seconds: float = PROGRAM_SECONDS
    output: int = PROGRAM_OUTPUT
    monotonic: Callable[[], float] = time.monotonic

    def run(self, command: str | Sequence[str], purpose: str) -> str:
        """See `ProgramRunner.run`."""
        # Its error output may hold the secret itself: it is never shown.
        process = self._launch(command, purpose, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        name = repr(_first(process))
        try:
            output = _read(process, self.seconds, self.output, self.monotonic)
        except TimeoutError:
            message = f"The program for {purpose} ({name}) gave no answer within {self.seconds:g} s."
            raise BackendError(message, "run it by hand and see what it waits for") from None
        finally:
            end(process)
        if len(output) > self.output:
            message = f"The program for {purpose} ({name}) printed more than {self.output} bytes."
            raise BackendError(message, "let it print the secret only")
        if process.returncode != 0:
            message = f"The program for {purpose} ({name}) failed with exit status {process.returncode}."
            raise BackendError(message, "run it by hand and see what it says")
        return output.decode("utf-8", "replace")

    def start(self, command: str | Sequence[str], purpose: str) -> "subprocess.Popen[bytes]":
        """See `ProgramRunner.start`."""
        return self._launch(command, purpose, stdin=subprocess.PIPE, stderr=subprocess.PIPE)

    def _launch(
        self, command: str | Sequence[str], purpose: str, *, stdin: int, stderr: int
    ) -> "subprocess.Popen[bytes]":
        argv = tuple(split(command, purpose))
        self.check(argv, purpose)
        try:
            return subprocess.Popen(  # noqa: S603  no shell; the trust check came first
                argv, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, cwd=self.folder, start_new_session=True
            )
        except OSError as error:
            message = f"The program for {purpose} ({argv[0]!r}) does not start: {error.strerror}."
            raise BackendError(message, "check the path in dispatch.toml") from error


def split(command: str | Sequence[str], purpose: str) -> list[str]:
    """The arguments of a command given as one string or as a list.

    Raises:
        BackendError: Nothing in it, or an unclosed quotation.
    """
    try:
        argv = shlex.split(command) if isinstance(command, str) else list(command)
    except ValueError as error:
        message = f"The command for {purpose} cannot be read: {error}."
        raise BackendError(message, "close the quotation marks") from error
    if not argv:
        message = f"The command for {purpose} is empty."
        raise BackendError(message, "name a program")
    return argv


def end(process: "subprocess.Popen[bytes]") -> None:
    """Kills a program with everything it started; its input ends only after that, so what it was given cannot count."""
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            with suppress(OSError):  # what was buffered has no reader any more
                pipe.close()


def _first(process: "subprocess.Popen[bytes]") -> str:
    assert isinstance(process.args, tuple)
    return str(process.args[0])


def _read(process: "subprocess.Popen[bytes]", seconds: float, cap: int, monotonic: Callable[[], float]) -> bytes:
    """Reads the output up to its end, or a little more than `cap` octets, and waits for the exit status.

    Raises:
        TimeoutError: It was not done within `seconds`.
    """
    assert process.stdout is not None
    deadline = monotonic() + seconds
    output = b""
    while len(output) <= cap:
        left = deadline - monotonic()
        if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
            raise TimeoutError
        chunk = os.read(process.stdout.fileno(), 65536)
        if not chunk:
            break
        output += chunk
    else:
        return output
    try:
        process.wait(max(0.0, deadline - monotonic()))
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    return output


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordSource:
    """Where settings say that a password is; exactly one is set.

    Attributes:
        environment: Name of an environment variable.
        command: Program that prints it on its first line.
        file: Path of a file that only its owner may read.
        keyring: `SERVICE/USER` in the system's keyring.
    """

    environment: str = ""
    command: str | tuple[str, ...] = ""
    file: str = ""
    keyring: str = ""


def password(
    source: PasswordSource,
    purpose: str,
    *,
    workspace: Path,
    programs: ProgramRunner,
    environ: Mapping[str, str],
) -> Secret:
    """Fetches a password from where its source says.

    Args:
        source: Where.
        purpose: For messages: `the password of backend office`.
        workspace: Folder that a relative `file` starts from.
        programs: Runs `command`.
        environ: Environment variables.

    Raises:
        BackendError: It is not there, is empty, or others may read the file.
        UntrustedError: A command in a workspace that was never trusted.
    """
    if source.command:
        text = programs.run(source.command, purpose)
    elif source.file:
        text = _from_file(workspace / Path(source.file).expanduser(), purpose)
    elif source.keyring:
        text = _from_keyring(source.keyring, purpose)
    else:
        text = environ.get(source.environment, "")
        if not text:
            message = (
                f"{purpose.capitalize()} should be in the environment variable {source.environment}: it is not set."
            )
            raise BackendError(message, f"set {source.environment} (export {source.environment}=...)")
    line = text.splitlines()[0] if text.strip() else ""
    if not line:
        message = f"{purpose.capitalize()} is empty."
        raise BackendError(message, "see where dispatch.toml says it is")
    return Secret(line)


def _from_file(path: Path, purpose: str) -> str:
    """Reads a regular file that nobody but its owner may read."""
    try:
        # Opened without waiting: a FIFO would block.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), encoding="utf-8") as file:  # noqa: PTH123
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                message = f"{purpose.capitalize()} cannot be read from {path}: not a regular file."
                raise BackendError(message, "check password_file in dispatch.toml")
            if mode & 0o077:
                message = f"{purpose.capitalize()} is in {path}, which others than its owner may read."
                raise BackendError(message, f"chmod 600 {shlex.quote(str(path))}")
            return file.read(PROGRAM_OUTPUT)
    except OSError as error:
        message = f"{purpose.capitalize()} cannot be read from {path}: {error.strerror}."
        raise BackendError(message, "check password_file in dispatch.toml") from error
    except UnicodeDecodeError:
        message = f"{purpose.capitalize()} in {path} is not UTF-8 text."
        raise BackendError(message, "save the file as UTF-8") from None


def _from_keyring(entry: str, purpose: str) -> str:
    try:
        import keyring  # noqa: PLC0415  an extra
        from keyring.errors import KeyringError, NoKeyringError  # noqa: PLC0415
    except ImportError as error:
        message = f"{purpose.capitalize()} should be in the keyring, but keyring support is not installed."
        raise BackendError(message, "pip install 'press-dispatch[keyring]'") from error
    service, _, user = entry.rpartition("/")
    try:
        text = keyring.get_password(service, user)
    except NoKeyringError as error:
        message = f"{purpose.capitalize()} should be in the keyring, but this machine has none (usual on servers)."
        raise BackendError(message, "use password_command or password_file here") from error
    except KeyringError as error:
        message = f"{purpose.capitalize()} cannot be read from the keyring: {type(error).__name__}."
        raise BackendError(message, "unlock the keyring") from error
    if not text:
        message = f"{purpose.capitalize()} is not in the keyring under {service!r}, {user!r}."
        raise BackendError(message, f"keyring set {shlex.quote(service)} {shlex.quote(user)}")
    return str(text)


class TokenSource:
    """An OAuth 2 access token from a program, kept until a server refuses it; shared by a backend's connections."""

    def __init__(self, command: str | Sequence[str], purpose: str, programs: ProgramRunner) -> None:
        self._command = command
        self._purpose = purpose
        self._programs = programs
        self._lock = Lock()
        self._token: Secret | None = None

    def token(self) -> Secret:
        """The token in use, fetched at first.

        Raises:
            BackendError: The program failed or printed nothing.
            UntrustedError: The workspace was never trusted.
        """
        with self._lock:
            if self._token is None:
                text = self._programs.run(self._command, self._purpose).strip()
                if not text:
                    message = f"The program for {self._purpose} printed nothing."
                    raise BackendError(message, "let it print the access token")
                self._token = Secret(text)
            return self._token

    def refused(self, token: Secret) -> None:
        """A server did not take this token: the next call of `token` fetches a fresh one, once for all connections."""
        with self._lock:
            if self._token is token:
                self._token = None

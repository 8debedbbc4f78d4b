"""The child process that renders: little memory, little time, no files, no network (RELIABILITY 4)."""

import gc
import json
import resource
import signal
import struct
import sys
import types
from collections.abc import Mapping
from typing import IO, Any, Final

#: Address space in octets; Python, lxml and premailer take about a third of it.
MEMORY: Final = 640 << 20
#: Seconds of computing for one contact.
SECONDS: Final = 3
#: New objects after which Python looks for cycles of garbage; its own 700 make a tenth of the time to the first mail.
_OBJECTS: Final = 100_000
_LENGTH: Final = struct.Struct(">I")
#: Longest message between the processes, in octets.
LARGEST: Final = 64 * 1024 * 1024


def send(pipe: IO[bytes], message: Mapping[str, Any]) -> None:
    """Write one message: its length, then JSON."""
    octets = json.dumps(message).encode()
    pipe.write(_LENGTH.pack(len(octets)) + octets)
    pipe.flush()


def receive(pipe: IO[bytes]) -> dict[str, Any] | None:
    """Read one message; None when the other side is gone or talks nonsense."""
    start = pipe.read(_LENGTH.size)
    if len(start) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(start)
    if length > LARGEST:
        return None
    octets = pipe.read(length)
    return json.loads(octets) if len(octets) == length else None


def main() -> None:
    """Serve until the pipe closes: a job is numbered, and then done for one contact after another."""
    gc.set_threshold(_OBJECTS)
    for name in ("requests", "urllib.request"):  # premailer and cssutils must not fetch, nor cost 0.2 s
        sys.modules[name] = types.ModuleType(name)
    from dispatch.errors import ThemeError  # noqa: PLC0415
    from dispatch.message import inline, render  # noqa: PLC0415
    from dispatch.message.compiler import Compiler  # noqa: PLC0415

    inbox, outbox = sys.stdin.buffer, sys.stdout.buffer
    _confine()
    compilers: list[Compiler] = []
    while (request := receive(inbox)) is not None:
        _grant_time()
        try:
            if "theme" in request:
                render.prepare(request["theme"]["files"])
                inline.prepare(request["theme"]["inline"])
                gc.freeze()  # none of that is garbage as long as the child lives
                send(outbox, {})
            elif "row" in request:
                send(outbox, compilers[request["job"]].compile(request["row"]))
            else:
                compilers.append(Compiler(request))
                send(outbox, {"job": len(compilers) - 1})
        except ThemeError as error:
            send(outbox, {"error": error.message, "fix": error.fix})


def _confine() -> None:
    """Give up what rendering does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    signal.signal(signal.SIGXCPU, _out_of_time)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _grant_time() -> None:
    """Let the next answer take so many seconds of computing."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + SECONDS + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _out_of_time(_signal: int, _frame: object) -> None:
    raise TimeoutError(f"it computes for more than {SECONDS} seconds")


if __name__ == "__main__":
    main()

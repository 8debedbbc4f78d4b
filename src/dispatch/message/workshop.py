"""Where shapes are compiled: a confined child process (RELIABILITY 4), or any other thing that takes rows."""

import select
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, Protocol

from dispatch.errors import ThemeError
from dispatch.message.child import SECONDS, receive, send

#: Seconds of waiting after which a child is given up, whatever it does.
_PATIENCE: Final = 10 * SECONDS
#: Runs the child with this process's import path and nothing of its environment.
_START: Final = "import sys; sys.path[:] = sys.argv[1:]; from dispatch.message.child import main; main()"


class Workshop(Protocol):
    """Compiles shapes."""

    def compile(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The shape for one contact's row (see `compiler.Compiler.compile`)."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


class WaitingWorkshop:
    """A child process that is getting ready while its parent still reads; called with a job, it takes it.

    Without it each mail waits for the child's imports, and with `like` not even for its first look at the theme.

    Args:
        like: A workshop whose job is probably much like the one to come: the child does it once, for practice.
    """

    def __init__(self, like: "ConfinedWorkshop | None" = None) -> None:
        self._child: subprocess.Popen[bytes] | None = start_child()
        self._practice = 0
        #: What became of it: the workshop of the job that it took.
        self.taken: ConfinedWorkshop | None = None
        if like is not None and like.last is not None:
            with suppress(OSError):
                assert self._child.stdin is not None
                for message in (like.job, like.last):
                    send(self._child.stdin, message)
                    self._practice += 1

    def __call__(self, job: Mapping[str, Any]) -> "ConfinedWorkshop":
        """The workshop for a job; after the first one, with a new child."""
        child, self._child = self._child, None
        if child is not None and not self._practised(child):
            end_child(child)
            child = None
        self.taken = ConfinedWorkshop(job, child)
        return self.taken

    def close(self) -> None:
        """End the child if no job came."""
        if self._child is not None:
            end_child(self._child)
            self._child = None

    def _practised(self, child: subprocess.Popen[bytes]) -> bool:
        """Whether the child is still there after what it did for practice."""
        assert child.stdout is not None
        try:
            return all(receive(child.stdout) is not None for _ in range(self._practice))
        except (OSError, ValueError):
            return False


class ConfinedWorkshop:
    """A child process that compiles; ended with `close`.

    Args:
        job: What `mail.job` makes.
        child: One from `start_child` that nothing was asked of yet; a new one when it is None.
    """

    def __init__(self, job: Mapping[str, Any], child: subprocess.Popen[bytes] | None = None) -> None:
        self.job = job
        #: The last question: one contact's row.
        self.last: Mapping[str, Any] | None = None
        self._child = child or start_child()
        try:
            self._asked(job)
        except ThemeError:
            self.close()
            raise

    def compile(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The shape for one contact's row."""
        self.last = {"row": row}
        return self._asked(self.last)

    def close(self) -> None:
        """End the child."""
        end_child(self._child)

    def _asked(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """The child's answer.

        Raises:
            ThemeError: The theme is wrong, or needs more memory or time than it may have.
        """
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            send(self._child.stdin, message)
            answer = receive(self._child.stdout) if self._in_time() else None
        except (OSError, ValueError):
            answer = None
        if answer is None:
            self.close()
            raise ThemeError(
                f"{self.job['shown']}: rendering took too much memory or more than {SECONDS} seconds.",
                "look for loops and repetitions in the theme's templates",
            )
        if "error" in answer:
            raise ThemeError(answer["error"], answer["fix"])
        return answer

    def _in_time(self) -> bool:
        """Whether the child says something before our patience ends."""
        assert self._child.stdout is not None
        return bool(select.select([self._child.stdout], [], [], _PATIENCE)[0])


def start_child() -> subprocess.Popen[bytes]:
    """A confined process that waits for its job."""
    return subprocess.Popen(  # noqa: S603  (our own interpreter and module)
        [sys.executable, "-I", "-B", "-c", _START, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        close_fds=True,
    )


def end_child(child: subprocess.Popen[bytes]) -> None:
    """End it, whatever it does; may be called again."""
    for pipe in (child.stdin, child.stdout):
        if pipe:
            with suppress(OSError):  # what was written to a child that is gone
                pipe.close()
    child.kill()
    child.wait()

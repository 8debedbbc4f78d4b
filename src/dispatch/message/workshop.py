"""Where shapes are compiled: a confined child process (RELIABILITY 4), or any other thing that takes rows."""

import select
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Final, Protocol

from dispatch.errors import ThemeError
from dispatch.message.child import SECONDS, receive, send

#: Seconds of waiting after which a child is given up, whatever it does.
_PATIENCE: Final = 3 * SECONDS
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


class ConfinedWorkshop:
    """A child process that compiles; started for the first row, ended with this object.

    Args:
        job: What `mail.job` makes.
    """

    def __init__(self, job: Mapping[str, Any]) -> None:
        self._job = job
        self._child = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
            [sys.executable, "-I", "-B", "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            close_fds=True,
        )
        self._asked(job)

    def compile(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The shape for one contact's row."""
        return self._asked({"row": row})

    def close(self) -> None:
        """End the child."""
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()
        self._child.kill()
        self._child.wait()

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
                f"{self._job['shown']}: rendering took too much memory or more than {SECONDS} seconds.",
                "look for loops and repetitions in the theme's templates",
            )
        if "error" in answer:
            raise ThemeError(answer["error"], answer["fix"])
        return answer

    def _in_time(self) -> bool:
        """Whether the child says something before our patience ends."""
        assert self._child.stdout is not None
        return bool(select.select([self._child.stdout], [], [], _PATIENCE)[0])

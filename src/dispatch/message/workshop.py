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


class SharedWorkshop:
    """One child process for all mails of a command: it is getting ready while its parent still reads.

    Without it each mail, in every language and with an embargo's notice and without, waits for the imports of a child
    of its own, and with `like` not even for its first look at the theme. The child ends when this one and every
    workshop that it gave out are closed.

    Args:
        like: One whose jobs are probably much like those to come: the child does them once, for practice.
    """

    def __init__(self, like: "SharedWorkshop | None" = None) -> None:
        self._child = _Child()
        self._child.enter(self)
        self._practice = 0
        #: What it gave out.
        self.given: list[ConfinedWorkshop] = []
        with suppress(OSError):
            for number, one in enumerate(like.given if like else ()):
                for message in (one.job, {"row": one.last, "job": number})[: 2 if one.last else 1]:
                    self._child.tell(message)
                    self._practice += 1

    def expect(self, files: Mapping[str, str], inline: str) -> None:
        """Have the child get ready for a theme while the release is still read.

        Args:
            files: The templates, and
            inline: the sheet, as they will be in the job.
        """
        with suppress(OSError):
            self._child.tell({"theme": {"files": dict(files), "inline": inline}})
            self._practice += 1

    def __call__(self, job: Mapping[str, Any]) -> "ConfinedWorkshop":
        """The workshop for a job; with another child when the one that waited is gone."""
        if not self._practised():
            self._child.end()
            self._child = _Child()
        self.given.append(ConfinedWorkshop(job, self._child))
        return self.given[-1]

    def close(self) -> None:
        """Let the child end with the last of its jobs."""
        self._child.leave(self)

    def _practised(self) -> bool:
        """Whether the child is still there after what it did for practice."""
        answers, self._practice = self._practice, 0
        return self._child.is_alive and self._child.answered(answers)


class ConfinedWorkshop:
    """Compiles for one mail in a child process; given back with `close`.

    Args:
        job: What `mail.job` makes.
        child: A process that works for other mails too; one of its own when it is None.
    """

    def __init__(self, job: Mapping[str, Any], child: "_Child | None" = None) -> None:
        self.job = job
        #: The last contact's row.
        self.last: Mapping[str, Any] | None = None
        self._child = child or _Child()
        self._child.enter(self)
        try:
            self._number = self._asked(job)["job"]
        except ThemeError:
            self.close()
            raise

    def compile(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The shape for one contact's row."""
        self.last = row
        return self._asked({"row": row, "job": self._number})

    def close(self) -> None:
        """Give the child back; may be called again."""
        self._child.leave(self)

    def _asked(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """The child's answer.

        Raises:
            ThemeError: The theme is wrong, or needs more memory or time than it may have.
        """
        try:
            self._child.tell(message)
            answer = self._child.answer()
        except (OSError, ValueError):
            answer = None
        if answer is None:
            self._child.end()
            raise ThemeError(
                f"{self.job['shown']}: rendering took too much memory or more than {SECONDS} seconds.",
                "look for loops and repetitions in the theme's templates",
            )
        if "error" in answer:
            raise ThemeError(answer["error"], answer["fix"])
        return answer


class _Child:
    """A confined process; it ends when all who entered have left."""

    def __init__(self) -> None:
        self._users: set[object] = set()
        self._process = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
            [sys.executable, "-I", "-B", "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            close_fds=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._inbox, self._outbox = self._process.stdin, self._process.stdout

    @property
    def is_alive(self) -> bool:
        """Nobody ended it, nor did it end by itself."""
        return self._process.poll() is None

    def enter(self, user: object) -> None:
        """Count who uses it."""
        self._users.add(user)

    def leave(self, user: object) -> None:
        """End it with the last of its users."""
        self._users.discard(user)
        if not self._users:
            self.end()

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send one message."""
        send(self._inbox, message)

    def answer(self) -> dict[str, Any] | None:
        """The next answer; None when it is gone, talks nonsense or says nothing until our patience ends."""
        in_time = select.select([self._outbox], [], [], _PATIENCE)[0]
        return receive(self._outbox) if in_time else None

    def answered(self, count: int) -> bool:
        """Whether it gave so many answers, whatever they say; some may be in our buffer, where no wait sees them."""
        try:
            return all(receive(self._outbox) is not None for _ in range(count))
        except (OSError, ValueError):
            return False

    def end(self) -> None:
        """End it, whatever it does; may be called again."""
        for pipe in (self._inbox, self._outbox):
            with suppress(OSError):  # what was written to a child that is gone
                pipe.close()
        self._process.kill()
        self._process.wait()

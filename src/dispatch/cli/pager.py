"""A long proof in the person's pager, colours and all."""

import shlex
import subprocess
from collections.abc import Mapping
from contextlib import suppress

from rich.pager import Pager

#: As git sets them: leave at once when all fits, keep colours, keep what was shown. Whoever has options of their own
#: has them.
_LESS = {"LESS": "FRX", "LV": "-c"}


class OwnPager(Pager):
    """Shows text in `$PAGER`, else in less.

    Args:
        environ: The environment.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def show(self, content: str) -> None:
        """Show it until the person leaves; without a pager it is printed."""
        try:
            command = shlex.split(self._environ.get("PAGER") or "less")
            running = subprocess.Popen(command, stdin=subprocess.PIPE, env={**_LESS, **self._environ})  # noqa: S603
        except (OSError, ValueError, IndexError):
            print(content, end="")  # noqa: T201 - this is the door
            return
        with suppress(BrokenPipeError):
            assert running.stdin is not None
            with running.stdin as feed:
                feed.write(content.encode(errors="replace"))
        while running.poll() is None:
            # Ctrl-C belongs to the pager
            with suppress(KeyboardInterrupt):
                running.wait()

"""The door: one file per command, each turning options into one workflow call and its result into words."""

import gc
import sys

#: New objects after which Python looks for cycles of garbage; its own 700 make a tenth of a short command's time.
_OBJECTS = 50_000


def main() -> None:
    """Run `dispatch` with the process's own arguments, and end the process."""
    gc.set_threshold(_OBJECTS)
    from dispatch.cli.runner import run  # noqa: PLC0415 - `import dispatch.cli` must cost nothing

    sys.exit(run(sys.argv[1:]))

"""The door: one file per command, each turning options into one workflow call and its result into words."""

import gc
import sys

#: New objects after which Python looks for cycles of garbage: its own 700 make a tenth of a short command's time, and
#: of the 160,000 that a proof needs one in a hundred is garbage.
_OBJECTS = 200_000


def main() -> None:
    """Run `dispatch` with the process's own arguments, and end the process."""
    gc.set_threshold(_OBJECTS)
    from dispatch.cli.runner import run  # noqa: PLC0415 - `import dispatch.cli` must cost nothing

    code = run(sys.argv[1:])
    gc.freeze()  # the process ends: nobody looks for garbage once more, which takes 40 ms
    sys.exit(code)

"""The door: one file per command, each turning options into one workflow call and its result into words."""

import sys


def main() -> None:
    """Run `dispatch` with the process's own arguments, and end the process."""
    from dispatch.cli.runner import run  # noqa: PLC0415 - `import dispatch.cli` must cost nothing

    sys.exit(run(sys.argv[1:]))

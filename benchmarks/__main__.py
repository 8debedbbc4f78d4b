"""Run every benchmark, or those named: `python -m benchmarks [NAME...]`; each prints its figures beside its goal."""

import sys
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> None:
    """Import each module of this folder that has `run` and call it."""
    folder = Path(__file__).parent
    for name in names or sorted(path.stem for path in folder.glob("[a-z]*.py")):
        module = import_module(f"benchmarks.{name}")
        if hasattr(module, "run"):
            print(f"\n== {name.replace('_', ' ')}: {(module.__doc__ or '').strip().splitlines()[0]}", flush=True)
            module.run()


main(sys.argv[1:])

"""What the shell offers behind the Tab key; it looks at file names and, for mailings, at the ledger."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_FILE = "dispatch.toml"


def complete_releases(incomplete: str) -> list[str]:
    """Names in `releases/`, and files here."""
    return [*_names("releases", incomplete), *_files(incomplete)]


def complete_lists(incomplete: str) -> list[str]:
    """Names in `lists/`, and files here."""
    return [*_names("lists", incomplete), *_files(incomplete)]


def complete_themes(incomplete: str) -> list[str]:
    """Folders in `templates/`."""
    return _names("templates", incomplete)


def complete_mailings(incomplete: str) -> list[str]:
    """Mailings of the ledger; nothing when there is none or it cannot be read."""
    from dispatch.cli.session import Session  # noqa: PLC0415 - only when Tab is pressed
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import existing_ledger  # noqa: PLC0415

    with suppress(Exception):
        ledger = existing_ledger(Session(()).open_workspace(), SystemClock())
        if ledger is not None:
            with ledger:
                return [tally.mailing.name for tally in ledger.mailings() if tally.mailing.name.startswith(incomplete)]
    return []


def _names(folder: str, incomplete: str) -> list[str]:
    found = {path.stem if path.is_file() else path.name for path in _inside(_root() / folder)}
    return sorted(name for name in found if name.startswith(incomplete))


def _files(incomplete: str) -> list[str]:
    given = Path(incomplete)
    folder = given if incomplete.endswith("/") else given.parent
    start = "" if str(folder) == "." else f"{folder}/"
    return sorted(
        f"{start}{path.name}{'/' if path.is_dir() else ''}"
        for path in _inside(folder)
        if f"{start}{path.name}".startswith(incomplete)
    )


def _inside(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in folder.iterdir() if not path.name.startswith("."))


def _root() -> Path:
    """The workspace, found without reading its settings."""
    here = Path(os.environ.get("DISPATCH_WORKSPACE") or Path.cwd())
    return next((folder for folder in (here, *here.parents) if (folder / _FILE).is_file()), here)

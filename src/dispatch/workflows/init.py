"""Make a workspace: settings, themes, example lists and releases; nothing is overwritten."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from dispatch.config.workspace import starter
from dispatch.errors import InputError
from dispatch.model.exits import ExitCode

_PARTS = ("dispatch.toml", "templates", "lists", "releases")
_GITIGNORE = "# Who got what, and local mail: not for version control.\n.dispatch/\noutbox/\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class InitResult:
    """What was made."""

    root: Path
    #: Files that are new, relative to the root.
    written: tuple[str, ...]
    #: Files that were there already and were left alone.
    kept: tuple[str, ...]

    @property
    def exit(self) -> ExitCode:
        """A workspace that was complete already is fine."""
        return ExitCode.OK


def init(root: Path) -> InitResult:
    """Fill a folder with what a workspace needs; existing files stay as they are.

    Raises:
        InputError: The folder cannot be written.
    """
    written: list[str] = []
    kept: list[str] = []
    source = starter()
    try:
        root.mkdir(parents=True, exist_ok=True)
        for part in _PARTS:
            for path in _files(source / part):
                relative = path.relative_to(source)
                (written if _copy(path, root / relative) else kept).append(str(relative))
        ignore = root / ".gitignore"
        if not ignore.exists():
            ignore.write_text(_GITIGNORE, encoding="utf-8")
            written.append(ignore.name)
    except OSError as error:
        raise InputError(
            f"{error.filename or root} cannot be written: {error.strerror}", "name another folder"
        ) from error
    return InitResult(root=root, written=tuple(written), kept=tuple(kept))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(item for item in path.rglob("*") if item.is_file() and "__pycache__" not in item.parts)


def _copy(source: Path, target: Path) -> bool:
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return True

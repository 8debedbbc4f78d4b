"""Whether the files a mailing was made of changed since it was staged."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from dispatch.config.workspace import Workspace


def sources_of(workspace: Workspace, release: str, lists: Sequence[str], theme: str) -> dict[str, str]:
    """Fingerprints (SHA-256 hex) of release, lists and theme, by path relative to the workspace."""
    folder = workspace.theme(theme)
    paths = [workspace.release(release), *(workspace.list(name) for name in lists)]
    paths += sorted(path for path in folder.rglob("*") if path.is_file())
    return {workspace.relative(path): _fingerprint(path) for path in paths}


def changed(workspace: Workspace, sources: Mapping[str, str]) -> tuple[str, ...]:
    """Paths whose content is no longer what it was, missing ones included."""
    return tuple(path for path, mark in sources.items() if _fingerprint(workspace.root / path) != mark)


def _fingerprint(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""

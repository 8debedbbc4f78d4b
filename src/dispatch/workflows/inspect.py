"""How a release was understood."""

from dataclasses import dataclass
from pathlib import Path

from dispatch import release
from dispatch.config.workspace import Workspace
from dispatch.errors import InputError
from dispatch.model.exits import ExitCode
from dispatch.model.finding import Finding
from dispatch.model.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectResult:
    """A release, and what its reader had to say."""

    release: Release
    findings: tuple[Finding, ...]
    #: File that was written; None when none was asked for.
    written: str | None = None

    @property
    def exit(self) -> ExitCode:
        """Showing is always done."""
        return ExitCode.OK


def inspect(workspace: Workspace, name: str, *, to_markdown: Path | None = None) -> InspectResult:
    """Read a release, and write it as Markdown when asked.

    Args:
        workspace: Where the release is looked for.
        name: Path, or name in releases/.
        to_markdown: File to write; an existing one is refused.

    Raises:
        InputError: It cannot be read, or the file cannot be written.
    """
    path = workspace.release(name)
    read, findings = release.read(path, shown=workspace.shown(path))
    if to_markdown is None:
        return InspectResult(release=read, findings=findings)
    target = workspace.cwd / to_markdown
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(release.to_markdown(read))
    except FileExistsError as error:
        raise InputError(f"{to_markdown} is there already", "name a file that does not exist yet") from error
    except OSError as error:
        raise InputError(f"{to_markdown} cannot be written: {error.strerror}", "name another file") from error
    return InspectResult(release=read, findings=findings, written=str(to_markdown))

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
    #: Pictures that were taken out of the document and stand beside that file.
    pictures: tuple[str, ...] = ()

    @property
    def exit(self) -> ExitCode:
        """Showing is always done."""
        return ExitCode.OK


def inspect(workspace: Workspace, name: str, *, to_markdown: Path | None = None) -> InspectResult:
    """Read a release, and write it as Markdown when asked, with the pictures of a Word document beside it.

    Args:
        workspace: Where the release is looked for.
        name: Path, or name in releases/.
        to_markdown: File to write; an existing one is refused, and so is one of a picture's name.

    Raises:
        InputError: It cannot be read, or the file cannot be written.
    """
    path = workspace.release(name)
    read, findings = release.read(path, shown=workspace.shown(path))
    if to_markdown is None:
        return InspectResult(release=read, findings=findings)
    if any(finding.code == "REL091" for finding in findings):
        read, _ = release.read(path, shown=workspace.shown(path), repair=True)
    from dispatch.release.pictures import pictures, with_pictures  # noqa: PLC0415 - brings an XML parser

    taken = pictures(path, shown=workspace.shown(path))
    names = [f"{to_markdown.stem}-{number}{picture.suffix}" for number, picture in enumerate(taken, start=1)]
    files = {to_markdown.name: release.to_markdown(with_pictures(read, taken, names)).encode()}
    files |= {name: picture.data for name, picture in zip(names, taken, strict=True)}
    _write(workspace.cwd, to_markdown.parent, files)
    beside = tuple(str(to_markdown.with_name(name)) for name in names)
    return InspectResult(release=read, findings=findings, written=str(to_markdown), pictures=beside)


def _write(cwd: Path, folder: Path, files: dict[str, bytes]) -> None:
    """Write new files; when one of them is there already, none."""
    for name in files:
        if (cwd / folder / name).exists():
            raise InputError(f"{folder / name} is there already", "name a file that does not exist yet")
    for name, data in files.items():
        try:
            with (cwd / folder / name).open("xb") as file:
                file.write(data)
        except OSError as error:
            raise InputError(f"{folder / name} cannot be written: {error.strerror}", "name another file") from error

"""A workspace: the folder with dispatch.toml, and how names in it become paths."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from dispatch.config.settings import Settings
from dispatch.config.sources import FILE, load
from dispatch.config.trust import ProgramSetting, program_settings
from dispatch.errors import ConfigError, InputError, NotFoundError
from dispatch.model.mail import Organisation, Sender

LIST_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".vcf", ".zip")
RELEASE_SUFFIXES = (".md", ".markdown", ".txt", ".docx", ".html", ".htm", ".odt", ".eml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Where a command works, with which settings."""

    root: Path
    settings: Settings
    #: Where each given value came from, by its path.
    sources: Mapping[tuple[str, ...], str]
    environ: Mapping[str, str]
    #: What relative paths of the command line are relative to.
    cwd: Path

    @property
    def programs(self) -> tuple[ProgramSetting, ...]:
        """Settings that run a program."""
        return program_settings(self.settings.backends, self.settings.notify.command)

    @property
    def ledger_url(self) -> str:
        """`[ledger] url`, else the file in the workspace; a relative path is relative to the workspace."""
        url = self.settings.ledger.url or ".dispatch/ledger.db"
        return url if "://" in url else str(self.root / url)

    @property
    def sender(self) -> Sender:
        """Who writes.

        Raises:
            ConfigError: `[sender] email` is not set.
        """
        table = self.settings.sender
        if not table.email:
            raise ConfigError(
                f"nobody to send as: [sender] email is not set in {self.root / FILE}",
                "write the press office's address there, or run `dispatch init` for a commented file",
            )
        return Sender(
            name=table.name,
            email=table.email,
            reply_to=table.reply_to,
            bounce=table.bounce,
            unsubscribe=table.unsubscribe,
        )

    @property
    def organisation(self) -> Organisation:
        """In whose name."""
        table = self.settings.organisation
        return Organisation(
            name=table.name,
            address=table.address,
            website=table.website,
            logo=table.logo,
            logo_from=self.sources.get(("organisation", "logo"), "").replace(FILE, self.shown(self.root / FILE), 1),
            colours=tuple(sorted(table.colours.items())),
            fonts=tuple(sorted(table.fonts.model_dump(exclude_defaults=True).items())),
        )

    def release(self, name: str) -> Path:
        """The file of a RELEASE argument: a path, or a name in `releases/`.

        Raises:
            InputError: There is no such file.
        """
        return self._find(name, "releases", RELEASE_SUFFIXES, "release")

    def list(self, name: str) -> Path:
        """The file of a LIST argument: a path, or a name in `lists/`.

        Raises:
            InputError: There is no such file.
        """
        return self._find(name, "lists", LIST_SUFFIXES, "list")

    def theme(self, name: str) -> Path:
        """The folder of a theme: in `templates/`, else one of those that come with Dispatch.

        Raises:
            NotFoundError: There is no such theme.
        """
        for folder in (self.root / "templates", starter() / "templates"):
            if name and Path(name).name == name and (folder / name).is_dir():
                return folder / name
        known = sorted({item.name for item in (*_folder(self.root / "templates"), *_folder(starter() / "templates"))})
        raise NotFoundError(f"there is no theme {name!r} in {self.root / 'templates'}", _near(name, known))

    def shown(self, path: Path) -> str:
        """A path as a person would write it: relative to where they are when it lies below, else whole."""
        return os.path.relpath(path, self.cwd) if path.is_relative_to(self.cwd) else str(path)

    def relative(self, path: Path) -> str:
        """A path relative to the workspace: what the ledger keeps."""
        return os.path.relpath(path, self.root)

    def _find(self, name: str, folder: str, suffixes: Sequence[str], noun: str) -> Path:
        given = self.cwd / name
        if given.is_file():
            return given
        if given.is_dir():
            raise InputError(f"{name} is a folder, not a {noun}", "name a file in it")
        home = self.root / folder
        exact = home / name
        if exact.is_file() and exact.resolve().is_relative_to(self.root.resolve()):
            return exact
        found = [home / f"{name}{suffix}" for suffix in suffixes if (home / f"{name}{suffix}").is_file()]
        if len(found) > 1:
            names = ", ".join(path.name for path in found)
            raise InputError(f"{name} could be any of {names} in {home}", "write the whole file name")
        if not found:
            if any(odd.exists() or odd.is_symlink() for odd in (given, exact)):
                raise InputError(f"{name} is no file that can be read as a {noun}", "name a regular file")
            items = [item for item in _folder(home) if item.suffix.lower() in suffixes]
            known = sorted({item.name for item in items} | {item.stem for item in items})
            raise InputError(f"there is no {noun} {name!r}, neither as a path nor in {home}", _near(name, known))
        return found[0]


def open_workspace(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> Workspace:
    """The workspace of a command.

    It is `-w`, else DISPATCH_WORKSPACE, else the nearest folder upwards with dispatch.toml, else the current one.

    Raises:
        ConfigError: The folder does not exist, or its settings are wrong.
    """
    if explicit is None and (named := environ.get("DISPATCH_WORKSPACE")):
        explicit = Path(named)
    if explicit is not None and not (cwd / explicit).is_dir():
        raise ConfigError(f"the workspace {explicit} is not a folder", "check -w, --workspace and DISPATCH_WORKSPACE")
    root = cwd / explicit if explicit is not None else _nearest(cwd)
    loaded = load(root, environ)
    return Workspace(root=root, settings=loaded.settings, sources=loaded.sources, environ=environ, cwd=cwd)


def starter() -> Path:
    """The folder with the themes, lists, releases and dispatch.toml that come with Dispatch."""
    package = Path(__file__).parents[1]
    packed = package / "starter"
    return packed if packed.is_dir() else package.parents[1]


def _nearest(cwd: Path) -> Path:
    return next((folder for folder in (cwd, *cwd.parents) if (folder / FILE).is_file()), cwd)


def _folder(path: Path) -> list[Path]:
    return sorted(item for item in path.iterdir() if not item.name.startswith(".")) if path.is_dir() else []


def _near(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=2, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"known: {', '.join(known)}" if known else "check the name"

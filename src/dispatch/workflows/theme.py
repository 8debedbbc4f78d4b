"""Themes: which there are, a new one from a shipped one, and whether one is fit to be sent with."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dispatch import message, preflight
from dispatch.clock import Clock
from dispatch.config.workspace import Workspace, starter
from dispatch.errors import InputError, NotFoundError, ThemeError, UsageError
from dispatch.model.contact import Contact
from dispatch.model.exits import ExitCode
from dispatch.model.finding import Finding, errors
from dispatch.model.mail import Sender
from dispatch.model.release import Release
from dispatch.preflight.clients import ATTRIBUTES, Lack, lacks
from dispatch.preflight.rule import Case, MailFacts
from dispatch.preflight.templates import place
from dispatch.release import read
from dispatch.workflows.accounts import PLACEHOLDER
from dispatch.workflows.draft import EXAMPLE, compile_release, templates_of

#: What a theme is tried with: somebody of whom nothing but the address is known.
_NOBODY = Contact(email="desk@example.org", key="desk@example.org")
_LONGEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeInfo:
    """One theme."""

    name: str
    description: str
    #: In the workspace's own templates/; else it comes with Dispatch.
    own: bool
    #: Why it cannot be used; empty when it can.
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCheck:
    """What there is to say about a theme."""

    name: str
    findings: tuple[Finding, ...]
    #: What of it some mail programs do not show.
    lacks: Sequence[Lack]
    #: Octets of HTML with the example release.
    html_size: int
    #: File and line of the theme where each of these features is used first, as far as it is the theme's own.
    places: Mapping[str, tuple[str, int]]

    @property
    def exit(self) -> ExitCode:
        """Error findings need a person."""
        return ExitCode.ATTENTION if errors(self.findings) else ExitCode.OK


def list_themes(workspace: Workspace) -> tuple[ThemeInfo, ...]:
    """Every theme that `--theme` takes, the workspace's own ones first."""
    own, shipped = workspace.root / "templates", starter() / "templates"
    folders = {path.name: path for folder in (shipped, own) for path in _folders(folder)}
    infos = [_info(path, own=path.parent == own) for path in folders.values()]
    return tuple(sorted(infos, key=lambda info: (not info.own, info.name)))


def new_theme(workspace: Workspace, name: str, like: str, *, parts: bool = False) -> Path:
    """Copy a theme into the workspace's templates/ under a new name; nothing is overwritten.

    Args:
        workspace: Where.
        name: The new one's.
        like: The one to copy.
        parts: Also the macros that all themes share, so that this one has its own.

    Raises:
        UsageError: The name cannot be a folder's, or is taken.
        NotFoundError: There is no theme `like`.
        InputError: The folder cannot be written.
    """
    if not name.replace("-", "").replace("_", "").isalnum() or not name.isascii() or len(name) > _LONGEST:
        raise UsageError(f"{name!r} is no name for a theme", "use letters, digits and hyphens")
    folder = workspace.root / "templates" / name
    if folder.exists():
        raise UsageError(f"there is a theme {name} already", "choose another name")
    source = workspace.theme(like)
    try:
        shutil.copytree(source, folder)
        for file, text in message.shared_parts().items() if parts else ():
            if not (folder / file).exists():
                (folder / file).write_text(text, encoding="utf-8")
        settings = folder / "theme.toml"
        lines = settings.read_text(encoding="utf-8").splitlines() if settings.exists() else []
        rest = [line for line in lines if not line.startswith("name =")]
        settings.write_text("\n".join([f'name = "{name}"', *rest]) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}", "check the workspace's folder") from error
    return folder


def check_theme(workspace: Workspace, name: str, *, clock: Clock) -> ThemeCheck:
    """Render a theme with the example releases, for somebody known and somebody unknown, and judge the mails.

    Args:
        workspace: Its organisation and sender.
        name: The theme.
        clock: The time.

    Raises:
        NotFoundError: There is no such theme.
        ThemeError: It cannot be compiled; the message names file and line.
    """
    findings: dict[Finding, None] = {}
    found: dict[str, Lack] = {}
    size = 0
    for path in _examples():
        release, _ = read(path, shown=path.name)
        facts, said = _tried(workspace, release, name)
        case = Case(
            release=release,
            organisation=workspace.organisation,
            now=clock.now(),
            sender=_sender(workspace),
            mail=facts,
            templates=templates_of(workspace, name),
        )
        judged = preflight.run(case, found=said)
        findings |= dict.fromkeys(finding for finding in judged if finding.code[:3] in {"MSG", "CLI"})
        found |= {lack.feature: lack for lack in lacks(facts.html)}
        size = max(size, len(facts.html.encode()))
    ordered = sorted(found.values(), key=lambda lack: (not lack.needed, not lack.without, lack.feature))
    files = templates_of(workspace, name)()
    places = {lack.feature: at for lack in ordered if (at := place(lack.feature, files, ATTRIBUTES))}
    return ThemeCheck(name=name, findings=tuple(findings), lacks=ordered, html_size=size, places=places)


def _tried(workspace: Workspace, release: Release, name: str) -> tuple[MailFacts, tuple[Finding, ...]]:
    """The mail as it is with a reader of whom all is known, after one of whom nothing is."""
    mail = compile_release(workspace, release, sender=_sender(workspace), theme=name)
    try:
        for contact in (_NOBODY, EXAMPLE):
            mail.personalise(contact)
        facts = mail.facts()
        return MailFacts(subject=facts.subject, html=facts.html, text=facts.text, size=facts.size), mail.findings
    finally:
        mail.close()


def _sender(workspace: Workspace) -> Sender:
    return workspace.sender if workspace.settings.sender.email else PLACEHOLDER


def _examples() -> list[Path]:
    found = sorted(path for path in (starter() / "releases").iterdir() if path.is_file())
    if not found:
        raise NotFoundError("the example releases are missing", "install Dispatch again")
    return found


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _info(folder: Path, *, own: bool) -> ThemeInfo:
    try:
        theme = message.load_theme(folder)
    except ThemeError as error:
        return ThemeInfo(name=folder.name, description="", own=own, trouble=error.message)
    return ThemeInfo(name=folder.name, description=theme.description, own=own)

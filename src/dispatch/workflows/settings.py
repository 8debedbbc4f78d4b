"""What is configured and available: settings with their sources, backends, and the trust of a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from dispatch import delivery
from dispatch.config import trust
from dispatch.config.settings import written_duration
from dispatch.config.sources import known_paths
from dispatch.config.trust import ProgramSetting
from dispatch.config.workspace import Workspace
from dispatch.delivery.protocol import BackendInfo
from dispatch.errors import DispatchError
from dispatch.ledger.ledger import Ledger
from dispatch.model.exits import ExitCode
from dispatch.workflows.accounts import OUTBOX, open_backend

_SECRET_WORDS = ("password", "token", "secret", "key")
#: What a default that is empty comes to.
_IN_FORCE: Mapping[tuple[str, ...], object] = {("send", "backend"): OUTBOX, ("ledger", "url"): ".dispatch/ledger.db"}
#: Names of places where a secret lies are no secrets.
_HARMLESS = ("_env", "_command", "_file", "_keyring")
_MASK = "••••"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting as it is in force."""

    #: `send.backend`.
    key: str
    value: object
    #: `dispatch.toml:12`, an environment variable's name, or `default`.
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsResult:
    """Every setting and where it came from."""

    root: Path
    settings: tuple[Setting, ...]

    @property
    def exit(self) -> ExitCode:
        """Showing is always done."""
        return ExitCode.OK


def show_settings(workspace: Workspace) -> SettingsResult:
    """All settings, documented ones with their defaults, secrets masked."""
    rows: dict[tuple[str, ...], Setting] = {}
    for path, default in known_paths():
        if path[0] not in {"backends", "segments"}:
            rows[path] = Setting(key=".".join(path), value=_plain(_IN_FORCE.get(path, default)), source="default")
    for path, source in workspace.sources.items():
        rows[path] = Setting(key=".".join(path), value=_masked(path, _value(workspace, path)), source=source)
    return SettingsResult(root=workspace.root, settings=tuple(rows[path] for path in sorted(rows)))


def _value(workspace: Workspace, path: tuple[str, ...]) -> object:
    here: object = workspace.settings.model_dump()
    for part in path:
        here = here.get(part) if isinstance(here, dict) else None
    return _plain(here)


def _plain(value: object) -> object:
    if isinstance(value, timedelta):
        return written_duration(value)
    return str(value) if not isinstance(value, str | int | float | bool | tuple | list | dict | None) else value


def _masked(path: tuple[str, ...], value: object) -> object:
    name = path[-1].lower()
    if any(word in name for word in _SECRET_WORDS) and not name.endswith(_HARMLESS):
        return _MASK
    if isinstance(value, str) and "://" in value and (parts := urlsplit(value)).password:
        netloc = f"{parts.username}:{_MASK}@{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        return urlunsplit(parts._replace(netloc=netloc))
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredBackend:
    """One `[backends.NAME]`."""

    name: str
    type: str
    #: Used when no other is named.
    default: bool
    description: str
    #: Why it cannot be used; empty when it can.
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendsResult:
    """What can be used, and what is configured."""

    available: tuple[BackendInfo, ...]
    configured: tuple[ConfiguredBackend, ...]

    @property
    def exit(self) -> ExitCode:
        """1 when one of the configured ones cannot be used."""
        return ExitCode.ATTENTION if any(backend.problem for backend in self.configured) else ExitCode.OK


def list_backends(workspace: Workspace) -> BackendsResult:
    """Backend types that exist, and the backends of this workspace; opens no connection."""
    chosen = workspace.settings.send.backend or OUTBOX
    names = sorted({*workspace.settings.backends, chosen})
    return BackendsResult(
        available=tuple(delivery.available()),
        configured=tuple(_configured(workspace, name, default=name == chosen) for name in names),
    )


def _configured(workspace: Workspace, name: str, *, default: bool) -> ConfiguredBackend:
    kind = str(workspace.settings.backends.get(name, {}).get("type", name if name == OUTBOX else ""))
    try:
        description = open_backend(workspace, name).description
    except DispatchError as error:
        return ConfiguredBackend(name=name, type=kind, default=default, description="", problem=error.message)
    return ConfiguredBackend(name=name, type=kind, default=default, description=description)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustResult:
    """What a person allowed."""

    programs: tuple[ProgramSetting, ...]
    #: Where it is recorded; None when nothing had to be.
    recorded: Path | None = None
    #: The ledger now belongs to this machine.
    adopted: bool = False
    #: The machine's clock is taken as it is.
    clock: bool = False

    @property
    def exit(self) -> ExitCode:
        """A decision that was recorded needs nobody."""
        return ExitCode.OK


def trust_programs(workspace: Workspace) -> TrustResult:
    """Allow exactly the programs that this workspace names now.

    Raises:
        ConfigError: The user's configuration folder cannot be written.
    """
    programs = workspace.programs
    recorded = trust.record(workspace.root, programs, workspace.environ) if programs else None
    return TrustResult(programs=programs, recorded=recorded)


def trust_ledger(workspace: Workspace, ledger: Ledger) -> TrustResult:
    """Make a copied or restored ledger this machine's."""
    ledger.adopt()
    return TrustResult(programs=workspace.programs, adopted=True)


def trust_clock(workspace: Workspace, ledger: Ledger) -> TrustResult:
    """Take the machine's clock as it is: a person has looked at it."""
    ledger.forget_boots()
    return TrustResult(programs=workspace.programs, clock=True)

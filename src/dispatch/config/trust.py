"""The one trust rule: a workspace runs programs only after a person has allowed exactly these."""

import hashlib
import json
import os
import pwd
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dispatch.errors import ConfigError, UntrustedError
from dispatch.wording import reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramSetting:
    """A setting that makes Dispatch run a program."""

    #: `backends.office.password_command`, `notify.command`.
    key: str
    #: As written.
    command: str


def program_settings(
    backends: Mapping[str, Mapping[str, Any]], notify: str | Sequence[str] = ""
) -> tuple[ProgramSetting, ...]:
    """All settings of a workspace that run a program, sorted by key.

    Args:
        backends: `[backends]`, as it is in the file.
        notify: `[notify] command`.
    """
    found = [*_programs(backends)]
    if notify:
        text = notify if isinstance(notify, str) else json.dumps(list(notify))
        found.append(ProgramSetting(key="notify.command", command=text))
    return tuple(sorted(found, key=lambda setting: setting.key))


def _programs(backends: Mapping[str, Mapping[str, Any]]) -> Iterator[ProgramSetting]:
    for name, table in backends.items():
        for key, value in table.items():
            if key.endswith("command") or (key in {"path", "program"} and table.get("type") == "sendmail"):
                text = value if isinstance(value, str) else json.dumps(value)
                yield ProgramSetting(key=f"backends.{name}.{key}", command=text)


def fingerprint(workspace: Path, programs: tuple[ProgramSetting, ...]) -> str:
    """What is trusted: this folder with exactly these programs."""
    said = json.dumps([str(workspace.resolve()), [[setting.key, setting.command] for setting in programs]])
    return hashlib.sha256(said.encode()).hexdigest()


def user_folder(environ: Mapping[str, str]) -> Path:
    """The user's own configuration folder; works in cron's empty environment."""
    if base := environ.get("XDG_CONFIG_HOME"):
        return Path(base) / "dispatch"
    home = environ.get("HOME") or pwd.getpwuid(os.getuid()).pw_dir
    return Path(home) / ".config" / "dispatch"


def is_trusted(workspace: Path, programs: tuple[ProgramSetting, ...], environ: Mapping[str, str]) -> bool:
    """True when a person allowed exactly these programs in exactly this folder."""
    return not programs or fingerprint(workspace, programs) in _recorded(environ)


def record(workspace: Path, programs: tuple[ProgramSetting, ...], environ: Mapping[str, str]) -> Path:
    """Allow these programs in this folder; answers where that is kept.

    Raises:
        ConfigError: The user's configuration folder cannot be written.
    """
    path = user_folder(environ) / "trust.toml"
    known = _recorded(environ) | {fingerprint(workspace, programs): str(workspace.resolve())}
    text = "".join(f'"{mark}" = {json.dumps(folder)}\n' for mark, folder in sorted(known.items()))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(".new")
        temporary.write_text("# Written by `dispatch trust`: workspaces that may run programs.\n" + text, "utf-8")
        temporary.chmod(0o600)
        temporary.replace(path)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}", "make that folder writable") from error
    return path


def demand(workspace: Path, programs: tuple[ProgramSetting, ...], environ: Mapping[str, str], purpose: str) -> None:
    """Refuse to go on unless the workspace is trusted.

    Raises:
        UntrustedError: Nobody has allowed these programs in this folder.
    """
    if not is_trusted(workspace, programs, environ):
        listed = "; ".join(f"{setting.key} = {setting.command}" for setting in programs)
        raise UntrustedError(
            f"this workspace wants to run a program ({purpose}), and nobody has allowed that yet: {listed}",
            "read the command, then run `dispatch trust`",
        )


def _recorded(environ: Mapping[str, str]) -> dict[str, str]:
    path = user_folder(environ) / "trust.toml"
    try:
        return {key: str(value) for key, value in tomllib.loads(path.read_text("utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"{path} cannot be read: {reason(error)}", f"move {path} away and run `dispatch trust` again"
        ) from error

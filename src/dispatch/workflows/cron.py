"""The cron line, or the pair of systemd units, that calls `dispatch run` for a workspace."""

import hashlib
import os
import pwd
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.config.workspace import Workspace
from dispatch.errors import InputError, UsageError
from dispatch.model.exits import ExitCode
from dispatch.wording import reason

if TYPE_CHECKING:
    from crontab import CronTab

_SYSTEMCTL_SECONDS = 20
_TIMER = """[Unit]
Description=Dispatch: send what is due in {folder}

[Timer]
OnCalendar={calendar}
AccuracySec=1s
Persistent=true

[Install]
WantedBy=timers.target
"""
_SERVICE = """[Unit]
Description=Dispatch: send what is due in {folder}
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A file of systemd."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CronResult:
    """How `dispatch run` is, or would be, called."""

    #: The line of a crontab.
    line: str
    #: Timer and service; empty for cron.
    units: tuple[Unit, ...] = ()
    #: What was done: `shown`, `installed`, `kept` (it was there already), `removed`, `absent`.
    done: str = "shown"
    #: Whether it is in force now.
    installed: bool = False
    #: When a run was seen last.
    last_run: datetime | None = None
    #: What a person must still do; empty when nothing.
    left: str = ""

    @property
    def exit(self) -> ExitCode:
        """Something is left to do, or nothing."""
        return ExitCode.ATTENTION if self.left else ExitCode.OK


def cron_line(workspace: Workspace, program: Sequence[str], every: int) -> str:
    """The line of a crontab that calls `dispatch run` every so many minutes; cron knows no folder and no PATH.

    Args:
        workspace: Where.
        program: How `dispatch` is started: absolute path first.
        every: Minutes, a divisor of 60.

    Raises:
        UsageError: An hour cannot be divided so.
    """
    if not 1 <= every <= 60 or 60 % every:  # noqa: PLR2004 - minutes of an hour
        raise UsageError(f"--every {every}: an hour cannot be divided so", "take 1, 2, 3, 5, 10, 15, 20, 30 or 60")
    minutes = {1: "*", 60: "0"}.get(every, f"*/{every}")
    # cron turns a bare % into a line end (crontab(5)); in a comment it does no harm
    command = _command(workspace, program).replace("%", "\\%")
    return f"{minutes} * * * * {command} # {_mark(workspace)}"


def show(workspace: Workspace, program: Sequence[str], every: int, *, systemd: bool) -> CronResult:
    """What would be installed; changes nothing."""
    units = _units(workspace, program, every) if systemd else ()
    return CronResult(
        line=cron_line(workspace, program, every),
        units=units,
        installed=all(unit.path.exists() for unit in units) if systemd else _has_line(workspace),
    )


def install(workspace: Workspace, program: Sequence[str], every: int, *, systemd: bool) -> CronResult:
    """Put the line into the crontab of this account, or write the units and start the timer; once, however often.

    Raises:
        UsageError: The extra is missing, or crontab refuses.
        InputError: A unit cannot be written.
    """
    line = cron_line(workspace, program, every)
    if systemd:
        return _install_units(line, _units(workspace, program, every))
    table = _crontab()
    jobs = list(table.find_comment(_mark(workspace)))
    if [str(job) for job in jobs] == [line]:
        return CronResult(line=line, done="kept", installed=True)
    table.remove_all(comment=_mark(workspace))
    job = table.new(command=_command(workspace, program), comment=_mark(workspace))
    job.setall(" ".join(line.split(" ", 5)[:5]))
    _write(table)
    return CronResult(line=line, done="installed", installed=True)


def remove(workspace: Workspace, program: Sequence[str], *, systemd: bool) -> CronResult:
    """Take it away again; other lines and units are left alone."""
    line = cron_line(workspace, program, 1)
    if systemd:
        return _remove_units(line, _units(workspace, program, 1))
    table = _crontab()
    if not table.remove_all(comment=_mark(workspace)):
        return CronResult(line=line, done="absent")
    _write(table)
    return CronResult(line=line, done="removed")


def _mark(workspace: Workspace) -> str:
    """Tells our line from others, and this workspace's from another's."""
    return f"dispatch run in {workspace.root.resolve()}"


def _command(workspace: Workspace, program: Sequence[str]) -> str:
    return shlex.join([*program, "-w", str(workspace.root.resolve()), "run"])


def _crontab() -> "CronTab":
    try:
        from crontab import CronTab  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            "changing the crontab needs the extra `cron`, which is not installed",
            "pip install 'press-dispatch[cron]', or put the line of `dispatch cron show` there with `crontab -e`",
        ) from error
    if shutil.which("crontab") is None:
        raise UsageError("there is no cron on this machine: `crontab` was not found", "install cron, or use --systemd")
    try:
        return CronTab(user=True)
    except OSError as error:
        raise UsageError(f"the crontab cannot be read: {reason(error)}", "try `crontab -l`") from error


def _write(table: "CronTab") -> None:
    try:
        table.write()
    except OSError as error:
        why = reason(error)
        raise UsageError(f"the crontab cannot be written: {why}", "put the line there with `crontab -e`") from error


def _has_line(workspace: Workspace) -> bool:
    """Whether the crontab of this account has our line; asked without the extra."""
    program = shutil.which("crontab")
    if program is None:
        return False
    found = subprocess.run(  # noqa: S603 - found on PATH, no argument from outside
        [program, "-l"], capture_output=True, text=True, errors="replace", check=False, timeout=_SYSTEMCTL_SECONDS
    )
    return any(
        line.rstrip().endswith(f"# {_mark(workspace)}") and not line.lstrip().startswith("#")
        for line in found.stdout.splitlines()
    )


def _units(workspace: Workspace, program: Sequence[str], every: int) -> tuple[Unit, ...]:
    root = str(workspace.root.resolve())
    name = f"dispatch-{hashlib.sha256(root.encode()).hexdigest()[:8]}"
    folder = _units_folder(workspace.environ)
    calendar = {1: "*:*:00", 60: "*:00:00"}.get(every, f"*:0/{every}:00")
    argv = [*program, "-w", root, "run"]
    command = " ".join(f'"{_unit_text(part)}"' for part in argv)
    shown = root.replace("%", "%%")
    return (
        Unit(path=folder / f"{name}.timer", text=_TIMER.format(folder=shown, calendar=calendar)),
        Unit(path=folder / f"{name}.service", text=_SERVICE.format(folder=shown, command=command)),
    )


def _unit_text(part: str) -> str:
    """A quoted argument of ExecStart (systemd.service(5)), in which percent and dollar signs would expand."""
    return part.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")


def _units_folder(environ: Mapping[str, str]) -> Path:
    base = environ.get("XDG_CONFIG_HOME")
    home = environ.get("HOME") or pwd.getpwuid(os.getuid()).pw_dir
    return (Path(base) if base else Path(home) / ".config") / "systemd" / "user"


def _install_units(line: str, units: tuple[Unit, ...]) -> CronResult:
    same = all(unit.path.is_file() and unit.path.read_text("utf-8") == unit.text for unit in units)
    try:
        for unit in units:
            unit.path.parent.mkdir(parents=True, exist_ok=True)
            unit.path.write_text(unit.text, "utf-8")
    except OSError as error:
        raise InputError(
            f"{error.filename} cannot be written: {error.strerror}", "make that folder writable"
        ) from error
    timer = units[0].path.name
    started = _systemctl("daemon-reload") and _systemctl("enable", "--now", timer)
    left = "" if started else f"systemctl --user daemon-reload && systemctl --user enable --now {timer}"
    return CronResult(line=line, units=units, done="kept" if same else "installed", installed=True, left=left)


def _remove_units(line: str, units: tuple[Unit, ...]) -> CronResult:
    there = [unit for unit in units if unit.path.exists()]
    if not there:
        return CronResult(line=line, units=units, done="absent")
    _systemctl("disable", "--now", units[0].path.name)
    for unit in there:
        unit.path.unlink(missing_ok=True)
    _systemctl("daemon-reload")
    return CronResult(line=line, units=units, done="removed")


def _systemctl(*arguments: str) -> bool:
    """Whether the user's systemd did it; a machine without one is no error, a person is told what is left."""
    program = shutil.which("systemctl")
    if program is None:
        return False
    try:
        done = subprocess.run(  # noqa: S603 - found on PATH, arguments of ours
            [program, "--user", *arguments], capture_output=True, check=False, timeout=_SYSTEMCTL_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0

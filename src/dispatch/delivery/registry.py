"""Which backend types there are: the built-in ones in one list, plug-ins by entry point."""

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TextIO, cast

from dispatch.accounts import ProgramRunner
from dispatch.delivery.protocol import Backend, BackendInfo, Factory, Surroundings
from dispatch.errors import BackendError

#: Entry-point group of plug-ins; each entry names a `Factory` under the backend type it makes.
GROUP = "dispatch.backends"


@dataclass(frozen=True, slots=True, kw_only=True)
class _BuiltIn:
    module: str
    summary: str


_BUILT_IN: Mapping[str, _BuiltIn] = {
    "smtp": _BuiltIn(module="dispatch.delivery.smtp", summary="A mail account or relay, over SMTP"),
    "lmtp": _BuiltIn(module="dispatch.delivery.lmtp", summary="A local mail store, over LMTP"),
    "sendmail": _BuiltIn(module="dispatch.delivery.sendmail", summary="A sendmail-like program on this machine"),
    "outbox": _BuiltIn(module="dispatch.delivery.outbox", summary="A Maildir folder; nothing is sent"),
    "console": _BuiltIn(module="dispatch.delivery.console", summary="Shows each message; nothing is sent"),
}


def create(
    name: str,
    table: Mapping[str, object],
    *,
    workspace: Path,
    programs: ProgramRunner,
    environ: Mapping[str, str],
    stream: TextIO | None = None,
) -> Backend:
    """Builds the backend that `[backends.NAME]` describes; opens nothing, runs nothing.

    Args:
        name: The NAME of the table.
        table: Its keys and values, `type` included.
        workspace: Folder that relative paths start from.
        programs: The only way to run a program.
        environ: Environment variables, for credentials that settings name.
        stream: Where `console` writes; None is standard error.

    Raises:
        BackendError: Unknown type, a plug-in that cannot be loaded, or wrong settings.
    """
    kind = table.get("type")
    if not isinstance(kind, str):
        message = f"[backends.{name}] does not say its type."
        raise BackendError(message, f'add type = "smtp" (or one of {_listed()})')
    settings = {key: value for key, value in table.items() if key != "type"}
    surroundings = Surroundings(workspace=workspace, programs=programs, environ=environ, stream=stream)
    return _factory(name, kind)(name, settings, surroundings)


def available() -> list[BackendInfo]:
    """Every backend type that can be named in `[backends.NAME] type`, built-in ones first."""
    infos = [BackendInfo(type=kind, summary=item.summary, source="built in") for kind, item in _BUILT_IN.items()]
    return infos + [_described(point) for point in _plug_ins()]


def _plug_ins() -> Iterator[EntryPoint]:
    """Plug-ins in order of name; a built-in type cannot be replaced."""
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return (point for point in points if point.name not in _BUILT_IN)


def _described(point: EntryPoint) -> BackendInfo:
    source = point.dist.name if point.dist else "plug-in"
    try:
        summary = (_load(point).__doc__ or "").strip().partition("\n")[0]
    except BackendError as error:
        return BackendInfo(type=point.name, summary="", source=source, problem=error.message)
    return BackendInfo(type=point.name, summary=summary, source=source)


def _factory(name: str, kind: str) -> Factory:
    if kind in _BUILT_IN:
        return cast("Factory", importlib.import_module(_BUILT_IN[kind].module).create)
    for point in _plug_ins():
        if point.name == kind:
            return _load(point)
    near = get_close_matches(kind, _types(), n=1, cutoff=0.5)
    fix = f'did you mean "{near[0]}"?' if near else f"types are {_listed()}; plug-ins add others (dispatch backends)"
    message = f'[backends.{name}] has the type "{kind}", which does not exist.'
    raise BackendError(message, fix)


def _load(point: EntryPoint) -> Factory:
    try:
        factory = point.load()
    except Exception as error:
        missing = getattr(error, "name", None) if isinstance(error, ModuleNotFoundError) else None
        fix = f"pip install {missing}" if missing else "ask its author, or choose another type"
        message = f'The backend type "{point.name}" ({point.value}) cannot be loaded: {error}'
        raise BackendError(message, fix) from error
    if not callable(factory):
        message = f'The backend type "{point.name}" ({point.value}) is not callable.'
        raise BackendError(message, "ask its author, or choose another type")
    return cast("Factory", factory)


def _types() -> list[str]:
    return [*_BUILT_IN, *(point.name for point in _plug_ins())]


def _listed() -> str:
    return ", ".join(_types())

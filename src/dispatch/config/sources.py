"""dispatch.toml and the environment become Settings; every value knows where it came from."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from dispatch.config.settings import Settings
from dispatch.errors import ConfigError
from dispatch.wording import expected, reason

FILE = "dispatch.toml"
PREFIX = "DISPATCH_"
#: Environment names with the prefix that are not settings.
RESERVED = frozenset({"DISPATCH_WORKSPACE"})

_Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Settings and the source of each value that was given."""

    settings: Settings
    #: `("send", "backend")` → `dispatch.toml:12` or the name of an environment variable.
    sources: Mapping[tuple[str, ...], str]


def load(workspace: Path, environ: Mapping[str, str]) -> Loaded:
    """Read the settings of a workspace.

    Raises:
        ConfigError: The file is no TOML, or a key or value is wrong; it names the place and near matches.
    """
    path = workspace / FILE
    tree, lines = _read_file(path)
    sources = {key: f"{FILE}:{line}" if (line := _line_of(lines, key)) else FILE for key in _leaves(tree)}
    for name, value in sorted(environ.items()):
        if name.startswith(PREFIX) and name not in RESERVED:
            key = _environment_path(name, tree)
            _put(tree, key, value, name)
            sources[key] = name
    _refuse_unknown(tree, Settings, (), sources)
    try:
        settings = Settings.model_validate(tree)
    except ValidationError as error:
        raise _explained(error, sources) from error
    return Loaded(settings=settings, sources=sources)


def _read_file(path: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path.name} cannot be read: {reason(error)}", "save it as UTF-8 text that you may read"
        ) from error
    try:
        return tomllib.loads(text), text.splitlines()
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path.name} is not valid TOML: {error}", "mend that line, or compare with `dispatch init`"
                          ) from error  # fmt: skip


def _leaves(tree: Mapping[str, Any], prefix: _Path = ()) -> Iterator[_Path]:
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*prefix, name))
        else:
            yield (*prefix, name)


def _line_of(lines: list[str], key: _Path) -> int | None:
    """The line that sets a key; None when it is written in a way this cannot see."""
    table: _Path = ()
    for number, line in enumerate(lines, start=1):
        if header := re.fullmatch(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?", line):
            table = tuple(part.strip().strip("\"'") for part in header[1].split("."))
        elif (name := re.match(r"\s*([\w.\"'-]+)\s*=", line)) and (
            (*table, *(part.strip("\"'") for part in name[1].split("."))) == key
        ):
            return number
    return None


def _environment_path(name: str, tree: Mapping[str, Any]) -> _Path:
    """`DISPATCH_BACKENDS__OFFICE__HOST` names `backends.office.host`; an existing table keeps its own case."""
    parts = name.removeprefix(PREFIX).split("__")
    path: list[str] = []
    here: Any = tree
    for part in parts:
        known = {key.casefold(): key for key in here} if isinstance(here, Mapping) else {}
        key = known.get(part.casefold(), part.lower())
        path.append(key)
        here = here.get(key, {}) if isinstance(here, Mapping) else {}
    return tuple(path)


def _put(tree: dict[str, Any], key: _Path, value: str, name: str) -> None:
    here = tree
    for part in key[:-1]:
        here = here.setdefault(part, {})
        if not isinstance(here, dict):
            raise ConfigError(f"{name} does not fit: {part} is not a table", f"unset {name}")
    here[key[-1]] = value


def _refuse_unknown(
    tree: Mapping[str, Any], table: type[BaseModel], prefix: _Path, sources: Mapping[_Path, str]
) -> None:
    for name, value in tree.items():
        if name not in table.model_fields:
            raise _unknown(name, table, prefix, sources)
        inner = table.model_fields[name].annotation
        if isinstance(value, Mapping) and isinstance(inner, type) and issubclass(inner, BaseModel):
            _refuse_unknown(value, inner, (*prefix, name), sources)


def _unknown(name: str, table: type[BaseModel], prefix: _Path, sources: Mapping[_Path, str]) -> ConfigError:
    dotted = ".".join((*prefix, name))
    near = get_close_matches(name, table.model_fields, n=2)
    where = next((source for key, source in sources.items() if key[: len(prefix) + 1] == (*prefix, name)), FILE)
    known = ", ".join(sorted(table.model_fields))
    fix = f"did you mean {' or '.join(near)}?" if near else f"known here: {known}"
    return ConfigError(f"{where}: unknown setting {dotted}", fix)


def _explained(error: ValidationError, sources: Mapping[_Path, str]) -> ConfigError:
    first = error.errors(include_url=False, include_input=False)[0]
    key = tuple(str(part) for part in first["loc"])
    where = next((source for known, source in sources.items() if known == key[: len(known)]), FILE)
    return ConfigError(f"{where}: {'.'.join(key)}: {expected(first)}", "correct that value")


def known_paths(table: type[BaseModel] = Settings, prefix: _Path = ()) -> Iterator[tuple[_Path, Any]]:
    """Every documented key with its default, in the order of the file."""
    for name, field in table.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from known_paths(inner, (*prefix, name))
        elif get_origin(inner) is not UnionType or get_args(inner):
            yield (*prefix, name), field.get_default(call_default_factory=True)

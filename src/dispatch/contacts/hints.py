"""What a person says about a list in the TOML file beside it: `lists/radio.toml` for `lists/radio.csv`."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from dispatch.addresses import unsafe_characters
from dispatch.errors import InputError
from dispatch.model.contact import FIELDS
from dispatch.wording import reason

_KEYS = ("encoding", "delimiter", "sheet", "several", "columns", "defaults")
_TARGETS = (*FIELDS, "alternate", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """How one list shall be read where finding out is not enough."""

    encoding: str | None = None
    delimiter: str | None = None
    #: The sheet of a workbook.
    sheet: str | None = None
    #: Of several addresses in one cell the first counts and the others are kept as alternates.
    first_of_several: bool = False
    #: Header to field, or to the name of a custom column; empty leaves the column out.
    columns: Mapping[str, str] = field(default_factory=dict)
    #: Field to value for rows that leave the field empty.
    defaults: Mapping[str, str] = field(default_factory=dict)


def hints_beside(path: Path, *, encoding: str | None = None) -> Hints:
    """The hints for a list.

    Args:
        path: The list; its hints have the same name and end in `.toml`.
        encoding: What the command line says; wins.

    Returns:
        The hints; those that say nothing when there is no such file.

    Raises:
        InputError: The file cannot be understood.
    """
    beside = path.with_suffix(".toml")
    if beside == path or not beside.is_file():
        return Hints(encoding=encoding)
    try:
        table = tomllib.loads(beside.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as trouble:
        raise InputError(f"{beside} cannot be read: {reason(trouble)}.", "Correct it, or take it away") from trouble
    hints = _understood(beside, table)
    return replace(hints, encoding=encoding) if encoding else hints


def _understood(beside: Path, table: Mapping[str, object]) -> Hints:
    for key in table:
        _known(beside, "key", key, _KEYS)
    several = _text(beside, table, "several") or "refuse"
    if several not in {"first", "refuse"}:
        raise InputError(f'{beside}: several = "{several}" means nothing.', 'Write "first" or "refuse"')
    delimiter = _text(beside, table, "delimiter")
    if delimiter is not None and len(delimiter) != 1:
        raise InputError(f"{beside}: the delimiter must be one character.", r'Write ";" or "\t"')
    columns = _strings(beside, table, "columns")
    for target in columns.values():
        if target not in _TARGETS and not re.fullmatch(r"[a-z][a-z0-9_]*|", target):
            _known(beside, "field", target, _TARGETS)
    defaults = _strings(beside, table, "defaults")
    for name in defaults:
        _known(beside, "field", name, FIELDS[1:])
    for name, value in defaults.items():
        if name not in {"notes", "pitch"} and (unsafe := unsafe_characters(value)):
            raise InputError(f"{beside}: the default for {name} holds {unsafe}.", "Write it on one line")
    return Hints(
        encoding=_text(beside, table, "encoding"),
        delimiter=delimiter,
        sheet=_text(beside, table, "sheet"),
        first_of_several=several == "first",
        columns=columns,
        defaults=defaults,
    )


def _known(beside: Path, what: str, name: str, names: Collection[str]) -> None:
    if name in names:
        return
    near = get_close_matches(name.lower(), names, n=3, cutoff=0.6)
    fix = f"Did you mean {' or '.join(near)}?" if near else f"Known are {', '.join(names)}"
    raise InputError(f'{beside}: there is no {what} "{name}".', fix)


def _text(beside: Path, table: Mapping[str, object], key: str) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{beside}: {key} must be text in quotation marks.", f'Write {key} = "..."')
    return value


def _strings(beside: Path, table: Mapping[str, object], key: str) -> dict[str, str]:
    value = table.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise InputError(
            f'{beside}: [{key}] holds lines such as name = "value".', "Put quotation marks around the values"
        )
    return dict(value)

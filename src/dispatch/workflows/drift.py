"""Whether the files a mailing was made of changed since it was staged, and how."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice
from pathlib import Path

from dispatch import contacts, release
from dispatch.config.workspace import Workspace
from dispatch.errors import DispatchError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import MailingRecord
from dispatch.model.mailing import DeliveryState
from dispatch.workflows.material import read_lists, segment, versions_of

#: Lines of one difference that are shown.
LINES = 200
#: Name of the frozen part that holds the texts in other languages, by language.
VERSIONS = "versions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed in one source since a mailing was staged."""

    #: Path relative to the workspace, or `audience`.
    path: str
    #: As a unified diff has them, first sign included; the frozen state is `-`, the file's is `+`.
    lines: tuple[str, ...]


def sources_of(workspace: Workspace, release: str, lists: Sequence[str], theme: str) -> dict[str, str]:
    """Fingerprints (SHA-256 hex) of release, lists and theme, by path relative to the workspace."""
    file = workspace.release(release)
    paths = [file, *versions_of(workspace, file).values(), *(workspace.list(name) for name in lists)]
    paths += _theme_files(workspace, theme)
    return {workspace.relative(path): _fingerprint(path) for path in paths}


def look_of(workspace: Workspace, theme: str) -> dict[str, str]:
    """The text of a theme's files, by path relative to the workspace."""
    return {workspace.relative(path): _text(path) for path in _theme_files(workspace, theme)}


def changed(workspace: Workspace, sources: Mapping[str, str]) -> tuple[str, ...]:
    """Paths whose content is no longer what it was, missing ones included."""
    return tuple(path for path, mark in sources.items() if _fingerprint(workspace.root / path) != mark)


def differences(workspace: Workspace, ledger: Ledger, record: MailingRecord) -> tuple[Difference, ...]:
    """How the sources of a mailing differ from what was staged: texts by line, lists by the people they would reach."""
    paths = changed(workspace, record.sources)
    if not paths:
        return ()
    look, versions = _frozen_texts(ledger, record.name, "theme"), _frozen_texts(ledger, record.name, VERSIONS)
    found: list[Difference] = []
    file, lists = str(record.options.get("file", "")), _names(record, "lists")
    for path in paths:
        if path == file:
            before = ledger.part(record.name, "release").decode()
            found.append(_difference(path, before, _release_text(workspace.root / path)))
        elif path in look:
            found.append(_difference(path, look[path], _text(workspace.root / path)))
        elif (language := _language_of(workspace, file, path)) in versions:
            found.append(_difference(path, versions[language], _release_text(workspace.root / path)))
    if set(paths) & set(lists):
        found.append(_people(workspace, ledger, record, lists))
    return tuple(one for one in found if one.lines)


def _names(record: MailingRecord, key: str) -> tuple[str, ...]:
    value = record.options.get(key)
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _frozen_texts(ledger: Ledger, name: str, part: str) -> Mapping[str, str]:
    try:
        found: dict[str, str] = json.loads(ledger.part(name, part))
    except DispatchError:
        return {}
    return found


def _language_of(workspace: Workspace, name: str, other: str) -> str:
    """In which language a file holds a release; when it is gone, by its name."""
    file, path = workspace.root / name, workspace.root / other
    named = (language for language, version in versions_of(workspace, file).items() if version == path)
    return next(named, path.name.removeprefix(f"{file.stem}.").removesuffix(file.suffix))


def _difference(path: str, before: str, after: str) -> Difference:
    lines = unified_diff(before.splitlines(), after.splitlines(), "staged", path, lineterm="", n=1)
    return Difference(path=path, lines=_some(lines))


def _some(lines: Iterator[str]) -> tuple[str, ...]:
    shown = tuple(islice(lines, LINES))
    left = sum(1 for _ in lines)
    return (*shown, f"… and {left} more lines") if left else shown


def _people(workspace: Workspace, ledger: Ledger, record: MailingRecord, lists: tuple[str, ...]) -> Difference:
    """Who would be new, and who would not get it any more."""
    frozen = {
        row.key: row.address for row in ledger.deliveries(record.name) if row.state is not DeliveryState.CANCELLED
    }
    try:
        now = _audience(workspace, ledger, record, lists)
    except DispatchError as error:
        return Difference(path="audience", lines=(f"! {error.message}",))
    lines = [f"-{address}" for key, address in frozen.items() if key not in now]
    lines += [f"+{address}" for key, address in now.items() if key not in frozen]
    return Difference(path="audience", lines=_some(iter(lines)))


def _audience(workspace: Workspace, ledger: Ledger, record: MailingRecord, lists: tuple[str, ...]) -> Mapping[str, str]:
    """Address by key of those whom the lists reach as they are now, or who have a place in the mailing."""
    options = record.options
    encoding, limit = options.get("encoding"), options.get("limit")
    audience = contacts.select(
        read_lists(workspace, [str(workspace.root / name) for name in lists], str(encoding) if encoding else None),
        where=segment(workspace, str(options.get("where") or "")),
        excluded=read_lists(workspace, [str(workspace.root / name) for name in _names(record, "except")]),
        one_per_outlet=bool(options.get("one_per_outlet")),
        limit=limit if isinstance(limit, int) else None,
        suppressed=ledger.suppressed(),
        reached=reached_beside(ledger, record),
    )
    return {contact.key: contact.email for contact in audience.contacts}


def reached_beside(ledger: Ledger, record: MailingRecord) -> Callable[[str], bool]:
    """Who has a place in another mailing of the same release and occasion."""
    if not record.final:
        return lambda _key: False
    own = frozenset(row.key for row in ledger.deliveries(record.name))
    reached = ledger.reached(record.release, record.occasion)
    return lambda key: key not in own and reached(key)


def _release_text(path: Path) -> str:
    try:
        return release.read(path)[0].source
    except DispatchError as error:
        return error.message


def _theme_files(workspace: Workspace, theme: str) -> list[Path]:
    return sorted(path for path in workspace.theme(theme).rglob("*") if path.is_file())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _fingerprint(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""

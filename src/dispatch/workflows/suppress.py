"""Who must not be mailed: written down, looked up, and taken over from lists."""

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dispatch import contacts
from dispatch.addresses import Address, key, parse_address
from dispatch.config.workspace import Workspace
from dispatch.contacts import ListReading
from dispatch.errors import InputError, NotFoundError, UsageError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.listings import Suppression
from dispatch.model.exits import ExitCode
from dispatch.model.finding import Finding

BY_HAND = "by hand"
_ASKED = "asked not to be mailed"
#: Header of an exported file; only the first column is needed to import it.
COLUMNS = ("target", "reason", "source", "added")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """What became of addresses and domains."""

    #: `add`, `remove` or `import`.
    action: str
    #: Normalised.
    targets: tuple[str, ...]
    #: How many were added or removed.
    changed: int
    #: File they came from; None for those named in the command.
    file: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def exit(self) -> ExitCode:
        """What was recorded needs nobody."""
        return ExitCode.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Everyone who must not be mailed, by address and domain."""

    suppressions: tuple[Suppression, ...]
    #: File that was written; None when none was asked for.
    written: str | None = None

    @property
    def exit(self) -> ExitCode:
        """Showing is always done."""
        return ExitCode.OK


def target(text: str, *, plus_tags: bool = False) -> str:
    """An address or a domain as the ledger compares it.

    Args:
        text: `ana@radio.test`; `@radio.test`, `*@radio.test` or `radio.test` for the whole domain.
        plus_tags: Also every address that differs only in its `+tag`: `ana+*@radio.test`.

    Raises:
        UsageError: It is neither.
    """
    bare = text.strip()
    local, at, domain = bare.rpartition("@")
    if local in {"", "*"} and "." in domain and not any(char.isspace() for char in domain):
        if isinstance(parse_address(f"x@{domain}"), Address):
            return key(f"@{domain}")
    elif local.endswith("+*"):
        return f"{key(local[:-2] + at + domain, plus_tags=False).replace('@', '+*@')}"
    elif "*" not in local and isinstance(found := parse_address(bare), Address):
        return key(found.email, plus_tags=False).replace("@", "+*@") if plus_tags else found.key
    raise UsageError(f"{bare} is neither an address nor a domain", "write ana@radio.test, or @radio.test for all of it")


def add(workspace: Workspace, ledger: Ledger, named: Sequence[str], reason: str = "") -> Suppressed:
    """Nobody of these is mailed any more, by no mailing, from the next message on.

    Raises:
        UsageError: One of them is neither address nor domain; nothing was recorded.
    """
    targets = _targets(workspace, named)
    changed = ledger.suppress(targets, reason=reason or _ASKED, source=BY_HAND)
    return Suppressed(action="add", targets=targets, changed=changed)


def remove(workspace: Workspace, ledger: Ledger, named: Sequence[str]) -> Suppressed:
    """They may be mailed again.

    Raises:
        NotFoundError: None of them is suppressed by itself.
    """
    targets = tuple(dict.fromkeys((*_targets(workspace, named), *(target(name) for name in named))))
    changed = ledger.unsuppress(targets)
    if not changed:
        raise NotFoundError(
            f"{', '.join(named)}: not suppressed", "`dispatch suppress list` shows who is, by address or whole domain"
        )
    return Suppressed(action="remove", targets=targets, changed=changed)


def import_file(workspace: Workspace, ledger: Ledger, name: str, reason: str = "") -> Suppressed:
    """Take over who must not be mailed.

    From an exported file everyone in it; from an archive or list that says itself who must not be mailed (Mailchimp's
    unsubscribed and cleaned, a status column) those; from any other list everyone on it.

    Raises:
        InputError: It cannot be read, or there is nobody in it.
    """
    path = workspace.list(name)
    shown = workspace.shown(path)
    if (own := _exported(path)) is not None:
        changed = sum(
            ledger.suppress([found], reason=reason or why or _ASKED, source=source or shown)
            for found, why, source in own
        )
        return Suppressed(action="import", targets=tuple(found for found, _, _ in own), changed=changed, file=shown)
    reading = contacts.read(path, shown=shown)
    rows = [(item.email, item.reason) for item in reading.suppressions]
    rows = rows or [(contact.email, "") for contact in reading.contacts]
    if not rows:
        raise InputError(f"there is nobody in {shown}", "check that it is the right file")
    changed = _record(ledger, rows, shown, plus_tags=workspace.settings.limits.plus_tags, reason=reason)
    targets = tuple(target(email, plus_tags=workspace.settings.limits.plus_tags) for email, _ in rows)
    return Suppressed(action="import", targets=targets, changed=changed, file=shown, findings=reading.findings)


def remember(ledger: Ledger, readings: Iterable[ListReading], *, plus_tags: bool) -> int:
    """Write down whom lists say must not be mailed, so that other lists and later mailings know; how many are new."""
    return sum(
        _record(ledger, [(item.email, item.reason) for item in reading.suppressions], reading.path, plus_tags=plus_tags)
        for reading in readings
        if reading.suppressions
    )


def listing(ledger: Ledger | None) -> Listed:
    """Everyone who must not be mailed."""
    return Listed(suppressions=tuple(ledger.suppressions()) if ledger else ())


def export(workspace: Workspace, ledger: Ledger | None, name: Path) -> Listed:
    """Write them to a file that `import` reads back.

    Raises:
        InputError: The file is there already, or cannot be written.
    """
    found = listing(ledger)
    place = workspace.cwd / name
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as written:
            _write(found.suppressions, written)
    except FileExistsError as trouble:
        raise InputError(f"{name} is there already", "name a file that does not exist yet") from trouble
    except OSError as trouble:
        raise InputError(f"{name} cannot be written: {trouble.strerror}", "choose another place") from trouble
    return Listed(suppressions=found.suppressions, written=str(name))


def _write(suppressions: Iterable[Suppression], written: io.TextIOBase) -> None:
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for item in suppressions:
        reason, source = (contacts.neutral(text) for text in (item.reason, item.source))
        writer.writerow([contacts.neutral(item.target), reason, source, f"{item.added:%Y-%m-%dT%H:%M:%SZ}"])


def _targets(workspace: Workspace, named: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(target(name, plus_tags=workspace.settings.limits.plus_tags) for name in named))


def _record(ledger: Ledger, rows: Sequence[tuple[str, str]], source: str, *, plus_tags: bool, reason: str = "") -> int:
    """Those of one source, together by reason; how many are new."""
    by_reason: dict[str, list[str]] = {}
    for email, why in rows:
        by_reason.setdefault(reason or why or _ASKED, []).append(target(email, plus_tags=plus_tags))
    return sum(ledger.suppress(targets, reason=why, source=source) for why, targets in by_reason.items())


def _exported(path: Path) -> list[tuple[str, str, str]] | None:
    """Target, reason and source of each row of an exported file; None when it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.reader(source)
            if next(reader, [""])[:1] != [COLUMNS[0]]:
                return None
            return list(_rows(reader, path))
    except (UnicodeDecodeError, csv.Error):
        return None
    except OSError as trouble:
        raise InputError(f"{path.name} cannot be read: {trouble.strerror}", "check its permissions") from trouble


def _rows(reader: Iterator[list[str]], path: Path) -> Iterator[tuple[str, str, str]]:
    for number, row in enumerate(reader, start=2):
        cells = [cell.removeprefix("'") for cell in (*row, "", "", "")]
        if not cells[0].strip():
            continue
        try:
            yield target(cells[0]), cells[1], cells[2]
        except UsageError as trouble:
            raise InputError(f"{path.name}:{number}: {trouble.message}", trouble.fix) from trouble

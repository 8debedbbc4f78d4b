"""How contact lists were understood."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from dispatch import contacts
from dispatch.config.workspace import Workspace
from dispatch.contacts import Audience, ListReading
from dispatch.contacts.fold import fold
from dispatch.errors import InputError
from dispatch.ledger.ledger import Ledger
from dispatch.model.contact import Contact
from dispatch.model.exits import ExitCode
from dispatch.model.finding import Finding, Severity
from dispatch.workflows.material import Selection, read_lists, segment

#: Rows shown before anyone trusts a mapping.
SAMPLE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsResult:
    """Lists, and the people that a mailing to them would reach."""

    readings: tuple[ListReading, ...]
    audience: Audience
    findings: tuple[Finding, ...]
    languages: tuple[tuple[str, int], ...]
    beats: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    sample: tuple[Contact, ...]
    #: File that was written; None when none was asked for.
    written: str | None = None

    @property
    def exit(self) -> ExitCode:
        """Showing is always done; bad rows are findings."""
        return ExitCode.OK


def lists(
    workspace: Workspace, selection: Selection, *, ledger: Ledger | None, to_csv: Path | None = None
) -> ListsResult:
    """Read lists as `send` would.

    Args:
        workspace: Where the lists are looked for.
        selection: Which of them; none named means all in lists/.
        ledger: Knows who must not be mailed; None when there is none yet.
        to_csv: File to write the selected people to; an existing one is refused.

    Raises:
        InputError: A list cannot be read, or the file cannot be written.
        SegmentError: `--where` is wrong.
    """
    readings, unreadable = _read(workspace, selection)
    audience = contacts.select(
        readings,
        where=segment(workspace, selection.where),
        excluded=read_lists(workspace, selection.excluded, selection.encoding),
        one_per_outlet=selection.one_per_outlet,
        limit=selection.limit,
        suppressed=ledger.suppressed() if ledger else lambda _key: False,
        reached=lambda _key: False,
    )
    languages: Counter[str] = Counter()
    beats: Counter[str] = Counter()
    outlets: Counter[str] = Counter()
    sample: list[Contact] = []
    for contact in audience.contacts:
        languages[contact.language] += 1
        beats.update(contact.beats)
        outlets[contact.outlet] += 1
        if len(sample) < SAMPLE:
            sample.append(contact)
    if to_csv is not None:
        _write(audience, workspace.cwd / to_csv, str(to_csv))
    return ListsResult(
        readings=tuple(readings),
        audience=audience,
        findings=(*unreadable, *(finding for reading in readings for finding in reading.findings), *audience.findings),
        languages=tuple(languages.most_common()),
        beats=_spread(beats),
        outlets=_spread(outlets),
        sample=tuple(sample),
        written=str(to_csv) if to_csv else None,
    )


def _spread(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Most first; spellings that differ in case and accents are one, as in `--where`, under the usual one."""
    names: dict[str, str] = {}
    totals: Counter[str] = Counter()
    for text, count in counts.most_common():
        totals[fold(text)] += count
        names.setdefault(fold(text), text)
    return tuple((names[plain], count) for plain, count in totals.most_common())


def _read(workspace: Workspace, selection: Selection) -> tuple[list[ListReading], tuple[Finding, ...]]:
    """The lists that are named; or all in lists/, where one that is no list is a finding and hides no other."""
    if selection.lists:
        return read_lists(workspace, selection.lists, selection.encoding), ()
    readings, findings = [], []
    for path in _all_lists(workspace):
        try:
            readings += read_lists(workspace, (str(path),), selection.encoding)
        except InputError as error:
            findings.append(
                Finding(
                    code="LST034",
                    severity=Severity.ERROR,
                    message=error.message,
                    fix=error.fix,
                    file=workspace.shown(path),
                )
            )
    return readings, tuple(findings)


def _all_lists(workspace: Workspace) -> list[Path]:
    folder = workspace.root / "lists"
    found = sorted(path for path in folder.glob("*") if path.is_file() and path.suffix != ".toml") if (
        folder.is_dir()
    ) else []  # fmt: skip
    if not found:
        raise InputError(f"there are no lists in {folder}", "name a list file")
    return found


def _write(audience: Audience, target: Path, shown: str) -> None:
    if target.exists():
        raise InputError(f"{shown} is there already", "name a file that does not exist yet")
    contacts.to_csv(audience, target)

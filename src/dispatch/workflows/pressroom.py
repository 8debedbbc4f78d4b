"""Makes one edition of the live page after another; what did not change is not read again."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock

from dispatch.clock import Clock
from dispatch.config.sources import FILE
from dispatch.config.workspace import Workspace
from dispatch.contacts.encodings import encoding_of
from dispatch.errors import InputError
from dispatch.ledger.records import ORIGINAL
from dispatch.message import CompiledMail, SharedWorkshop
from dispatch.model.contact import Contact
from dispatch.model.finding import Finding
from dispatch.model.mail import Sender
from dispatch.model.release import Release
from dispatch.proof.directory import Directory
from dispatch.proof.edition import Edition, Shapes
from dispatch.workflows.accounts import PLACEHOLDER, through
from dispatch.workflows.books import existing_ledger
from dispatch.workflows.draft import (
    EXAMPLE,
    Draft,
    Gathered,
    Spread,
    compile_to_look_at,
    compose,
    counted,
    gather,
    known_as,
    nobody,
)
from dispatch.workflows.material import Selection, read_release, versions_of
from dispatch.workflows.notices import as_of
from dispatch.workflows.preview import example_message
from dispatch.workflows.proof import facts_of
from dispatch.workflows.signed import Standing, standing_of

#: Contacts after which the page is told how far the counting is.
_TOLD = 20_000
_TEXTS = frozenset({".csv", ".tsv", ".txt", ".md", ".markdown", ".html", ".htm", ".vcf", ".css", ".toml"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeRequest:
    """What the live page is about."""

    release: str
    selection: Selection
    theme: str = ""
    #: Two languages in one mail.
    both: bool = False


class Pressroom:
    """Makes editions of one release, again and again; what did not change is not read again.

    Args:
        reopen: The workspace with its settings as they are now.
        request: What it is about.
        clock: The time.
    """

    def __init__(self, reopen: Callable[[], Workspace], request: ServeRequest, clock: Clock) -> None:
        self._reopen = reopen
        self._request = request
        self._clock = clock
        self._spare: SharedWorkshop | None = SharedWorkshop()
        self._last: SharedWorkshop | None = None
        self._lock = Lock()
        self._closed = False
        self._named: frozenset[Path] = frozenset()
        self._stamps: dict[Path, tuple[int, int, int]] = {}
        self._lists_as_they_were: tuple[object, ...] = ()
        self._gathered: tuple[Gathered, Directory, Spread] | None = None

    def make(self) -> "Making":
        """A new edition from the files as they are now, and what is still to be counted for it.

        Raises:
            UsageError: A file cannot be read, or is wrong.
        """
        self._stamps = self._looked()
        workspace = self._reopen()
        # Looked at before anything is read: what is saved in between makes the next edition.
        self._named = self._about(workspace)
        self._stamps = self._looked()
        read = read_release(workspace, self._request.release, both=self._request.both)
        gathered, directory, spread = self._audience(workspace, read[0])
        with self._lock:
            spare, self._spare = self._spare or SharedWorkshop(), None
        try:
            shown = as_of(read[0], self._clock.now())
            mail = compile_to_look_at(
                workspace, shown, sender=_sender(workspace), theme=self._request.theme, workshop=spare
            )
            mail.personalise(directory.contacts[0])
        finally:
            spare.close()
        self._last = spare
        standing = self._standing(workspace, read[0])
        files = Files(
            workspace=workspace, read=read, gathered=gathered, directory=directory, spread=spread, standing=standing
        )
        return Making(files, mail, theme=self._request.theme, clock=self._clock)

    def prepare(self) -> None:
        """Have a child process practise for the next edition, while there is time."""
        with self._lock:
            if self._spare is None and not self._closed:
                self._spare = SharedWorkshop(like=self._last)

    def watched(self) -> tuple[Path, ...]:
        """Folders whose files matter, each without what lies below it."""
        workspace, selection = self._reopen(), self._request.selection
        release = workspace.release(self._request.release)
        files = [release, *versions_of(workspace, release).values()]
        files += [workspace.list(name) for name in (*selection.lists, *selection.excluded)]
        theme = workspace.theme(self._request.theme or workspace.settings.send.theme)
        folders = {theme.resolve(), *(path.resolve() for path in theme.rglob("*") if path.is_dir())}
        # Editors save by renaming: the folder is watched, not the file that vanishes.
        return tuple(folders | {path.resolve().parent for path in (*files, workspace.root / FILE)})

    def stale(self) -> bool:
        """Whether a file that this page is about changed since the last edition was begun."""
        return self._looked() != self._stamps

    def _looked(self) -> dict[Path, tuple[int, int, int]]:
        return {path: _stamp(path) for path in self._named}

    def _about(self, workspace: Workspace) -> frozenset[Path]:
        """Every file that an edition is made of; of folders the entries count."""
        release, selection = workspace.release(self._request.release), self._request.selection
        lists = [workspace.list(name) for name in (*selection.lists, *selection.excluded)]
        theme = workspace.theme(self._request.theme or workspace.settings.send.theme)
        pictures = [path for path in release.parent.iterdir() if path.suffix.lower() in _PICTURES]
        hints = [path.with_suffix(".toml") for path in lists]
        look = [theme, *theme.rglob("*")]
        named = [
            release,
            *versions_of(workspace, release).values(),
            workspace.root / FILE,
            *lists,
            *hints,
            *look,
            *pictures,
        ]
        return frozenset(path for path in named if not path.name.startswith("."))

    def close(self) -> None:
        """End the child that waits for the next edition; there will be none."""
        with self._lock:
            self._closed = True
            spare, self._spare = self._spare, None
        if spare is not None:
            spare.close()

    def _audience(self, workspace: Workspace, release: Release) -> tuple[Gathered, Directory, Spread]:
        """Who would get it; selected again only when a list, the settings or the release's identity changed."""
        selection = self._request.selection
        files = [workspace.list(name) for name in (*selection.lists, *selection.excluded)]
        hints = [path.with_suffix(".toml") for path in files]
        with existing_ledger(workspace, self._clock) or nullcontext() as ledger:
            known = known_as(workspace, ledger, self._request.release, release)
            stamps = (*(_stamp(path) for path in (*files, *hints, workspace.root / FILE)), known)
            if self._gathered is not None and stamps == self._lists_as_they_were:
                return self._gathered
            reached = ledger.reached(known, ORIGINAL) if ledger and known else nobody
            gathered = gather(workspace, selection, ledger=ledger, reached=reached)
        directory = Directory(gathered.audience.contacts or (EXAMPLE,))
        # nobody where no list was named: the example reader is none
        spread = counted(directory.contacts if gathered.audience.counts.deliveries else ())
        self._gathered = gathered, directory, spread
        self._lists_as_they_were = stamps
        return self._gathered

    def _standing(self, workspace: Workspace, release: Release) -> Standing:
        """Whether the text as it is now is staged, and who signed it off."""
        with existing_ledger(workspace, self._clock) or nullcontext() as ledger:
            return standing_of(workspace, ledger, self._request.release, release, self._clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What one edition is made of."""

    workspace: Workspace
    read: tuple[Release, tuple[Finding, ...]]
    gathered: Gathered
    directory: Directory
    spread: Spread
    #: Whether exactly this text is staged already.
    standing: Standing


class Making:
    """One edition while the shapes of its audience are still being counted."""

    def __init__(self, files: Files, mail: CompiledMail, *, theme: str, clock: Clock) -> None:
        self._files = files
        self._directory = files.directory
        self._mail = mail
        self._theme = theme
        self._clock = clock
        #: A compiled mail is used by one thread at a time.
        self._lock = Lock()
        self._draft = self._composed()

    def edition(self, shapes: Shapes | None = None) -> Edition:
        """What is known so far."""
        draft, release = self._draft, self._draft.release
        return Edition(
            headline=release.headline,
            file=release.file,
            theme=draft.theme,
            made=self._clock.now(),
            directory=self._directory,
            content=self._content,
            source=self._source,
            counts=draft.audience.counts if draft.readings else None,
            by_list=draft.by_list,
            by_language=draft.languages,
            versions=draft.versions,
            early=draft.early,
            findings=draft.findings,
            shapes=shapes or Shapes(),
            about=self._told(),
        )

    def counting(self, stop: Event) -> Iterator[Edition]:
        """Editions with the shapes of more and more contacts, the last one with all and with preflight run again."""
        self._directory.warm()
        first: dict[int, int] = {}
        count: Counter[int] = Counter()
        for number, contact in enumerate(self._directory.contacts):
            if stop.is_set():
                return
            with self._lock:
                shape = self._mail.personalise(contact).shape
            first.setdefault(shape, number)
            count[shape] += 1
            if number and number % _TOLD == 0:
                yield self.edition(Shapes(first=dict(first), count=dict(count), seen=number + 1))
        with self._lock:
            self._draft = self._composed()
        yield self.edition(Shapes(first=first, count=count, seen=len(self._directory)))

    def close(self) -> None:
        """End the child; what is compiled stays."""
        self._mail.close()

    def _composed(self) -> Draft:
        files, now = self._files, self._clock.now()
        sender = _sender(files.workspace)
        draft = compose(
            files.workspace, files.read, files.gathered, self._mail, files.spread,
            theme=self._theme, sender=sender, now=now,
        )  # fmt: skip
        return replace(draft, staged=files.standing.staged, approvals=files.standing.approvals)

    def _told(self) -> tuple[tuple[str, str], ...]:
        """Account, embargo, whether it is staged and signed off."""
        account = through(self._files.workspace)
        signed = (("Approved", words) for words in self._draft.approvals)
        return (*((("Through", account),) if account else ()), *facts_of(self._draft), *signed)

    def _content(self, contact: Contact) -> bytes:
        with self._lock:
            return example_message(self._draft, contact, self._clock).content

    def _source(self, file: str) -> str | None:
        """Text of the release, of a list or of a template; None for workbooks and other files without lines."""
        if file == self._draft.release.file:
            return self._draft.release.source
        path = self._files.workspace.cwd / file
        if path.suffix.lower() not in _TEXTS or not path.is_file():
            return None
        reading = next((reading for reading in self._draft.readings if reading.path == file), None)
        try:
            return path.read_text(encoding=_codec(path, reading.encoding if reading else None), errors="replace")
        except OSError:
            return None


def _sender(workspace: Workspace) -> Sender:
    return workspace.sender if workspace.settings.sender.email else PLACEHOLDER


def _codec(path: Path, name: str | None) -> str:
    """The Python codec of a file that was read in the encoding of this name, such as `UTF-8 with BOM`."""
    try:
        return encoding_of(path, name).codec
    except InputError:
        # its letters are broken, or it was saved in another encoding a moment ago: its lines are shown all the same
        return "utf-8"


def _stamp(path: Path) -> tuple[int, int, int]:
    """What changes when a file is saved."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0, 0)
    return (status.st_mtime_ns, status.st_size, status.st_ino)

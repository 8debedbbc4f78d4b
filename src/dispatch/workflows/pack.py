"""The proof pack of a draft: every different mail, the extremes, and all there is to say, as a folder or on paper."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.errors import InputError
from dispatch.message.texts import subtag
from dispatch.model.contact import Contact
from dispatch.proof import Pack, Rendering, build_pack, build_print
from dispatch.proof.directory import Directory
from dispatch.proof.mail import read_header
from dispatch.proof.pack import INDEX, MAILS, MARK, Readers, written_in
from dispatch.proof.pdf import find_browser, print_pdf
from dispatch.workflows.accounts import through
from dispatch.workflows.draft import EXAMPLE, Draft
from dispatch.workflows.local_time import local_words
from dispatch.workflows.preview import example_message
from dispatch.workflows.proof import proof_of
from dispatch.workflows.variants import variant_words

_SHOWN = 32


@dataclass(slots=True, kw_only=True)
class _Group:
    """Those who get the same shape, whatever they read."""

    first: Contact
    readers: Readers = field(default_factory=Readers)


def make_pack(workspace: Workspace, draft: Draft, *, clock: Clock) -> Pack:
    """Render one mail of each shape, and the extremes.

    Args:
        workspace: Says through which account it would go.
        draft: The mail as it would be.
        clock: The time.
    """
    directory = Directory(draft.audience.contacts or (EXAMPLE,))
    groups = _groups(draft, directory.contacts)
    first = groups[0].first
    message = example_message(draft, first, clock)
    proof = proof_of(draft, first, message, clock=clock, through=through(workspace))
    staged = (("Staged", words) for words in draft.staged)
    return Pack(
        proof=replace(proof, facts=(*_facts(workspace, draft), *staged), fingerprint=fingerprint(draft)),
        renderings=[_rendering(draft, group, clock, alone=len(groups) == 1) for group in groups],
        extremes=list(_extremes(draft, directory, clock)) if draft.audience.counts.deliveries else (),
    )


def write_pack(pack: Pack, folder: Path) -> Path:
    """Write the pack; an earlier pack is replaced, nothing else ever is.

    Returns:
        The index.

    Raises:
        InputError: The folder holds something else, or cannot be written.
    """
    index = folder / INDEX
    try:
        if folder.exists() and any(folder.iterdir()) and not _is_pack(index):
            raise InputError(f"{folder} holds something that is no proof pack", "name a new or an empty folder")
        (folder / MAILS).mkdir(parents=True, exist_ok=True)
        for old in (folder / MAILS).glob("*.eml"):
            old.unlink()
        for name, content in build_pack(pack).items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}", "name another folder") from error
    return index


def write_pdf(pack: Pack, path: Path) -> Path:
    """Print the pack.

    Raises:
        UsageError: There is no Chromium, something else is in the way, or the file cannot be written.
    """
    if path.exists() and path.suffix.lower() != ".pdf":
        raise InputError(f"{path} is there already and is no PDF", "name a file that ends in .pdf")
    print_pdf(build_print(pack), path, find_browser())
    return path


def fingerprint(draft: Draft) -> str:
    """Stands for the mail and its readers (SHA-256, 32 hexadecimal digits)."""
    mark = hashlib.sha256(draft.mail.frozen().to_bytes())
    for contact in draft.audience.contacts:
        mark.update(f"{contact.key}\0{contact.name}\n".encode())
    return mark.hexdigest()[:_SHOWN]


def _groups(draft: Draft, contacts: Sequence[Contact]) -> list[_Group]:
    """By shape, the largest first: a version in another language is another shape."""
    groups: dict[int, _Group] = {}
    for contact in contacts:
        shape = draft.mail.personalise(contact).shape
        group = groups.setdefault(shape, _Group(first=contact))
        group.readers.add(contact.name or contact.email, contact.outlet, subtag(contact.language))
    return sorted(groups.values(), key=lambda group: -group.readers.count)


def _rendering(draft: Draft, group: _Group, clock: Clock, *, alone: bool) -> Rendering:
    content = example_message(draft, group.first, clock).content
    written, variant = written_in(content), variant_words(draft.mail, group.first)
    title = f"{written}, {group.readers.told(read_header(content, 'Content-Language'))}{variant}"
    known = draft.audience.counts.deliveries > 0
    return Rendering(
        title=(title if not alone else f"Everyone: {title}") if known else "An example reader",
        contact=group.first,
        content=content,
        version=f"{written}{variant}",
        count=group.readers.count if known else 0,
        readers=tuple(group.readers.named) if known else (),
    )


def _extremes(draft: Draft, directory: Directory, clock: Clock) -> Iterable[Rendering]:
    """The longest name, the shortest, the one of whom least is known."""
    for title, numbers in (
        ("The longest name", directory.longest),
        ("The shortest name", directory.shortest),
        ("Most is missing", directory.incomplete),
    ):
        if numbers:
            contact = directory.contacts[numbers[0]]
            told = f"{title}: {contact.name or contact.email}"
            yield Rendering(title=told, contact=contact, content=example_message(draft, contact, clock).content)


def _facts(workspace: Workspace, draft: Draft) -> tuple[tuple[str, str], ...]:
    release = draft.release
    zone = workspace.settings.zone
    embargo = local_words(release.embargo, zone) if release.embargo else ""
    return (
        ("Release", release.file),
        ("Theme", draft.theme),
        ("Embargo", embargo or ("for immediate release" if release.immediate else "none")),
        *(() if draft.staged else (("Schedule", "not staged: it goes out when it is sent"),)),
    )


def _is_pack(index: Path) -> bool:
    return index.is_file() and MARK in index.read_text(encoding="utf-8", errors="replace")[:2000]

"""What every mailing begins with: the release and the lists, read with the workspace's settings."""

import glob
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from dispatch import contacts, release
from dispatch.addresses import key
from dispatch.config.workspace import Workspace
from dispatch.contacts import Audience, ListReading, Segment
from dispatch.errors import DispatchError, NotFoundError, UsageError
from dispatch.markup import escape
from dispatch.model.contact import Contact
from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Boilerplate, MediaContact, Release
from dispatch.workflows.translations import misnamed, refused

#: A language code between the name of a release and its suffix.
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

#: Addresses among which a near match is looked for.
_COMPARED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which contacts of which lists."""

    lists: tuple[str, ...]
    #: A segment: the name of one in `[segments]`, or an expression; empty selects everyone.
    where: str = ""
    #: Lists whose people are left out.
    excluded: tuple[str, ...] = ()
    one_per_outlet: bool = False
    limit: int | None = None
    #: Overrides what the list reader would guess.
    encoding: str | None = None


def read_release(workspace: Workspace, name: str, *, both: bool = False) -> tuple[Release, tuple[Finding, ...]]:
    """A release with what dispatch.toml adds where it says nothing itself, and what the reader found.

    Its versions in other languages come with it: files named `NAME.LANGUAGE.SUFFIX` beside it, and those that its front
    matter names under `translations`.

    Args:
        workspace: Where, with which settings.
        name: Path, or name in releases/.
        both: Each reader is to get two of its languages in one mail.

    Raises:
        InputError: It cannot be read at all.
        UsageError: It is in one language only, and two are wanted.
    """
    path = workspace.release(name)
    main, findings = _read_one(workspace, path)
    siblings = _beside(path) | _named_by(workspace, main, path)
    findings += tuple(misnamed(workspace, main, path))
    if not siblings and both:
        beside = path.with_name(f"{path.stem}.es{path.suffix}").name
        raise UsageError(f"--both: {main.file} is in one language only", f"write its Spanish version into {beside}")
    if not siblings:
        return main, findings
    versions = []
    for language, sibling in siblings.items():
        version, found = _read_one(workspace, sibling)
        findings += tuple(_disagrees(version, language))
        versions.append(replace(version, language=language))
        findings += found
    marks = "".join(one.fingerprint for one in (main, *versions))
    whole = replace(main, versions=tuple(versions), both=both, fingerprint=hashlib.sha256(marks.encode()).hexdigest())
    return whole, findings


def _disagrees(version: Release, language: str) -> Iterator[Finding]:
    """A version that says of itself another language than its name, or the release's `translations`, says."""
    span = dict(version.lines).get("language")
    if span is None or version.language.partition("-")[0].lower() == language.partition("-")[0].lower():
        return
    message = f"The front matter says language: {version.language}; readers of {language} get it, as it is named."
    fix = f"write language: {language}, or name the file for {version.language}"
    yield Finding(
        code="LAN009", severity=Severity.ERROR, message=message, fix=fix, file=version.file, line=span.first, column=1
    )


def versions_of(workspace: Workspace, path: Path) -> dict[str, Path]:
    """The files that hold a release in other languages, by language, as `read_release` finds them.

    The release is read only when it may name some itself.
    """
    try:
        named = _named_by(workspace, release.read(path)[0], path) if b"translations" in path.read_bytes() else {}
    except (DispatchError, OSError):
        named = {}
    return _beside(path) | named


def _named_by(workspace: Workspace, main: Release, path: Path) -> dict[str, Path]:
    """Those files that the front matter names and that may be read; paths are relative to the release."""
    named = ((language, path.parent / file) for language, file in main.translations)
    return {language: version for language, version in named if not refused(workspace, path, version)}


def _beside(path: Path) -> dict[str, Path]:
    """`statement.es.md` beside `statement.md`."""
    found = {}
    for sibling in sorted(path.parent.glob(f"{glob.escape(path.stem)}.*{path.suffix}")):
        language = sibling.name.removeprefix(f"{path.stem}.").removesuffix(path.suffix)
        if _LANGUAGE.fullmatch(language) and sibling.is_file():
            found[language] = sibling
    return found


def _read_one(workspace: Workspace, path: Path) -> tuple[Release, tuple[Finding, ...]]:
    read, findings = release.read(path, shown=workspace.shown(path))
    table = workspace.settings.organisation
    people = [
        MediaContact(
            name=contact.name,
            role=contact.role,
            emails=(contact.email,) if contact.email else (),
            phones=(contact.phone,) if contact.phone else (),
        )
        for contact in table.contacts
    ]
    return release.with_defaults(read, contacts=people, boilerplate=_boilerplate(workspace)), findings


def _boilerplate(workspace: Workspace) -> list[Boilerplate]:
    """`[organisation] boilerplate`: plain text, paragraphs separated by a blank line."""
    table = workspace.settings.organisation
    paragraphs = [" ".join(part.split()) for part in table.boilerplate.split("\n\n") if part.strip()]
    if not paragraphs:
        return []
    html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return [Boilerplate(title=table.name, text="\n\n".join(paragraphs), html=html)]


def read_lists(workspace: Workspace, names: Sequence[str], encoding: str | None = None) -> list[ListReading]:
    """Lists by path or name, in this order.

    Raises:
        InputError: One of them cannot be read at all.
    """
    paths = [workspace.list(name) for name in names]
    return [contacts.read(path, shown=workspace.shown(path), encoding=encoding) for path in paths]


def segment(workspace: Workspace, where: str) -> Segment | None:
    """The segment of `--where`: a saved one by its name, else an expression.

    Raises:
        SegmentError: It is wrong.
    """
    if not where:
        return None
    saved = workspace.settings.segments
    return contacts.parse_segment(saved.get(where, where), saved=saved)


def find_contact(audience: Audience, address: str) -> Contact:
    """One contact of an audience by address.

    Raises:
        NotFoundError: The audience has no such contact.
    """
    wanted = key(address)
    others: list[str] = []
    for contact in audience.contacts:
        if contact.key == wanted:
            return contact
        if len(others) < _COMPARED:
            others.append(contact.email)
    near = get_close_matches(address, others, n=2, cutoff=0.7)
    fix = f"did you mean {' or '.join(near)}?" if near else "check the address, the lists and --where"
    raise NotFoundError(f"{address} is not among those who would get it", fix)

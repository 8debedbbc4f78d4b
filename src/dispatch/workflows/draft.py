"""The mail as it would be: release, audience, every shape rendered, and all that preflight says."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from dispatch import contacts, message, preflight
from dispatch.addresses import unsafe_characters
from dispatch.config.workspace import Workspace
from dispatch.contacts import Audience, ListReading
from dispatch.message import CompiledMail, SharedWorkshop
from dispatch.message.embargoed import EmbargoedMail
from dispatch.model.contact import Contact
from dispatch.model.finding import Finding
from dispatch.model.mail import Sender
from dispatch.model.release import Release
from dispatch.preflight.rule import Account, Case, MailFacts
from dispatch.workflows.material import Selection, read_lists, segment
from dispatch.workflows.notices import as_of, dress, in_both, without_embargo
from dispatch.workflows.readership import by_version
from dispatch.workflows.soundness import refuse_unsound

if TYPE_CHECKING:
    from dispatch.ledger.ledger import Ledger

#: Stands in for a reader where no list was named.
EXAMPLE = Contact(
    email="reader@example.org",
    key="reader@example.org",
    name="Alex Reader",
    first_name="Alex",
    last_name="Reader",
    outlet="The Example",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that can be known without an account or the ledger's say."""

    release: Release
    readings: tuple[ListReading, ...]
    audience: Audience
    mail: CompiledMail
    sender: Sender
    theme: str
    findings: tuple[Finding, ...]
    #: Contacts by language (`""` is unset), most first.
    languages: tuple[tuple[str, int], ...]
    #: Contacts by list file, most first.
    by_list: tuple[tuple[str, int], ...]
    #: Someone to greet in a summary; None when nobody would get it.
    first: Contact | None
    #: Language of each version, by name, and how many read it; empty where there is only one.
    versions: tuple[tuple[str, int], ...] = ()
    #: Before an embargo's lift so many get it; None when there is no lift to wait for.
    early: int | None = None
    #: Staged mailings of this very text, and who signed them off, in words.
    staged: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()

    @property
    def sources(self) -> dict[str, str]:
        """Texts that findings point into, by file."""
        return {self.release.file: self.release.source}

    @property
    def attachments(self) -> tuple[tuple[str, int], ...]:
        """Name and octets of every file that goes with it, in whatever language."""
        return tuple((one.name, len(one.octets)) for one in self.mail.frozen().enclosures if not one.cid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the lists come to."""

    readings: tuple[ListReading, ...]
    audience: Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Who they are, counted."""

    #: By language (`""` is unset) and by list file, most first.
    languages: tuple[tuple[str, int], ...] = ()
    by_list: tuple[tuple[str, int], ...] = ()
    first: Contact | None = None
    #: May have it before an embargo's lift.
    early: int = 0
    #: They are in more than one country.
    abroad: bool = False


def make_draft(
    workspace: Workspace,
    read: tuple[Release, tuple[Finding, ...]],
    selection: Selection,
    *,
    sender: Sender,
    theme: str = "",
    ledger: "Ledger | None",
    reached: Callable[[str], bool],
    now: datetime,
    workshop: SharedWorkshop | None = None,
    gated: Callable[[str], bool] | None = None,
    backend: str = "",
    lifted: bool = False,
) -> Draft:
    """Select the audience, render every shape, run preflight; opens no connection and writes nothing.

    Args:
        workspace: Its settings.
        read: A release and what its reader found.
        selection: Which contacts.
        sender: Who writes.
        theme: Name of a theme; empty means `[send] theme`.
        ledger: Knows who must not be mailed; None when there is none yet.
        reached: Tells who got this release already.
        now: The time.
        workshop: Compiles the shapes; one of its own when it is None.
        gated: Tells whom a limit holds back.
        backend: Name of the account; empty means `[send] backend`.
        lifted: Whoever waits for an embargo's lift is shown the mail as it is then.

    Raises:
        UsageError: A list, segment or theme is wrong.
    """
    gathered = gather(workspace, selection, ledger=ledger, reached=reached, gated=gated)
    compile_it = compile_to_look_at if lifted else compile_release
    mail = compile_it(workspace, as_of(read[0], now), sender=sender, theme=theme, workshop=workshop)
    spread = survey(gathered.audience, mail)
    return compose(workspace, read, gathered, mail, spread, theme=theme, sender=sender, now=now, backend=backend)


def gather(
    workspace: Workspace,
    selection: Selection,
    *,
    ledger: "Ledger | None",
    reached: Callable[[str], bool],
    gated: Callable[[str], bool] | None = None,
) -> Gathered:
    """Read the lists and select from them.

    Raises:
        UsageError: A list or segment is wrong.
    """
    readings = read_lists(workspace, selection.lists, selection.encoding)
    audience = contacts.select(
        readings,
        where=segment(workspace, selection.where),
        excluded=read_lists(workspace, selection.excluded, selection.encoding),
        one_per_outlet=selection.one_per_outlet,
        limit=selection.limit,
        suppressed=ledger.suppressed() if ledger else nobody,
        reached=reached,
        gated=gated or nobody,
    )
    return Gathered(readings=tuple(readings), audience=audience)


def compile_release(
    workspace: Workspace, release: Release, *, sender: Sender, theme: str = "", workshop: SharedWorkshop | None = None
) -> CompiledMail:
    """A release in a theme, before anyone's shape is rendered; an embargoed one carries the notice.

    Raises:
        ThemeError: The theme is wrong.
    """
    if workshop is None:
        with closing(message.SharedWorkshop()) as own:
            return compile_release(workspace, release, sender=sender, theme=theme, workshop=own)
    others = [_like(version, release) for version in release.versions]
    beside = others[0] if release.both and len(others) == 1 else None
    main = _compiled(workspace, release, sender, theme, workshop, second=beside)
    if not others:
        return main
    below = release if release.both else None
    versions = {other.language: _compiled(workspace, other, sender, theme, workshop, second=below) for other in others}
    return message.PolyglotMail(main, versions)


def compile_to_look_at(
    workspace: Workspace, release: Release, *, sender: Sender, theme: str = "", workshop: SharedWorkshop | None = None
) -> CompiledMail:
    """As `compile_release`; of an embargoed release those who are not trusted get the mail without the notice.

    Raises:
        ThemeError: The theme is wrong.
    """
    if release.embargo is None:
        return compile_release(workspace, release, sender=sender, theme=theme, workshop=workshop)

    def compiled(text: Release) -> CompiledMail:
        return compile_release(workspace, text, sender=sender, theme=theme, workshop=workshop)

    # whichever is looked at first finds the workshop ready
    return EmbargoedMail(
        lambda: compiled(release), lambda: compiled(without_embargo(release)), lambda contact: contact.embargo
    )


def _like(version: Release, release: Release) -> Release:
    """A version under the embargo and the notices of the release itself: they are decided once, for all languages."""
    text = version.embargo_text if release.embargo else ""
    immediate = release.immediate and release.embargo is None
    return replace(
        version,
        embargo=release.embargo,
        embargo_text=text,
        notice=version.notice or release.notice,
        immediate=immediate,
    )


def _compiled(
    workspace: Workspace,
    release: Release,
    sender: Sender,
    theme: str,
    workshop: SharedWorkshop,
    *,
    second: Release | None,
) -> CompiledMail:
    """A release in a theme, with `second` as the half in another language."""
    zone = workspace.settings.zone
    look = message.load_theme(workspace.theme(theme or workspace.settings.send.theme))
    look = message.with_label(look) if second else look
    if second:
        second, _, told = dress(second, look, zone)
    sound, remarks = message.without_faults(_fit_for_headers(release))
    dressed, look, prepare = dress(sound, look, zone)
    if second and prepare and told:
        prepare = in_both(prepare, told)
    return message.compile_mail(
        dressed,
        look,
        sender,
        workspace.organisation,
        confined_to=workspace.root,
        workshop=workshop,
        prepare=prepare,
        second=second,
        remarks=remarks,
    )


def _fit_for_headers(release: Release) -> Release:
    """Headline and subject without what cannot stand in a mail header, so that a check can go on and tell (REL015)."""
    return replace(release, headline=_harmless(release.headline), subject=_harmless(release.subject))


def _harmless(text: str) -> str:
    if not unsafe_characters(text) and "=?" not in text:
        return text
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).replace("=?", "= ?").split())


def compose(
    workspace: Workspace,
    read: tuple[Release, tuple[Finding, ...]],
    gathered: Gathered,
    mail: CompiledMail,
    spread: Spread,
    *,
    theme: str,
    sender: Sender,
    now: datetime,
    backend: str = "",
) -> Draft:
    """Run preflight over what was gathered and rendered so far."""
    refuse_unsound(workspace)
    release, found = read
    facts = mail.facts()
    case = Case(
        release=release,
        organisation=workspace.organisation,
        now=now,
        sender=sender,
        mail=MailFacts(subject=facts.subject, html=facts.html, text=facts.text, size=facts.size),
        audience=gathered.audience.counts,
        abroad=spread.abroad,
        account=account_of(workspace, backend),
        templates=templates_of(workspace, theme),
    )
    rows = (finding for reading in gathered.readings for finding in reading.findings)
    versions = (finding for version in release.versions for finding in _judged(version, case))
    holes = message.find_holes(release, gathered.audience.contacts)
    found = (*found, *versions, *rows, *gathered.audience.findings, *mail.findings, *holes)
    return Draft(
        release=release,
        readings=gathered.readings,
        audience=gathered.audience,
        mail=mail,
        sender=sender,
        theme=theme or workspace.settings.send.theme,
        findings=preflight.run(case, found=found, settings=check_settings(workspace)),
        languages=spread.languages,
        by_list=spread.by_list,
        first=spread.first,
        versions=by_version(release, gathered.audience.contacts),
        early=spread.early if release.embargo is not None and release.embargo > now else None,
    )


def _judged(version: Release, case: Case) -> tuple[Finding, ...]:
    """What there is to say about a version by itself; who sends, and to whom, is judged once."""
    return preflight.run(replace(case, release=version, sender=None, mail=None, audience=None))


def templates_of(workspace: Workspace, theme: str) -> Callable[[], Mapping[str, str]]:
    """Reads a theme's own files for findings that name a place in them; empty means `[send] theme`."""
    return lambda: message.load_theme(workspace.theme(theme or workspace.settings.send.theme)).own_markup


def nobody(_key: str) -> bool:
    """Nobody got it yet, nobody is suppressed."""
    return False


def account_of(workspace: Workspace, name: str = "") -> Account | None:
    """What dispatch.toml says about the server of a backend; None when there is none, or nobody to write from.

    Args:
        workspace: Its settings.
        name: From `--backend`; empty means `[send] backend`.
    """
    table = workspace.settings.backends.get(name or workspace.settings.send.backend, {})
    host = str(table.get("host") or table.get("preset") or "")
    if not host or not workspace.settings.sender.email:
        return None
    return Account(host=host, username=str(table.get("username") or ""))


def check_settings(workspace: Workspace) -> preflight.CheckSettings:
    """`[check]` as preflight takes it."""
    table = workspace.settings.check
    return preflight.CheckSettings(
        ignore=frozenset(table.ignore), error=frozenset(table.error), warning=frozenset(table.warning)
    )


def reached_so_far(workspace: Workspace, ledger: "Ledger | None", name: str, release: Release) -> Callable[[str], bool]:
    """Who got a release already, as far as the ledger knows it without asking anyone."""
    if ledger is None or not (known := known_as(workspace, ledger, name, release)):
        return nobody
    from dispatch.ledger.records import ORIGINAL  # noqa: PLC0415 - brings what only a ledger needs

    return ledger.reached(known, ORIGINAL)


def known_as(workspace: Workspace, ledger: "Ledger | None", name: str, release: Release) -> str:
    """Under which id the ledger certainly knows a release; empty when it does not."""
    if ledger is None:
        return ""
    from dispatch.ledger.records import Verdict  # noqa: PLC0415 - brings what only a ledger needs

    path = workspace.relative(workspace.release(name))
    identity = ledger.identify(path, release.headline, release.fingerprint, release.id)
    return identity.id if identity.verdict is Verdict.SAME else ""


def survey(audience: Audience, mail: CompiledMail) -> Spread:
    """Render every contact's shape, and count who they are."""
    spread = counted(_rendered(audience, mail))
    if spread.first is None:
        mail.personalise(EXAMPLE)
    return spread


def _rendered(audience: Audience, mail: CompiledMail) -> Iterator[Contact]:
    for contact in audience.contacts:
        mail.personalise(contact)
        yield contact


def counted(readers: Iterable[Contact]) -> Spread:
    """Who they are, counted."""
    languages: Counter[str] = Counter()
    files: Counter[str] = Counter()
    countries: set[str] = set()
    first: Contact | None = None
    early = 0
    for contact in readers:
        first = first or contact
        early += contact.embargo
        languages[contact.language.partition("-")[0].lower()] += 1
        files[contact.file] += 1
        countries.add(contact.country.casefold())
    return Spread(
        languages=tuple(languages.most_common()),
        by_list=tuple(files.most_common()),
        first=first,
        early=early,
        abroad=len(countries - {""}) > 1,
    )

"""The proof of a mailing that is in the ledger: what goes out, whatever the files say by now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from dispatch.addresses import key
from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.errors import NotFoundError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import Claim
from dispatch.model.contact import Contact
from dispatch.model.finding import Finding
from dispatch.model.mail import Envelope
from dispatch.proof import Pack, Proof, Rendering
from dispatch.proof.directory import Directory
from dispatch.proof.edition import Edition, Shapes
from dispatch.proof.pack import Readers, written_in
from dispatch.workflows.accounts import through
from dispatch.workflows.frozen_facts import facts_of, goes_out, signed_words
from dispatch.workflows.heartbeat import heartbeat_findings
from dispatch.workflows.kept import kept
from dispatch.workflows.local_time import local_words
from dispatch.workflows.schedule import planned_one
from dispatch.workflows.variants import writer


@dataclass(slots=True, kw_only=True)
class _Group:
    """Those who get the same shape, and all with the embargo notice or all without."""

    first: Claim
    #: Its number among all, from 0.
    place: int
    noticed: bool
    readers: Readers = field(default_factory=Readers)


class FrozenMailing:
    """A mailing as the ledger holds it, to be looked at; nothing is claimed, rendered or read from files.

    Args:
        workspace: Tells the account and the desk's zone.
        ledger: Open as long as this is used.
        name: The mailing.
        clock: The time.

    Raises:
        NotFoundError: No such mailing.
        LedgerError: It is damaged.
    """

    def __init__(self, workspace: Workspace, ledger: Ledger, name: str, clock: Clock) -> None:
        self._workspace, self._ledger, self._clock = workspace, ledger, clock
        self._planned = planned_one(workspace, ledger, ledger.mailing(name))
        self.record = self._planned.mailing
        self._write = writer(ledger, name)

    @property
    def source(self) -> Mapping[str, str]:
        """The text of the release as it was staged, by the name that findings have for its file."""
        path = self._workspace.root / str(self.record.options.get("file", ""))
        return {self._workspace.shown(path): self._ledger.part(self.record.name, "release").decode()}

    def letter(self, address: str = "") -> Claim:
        """The delivery to an address; without one the first.

        Raises:
            NotFoundError: It has no such delivery, or nothing of it goes out any more.
        """
        name = self.record.name
        found = next(self._ledger.letters(name, key(address) if address else None), None)
        if found is None and address:
            raise NotFoundError(
                f"{address} is not among those who get {name}", f"`dispatch status {name} --deliveries` lists them all"
            )
        if found is None:
            raise NotFoundError(f"nothing of {name} goes out: it was cancelled", "`dispatch status` lists the others")
        return found

    def content(self, letter: Claim) -> bytes:
        """The message as it goes out, or went out; until the first attempt its Date is when it is due (RFC 5322)."""
        at = self._goes(letter)
        envelope = Envelope(
            recipient=letter.email,
            name=letter.name,
            message_id=letter.message_id,
            date=at,
            token=letter.token,
            notice=self._noticed(at),
        )
        return self._write(letter, envelope).content

    def proof(self, letter: Claim) -> Proof:
        """Everything that one look at it needs, as one of them gets it."""
        record, told = self.record, kept(self._ledger, self.record.name)
        counts = self._planned.counts
        already = record.audience.deliveries - counts.total + record.audience.already_sent
        return Proof(
            headline=record.headline,
            content=self.content(letter),
            made=self._clock.now(),
            contact=contact_of(letter),
            counts=replace(record.audience, deliveries=counts.total, already_sent=already),
            by_list=told.by_list,
            by_language=told.by_language,
            versions=told.versions,
            left_out=told.left_out,
            findings=(*told.findings, *self._heartbeat()),
            through=through(self._workspace, record.backend),
            approvals=signed_words(self._ledger, record),
            mailing=record.name,
            facts=facts_of(self._workspace, self._ledger, self._planned, self._clock.now()),
            fingerprint=record.fingerprint,
        )

    def pack(self) -> Pack:
        """One mail of each variant and shape, and the extremes.

        Raises:
            NotFoundError: Nothing of it goes out any more.
        """
        groups = sorted(self._groups.values(), key=lambda group: -group.readers.count)
        first = groups[0].first if groups else self.letter()
        return Pack(
            proof=self.proof(first),
            renderings=[self._rendering(group, alone=len(groups) == 1) for group in groups],
            extremes=list(self._extremes()),
        )

    def _heartbeat(self) -> tuple[Finding, ...]:
        """Whether something is there that sends it in time."""
        waits = self._planned.counts.open and (self.record.due is not None or self.record.embargo is not None)
        return heartbeat_findings(self._ledger, self._clock) if waits else ()

    def edition(self) -> Edition:
        """As the live page shows it."""
        proof = self.proof(self.letter())
        groups = list(self._groups.values())
        return Edition(
            headline=proof.headline,
            file=next(iter(self.source)),
            theme=self.record.theme,
            made=proof.made,
            directory=self.directory,
            content=lambda contact: self.content(self.letter(contact.key)),
            source=self.source.get,
            counts=proof.counts,
            by_list=proof.by_list,
            by_language=proof.by_language,
            versions=proof.versions,
            findings=proof.findings,
            shapes=Shapes(
                first={number: group.place for number, group in enumerate(groups)},
                count={number: group.readers.count for number, group in enumerate(groups)},
                seen=len(self.directory),
            ),
            mailing=self.record.name,
            about=proof.about,
        )

    @cached_property
    def directory(self) -> Directory:
        """Everyone who gets it."""
        return Directory(contact_of(letter) for letter in self._ledger.letters(self.record.name))

    def _goes(self, letter: Claim) -> datetime:
        """When it went out, or goes out."""
        return letter.first_attempt or goes_out(self.record, letter.not_before, self._clock.now())

    def _noticed(self, at: datetime) -> bool:
        return self.record.embargo is not None and at < self.record.embargo

    @cached_property
    def _groups(self) -> Mapping[tuple[int, bool], _Group]:
        groups: dict[tuple[int, bool], _Group] = {}
        for place, letter in enumerate(self._ledger.letters(self.record.name)):
            noticed = self._noticed(self._goes(letter))
            group = groups.setdefault((letter.shape, noticed), _Group(first=letter, place=place, noticed=noticed))
            group.readers.add(letter.name or letter.email, letter.outlet)
        return groups

    def _rendering(self, group: _Group, *, alone: bool) -> Rendering:
        content = self.content(group.first)
        written, variant = written_in(content), ""
        if self.record.embargo is not None:
            lift = local_words(self.record.embargo, self._planned.zone)
            noticed = f", with the notice: embargoed until {lift}"
            variant = noticed if group.noticed else ", without the embargo notice"
        return Rendering(
            title=f"{'Everyone: ' if alone else ''}{written}, {group.readers.words}{variant}",
            contact=contact_of(group.first),
            content=content,
            version=f"{written}{variant}",
            count=group.readers.count,
            readers=tuple(group.readers.named),
        )

    def _extremes(self) -> Iterator[Rendering]:
        found = self.directory
        for title, numbers in (("The longest name", found.longest), ("The shortest name", found.shortest)):
            if numbers:
                letter = self.letter(found.contacts[numbers[0]].key)
                told = f"{title}: {letter.name}"
                yield Rendering(title=told, contact=contact_of(letter), content=self.content(letter))


def contact_of(letter: Claim) -> Contact:
    """Whom a delivery goes to, as far as the ledger knows."""
    return Contact(email=letter.email, key=letter.key, name=letter.name, outlet=letter.outlet)

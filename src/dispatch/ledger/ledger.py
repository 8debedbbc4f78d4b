"""The ledger: what was approved, who got what, who must not be mailed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from dispatch.ledger.records import (
    Approval,
    AttemptRecord,
    Bound,
    Claim,
    DeliveryDraft,
    DeliveryRecord,
    Event,
    GiveBack,
    Holder,
    Identity,
    MailingDraft,
    MailingRecord,
    Mark,
    Refusal,
    Settlement,
    Slot,
    Staged,
    Suppression,
    Tally,
    VersionRecord,
)
from dispatch.model.limits import Limits
from dispatch.model.mailing import Counts, DeliveryState


class Owner:
    """The one process that sends a mailing; its methods may be called from any thread."""

    #: Names who was left over from a dead owner when this one began: deliveries now in doubt.
    recovered: int
    mailing: MailingRecord

    def claim(self, limit: int) -> list[Claim]:
        """Take up to `limit` deliveries that are due, deferred ones first, then in list order; one transaction.

        Empty when nothing is due now (see `Ledger.next_due`), or the mailing was cancelled.
        """
        raise NotImplementedError

    def write(self, entries: Sequence[Mark | Settlement | GiveBack]) -> list[Refusal | None]:
        """Write marks, settlements and give-backs of any number of connections in ONE durable transaction.

        Settlements are applied before marks. One answer per entry: None is done.

        Raises:
            LedgerError: Nothing was written. The settlements among the entries are in the side journal and are
                replayed at the next start; send nothing more.
        """
        raise NotImplementedError


class Ledger:
    """One open ledger. Its methods may be called from any thread; `LedgerError` tells storage trouble."""

    def close(self) -> None:
        """Close every connection."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # the machine

    def machine_matches(self) -> bool:
        """Whether this ledger is where it was made; if not, `own` refuses."""
        raise NotImplementedError

    def adopt(self) -> None:
        """Make it this machine's ledger (`dispatch trust --ledger`)."""
        raise NotImplementedError

    def newest(self) -> datetime | None:
        """The newest time in the ledger: a wall clock before it is wrong."""
        raise NotImplementedError

    # identity (DESIGN 6)

    def identify(self, path: str, headline: str, fingerprint: str, given_id: str | None = None) -> Identity:
        """Say which release a file is; writes nothing."""
        raise NotImplementedError

    def bind(self, identity: Identity, *, same_as: str | None = None, new: bool = False) -> Bound:
        """Write down which release it is.

        Args:
            identity: From `identify`.
            same_as: A person's answer: this release (an id).
            new: A person's answer: a new release, under `identity.id`.

        Raises:
            RefusedError: It must be asked (ASK) and there is no answer.
            NotFoundError: Nothing has the id `same_as`.
        """
        raise NotImplementedError

    def versions(self, release: str) -> list[VersionRecord]:
        """The texts of a release, oldest first; empty when nothing has that id."""
        raise NotImplementedError

    def holders(self, release: str) -> Iterator[Holder]:
        """Who has which version: accepted and in-doubt deliveries of its final mailings, oldest first."""
        raise NotImplementedError

    # staging

    def reached(self, release: str, occasion: str) -> Callable[[str], bool]:
        """Tell for a normalised address whether its place is taken, as of now; flat memory."""
        raise NotImplementedError

    def stage(self, draft: MailingDraft, deliveries: Iterable[DeliveryDraft]) -> Staged:
        """Freeze a mailing in one transaction; any number of deliveries in flat memory.

        Rows whose place is taken are left out and counted. When none is left no mailing is made and
        `Staged.mailing` is empty.
        """
        raise NotImplementedError

    def part(self, mailing: str, name: str) -> bytes:
        """A frozen file of a mailing (`MailingDraft.parts`)."""
        raise NotImplementedError

    # sending

    def own(self, mailing: str) -> Owner:
        """Become the one process that sends it: `with ledger.own(name) as owner`.

        On entry what a dead owner left is recovered (claimed: queued; marked: in doubt) and the mailing is
        `sending`. On exit what is still claimed goes back, and the mailing is `done` when nothing is open.

        Raises:
            BusyError: Another live process sends it.
            RefusedError: The ledger is another machine's, or the mailing was cancelled.
            NotFoundError: No such mailing.
        """
        raise NotImplementedError

    def busy(self, mailing: str) -> bool:
        """Whether a live process sends it."""
        raise NotImplementedError

    def recover(self) -> tuple[str, ...]:
        """Settle what dead owners left, for all mailings; the names of those that changed."""
        raise NotImplementedError

    def reserve(self, account: str, limits: Limits) -> Slot:
        """The next instant at which one message may go through this account, across processes."""
        raise NotImplementedError

    def unreserve(self, slot: Slot) -> None:
        """Give a slot back that no mark used."""
        raise NotImplementedError

    def stop(self, mailing: str, reason: str) -> None:
        """Note that sending stopped, and why; what is open stays open. The next owner starts it again."""
        raise NotImplementedError

    # reading

    def mailing(self, name: str) -> MailingRecord:
        """One mailing.

        Raises:
            NotFoundError: No such mailing; near names are in the fix.
        """
        raise NotImplementedError

    def mailings(self, release: str | None = None) -> list[Tally]:
        """All mailings (of a release), newest first."""
        raise NotImplementedError

    def unfinished(self, release: str | None = None) -> list[MailingRecord]:
        """Final mailings (of a release) with open deliveries that were not cancelled, oldest first."""
        raise NotImplementedError

    def counts(self, mailing: str) -> Counts:
        """Its deliveries by state."""
        raise NotImplementedError

    def next_due(self, mailing: str) -> datetime | None:
        """When its next queued or deferred delivery is due (perhaps past); None when there is none."""
        raise NotImplementedError

    def deliveries(self, mailing: str, states: Iterable[DeliveryState] | None = None) -> Iterator[DeliveryRecord]:
        """Its deliveries (in these states) in list order; flat memory."""
        raise NotImplementedError

    def attention(self, mailing: str) -> list[DeliveryRecord]:
        """Refused, deferred, expired and in-doubt deliveries."""
        raise NotImplementedError

    def attempts(self, mailing: str) -> Iterator[AttemptRecord]:
        """Every try, oldest first."""
        raise NotImplementedError

    def events(self, mailing: str) -> list[Event]:
        """What happened to it, oldest first."""
        raise NotImplementedError

    def find(self, message_id_or_token: str) -> tuple[str, DeliveryRecord] | None:
        """The mailing and delivery that carries this Message-ID (with or without brackets) or token."""
        raise NotImplementedError

    # what a person decides

    def resolve(self, mailing: str, keys: Sequence[str], *, sent: bool) -> Counts:
        """Settle in-doubt deliveries: sent, or queue them again. `sent=False` also queues refused and expired ones.

        Raises:
            NotFoundError: One of the keys names no such delivery; nothing was changed.
            RefusedError: The mailing was cancelled and `sent` is False.
        """
        raise NotImplementedError

    def cancel(self, mailing: str, reason: str = "") -> Counts:
        """Nothing more of it goes out; what is queued, deferred or claimed is cancelled and frees its place."""
        raise NotImplementedError

    def withdraw(self, release: str, reason: str) -> tuple[str, ...]:
        """Cancel all that is open of a release and refuse its mailings from now on; names of the cancelled ones."""
        raise NotImplementedError

    def withdrawn(self, release: str) -> str | None:
        """Why it was withdrawn; None when it was not."""
        raise NotImplementedError

    def schedule(self, mailing: str, due: datetime | None, zone: str = "") -> None:
        """Plan it, move it, or with None take it off the plan."""
        raise NotImplementedError

    def lift(self, mailing: str, at: datetime, reason: str) -> None:
        """Move the embargo's lift: the second wave becomes due at `at`."""
        raise NotImplementedError

    def approve(self, mailing: str, by: str) -> Approval:
        """Sign off its present fingerprint."""
        raise NotImplementedError

    def approvals(self, mailing: str) -> list[Approval]:
        """Sign-offs, oldest first; only those with the mailing's present fingerprint count."""
        raise NotImplementedError

    # suppression

    def suppressed(self) -> Callable[[str], bool]:
        """Tell for a normalised address whether it or its domain must not be mailed, as of now."""
        raise NotImplementedError

    def suppress(self, targets: Iterable[str], *, reason: str, source: str) -> int:
        """Add normalised addresses or `@domain`s; how many are new."""
        raise NotImplementedError

    def unsuppress(self, targets: Iterable[str]) -> int:
        """Remove them; how many were there."""
        raise NotImplementedError

    def suppressions(self) -> Iterator[Suppression]:
        """All of them, by target."""
        raise NotImplementedError

    # heartbeats

    def beat(self, kind: str) -> None:
        """Note that a regular job ran now: `run`, `inbox`."""
        raise NotImplementedError

    def last_beat(self, kind: str) -> datetime | None:
        """When it last ran."""
        raise NotImplementedError

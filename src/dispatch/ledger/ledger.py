"""The ledger: what was approved, who got what, who must not be mailed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from dispatch.errors import RefusedError
from dispatch.ledger import (
    decisions,
    frequency,
    heartbeat,
    identity,
    letters,
    owner,
    pacing,
    places,
    queries,
    recovery,
    staging,
    suppression,
)
from dispatch.ledger.listings import Holder, Suppression, VersionRecord
from dispatch.ledger.records import (
    Approval,
    AttemptRecord,
    Bound,
    Claim,
    DeliveryDraft,
    DeliveryRecord,
    Event,
    Identity,
    MailingDraft,
    MailingRecord,
    Slot,
    Staged,
    Tally,
)
from dispatch.ledger.store import Store
from dispatch.ledger.waves import Wave, waves_of
from dispatch.model.limits import Limits
from dispatch.model.mailing import Counts, DeliveryState


class Ledger:
    """One open ledger. Its methods may be called from any thread; `LedgerError` tells storage trouble."""

    def __init__(self, store: Store, *, ids: Callable[[], str], seal: str) -> None:
        """Take an open store.

        Args:
            store: With up-to-date tables.
            ids: Makes unguessable ids of lower-case letters and digits.
            seal: What this ledger's place is; empty for a database on a server.
        """
        self._store = store
        self._ids = ids
        self._seal = seal

    def close(self) -> None:
        """Close every connection."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # the machine

    def machine_matches(self) -> bool:
        """Whether this ledger is where it was made; if not, `own` refuses."""
        return places.matches(self._store, self._seal)

    def adopt(self) -> None:
        """Make it this machine's ledger (`dispatch trust --ledger`)."""
        places.adopt(self._store, self._seal)

    def newest(self) -> datetime | None:
        """The newest time in the ledger: a wall clock before it is wrong."""
        return queries.newest(self._store)

    # identity (DESIGN 6)

    def identify(self, path: str, headline: str, fingerprint: str, given_id: str | None = None) -> Identity:
        """Say which release a file is; writes nothing."""
        return identity.identify(self._store, path, headline, fingerprint, given_id)

    def bind(self, found: Identity, *, same_as: str | None = None, new: bool = False) -> Bound:
        """Write down which release it is.

        Args:
            found: From `identify`.
            same_as: A person's answer: this release (an id).
            new: A person's answer: a new release, under `found.id`.

        Raises:
            RefusedError: It must be asked (ASK) and there is no answer.
            NotFoundError: Nothing has the id `same_as`.
        """
        return identity.bind(self._store, found, same_as=same_as, new=new)

    def versions(self, release: str) -> list[VersionRecord]:
        """The texts of a release, oldest first; empty when nothing has that id."""
        return identity.versions_of(self._store, release)

    def holders(self, release: str) -> Iterator[Holder]:
        """Who has which version: accepted and in-doubt deliveries of its final mailings, oldest first."""
        return queries.holders(self._store, release)

    def frequent(self, since: datetime, count: int) -> frozenset[str]:
        """Keys that got so many final mailings since an instant; corrections and withdrawals do not count."""
        return frequency.frequent(self._store, since, count)

    def heard_lately(self, since: datetime, release: str) -> dict[str, str]:
        """Keys that got another release than this since an instant, with the newest mailing's name."""
        return frequency.heard_lately(self._store, since, release)

    # staging

    def reached(self, release: str, occasion: str) -> Callable[[str], bool]:
        """Tell for a normalised address whether its place is taken, as of now; flat memory."""
        return staging.reached(self._store, release, occasion)

    def stage(self, draft: MailingDraft, deliveries: Iterable[DeliveryDraft]) -> Staged:
        """Freeze a mailing in one transaction; any number of deliveries in flat memory.

        Rows whose place is taken are left out and counted. When none is left no mailing is made and
        `Staged.mailing` is empty.
        """
        return staging.stage(self._store, draft, deliveries, self._ids)

    def part(self, mailing: str, name: str) -> bytes:
        """A frozen file of a mailing (`MailingDraft.parts`)."""
        return queries.part(self._store, mailing, name)

    # sending

    def own(self, mailing: str) -> owner.Owner:
        """Become the one process that sends it: `with ledger.own(name) as owner`.

        On entry what a dead owner left is recovered (claimed: queued; marked: in doubt) and the mailing is
        `sending`. On exit what is still claimed goes back, and the mailing is `done` when nothing is open.

        Raises:
            BusyError: Another live process sends it.
            RefusedError: The ledger is another machine's, or the mailing was cancelled.
            NotFoundError: No such mailing.
        """
        self.refuse_elsewhere()
        self.mailing(mailing)
        return owner.begin(self._store, mailing)

    def refuse_elsewhere(self) -> None:
        """Stop here when this ledger is not where it was made.

        Raises:
            RefusedError: It is another machine's, or a copy.
        """
        if not self.machine_matches():
            raise RefusedError(
                "This ledger was made on another machine, or copied or restored: the original may send the same.",
                "make sure that no other copy sends, then `dispatch trust --ledger`",
            )

    def busy(self, mailing: str) -> bool:
        """Whether a live process sends it."""
        return recovery.is_busy(self._store, mailing)

    def recover(self) -> tuple[str, ...]:
        """Settle what dead owners left, for all mailings; the names of those that changed."""
        return recovery.recover_all(self._store)

    def reserve(self, account: str, limits: Limits, domain: str = "") -> Slot:
        """The next instant at which one message may go through this account to this domain, across processes."""
        return pacing.reserve(self._store, account, limits, domain)

    def unreserve(self, slot: Slot) -> None:
        """Give a slot back that no mark used."""
        pacing.unreserve(self._store, slot)

    def spend(self, slot: Slot) -> None:
        """Note that a test message used a slot: it counts towards the account's limits, and is no delivery."""
        pacing.spend(self._store, slot)

    def stop(self, mailing: str, reason: str, *, kind: str = "stopped") -> None:
        """Note that sending stopped, and why; what is open stays open. The next owner starts it again.

        Args:
            mailing: Its name; one that was only staged stays so.
            reason: In words.
            kind: Of the event: `stopped` waits for a person, `paused` goes on by itself, `late` came too late.
        """
        decisions.stop(self._store, mailing, reason, kind)

    def remark(self, mailing: str, kind: str, detail: str) -> None:
        """Keep what happened around a mailing among its events: `notified`, `broken`, …."""
        decisions.remark(self._store, mailing, kind, detail)

    # reading

    def mailing(self, name: str) -> MailingRecord:
        """One mailing.

        Raises:
            NotFoundError: No such mailing; near names are in the fix.
        """
        return queries.mailing(self._store, name)

    def mailings(self, release: str | None = None) -> list[Tally]:
        """All mailings (of a release), newest first."""
        return queries.mailings_of(self._store, release)

    def unfinished(self, release: str | None = None, *, rehearsals: bool = False) -> list[MailingRecord]:
        """Final mailings (of a release) with open deliveries that were not cancelled, oldest first.

        Args:
            release: Its id; None for all.
            rehearsals: Those through backends that are not final, too.
        """
        return queries.unfinished(self._store, release, rehearsals=rehearsals)

    def counts(self, mailing: str) -> Counts:
        """Its deliveries by state."""
        return queries.counts(self._store, mailing)

    def next_due(self, mailing: str) -> datetime | None:
        """When its next queued or deferred delivery is due (perhaps past); None when there is none."""
        return queries.next_due(self._store, mailing)

    def waves(self, mailing: str) -> tuple[Wave, ...]:
        """Its deliveries by the instant from which they may go out, earliest first."""
        return waves_of(self._store, mailing)

    def deliveries(self, mailing: str, states: Iterable[DeliveryState] | None = None) -> Iterator[DeliveryRecord]:
        """Its deliveries (in these states) in list order; flat memory."""
        return queries.deliveries_of(self._store, mailing, states)

    def letters(self, mailing: str, key: str | None = None) -> Iterator[Claim]:
        """What its messages are written from, in list order, without those that were cancelled; flat memory.

        Nothing is claimed: the claim's number is 0 and proves nothing.

        Args:
            mailing: Its name.
            key: Only the delivery to this normalised address.
        """
        return letters.letters_of(self._store, mailing, key)

    def attention(self, mailing: str) -> list[DeliveryRecord]:
        """Refused, deferred, expired and in-doubt deliveries."""
        return queries.attention(self._store, mailing)

    def attempts(self, mailing: str) -> Iterator[AttemptRecord]:
        """Every try, by delivery, oldest first."""
        return queries.attempts_of(self._store, mailing)

    def events(self, mailing: str) -> list[Event]:
        """What happened to it, oldest first."""
        return queries.events_of(self._store, mailing)

    def find(self, message_id_or_token: str) -> tuple[str, DeliveryRecord] | None:
        """The mailing and delivery that carries this Message-ID (with or without brackets) or token."""
        return queries.find(self._store, message_id_or_token)

    # what a person decides

    def resolve(self, mailing: str, keys: Sequence[str], *, sent: bool) -> Counts:
        """Settle in-doubt deliveries: sent, or queue them again. `sent=False` also queues refused and expired ones.

        Raises:
            NotFoundError: One of the keys names no such delivery; nothing was changed.
            RefusedError: The mailing was cancelled and `sent` is False.
        """
        decisions.resolve(self._store, mailing, keys, sent=sent)
        return self.counts(mailing)

    def cancel(self, mailing: str, reason: str = "") -> Counts:
        """Nothing more of it goes out; what is queued, deferred or claimed is cancelled and frees its place."""
        decisions.cancel(self._store, mailing, reason)
        return self.counts(mailing)

    def withdraw(self, release: str, reason: str) -> tuple[str, ...]:
        """Cancel all that is open of a release and refuse its mailings from now on; names of the cancelled ones."""
        return decisions.withdraw(self._store, release, reason)

    def withdrawn(self, release: str) -> str | None:
        """Why it was withdrawn; None when it was not."""
        return decisions.withdrawn(self._store, release)

    def schedule(self, mailing: str, due: datetime | None, zone: str = "") -> None:
        """Plan it, move it, or with None take it off the plan."""
        decisions.schedule(self._store, mailing, due, zone)

    def lift(self, mailing: str, at: datetime, reason: str) -> None:
        """Move the embargo's lift: the second wave becomes due at `at`."""
        decisions.lift(self._store, mailing, at, reason)

    def approve(self, mailing: str, by: str) -> Approval:
        """Sign off its present fingerprint."""
        return decisions.approve(self._store, mailing, by)

    def approvals(self, mailing: str) -> list[Approval]:
        """Sign-offs, oldest first; only those with the mailing's present fingerprint count."""
        return queries.approvals_list(self._store, mailing)

    # suppression

    def suppressed(self) -> Callable[[str], bool]:
        """Tell for a normalised address whether it or its domain must not be mailed, as of now."""
        with self._store.read() as connection:
            return suppression.lookup(connection)

    def suppress(self, targets: Iterable[str], *, reason: str, source: str) -> int:
        """Add normalised addresses or `@domain`s; how many are new."""
        return suppression.suppress(self._store, targets, reason, source)

    def unsuppress(self, targets: Iterable[str]) -> int:
        """Remove them; how many were there."""
        return suppression.unsuppress(self._store, targets)

    def suppressions(self) -> Iterator[Suppression]:
        """All of them, by target."""
        return suppression.suppressions_of(self._store)

    # heartbeats

    def beat(self, kind: str) -> None:
        """Note that a regular job ran now: `run`, `inbox`."""
        heartbeat.beat(self._store, kind)

    def last_beat(self, kind: str) -> datetime | None:
        """When it last ran."""
        return heartbeat.last_beat(self._store, kind)

    def began(self, boot: str, at: datetime) -> datetime:
        """When a boot of this machine began, by the wall clock when that was first asked: `at` is what it says now."""
        return heartbeat.began(self._store, boot, at)

    def forget_boots(self) -> None:
        """Take the wall clock as it is from now on: a person has looked at it."""
        heartbeat.forget_boots(self._store)

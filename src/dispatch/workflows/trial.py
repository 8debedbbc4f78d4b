"""Marked test messages through the real account, before the mailing: no delivery, though the account counts them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Event

from dispatch.addresses import NoAddress, key, parse_address
from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.delivery.protocol import Backend, Connection
from dispatch.errors import UsageError
from dispatch.ledger.records import Slot
from dispatch.message import CompiledMail
from dispatch.message.dates import written_instant
from dispatch.model.contact import Contact
from dispatch.model.exits import ExitCode
from dispatch.model.finding import Finding
from dispatch.model.mail import Envelope, Message
from dispatch.model.outcome import Action, Outcome, Phase, Scope, Verdict
from dispatch.model.release import Release
from dispatch.workflows.accounts import open_backends, sender_for
from dispatch.workflows.books import make_ledger
from dispatch.workflows.draft import EXAMPLE, Draft, compile_to_look_at, make_draft, nobody
from dispatch.workflows.embargo import refuse_leaving
from dispatch.workflows.material import Selection, find_contact, read_release
from dispatch.workflows.notices import as_of
from dispatch.workflows.plan import Plan
from dispatch.workflows.variants import variant_words

#: Stands before the subject.
MARK = "[TEST]"
#: Stands above everything else in the mail.
BANNER = "TEST. This went to nobody else. Do not publish it, do not pass it on."
#: The same where several addresses were named.
SHARED_BANNER = "TEST, for {count} addresses only. Do not publish it, do not pass it on."
#: Follows before an embargo's lift, also above the mail of after it, which says nothing of an embargo itself.
EMBARGO = "The text is under embargo until {until}, and so is this test."
#: Shapes that `--each-shape` sends.
MOST_SHAPES = 20
_SUBJECT = b"\r\nSubject: "
#: Trouble that every further message would have too.
_COMMON = frozenset({Scope.ACCOUNT, Scope.ROUTE, Scope.SENDER, Scope.MESSAGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What became of a test message."""

    address: str
    #: Whose copy it was.
    contact: Contact
    outcome: Outcome
    #: Of an embargoed text whether it is the mail of before the lift or of after it, in words; else empty.
    variant: str = ""

    @property
    def arrived(self) -> bool:
        """The account took it."""
        return self.outcome.verdict is Verdict.ACCEPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRequest:
    """What the person asked for."""

    release: str
    selection: Selection
    #: Who gets the test.
    addresses: tuple[str, ...]
    theme: str = ""
    #: Two languages in one mail.
    both: bool = False
    backend: str = ""
    #: Whose copy; empty takes the first.
    as_address: str = ""
    #: One of each shape.
    each_shape: bool = False
    #: A person agreed that an embargoed text leaves the sender's domain.
    may_leave: bool = False
    #: A person agreed that somebody on the lists gets the test.
    may_reach: bool = False


class ReaderError(UsageError):
    """A test would go to somebody who is on the lists, and takes it for the release.

    Attributes:
        addresses: Those.
    """

    def __init__(self, addresses: Sequence[str]) -> None:
        super().__init__(
            f"the lists have {', '.join(addresses)}, where the test may be taken for the release",
            "--yes sends it there all the same; --to is for you",
        )
        self.addresses = tuple(addresses)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """What became of the test messages."""

    trials: tuple[Trial, ...]
    #: Messages that were not tried after trouble that all would have had.
    untried: int
    #: Shapes beyond the first `MOST_SHAPES`.
    unshown: int
    #: Which account.
    through: str
    #: The account really delivers.
    final: bool
    findings: tuple[Finding, ...]

    @property
    def exit(self) -> ExitCode:
        """Every test message must have arrived."""
        failed = [trial for trial in self.trials if not trial.arrived]
        if not failed:
            return ExitCode.OK
        stopped = any(trial.outcome.scope in _COMMON for trial in failed)
        return ExitCode.STOPPED if stopped else ExitCode.ATTENTION


def send_test(workspace: Workspace, request: TrialRequest, *, clock: Clock, token: str) -> TrialResult:
    """Send a release to a few addresses as readers of the lists would get it; no delivery in the ledger.

    Of an embargoed release, readers who wait for the lift stand for the mail as it is then, without the notice.
    Where the account has limits, each test takes its turn and its place in the quota like any other message.

    Args:
        workspace: Its settings.
        request: What was asked for.
        clock: The time.
        token: Makes the Message-IDs unique.

    Raises:
        UsageError: Something cannot be read or is wrong.
        ReaderError: An address is on the lists, and not the sender's own.
        LeavesDomainError: The text is embargoed, and an address is outside the sender's domain.
        NotFoundError: `as_address` is not on the lists.
        UntrustedError: The account takes a program, and the workspace was never trusted.
    """
    if request.as_address and request.each_shape:
        raise UsageError("--as and --each-shape exclude each other: one reader's copy, or every shape", "leave one out")
    addresses = list({key(address): address for address in reversed(_checked(request.addresses))}.values())[::-1]
    backend = (backends := open_backends(workspace, request.backend))[0]
    release, found = read_release(workspace, request.release, both=request.both)
    sender = sender_for(workspace, backends)
    if not request.may_leave:
        refuse_leaving(release, addresses, sender.email, clock.now())
    draft = make_draft(
        workspace,
        (bannered(release, clock.now(), readers=len(addresses)), found),
        request.selection,
        sender=sender,
        theme=request.theme,
        ledger=None,
        reached=nobody,
        now=clock.now(),
        backend=request.backend,
        lifted=True,
    )
    if not request.may_reach:
        _refuse_readers(draft, addresses)
    readers = _readers(draft, request)
    pairs = [(reader, address) for reader in readers[:MOST_SHAPES] for address in addresses]
    messages = [_message(draft, *pair, clock, f"{token}.{number}") for number, pair in enumerate(pairs)]
    trials = _sent(workspace, backend, pairs, messages, clock)
    return TrialResult(
        trials=tuple(replace(trial, variant=variant_words(draft.mail, trial.contact)) for trial in trials),
        untried=len(pairs) - len(trials),
        unshown=max(len(readers) - MOST_SHAPES, 0),
        through=f"{backend.name} ({backend.description})",
        final=backend.final,
        findings=draft.findings,
    )


def send_trial(workspace: Workspace, plan: Plan, *, clock: Clock, token: str) -> Trial:
    """Send the first contact's copy to the sender's own address, its subject marked, a banner above it.

    Args:
        workspace: Its settings.
        plan: What would be sent, and through which account.
        clock: The time.
        token: Makes the Message-ID unique.

    Raises:
        BackendError: A credential cannot be read.
        UntrustedError: The account takes a program, and the workspace was never trusted.
    """
    draft = plan.draft
    release = bannered(as_of(draft.release, clock.now()), clock.now())
    mail = compile_to_look_at(workspace, release, sender=draft.sender, theme=draft.theme)
    pair = draft.first or EXAMPLE, draft.sender.reply_to or draft.sender.email
    message = _message(replace(draft, mail=mail), *pair, clock, token)
    (trial,) = _sent(workspace, plan.backends[0], [pair], [message], clock)
    return replace(trial, variant=variant_words(mail, pair[0]))


def bannered(release: Release, now: datetime, *, readers: int = 1) -> Release:
    """A release with the banner above it, and before an embargo's lift with a word about that, whatever follows.

    Args:
        release: To be tested.
        now: The time.
        readers: How many addresses get the test.
    """
    banner = BANNER if readers == 1 else SHARED_BANNER.format(count=readers)
    lift = release.embargo if release.embargo is not None and release.embargo > now else None
    embargo = (EMBARGO.format(until=written_instant(lift, "en-GB")),) if lift else ()
    return replace(release, notice=(banner, *embargo, *release.notice))


def marked(message: Message) -> Message:
    """A message whose subject begins with the mark; an encoded-word may follow a plain one (RFC 2047 section 5)."""
    head, end, body = message.content.partition(b"\r\n\r\n")
    marked_head = head.replace(_SUBJECT, _SUBJECT + MARK.encode() + b" ", 1)
    return replace(message, content=marked_head + end + body)


def _checked(addresses: Iterable[str]) -> list[str]:
    """Exact addresses."""
    checked = []
    for address in addresses:
        parsed = parse_address(address)
        if isinstance(parsed, NoAddress):
            raise UsageError(f"--to {address!r} {parsed.reason}", "give one exact address: --to you@example.org")
        checked.append(parsed.email)
    return checked


def _refuse_readers(draft: Draft, addresses: Iterable[str]) -> None:
    """Keep a test from people on the lists; who sends it may be on them."""
    own = {key(address) for address in (draft.sender.email, draft.sender.reply_to) if address}
    wanted = {key(address): address for address in addresses}
    listed = {contact.key for reading in draft.readings for contact in reading.contacts if contact.key in wanted}
    if found := [address for known, address in wanted.items() if known in listed - own]:
        raise ReaderError(found)


def _readers(draft: Draft, request: TrialRequest) -> list[Contact]:
    """Whose copies are sent."""
    if request.as_address:
        return [find_contact(draft.audience, request.as_address)]
    if not request.each_shape:
        return [draft.first or EXAMPLE]
    return list(each_shape(draft.mail, draft.audience.contacts or (EXAMPLE,)))


def each_shape(mail: CompiledMail, contacts: Iterable[Contact]) -> Sequence[Contact]:
    """The first contact of each shape."""
    first: dict[int, Contact] = {}
    for contact in contacts:
        first.setdefault(mail.personalise(contact).shape, contact)
    return tuple(first.values())


def _message(draft: Draft, reader: Contact, address: str, clock: Clock, token: str) -> Message:
    envelope = Envelope(
        recipient=address,
        name="",
        message_id=f"<test.{token}@{draft.sender.email.rpartition('@')[2]}>",
        date=clock.now(),
        token="test",  # noqa: S106 - marks a request to be removed as one that concerns nobody
    )
    return marked(draft.mail.merge(reader, envelope))


def _sent(
    workspace: Workspace,
    backend: Backend,
    pairs: Sequence[tuple[Contact, str]],
    messages: Sequence[Message],
    clock: Clock,
) -> tuple[Trial, ...]:
    """Hand the messages over one after another, until trouble that all would have."""
    trials: list[Trial] = []
    connection = backend.connect()
    try:
        for (reader, address), message in zip(pairs, messages, strict=True):
            outcome = _handed_over(workspace, backend, connection, message, clock)
            trials.append(Trial(address=address, contact=reader, outcome=outcome))
            if not trials[-1].arrived and (outcome.scope in _COMMON or outcome.action is Action.STOP):
                break
    finally:
        connection.close()
    return tuple(trials)


def _handed_over(
    workspace: Workspace, backend: Backend, connection: Connection, message: Message, clock: Clock
) -> Outcome:
    """One message, when the limits of the account let it go; they are the ledger's to count, also for a test."""
    if not backend.limits.paced:
        return connection.send(message, lambda: None)
    with make_ledger(workspace, clock) as ledger:
        slot = ledger.reserve(backend.name, backend.limits, key(message.recipient).rpartition("@")[2])
    if slot.exhausted:
        return _quota(backend, slot)
    clock.sleep(max((slot.at - clock.now()).total_seconds(), 0.0))
    committed = Event()
    try:
        return connection.send(message, committed.set)
    finally:
        with make_ledger(workspace, clock) as ledger:
            (ledger.spend if committed.is_set() else ledger.unreserve)(slot)


def _quota(backend: Backend, slot: Slot) -> Outcome:
    return Outcome(
        verdict=Verdict.DEFERRED,
        scope=Scope.ACCOUNT,
        phase=Phase.CONNECT,
        action=Action.STOP,
        reply=f"the daily quota of {backend.name} ({backend.limits.daily} messages) is used up",
        fix=f"try it again after {slot.at:%Y-%m-%d %H:%M} UTC",
    )

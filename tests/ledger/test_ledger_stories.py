import os
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from examples import examples
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dispatch.errors import DispatchError, LedgerError, RefusedError
from dispatch.ledger import DeliveryDraft, GiveBack, MailingDraft, Mark, Settlement, open_ledger
from dispatch.model.mail import Sender
from dispatch.model.mailing import AudienceCounts, DeliveryState
from dispatch.model.outcome import Phase
from dispatch.testing.clock import SettableClock

PEOPLE = [f"p{number}@{'x' if number % 2 else 'y'}.test" for number in range(6)]
#: What the server did with a message: took it (and its answer may be lost), or not.
TAKEN = (DeliveryState.ACCEPTED, DeliveryState.IN_DOUBT)
OUTCOMES = (*TAKEN, DeliveryState.REFUSED, DeliveryState.DEFERRED)
#: States that hold no place.
FREE = (DeliveryState.CANCELLED, DeliveryState.SUPPRESSED)
#: States in which a delivery that the server took may be without a person's word.
KNOWN_OR_DOUBTED = (*TAKEN, DeliveryState.MARKED)


class Story(RuleBasedStateMachine):
    """Anything that can happen to a release, in any order; what the server got is remembered beside the ledger."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        self.clock = SettableClock()
        self.fault = ""
        self.ledger = self.open()
        #: What the server took: (occasion, address), once per message.
        self.server = Counter()
        #: Decisions of a person that the server cannot know of.
        self.resent = Counter()
        self.owner = None
        self.claims = []
        self.marked = []
        self.names = []

    def open(self):
        url = str(Path(self.folder.name) / "l" / "ledger.db")
        return open_ledger(url, clock=self.clock, machine="test", on_commit=self.step)

    def step(self, name: str) -> None:
        if name == self.fault:
            raise LedgerError("the disk is full")

    def teardown(self) -> None:
        self.die()
        self.ledger.close()
        self.folder.cleanup()

    @initialize()
    def know_the_release(self) -> None:
        self.ledger.bind(self.ledger.identify("a.md", "A release", "v1"))

    def is_owned(self) -> bool:
        return self.owner is not None

    def is_idle(self) -> bool:
        return self.owner is None

    def is_busy(self) -> bool:
        return bool(self.claims or self.marked)

    def has_mailings(self) -> bool:
        return bool(self.names)

    @precondition(is_idle)
    @rule(people=st.lists(st.sampled_from(PEOPLE), min_size=1), again=st.booleans(), later=st.booleans())
    def stage(self, people, again, later) -> None:
        early = self.clock.now() + timedelta(minutes=30) if later else None
        draft = MailingDraft(
            release="a-release",
            version=1,
            headline="A release",
            occasion="again-2" if again else "original",
            backend="office",
            theme="classic",
            sender=Sender(name="Press", email="press@alliance.test"),
            domain="alliance.test",
            audience=AudienceCounts(),
        )
        try:
            staged = self.ledger.stage(draft, [DeliveryDraft(key=key, email=key, not_before=early) for key in people])
        except RefusedError:
            assert self.ledger.withdrawn("a-release")
            return
        assert staged.deliveries + staged.already_sent == len(people)
        if staged.mailing:
            self.names.append(staged.mailing)

    @precondition(lambda self: self.is_idle() and self.has_mailings())
    @rule(which=st.integers(0, 9), limit=st.integers(1, 4))
    def own(self, which, limit) -> None:
        names = [record.name for record in self.ledger.unfinished()] or self.names
        try:
            self.owner = self.ledger.own(names[which % len(names)]).__enter__()
        except RefusedError:
            return
        self.claims, self.marked = self.owner.claim(limit), []

    @precondition(is_owned)
    @rule(limit=st.integers(1, 4))
    def claim(self, limit) -> None:
        self.claims += self.owner.claim(limit)

    @precondition(is_busy)
    @rule(count=st.integers(0, 3), state=st.sampled_from(OUTCOMES), fault=st.booleans(), learn=st.booleans())
    def work(self, count, state, fault, learn) -> None:
        """Settle what is marked, mark what is claimed, in one write; the server decides about what was marked."""
        settled = [self.settlement(claim, known) for claim, known in self.marked] if learn else []
        marks = [self.mark(claim) for claim in self.claims[:count]]
        self.fault = "before write" if fault else ""
        try:
            answers = self.owner.write([*settled, *marks])
        except LedgerError:
            self.die()
            return
        finally:
            self.fault = ""
        assert answers[: len(settled)] == [None] * len(settled)
        self.marked = [] if learn else self.marked
        self.claims = self.claims[count:]
        for mark, answer in zip(marks, answers[len(settled) :], strict=True):
            if answer is None:
                self.marked.append((mark.claim, state))
                self.server[self.owner.mailing.occasion, mark.claim.key] += state in TAKEN

    def mark(self, claim) -> Mark:
        now = self.clock.now()
        return Mark(claim=claim, account="office", host="mx:25", at=now, date=now)

    def settlement(self, claim, state) -> Settlement:
        due = self.clock.now() + timedelta(minutes=5)
        return Settlement(claim=claim, state=state, phase=Phase.DOT, at=self.clock.now(), due=due)

    @precondition(lambda self: self.claims)
    @rule()
    def give_back(self) -> None:
        self.owner.write([GiveBack(claim=self.claims.pop())])

    @precondition(is_owned)
    @rule()
    def leave(self) -> None:
        self.owner.__exit__(None, None, None)
        self.owner, self.claims, self.marked = None, [], []

    @precondition(is_owned)
    @rule()
    def die(self) -> None:
        """The owner's process is gone; its lock with it."""
        if self.owner is not None:
            os.close(self.owner._journal._descriptor)
            self.owner._journal.close = lambda **_: None
            self.owner, self.claims, self.marked = None, [], []

    @precondition(is_idle)
    @rule()
    def start_again(self) -> None:
        self.ledger.close()
        self.ledger = self.open()
        self.ledger.recover()

    @precondition(has_mailings)
    @rule(which=st.integers(0, 9))
    def cancel(self, which) -> None:
        self.ledger.cancel(self.names[which % len(self.names)])

    @rule(who=st.sampled_from([*PEOPLE, "@x.test"]), gone=st.booleans())
    def suppress(self, who, gone) -> None:
        if gone:
            self.ledger.unsuppress([who])
        else:
            self.ledger.suppress([who], reason="asked", source="person")

    @precondition(has_mailings)
    @rule(which=st.integers(0, 9), sent=st.booleans())
    def resolve(self, which, sent) -> None:
        mailing = self.names[which % len(self.names)]
        doubted = [row.key for row in self.ledger.attention(mailing)]
        if not doubted:
            return
        occasion, key = self.ledger.mailing(mailing).occasion, doubted[0]
        taken = self.server[occasion, key]
        try:
            self.ledger.resolve(mailing, [key], sent=sent)
        except DispatchError:
            return
        if sent and not taken:
            # a person may be wrong: then the ledger says accepted although nobody took it
            self.server[occasion, key] += 1
        elif not sent and taken:
            self.resent[occasion, key] += 1

    @rule(minutes=st.sampled_from([1, 6, 40, 26 * 60]))
    def wait(self, minutes) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    @invariant()
    def oracle(self) -> None:
        for key, times in self.server.items():
            assert times <= 1 + self.resent[key], (key, "twice")
        rows = defaultdict(list)
        for name in self.names:
            record, counts = self.ledger.mailing(name), self.ledger.counts(name)
            states = {row.key: row.state for row in self.ledger.deliveries(name)}
            assert counts.total == len(states)
            for key, state in states.items():
                rows[record.occasion, key].append(state)
        for key, states in rows.items():
            taken, resent = self.server[key], self.resent[key]
            assert sum(state not in FREE for state in states) <= 1, (key, "two places")
            if DeliveryState.ACCEPTED in states:
                assert taken, (key, "accepted but never sent")
            if taken and not resent:
                assert any(state in KNOWN_OR_DOUBTED for state in states), (key, "sent, and nobody knows")


Story.TestCase.settings = settings(
    max_examples=examples(20),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestStory = Story.TestCase

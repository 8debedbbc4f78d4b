"""What every backend has to keep to, as a test class that the author of a backend subclasses."""

from collections.abc import Callable
from threading import Thread

from dispatch.delivery import Backend
from dispatch.model.limits import Limits
from dispatch.model.mail import Message
from dispatch.model.outcome import Outcome, Verdict


class RefusedMarkError(Exception):
    """What the suite raises in `before_commit`."""


def sample(number: int = 1) -> Message:
    """A message with everything that goes wrong on the wire: dots, long lines, a line that looks like a command."""
    lines = [
        "From: Alliance Press Office <press@alliance.test>",
        f"To: Reader {number} <reader{number}@daily.test>",
        f"Subject: Conformance {number}",
        f"Message-ID: <conformance-{number}@alliance.test>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 7bit",
        "",
        "A line.",
        ".",
        ".. and two dots",
        "QUIT",
        "x" * 990,
        f"The end of number {number}.",
        "",
    ]
    return Message(
        sender="press@alliance.test",
        recipient=f"reader{number}@daily.test",
        message_id=f"<conformance-{number}@alliance.test>",
        content="\r\n".join(lines).encode(),
    )


class BackendConformance:
    """Subclass it in a test file, say how to make the backend, and run pytest.

    ```
    class TestPigeon(BackendConformance):
        def make(self) -> Backend:
            self.loft = Loft()
            return PigeonBackend("pigeon", self.loft)

        def received(self) -> list[bytes]:
            return self.loft.messages
    ```
    """

    #: How octets may change on the way: the identity, or for example CRLF to LF.
    expected: Callable[[bytes], bytes] = staticmethod(bytes)

    def make(self) -> Backend:
        """A fresh backend that works, with nothing received yet; called once per test."""
        raise NotImplementedError

    def make_unreachable(self) -> Backend | None:
        """A backend whose other side is not there; None when there is no such thing."""
        return None

    def received(self) -> list[bytes]:
        """What the other side has accepted since `make`, in any order."""
        raise NotImplementedError

    def test_it_declares_what_it_is(self) -> None:
        """Name, finality, limits and description are there before any connection."""
        backend = self.make()
        assert isinstance(backend.name, str)
        assert isinstance(backend.final, bool)
        assert isinstance(backend.limits, Limits)
        assert backend.limits.connections >= 1
        assert backend.description

    def test_opening_is_repeatable(self) -> None:
        """`open` gives None when ready, as often as asked."""
        connection = self.make().connect()
        try:
            assert connection.open() is None, "the first open failed"
            assert connection.open() is None, "the second open failed"
        finally:
            connection.close()

    def test_the_mark_comes_once_and_before_anything_is_accepted(self) -> None:
        """`before_commit` is called exactly once per message, at a moment when the other side does not have it."""
        connection = self.make().connect()
        seen: list[int] = []
        for number in (1, 2, 3):
            outcome = connection.send(sample(number), lambda: seen.append(len(self.received())))
            assert outcome.verdict is Verdict.ACCEPTED, outcome
        connection.close()
        assert seen == [0, 1, 2], f"messages there at each mark: {seen}"
        assert len(self.received()) == len(seen)

    def test_the_octets_arrive_as_they_are(self) -> None:
        """What the other side has is what was handed over."""
        connection = self.make().connect()
        outcome = connection.send(sample(), _nothing)
        connection.close()
        assert outcome.verdict is Verdict.ACCEPTED, outcome
        assert self.received() == [self.expected(sample().content)]

    def test_a_mark_that_fails_sends_nothing(self) -> None:
        """What `before_commit` raises passes through, nothing arrives, and the connection is fit for the next."""
        connection = self.make().connect()
        try:
            connection.send(sample(1), _refuse)
        except RefusedMarkError:
            pass
        else:
            raise AssertionError("what before_commit raised did not pass through send")
        assert self.received() == [], "a message arrived although its mark failed"
        outcome = connection.send(sample(2), _nothing)
        connection.close()
        assert outcome.verdict is Verdict.ACCEPTED, outcome
        assert self.received() == [self.expected(sample(2).content)]

    def test_closing_is_repeatable_and_not_final(self) -> None:
        """`close` before the first use, twice, and before the next message."""
        connection = self.make().connect()
        connection.close()
        for number in (1, 2):
            outcome = connection.send(sample(number), _nothing)
            assert outcome.verdict is Verdict.ACCEPTED, outcome
            connection.close()
            connection.close()
        assert sorted(self.received()) == sorted(self.expected(sample(number).content) for number in (1, 2))

    def test_connections_work_side_by_side(self) -> None:
        """Two threads with a connection each mix nothing up."""
        backend = self.make()
        outcomes: list[Outcome] = []

        def send(first: int) -> None:
            connection = backend.connect()
            outcomes.extend(connection.send(sample(first + offset), _nothing) for offset in range(5))
            connection.close()

        threads = [Thread(target=send, args=(first,)) for first in (0, 100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(outcome.verdict is Verdict.ACCEPTED for outcome in outcomes), outcomes
        numbers = [*range(5), *range(100, 105)]
        assert sorted(self.received()) == sorted(self.expected(sample(number).content) for number in numbers)

    def test_nobody_is_blamed_when_the_other_side_is_not_there(self) -> None:
        """An unreachable other side is an outcome about the way, certain, without a mark."""
        backend = self.make_unreachable()
        if backend is None:
            return
        connection = backend.connect()
        trouble = connection.open()
        marks: list[int] = []
        outcome = connection.send(sample(), lambda: marks.append(1))
        connection.close()
        assert not marks, "before_commit was called although nothing was reached"
        for found in (trouble, outcome):
            assert found is None or not found.settles, f"this blames the recipient: {found}"
        assert outcome.verdict is Verdict.DEFERRED, outcome


def _nothing() -> None:
    """A mark that always works."""


def _refuse() -> None:
    raise RefusedMarkError

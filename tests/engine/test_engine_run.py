import os
import signal
import threading
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from killable import write_message
from runs import Desk, Watching

from dispatch.errors import BusyError
from dispatch.model.exits import ExitCode
from dispatch.model.limits import Limits
from dispatch.model.mailing import DeliveryState
from dispatch.model.outcome import Outcome, Phase, Scope, Verdict
from dispatch.testing.recording import Manners, RecordingServer

GONE = "550 5.1.1 no such user"
FULL = "452 4.2.2 mailbox full"


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.ledger.close()


def test_everyone_gets_it_once_over_several_connections(desk):
    """A clean run over three connections ends with everyone accepted, once, and the watcher told so."""
    with RecordingServer() as server:
        run = desk.through(server, connections=3)
        assert run.halt is None
        assert sorted(mail.recipient for mail in server.received) == sorted(desk.people)
    assert set(desk.states().values()) == {DeliveryState.ACCEPTED}
    assert desk.progress.total == 10
    assert desk.progress.outcomes == [DeliveryState.ACCEPTED] * 10
    assert desk.progress.finished
    assert desk.ledger.mailing(desk.mailing).state == "done"


def test_one_recipients_trouble_is_theirs_alone(desk):
    """A refused and a deferred recipient leave all others accepted, and both replies are kept whole."""
    gone, full = desk.people[2], desk.people[5]
    with RecordingServer(Manners(answers={f"RCPT TO:<{gone}": GONE, f"RCPT TO:<{full}": FULL})) as server:
        run = desk.through(server)
        assert run.halt is None
        assert len(server.received) == 8
    assert Counter(desk.states().values()) == {"accepted": 8, "refused": 1, "deferred": 1}
    assert (desk.row(gone).code, desk.row(gone).enhanced, desk.row(gone).attempts) == (550, "5.1.1", 1)
    assert desk.row(full).due == desk.row(full).first_attempt + timedelta(minutes=5)


def test_deferred_ones_are_tried_at_5_15_30_60_120_240_minutes_until_they_expire(tmp_path):
    """A recipient that is always deferred is tried at the documented intervals and expires after 24 hours."""
    desk = Desk(tmp_path, ["full@desk.test"])
    waits = []
    with RecordingServer(Manners(answers={"RCPT TO:<full": FULL})) as server:
        while desk.states()["full@desk.test"] is not DeliveryState.EXPIRED:
            before = desk.clock.now()
            desk.through(server)
            row = desk.row("full@desk.test")
            if row.state is DeliveryState.DEFERRED:
                waits.append((row.due - before) // timedelta(minutes=1))
                desk.clock.advance(row.due - desk.clock.now())
            assert len(waits) < 20
    assert waits[:6] == [5, 15, 30, 60, 120, 240]
    assert set(waits[6:]) == {240}
    assert desk.clock.now() - row.first_attempt <= timedelta(hours=24)
    desk.ledger.close()


def test_waiting_stays_until_everything_is_settled(desk):
    """With `wait` a run stays, and sends the deferred ones when they are due."""
    full = desk.people[0]
    server = RecordingServer(Manners(answers={f"RCPT TO:<{full}": FULL}))

    class Emptied(Watching):
        """The mailbox has room again once the run waits for it."""

        def waiting(self, until, why):
            super().waiting(until, why)
            server.manners.answers.clear()

    desk.progress = Emptied()
    with server:
        run = desk.send(desk.account("a", server.port), wait=True)
        assert run.halt is None
        assert len(server.received) == 10
    assert set(desk.states().values()) == {DeliveryState.ACCEPTED}
    assert "deferred deliveries are due again" in desk.progress.waits


def test_a_dead_route_blames_nobody(desk):
    """When the server cannot be reached the run tries a few times, stops with exit 4, and everyone is still queued."""
    with RecordingServer() as server:
        port = server.port
    run = desk.send(desk.account("a", port))
    assert run.halt.exit is ExitCode.STOPPED
    assert "cannot be reached" in run.halt.message
    assert set(desk.states().values()) == {DeliveryState.QUEUED}
    assert all(row.attempts == 0 for row in desk.ledger.deliveries(desk.mailing))
    assert sum(desk.clock.slept) > 2.9


def test_an_account_that_is_refused_stops_at_once(desk):
    """A quota reply to MAIL stops the run with exit 4 and its fix; nobody is charged an attempt."""
    with RecordingServer(Manners(answers={"MAIL": "550 5.4.5 Daily user sending limit exceeded"})) as server:
        run = desk.through(server)
        assert server.received == []
    assert run.halt.exit is ExitCode.STOPPED
    assert run.halt.fix
    assert Counter(desk.states().values()) == {"queued": 10}


def test_the_second_account_stands_in_for_a_dead_one(desk):
    """Failover: when the first account's route is dead, all go through the second, and the ledger says which."""
    with RecordingServer() as dead:
        port = dead.port
    with RecordingServer() as server:
        run = desk.send(desk.account("a", port), desk.account("b", server.port))
        assert run.halt is None
        assert len(server.received) == 10
    assert {attempt.account for attempt in desk.ledger.attempts(desk.mailing)} == {"b"}


def test_the_second_account_never_repeats_what_may_be_out(tmp_path):
    """Failover never resends a message whose fate on the first account is unknown."""
    desk = Desk(tmp_path, 4)
    silent = {f". {who}": "garbage" for who in desk.people}

    with RecordingServer(Manners(answers=silent)) as first, RecordingServer() as second:
        run = desk.send(desk.account("a", first.port), desk.account("b", second.port))
        assert run.halt.exit is ExitCode.STOPPED
        assert second.received == []
    assert Counter(desk.states().values()) == {"in_doubt": 3, "queued": 1}
    desk.ledger.close()


def test_three_in_doubt_in_a_row_stop_the_run(desk):
    """Unreadable answers after the dot stop the run after three; each is named with host, phase and time."""
    with RecordingServer(Manners(answers={".": "garbage"})) as server:
        run = desk.through(server)
    assert run.halt.exit is ExitCode.STOPPED
    doubtful = list(desk.ledger.deliveries(desk.mailing, [DeliveryState.IN_DOUBT]))
    assert len(doubtful) == 3
    assert all(row.phase == "dot" and row.host and row.message_id for row in doubtful)


def test_a_421_after_some_messages_only_costs_a_connection(desk):
    """A server that says 421 now and then gets a new connection, and everyone gets it once."""

    class Tired(RecordingServer):
        seen = 0

        def answer(self, line):
            self.seen += line.startswith("MAIL")
            return "421 4.3.2 too many messages" if line.startswith("MAIL") and self.seen % 4 == 0 else None

    with Tired() as server:
        run = desk.through(server)
        assert run.halt is None
        assert sorted(mail.recipient for mail in server.received) == sorted(desk.people)
        assert server.connections >= 3
    assert all(row.attempts <= 1 for row in desk.ledger.deliveries(desk.mailing))


def test_a_421_after_the_dot_is_certain_and_tried_again(desk):
    """A 421 to the end of a message means that it was not accepted: it is deferred, and sent once when it is due."""
    who = desk.people[1]

    class Once(RecordingServer):
        told = False

        def answer(self, line):
            if line == f". {who}" and not self.told:
                self.told = True
                return "421 4.3.2 shutting down"
            return None

    with Once() as server:
        run = desk.through(server)
        assert run.halt is None
        assert desk.states()[who] is DeliveryState.DEFERRED
        desk.later(minutes=5)
        desk.through(server)
        assert Counter(mail.recipient for mail in server.received)[who] == 1
    assert desk.states()[who] is DeliveryState.ACCEPTED


def test_five_policy_refusals_alike_stop_the_run(desk):
    """When the sender's domain is refused five times alike, the rest is not burnt."""
    with RecordingServer(Manners(answers={".": "550 5.7.26 unauthenticated mail is not accepted"})) as server:
        run = desk.through(server)
    assert run.halt.exit is ExitCode.STOPPED
    assert Counter(desk.states().values()) == {"refused": 5, "queued": 5}


def test_whoever_is_suppressed_in_between_gets_nothing(desk):
    """A suppression that arrives after staging holds at the mark."""
    desk.ledger.suppress([desk.people[3]], reason="asked", source="person")
    with RecordingServer() as server:
        desk.through(server)
        assert desk.people[3] not in {mail.recipient for mail in server.received}
    assert desk.states()[desk.people[3]] is DeliveryState.SUPPRESSED
    assert DeliveryState.SUPPRESSED in desk.progress.outcomes


def test_cancelling_in_the_middle_stops_everything(desk):
    """A cancellation from another process while a run is under way: nothing more goes out."""

    class Watched(RecordingServer):
        def keep(self, mail):
            super().keep(mail)
            if len(self.received) == 3:
                desk.ledger.cancel(desk.mailing)

    with Watched() as server:
        run = desk.through(server)
        assert run.halt is None
        assert len(server.received) == 3
    counts = desk.ledger.counts(desk.mailing)
    assert (counts.accepted, counts.cancelled, counts.total) == (3, 7, 10)


def test_two_runs_of_one_mailing_exclude_each_other(desk):
    """While one process sends a mailing another gets BusyError (exit 5)."""
    with RecordingServer() as server, desk.ledger.own(desk.mailing), pytest.raises(BusyError):
        desk.through(server)


def test_a_message_that_cannot_be_written_is_that_recipients_trouble(desk):
    """A value that cannot stand in a header refuses that delivery with its reason and no other."""

    def write(claim, envelope):
        if claim.email == desk.people[4]:
            raise ValueError("the name holds a line break")
        return write_message(claim, envelope)

    with RecordingServer() as server:
        desk.send(desk.account("a", server.port), write=write)
        assert len(server.received) == 9
    row = desk.row(desk.people[4])
    assert (row.state, row.reason) == (DeliveryState.REFUSED, "the name holds a line break")


def test_the_account_rate_is_kept_by_two_mailings_together(tmp_path):
    """Two mailings through one account share its rate: six messages at 60 a minute need at least five seconds."""
    desk = Desk(tmp_path, 3)
    other = desk.stage("Harbour", ["a@x.test", "b@x.test", "c@x.test"])
    with RecordingServer() as server:
        began = desk.clock.now()
        desk.send(desk.account("a", server.port, rate=60))
        desk.send(desk.account("a", server.port, rate=60), mailing=other)
        assert len(server.received) == 6
    assert desk.clock.now() - began >= timedelta(seconds=5)
    desk.ledger.close()


def test_one_recipient_domain_is_spared_while_others_go_on(tmp_path):
    """With six a minute to any one domain, four at one domain take thirty seconds and the rest go in between."""
    people = [f"a{n}@big.test" for n in range(4)] + [f"b{n}@small{n}.test" for n in range(4)]
    desk = Desk(tmp_path, people)
    arrivals = {}

    class Timed(RecordingServer):
        def keep(self, mail):
            super().keep(mail)
            arrivals[mail.recipient] = desk.clock.now()

    with Timed() as server:
        began = desk.clock.now()
        assert desk.through(server, domain_rate=6).halt is None
    big = sorted(at for who, at in arrivals.items() if "@big" in who)
    assert all(later - earlier >= timedelta(seconds=10) for earlier, later in pairwise(big))
    assert all(at - began < timedelta(seconds=10) for who, at in arrivals.items() if "@small" in who)
    desk.ledger.close()


def test_leave_that_no_mark_used_is_given_back(tmp_path):
    """A refused recipient counts once against the quota, not once as an attempt and once as a reservation."""
    desk = Desk(tmp_path, 5)
    gone = desk.people[:2]
    with RecordingServer(Manners(answers={f"RCPT TO:<{who}": GONE for who in gone})) as server:
        assert desk.through(server, daily=5, pipelining=False, chunking=False).halt is None
        assert len(server.received) == 3
    desk.ledger.close()


def test_a_used_up_quota_stops_and_goes_on_the_next_day(tmp_path):
    """A daily quota of three stops after three with the time to go on; a day later the rest goes out."""
    desk = Desk(tmp_path, 5)
    with RecordingServer() as server:
        run = desk.through(server, daily=3)
        assert run.halt.exit is ExitCode.STOPPED
        assert "daily quota" in run.halt.message
        assert len(server.received) == 3
        desk.later(hours=24, minutes=1)
        assert desk.through(server, daily=3).halt is None
        assert len(server.received) == 5
    desk.ledger.close()


def test_the_first_interrupt_finishes_what_is_in_flight(desk):
    """Ctrl-C in the middle: what is in flight is settled, the rest stays queued, exit 130."""

    class Interrupting(RecordingServer):
        def keep(self, mail):
            super().keep(mail)
            if len(self.received) == 4:
                os.kill(os.getpid(), signal.SIGINT)

    with Interrupting() as server:
        run = desk.through(server)
        sent = {mail.recipient for mail in server.received}
    assert run.halt.exit is ExitCode.INTERRUPTED
    states = desk.states()
    assert {who for who, state in states.items() if state is DeliveryState.ACCEPTED} == sent
    assert {state for who, state in states.items() if who not in sent} == {DeliveryState.QUEUED}


def test_the_second_interrupt_does_not_wait_for_a_silent_server(desk):
    """A second signal ends the run although the server never answers the dot; that one is in doubt, the rest queued."""
    stuck = threading.Event()

    class Silent(RecordingServer):
        def keep(self, mail):
            super().keep(mail)
            os.kill(os.getpid(), signal.SIGTERM)
            threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
            stuck.wait(10)

    with Silent() as server:
        run = desk.send(desk.account("a", server.port, timeouts={"reply": 60}))
        assert run.halt.exit is ExitCode.INTERRUPTED
        assert Counter(desk.states().values()) == {"in_doubt": 1, "queued": 9}
        stuck.set()


def test_an_interrupt_forgets_no_acceptance(desk):
    """The answer before the one that the second interrupt cuts off was yes: that delivery is accepted, not in doubt."""
    stuck = threading.Event()

    class SilentAtTheSecond(RecordingServer):
        def keep(self, mail):
            super().keep(mail)
            if len(self.received) == 2:
                os.kill(os.getpid(), signal.SIGTERM)
                threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
                stuck.wait(10)

    with SilentAtTheSecond() as server:
        desk.send(desk.account("a", server.port, timeouts={"reply": 60}))
        assert Counter(desk.states().values()) == {"accepted": 1, "in_doubt": 1, "queued": 8}
        stuck.set()


class Meeting:
    """A backend whose messages only get through when two are under way at once; it knows nothing of turns."""

    name = "meeting"
    final = True
    description = "a meeting"
    limits = Limits(connections=2)

    def __init__(self):
        self.both = threading.Barrier(2, timeout=10)
        self.marks = []

    def connect(self):
        return self

    def open(self):
        return None

    def send(self, message, before_commit):
        self.both.wait()
        before_commit()
        self.marks.append(message.recipient)
        return Outcome(verdict=Verdict.ACCEPTED, scope=Scope.RECIPIENT, phase=Phase.DOT)

    def close(self):
        pass


def test_a_backend_that_blocks_does_not_hold_up_its_own_other_connections(desk):
    """A plug-in that waits in its own way has a thread for each message: two are under way at once."""
    backend = Meeting()
    assert desk.send(backend).halt is None
    assert sorted(backend.marks) == sorted(desk.people)
    assert set(desk.states().values()) == {DeliveryState.ACCEPTED}


def test_what_a_blocking_backend_raises_ends_the_run(desk):
    """A plug-in's own mistake is not swallowed by its thread; what is marked stays in doubt, nobody is lost."""

    class Broken(Meeting):
        limits = Limits(connections=1)

        def send(self, message, before_commit):
            before_commit()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.send(Broken())
    assert Counter(desk.states().values()) == {"in_doubt": 1, "queued": 9}


def test_a_failure_of_one_connection_ends_the_others_after_what_they_are_at(desk):
    """When a plug-in fails on one connection, no other begins a further message."""

    class FailsOnce(Meeting):
        def send(self, message, before_commit):
            self.both.wait()
            before_commit()
            if len(self.marks) == 0:
                self.marks.append(message.recipient)
                raise ZeroDivisionError
            return Outcome(verdict=Verdict.ACCEPTED, scope=Scope.RECIPIENT, phase=Phase.DOT)

    with pytest.raises(ZeroDivisionError):
        desk.send(FailsOnce())
    assert Counter(desk.states().values()) == {"in_doubt": 1, "accepted": 1, "queued": 8}


@pytest.mark.parametrize("mechanism", ["plain", "cram-md5"])
def test_several_connections_log_in_one_after_the_other(desk, mechanism):
    """An account with a login and several connections: whoever waits for the first login holds up nobody."""
    manners = Manners(users={"press": "right"})
    more = {"username": "press", "password_env": "PASSWORD", "environ": {"PASSWORD": "right"}, "auth": mechanism}
    with RecordingServer(manners) as server:
        assert desk.send(desk.account("a", server.port, connections=4, **more)).halt is None
        assert len(server.received) == 10
    assert set(desk.states().values()) == {DeliveryState.ACCEPTED}


def test_a_wrong_password_is_tried_once_by_all_connections(desk):
    """However many connections wait to log in, the account hears one wrong password."""
    more = {"username": "press", "password_env": "PASSWORD", "environ": {"PASSWORD": "wrong"}}
    with RecordingServer(Manners(users={"press": "right"})) as server:
        run = desk.send(desk.account("a", server.port, connections=4, **more))
        assert run.halt.exit is ExitCode.STOPPED
        assert sum(line.startswith("AUTH") for line in server.commands) == 1
    assert set(desk.states().values()) == {DeliveryState.QUEUED}


def test_what_fails_between_two_messages_forgets_no_acceptance(desk):
    """A message that cannot even be tried ends the run with its error; the acceptance before it is on record."""

    def write(claim, envelope):
        if claim.email == desk.people[1]:
            raise ZeroDivisionError
        return write_message(claim, envelope)

    with RecordingServer() as server, pytest.raises(ZeroDivisionError):
        desk.send(desk.account("a", server.port, connections=1), write=write)
    assert desk.states()[desk.people[0]] is DeliveryState.ACCEPTED

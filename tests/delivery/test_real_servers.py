"""Real mail servers on loopback: smtp-sink, Postfix, Dovecot."""

import os
import pwd
import socket
import socketserver
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import ClassVar, Self

import pytest
from needs import program, root

from dispatch.delivery import Connection
from dispatch.model.outcome import Action, Outcome, Phase, Scope, Verdict
from dispatch.testing.conformance import sample

pytestmark = pytest.mark.e2e


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    """Until something listens there."""
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    pytest.fail(f"nothing listens on port {port}")


@contextmanager
def sink(*options: str) -> Iterator[int]:
    """smtp-sink with these options; gives its port."""
    port = free_port()
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    process = subprocess.Popen([program("smtp-sink"), *user, *options, f"127.0.0.1:{port}", "64"])
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with a short path that servers under other users can reach."""
    with tempfile.TemporaryDirectory(prefix="dispatch-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def link(make) -> Iterator[Callable[..., Connection]]:
    """Makes a connection to a port on loopback, and closes it."""
    connections: list[Connection] = []

    def build(port: int, **settings: object) -> Connection:
        table = {"type": "smtp", "host": "127.0.0.1", "port": port, "security": "none", **settings}
        connections.append(make(table).connect())
        return connections[-1]

    yield build
    for connection in connections:
        connection.close()


def send(connection: Connection, number: int = 1) -> tuple[Outcome, int]:
    """The outcome of one message, and how often it was marked."""
    marks: list[int] = []
    outcome = connection.send(sample(number), lambda: marks.append(1))
    return outcome, len(marks)


def test_smtp_sink_takes_many_over_one_connection(link):
    """The usual case, pipelined."""
    with sink() as port:
        connection = link(port)
        for number in range(200):
            outcome, marks = send(connection, number)
            assert (outcome.verdict, marks) == (Verdict.ACCEPTED, 1)


def test_a_hang_up_instead_of_the_answer_to_the_dot_is_in_doubt(link):
    """-q . : nobody can know, and the next message gets a connection of its own."""
    with sink("-q", ".") as port:
        connection = link(port)
        for number in (1, 2):
            outcome, marks = send(connection, number)
            assert (outcome.verdict, outcome.phase, marks) == (Verdict.IN_DOUBT, Phase.DOT, 1)


@pytest.mark.parametrize("pipelining", [False, True])
def test_a_hang_up_at_data_is_certain(link, pipelining):
    """-q DATA: deferred, uncharged, unmarked."""
    with sink("-q", "DATA") as port:
        outcome, marks = send(link(port, pipelining=pipelining))
    assert (outcome.verdict, outcome.scope, outcome.phase, marks) == (
        Verdict.DEFERRED, Scope.CONNECTION, Phase.DATA, 0,
    )  # fmt: skip
    assert not outcome.settles


def test_a_goodbye_at_rcpt_is_certain(link):
    """-Q RCPT: 421 and a hang-up; reconnect, charge nobody."""
    with sink("-Q", "RCPT") as port:
        outcome, marks = send(link(port))
    assert (outcome.code, outcome.scope, outcome.action, marks) == (421, Scope.CONNECTION, Action.RECONNECT, 0)
    assert not outcome.settles


def test_a_refused_rcpt_spares_the_body(link):
    """-r RCPT: a soft refusal defers that recipient, and the session goes on."""
    with sink("-r", "RCPT") as port:
        connection = link(port)
        for number in (1, 2):
            outcome, marks = send(connection, number)
            assert (outcome.verdict, outcome.scope, outcome.phase) == (Verdict.DEFERRED, Scope.RECIPIENT, Phase.RCPT)
            assert marks == 0


def test_a_refusal_after_the_dot_is_certain(link):
    """-f . : not in doubt; a 500 is about the command, so nobody is blamed and the run stops."""
    with sink("-f", ".") as port:
        outcome, marks = send(link(port))
    assert (outcome.verdict, outcome.phase, marks) == (Verdict.DEFERRED, Phase.DOT, 1)
    assert (outcome.scope, outcome.action) == (Scope.MESSAGE, Action.STOP)


def test_a_slow_answer_after_the_dot_is_waited_for(link):
    """-W .:1 : patience costs nobody a second copy; impatience ends in doubt."""
    with sink("-W", ".:1") as port:
        assert send(link(port))[0].verdict is Verdict.ACCEPTED
        assert send(link(port, timeouts={"reply": 0.3}))[0].verdict is Verdict.IN_DOUBT


MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
mail_owner = postfix
myhostname = postfix.dispatch.test
mydestination =
local_recipient_maps =
alias_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
virtual_mailbox_domains = daily.test
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/boxes
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_recipient_restrictions = reject_unauth_destination, reject_unlisted_recipient, {policy}
smtpd_client_event_limit_exceptions =
smtpd_client_message_rate_limit = {rate}
smtpd_banner = $myhostname ESMTP
smtpd_peername_lookup = no
"""
MASTER = """\
{port} inet n - n - - smtpd
proxymap unix - - n - - proxymap
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
error unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """A real Postfix in a folder of its own, delivering to Maildirs."""

    def __init__(self, folder: Path, *, policy: str = "permit", rate: int = 0) -> None:
        root()
        self.program = program("postfix")
        self.folder = folder
        self.port = free_port()
        owner = pwd.getpwnam("postfix")
        for part in ("config", "queue", "data", "mail"):
            (folder / part).mkdir()
        for part in ("data", "mail"):
            os.chown(folder / part, owner.pw_uid, owner.pw_gid)
        values = {"folder": folder, "policy": policy, "rate": rate, "uid": owner.pw_uid, "gid": owner.pw_gid}
        (folder / "config" / "main.cf").write_text(MAIN.format(**values))
        (folder / "config" / "master.cf").write_text(MASTER.format(port=f"127.0.0.1:{self.port}"))
        boxes = "".join(f"reader{number}@daily.test reader{number}/\n" for number in range(1, 41))
        (folder / "boxes").write_text(boxes)

    def run(self, word: str) -> None:
        command = [self.program, "-c", self.folder / "config", word]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr + (self.folder / "log").read_text()

    def delivered(self, number: int) -> list[Path]:
        """Messages in the mailbox of a reader."""
        return list((self.folder / "mail" / f"reader{number}" / "new").glob("*"))

    def __enter__(self) -> Self:
        self.run("start")
        wait_for(self.port)
        return self

    def __exit__(self, *_: object) -> None:
        self.run("stop")


def until(condition: Callable[[], bool]) -> None:
    """Until it holds; the test's own time limit ends the wait."""
    while not condition():
        time.sleep(0.05)


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    """One that takes everything for those whom it knows."""
    with tempfile.TemporaryDirectory(prefix="dispatch-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o711)
        with Postfix(Path(name)) as server:
            yield server


def test_postfix_delivers_each_message_once(link, postfix):
    """Through its own queue into Maildirs, with PIPELINING and CHUNKING as it offers them, and without."""
    for first, settings in ((10, {}), (20, {"chunking": False}), (30, {"chunking": False, "pipelining": False})):
        connection = link(postfix.port, **settings)
        for number in range(first, first + 10):
            outcome, marks = send(connection, number)
            assert (outcome.verdict, marks) == (Verdict.ACCEPTED, 1), outcome
            assert "queued as" in outcome.reply
    until(lambda: all(postfix.delivered(number) for number in range(10, 40)))
    for number in range(10, 40):
        (path,) = postfix.delivered(number)
        body = path.read_bytes().split(b"\n\n", 1)[1]
        assert body == sample(number).content.split(b"\r\n\r\n", 1)[1].replace(b"\r\n", b"\n")


@pytest.mark.parametrize("chunking", [False, True])
def test_postfix_refuses_who_does_not_exist_and_goes_on(link, postfix, chunking):
    """550 5.1.1 for one, with the next one unhurt on the same connection; relaying is the account's trouble."""
    connection = link(postfix.port, chunking=chunking)
    gone = replace(sample(), recipient="nobody@daily.test")
    outcome = connection.send(gone, lambda: None)
    assert (outcome.verdict, outcome.phase, outcome.suppress) == (Verdict.REFUSED, Phase.RCPT, True), outcome
    assert send(connection)[0].verdict is Verdict.ACCEPTED
    foreign = replace(sample(), recipient="ana@else.test")
    outcome = connection.send(foreign, lambda: None)
    assert (outcome.scope, outcome.action) == (Scope.ACCOUNT, Action.STOP), outcome
    until(lambda: bool(postfix.delivered(1)))


def test_postfix_that_has_had_enough_blames_nobody(link, place):
    """A rate limit of the server (450 or 421 at MAIL) is about the way, not about a recipient."""
    with Postfix(place, rate=3) as postfix:
        connection = link(postfix.port, chunking=False)
        outcomes = [send(connection, number)[0] for number in range(1, 6)]
    assert [outcome.verdict for outcome in outcomes[:3]] == [Verdict.ACCEPTED] * 3
    assert all(outcome.phase is Phase.MAIL and not outcome.settles for outcome in outcomes[3:]), outcomes


class Greylist(socketserver.StreamRequestHandler):
    """A Postfix policy server that defers each recipient once (SMTPD_POLICY_README)."""

    seen: ClassVar[set[str]] = set()

    def handle(self) -> None:
        recipient = ""
        for line in self.rfile:
            name, _, value = line.decode().strip().partition("=")
            recipient = value if name == "recipient" else recipient
            if not name:
                known = recipient in self.seen
                self.seen.add(recipient)
                answer = "dunno" if known else "defer_if_permit 4.7.1 greylisted"
                self.wfile.write(f"action={answer}\n\n".encode())


def test_greylisting_defers_the_recipient_and_then_delivers(link, place):
    """450 4.7.1 at RCPT: another try later succeeds, once."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Greylist) as policy:
        Thread(target=policy.serve_forever, daemon=True).start()
        service = f"check_policy_service inet:127.0.0.1:{policy.server_address[1]}"
        with Postfix(place, policy=service) as postfix:
            connection = link(postfix.port)
            first, _ = send(connection)
            assert (first.verdict, first.scope, first.phase) == (Verdict.DEFERRED, Scope.RECIPIENT, Phase.RCPT), first
            assert send(connection)[0].verdict is Verdict.ACCEPTED
            until(lambda: bool(postfix.delivered(1)))
            assert len(postfix.delivered(1)) == 1
        policy.shutdown()


DOVECOT = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = lmtp
ssl = no
mail_location = maildir:{folder}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = dovecot
default_login_user = dovenull
passdb {{
  driver = static
  args = nopassword=y
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
service lmtp {{
  unix_listener {folder}/lmtp {{
    mode = 0666
  }}
}}
"""


@pytest.fixture
def dovecot(place) -> Iterator[Path]:
    """A real Dovecot with LMTP on a Unix socket; gives its folder."""
    root()
    dovecot = program("dovecot")
    owner = pwd.getpwnam("dovecot")
    (place / "mail").mkdir()
    os.chown(place / "mail", owner.pw_uid, owner.pw_gid)
    users = "".join(f"reader{number}@daily.test:::::{place}/mail::\n" for number in range(1, 12))
    (place / "users").write_text(users)
    config = place / "dovecot.conf"
    config.write_text(DOVECOT.format(folder=place, uid=owner.pw_uid, gid=owner.pw_gid))
    process = subprocess.Popen([dovecot, "-F", "-c", config])
    until(lambda: (place / "lmtp").exists() or process.poll() is not None)
    yield place
    process.terminate()
    process.wait()


def test_dovecot_takes_mail_over_lmtp(make, dovecot):
    """Over a Unix socket, as it offers PIPELINING and CHUNKING; an unknown recipient is refused alone."""
    connection = make({"type": "lmtp", "socket": str(dovecot / "lmtp")}).connect()
    for number in range(1, 12):
        outcome, marks = send(connection, number)
        assert (outcome.verdict, marks) == (Verdict.ACCEPTED, 1), outcome
    outcome, _ = send(connection, 99)
    assert (outcome.verdict, outcome.suppress) == (Verdict.REFUSED, True), outcome
    assert send(connection, 1)[0].verdict is Verdict.ACCEPTED
    connection.close()
    kept = [list((dovecot / "mail" / f"reader{number}@daily.test" / "new").glob("*")) for number in range(1, 12)]
    assert [len(paths) for paths in kept] == [2] + [1] * 10

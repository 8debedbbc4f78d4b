"""Logging in: every mechanism, tokens that expire, and nobody locked out."""

import base64
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest

from dispatch.errors import BackendError
from dispatch.model.outcome import Action, Phase, Scope, Verdict
from dispatch.testing import Manners, RecordingServer, ScriptedServer
from dispatch.testing.conformance import sample

USER, SECRET = "press@alliance.test", "cañary secret"
LOGIN = {"username": USER, "password_env": "PASSWORD", "environ": {"PASSWORD": SECRET}}


def nothing() -> None:
    pass


def tells(program: str) -> list[str]:
    """A command that runs a few words of Python."""
    return [sys.executable, "-c", program]


@pytest.mark.parametrize("auth", ["plain", "login", "cram-md5", "auto"])
@pytest.mark.parametrize("security", ["none", "starttls"])
def test_each_mechanism_logs_in(dial, context, auth, security):
    """With letters beyond ASCII in the password, with and without TLS."""
    manners = Manners(users={USER: SECRET}, context=context if security == "starttls" else None)
    with RecordingServer(manners) as server:
        connection = dial(server, auth=auth, security=security, **LOGIN)
        assert connection.open() is None
        assert connection.send(sample(), nothing).verdict is Verdict.ACCEPTED
        used = next(line for line in server.commands if line.startswith("AUTH"))
    expected = {"auto": "CRAM-MD5" if security == "none" else "PLAIN"}.get(auth, auth.upper())
    assert used == f"AUTH {expected}"


@pytest.mark.parametrize("auth", ["plain", "login", "cram-md5"])
def test_a_wrong_password_stops_and_names_the_fix(dial, auth):
    """535: the account, not the people on the list; the password is nowhere in the outcome."""
    with RecordingServer(Manners(users={USER: "another"})) as server:
        connection = dial(server, auth=auth, **LOGIN)
        outcome = connection.send(sample(), nothing)
        assert (outcome.scope, outcome.phase, outcome.action) == (Scope.ACCOUNT, Phase.AUTH, Action.STOP)
        assert not outcome.settles
        assert USER in outcome.fix
        assert SECRET not in repr(outcome) + repr(connection) + repr(vars(connection))


def test_ten_connections_with_a_wrong_password_try_it_once(towards):
    """More tries would lock the account."""
    with RecordingServer(Manners(users={USER: "another"})) as server:
        backend = towards(server, **LOGIN)
        connections = [backend.connect() for _ in range(10)]
        with ThreadPoolExecutor(10) as pool:
            outcomes = list(pool.map(lambda connection: connection.open(), connections))
        assert all(outcome.action is Action.STOP for outcome in outcomes)
        assert sum(line.startswith("AUTH") for line in server.commands) == 1


def test_no_fitting_mechanism_stops(dial):
    """A server that offers only what is not set."""
    with RecordingServer(Manners(users={USER: SECRET}, mechanisms=("GSSAPI",))) as server:
        outcome = dial(server, **LOGIN).open()
        assert outcome.action is Action.STOP
        assert "GSSAPI" in outcome.reply
        assert not any(line.startswith("AUTH") for line in server.commands)


def test_a_token_that_expires_in_the_middle_of_a_run_is_fetched_again_once(dial, tmp_path):
    """XOAUTH2: the kept token is refused, a fresh one works; two connections fetch it once."""
    (tmp_path / "token").write_text("first")
    program = f"print(open({str(tmp_path / 'token')!r}).read()); open({str(tmp_path / 'runs')!r}, 'a').write('x')"
    settings = {"username": USER, "auth": "xoauth2", "token_command": tells(program)}
    with RecordingServer(Manners(tokens={"first"})) as server:
        connection = dial(server, **settings)
        assert connection.send(sample(1), nothing).verdict is Verdict.ACCEPTED
        connection.close()
        server.manners.tokens.clear()
        server.manners.tokens.add("second")
        (tmp_path / "token").write_text("second")
        assert connection.send(sample(2), nothing).verdict is Verdict.ACCEPTED
        connection.close()
        assert connection.send(sample(3), nothing).verdict is Verdict.ACCEPTED
        assert len(server.received) == 3
    assert (tmp_path / "runs").read_text() == "xx"


def test_a_fresh_token_that_is_refused_stops(dial):
    """One refresh, not a loop; the token is nowhere in the outcome."""
    settings = {"username": USER, "token_command": tells("print('canary-token')")}
    with RecordingServer(Manners(tokens={"other"})) as server:
        outcome = dial(server, **settings).open()
        assert outcome.action is Action.STOP
        assert "canary" not in repr(outcome)
        assert sum(line.startswith("AUTH") for line in server.commands) == 2


def test_a_token_program_that_fails_in_the_middle_stops(dial, tmp_path):
    """Its trouble is the account's, and nobody is blamed."""
    program = f"import os; p = {str(tmp_path / 'used')!r}; os.path.exists(p) and exit(3); open(p, 'w'); print('old')"
    with RecordingServer(Manners(tokens={"new"})) as server:
        outcome = dial(server, username=USER, token_command=tells(program)).open()
    assert (outcome.scope, outcome.action, outcome.settles) == (Scope.ACCOUNT, Action.STOP, False)
    assert "exit status 3" in outcome.reply


def test_credentials_are_fetched_before_any_socket(towards):
    """A missing password is an error of `connect`, not of the first delivery."""
    with RecordingServer(Manners(users={USER: SECRET})) as server:
        with pytest.raises(BackendError, match="PASSWORD"):
            towards(server, username=USER, password_env="PASSWORD").connect()
        assert server.connections == 0


def test_something_behind_the_answer_is_not_a_login(dial):
    """235 with more behind it: the conversation cannot be trusted."""
    script = "send 220 hi\nexpect EHLO\nsend 250-hi\nsend 250 AUTH PLAIN\nexpect AUTH\n" + r"bytes 235 ok\r\n250 x\r\n"
    with ScriptedServer(script) as server:
        outcome = dial(server, **LOGIN).open()
    assert (outcome.scope, outcome.phase, outcome.action) == (Scope.ROUTE, Phase.AUTH, Action.BACK_OFF)


def test_a_challenge_that_is_no_base64_is_answered_with_nothing_useful(dial):
    """A broken CRAM-MD5 challenge ends in a refusal, not in a crash."""
    script = "send 220 hi\nexpect EHLO\nsend 250-hi\nsend 250 AUTH CRAM-MD5\nexpect AUTH\nsend 334 %%%\nexpect\n"
    with ScriptedServer(script + "send 535 5.7.8 no") as server:
        assert dial(server, **LOGIN).open().action is Action.STOP


def test_a_server_that_repeats_the_command_does_not_give_the_secret_away(dial):
    """The reply that is kept and shown is without it, even when it was cut."""
    repeated = base64.b64encode(f"\0{USER}\0{SECRET}".encode()).decode()
    script = "send 220 hi\nexpect EHLO\nsend 250-hi\nsend 250 AUTH PLAIN\nexpect AUTH\n"
    script += f"send 500-5.5.1 unknown command: AUTH PLAIN {repeated}\nsend 500 5.5.1 in short: {repeated[:30]}"
    with ScriptedServer(script) as server:
        outcome = dial(server, **LOGIN).open()
    assert outcome.action is Action.STOP
    assert outcome.reply == "500 5.5.1 unknown command: AUTH PLAIN *** in short: ***"


def test_another_thread_can_cut_a_connection_that_opens(dial):
    """A greeting that does not come keeps nobody who wants to stop."""
    with ScriptedServer("hang") as server:
        connection = dial(server)
        outcomes: list[object] = []
        thread = Thread(target=lambda: outcomes.append(connection.open()))
        thread.start()
        while thread.is_alive():
            connection.close()
            thread.join(0.01)
    assert outcomes[0].action is Action.BACK_OFF

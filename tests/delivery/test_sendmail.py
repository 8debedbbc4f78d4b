"""Any sendmail-like program, without a shell."""

import os
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from dispatch.accounts import Programs
from dispatch.delivery import create
from dispatch.errors import BackendError, UntrustedError
from dispatch.model.outcome import Action, Phase, Scope, Verdict
from dispatch.testing.conformance import sample

KEEPS = """
import os, sys
content = sys.stdin.buffer.read()
folder = {folder!r}
name = os.path.join(folder, str(os.getpid()))
open(name + ".args", "w").write(repr(sys.argv[1:]))
open(name + ".tmp", "wb").write(content)
os.rename(name + ".tmp", name + ".eml")
"""

#: A process that is killed at the mark of a message to the program that it is given.
KILLED = """
import os, signal, sys
from pathlib import Path
from dispatch.accounts import Programs
from dispatch.delivery import create
from dispatch.testing.conformance import sample
folder, command = Path(sys.argv[1]), sys.argv[2]
table = {"type": "sendmail", "command": command}
backend = create("local", table, workspace=folder, programs=Programs(folder=folder), environ={})
backend.connect().send(sample(), lambda: os.kill(os.getpid(), signal.SIGKILL))
"""


def program(folder: Path, body: str) -> str:
    """A program in a file of its own."""
    path = folder / "fake-sendmail"
    path.write_text(f"#!{sys.executable}\n{body}")
    path.chmod(stat.S_IRWXU)
    return str(path)


def keeps(folder: Path) -> str:
    """A program that keeps what it gets, only once it has all of it."""
    return program(folder, KEEPS.format(folder=str(folder)))


def nothing() -> None:
    pass


def test_it_gets_the_envelope_as_arguments_and_lines_as_unix_has_them(make, tmp_path):
    """`-i -f SENDER -- RECIPIENT`, LF line ends, nothing else changed; accepted by exit status 0."""
    outcome = make({"type": "sendmail", "command": f"{keeps(tmp_path)} -X"}).connect().send(sample(), nothing)
    assert (outcome.verdict, outcome.phase) == (Verdict.ACCEPTED, Phase.DOT)
    (args,) = tmp_path.glob("*.args")
    assert args.read_text() == repr(["-X", "-i", "-f", "press@alliance.test", "--", "reader1@daily.test"])
    (mail,) = tmp_path.glob("*.eml")
    assert mail.read_bytes() == sample().content.replace(b"\r\n", b"\n")


def test_nothing_counts_when_the_mark_fails(make, tmp_path):
    """The program and all it started are killed before their input ends."""
    inner = KEEPS.format(folder=str(tmp_path))
    child = f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {inner!r}]).returncode)"
    connection = make({"type": "sendmail", "command": program(tmp_path, child)}).connect()

    def refuse() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        connection.send(sample(), refuse)
    assert connection.send(sample(2), nothing).verdict is Verdict.ACCEPTED
    (mail,) = tmp_path.glob("*.eml")
    assert b"Conformance 2" in mail.read_bytes()


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (os.EX_NOUSER, (Verdict.REFUSED, Scope.RECIPIENT, Action.GO_ON)),
        (os.EX_NOHOST, (Verdict.REFUSED, Scope.RECIPIENT, Action.GO_ON)),
        (os.EX_DATAERR, (Verdict.REFUSED, Scope.RECIPIENT, Action.STOP_IF_REPEATED)),
        (os.EX_UNAVAILABLE, (Verdict.DEFERRED, Scope.ROUTE, Action.BACK_OFF)),
        (os.EX_TEMPFAIL, (Verdict.IN_DOUBT, Scope.ROUTE, Action.BACK_OFF)),
        (os.EX_USAGE, (Verdict.DEFERRED, Scope.ROUTE, Action.STOP)),
        (os.EX_NOPERM, (Verdict.DEFERRED, Scope.ACCOUNT, Action.STOP)),
        (os.EX_CONFIG, (Verdict.DEFERRED, Scope.ROUTE, Action.STOP)),
        (1, (Verdict.IN_DOUBT, Scope.ROUTE, Action.STOP)),
    ],
)
def test_its_exit_status_decides(make, tmp_path, status, meaning):
    """sysexits.h; what nobody defined is in doubt; its error output is the reply."""
    body = f"import sys; sys.stdin.buffer.read(); print('words of the program', file=sys.stderr); sys.exit({status})"
    outcome = make({"type": "sendmail", "command": program(tmp_path, body)}).connect().send(sample(), nothing)
    assert (outcome.verdict, outcome.scope, outcome.action) == meaning
    assert outcome.reply == f"exit status {status}: words of the program"
    assert outcome.suppress == (status == os.EX_NOUSER)


def test_a_program_killed_at_its_work_is_in_doubt(make, tmp_path):
    """It may have queued the message before."""
    body = "import os, signal, sys; sys.stdin.buffer.read(); os.kill(os.getpid(), signal.SIGKILL)"
    outcome = make({"type": "sendmail", "command": program(tmp_path, body)}).connect().send(sample(), nothing)
    assert outcome.verdict is Verdict.IN_DOUBT


def test_a_program_that_does_not_end_is_in_doubt(make, tmp_path):
    """After its input ended, silence is neither success nor failure."""
    body = "import sys, time; sys.stdin.buffer.read(); time.sleep(60)"
    table = {"type": "sendmail", "command": program(tmp_path, body), "timeout": 1.0}
    assert make(table).connect().send(sample(), nothing).verdict is Verdict.IN_DOUBT


@pytest.mark.parametrize(
    ("body", "action"), [("import sys; sys.exit(0)", Action.STOP), ("import sys; sys.exit(64)", Action.STOP)]
)
def test_a_program_that_ends_before_the_message_is_certain(make, tmp_path, body, action):
    """Whatever its status: it never had the end of the message, so nobody is in doubt."""
    connection = make({"type": "sendmail", "command": program(tmp_path, body)}).connect()
    outcome = connection.send(sample(), nothing)
    assert (outcome.verdict, outcome.settles, outcome.action) == (Verdict.DEFERRED, False, action)


def test_a_program_that_does_not_read_is_certain(make, tmp_path):
    """A pipe that stays full until the time is over: nobody has it, nobody is blamed."""
    table = {"type": "sendmail", "command": program(tmp_path, "import time; time.sleep(60)"), "timeout": 0.5}
    big = replace(sample(), content=b"Subject: x\r\n\r\n" + b"x\r\n" * 90_000)
    outcome = make(table).connect().send(big, nothing)
    assert (outcome.verdict, outcome.settles) == (Verdict.DEFERRED, False)


def test_a_kill_before_the_mark_starts_no_program(make, tmp_path):
    """What ends this process ends the program's input, too, as if the message were whole: so the mark comes first."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), keeps(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    time.sleep(0.5)
    assert list(tmp_path.glob("*.eml")) == []


@pytest.mark.parametrize("address", ["a b@c.test", "a@b.test\nBcc: e@x.test", ""])
def test_an_address_that_is_none_is_refused(make, tmp_path, address):
    """Before the program runs."""
    message = replace(sample(), recipient=address)
    outcome = make({"type": "sendmail", "command": keeps(tmp_path)}).connect().send(message, nothing)
    assert (outcome.verdict, outcome.scope) == (Verdict.REFUSED, Scope.RECIPIENT)
    assert not list(tmp_path.glob("*.args"))


def test_an_address_that_looks_like_an_option_stays_an_address(make, tmp_path):
    """`--` ends the options."""
    message = replace(sample(), recipient="-x@b.test")
    outcome = make({"type": "sendmail", "command": keeps(tmp_path)}).connect().send(message, nothing)
    assert outcome.verdict is Verdict.ACCEPTED
    (args,) = tmp_path.glob("*.args")
    assert args.read_text().endswith("'--', '-x@b.test']")


def test_a_missing_program_stops(make):
    """Nobody is blamed for a wrong path."""
    outcome = make({"type": "sendmail", "command": "/nowhere/sendmail"}).connect().send(sample(), nothing)
    assert (outcome.scope, outcome.action, outcome.settles) == (Scope.ROUTE, Action.STOP, False)
    assert "/nowhere/sendmail" in outcome.reply


def test_it_does_not_run_before_the_workspace_is_trusted(tmp_path):
    """The refusal is reported, and the program never ran."""

    def check(_argv: tuple[str, ...], purpose: str) -> None:
        message = f"{purpose} is not trusted"
        raise UntrustedError(message, "dispatch trust")

    programs = Programs(folder=tmp_path, check=check)
    table = {"type": "sendmail", "command": keeps(tmp_path)}
    backend = create("local", table, workspace=tmp_path, programs=programs, environ={})
    with pytest.raises(UntrustedError):
        backend.connect()
    assert not list(tmp_path.glob("*.args"))


def test_an_unreadable_command_is_an_error_of_the_settings(make):
    """Found before anything is sent."""
    with pytest.raises(BackendError, match="No closing quotation"):
        make({"type": "sendmail", "command": "sendmail 'x"}).connect()


def test_another_thread_can_end_a_program_that_is_waited_for(make, tmp_path):
    """`close` from outside; it had the whole message, so that one is in doubt."""
    body = "import sys, time; sys.stdin.buffer.read(); time.sleep(60)"
    connection = make({"type": "sendmail", "command": program(tmp_path, body)}).connect()
    outcomes: list = []
    thread = Thread(target=lambda: outcomes.append(connection.send(sample(), marked.set)))
    marked = Event()
    thread.start()
    marked.wait(30)
    time.sleep(0.1)
    while thread.is_alive():
        connection.close()
        thread.join(0.01)
    assert outcomes[0].verdict is Verdict.IN_DOUBT

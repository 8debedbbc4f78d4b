"""Every fault at every moment, at the level of one connection, with one oracle."""

import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dispatch.accounts import Programs
from dispatch.delivery import Backend, create
from dispatch.delivery.certificates import CertificateFiles
from dispatch.delivery.wire import Fault
from dispatch.model.outcome import Action, Outcome, Verdict
from dispatch.testing import ScriptedServer
from dispatch.testing.conformance import sample
from dispatch.testing.faults import FAULTS, Mode, moments, script

MODES = (
    Mode(name="plain"),
    Mode(name="pipelining", pipelining=True),
    Mode(name="chunking", chunking=True),
    Mode(name="one-trip", pipelining=True, chunking=True),
    Mode(name="secured", pipelining=True, secured=True),
    Mode(name="lmtp", hello="LHLO", pipelining=True),
)
CASES = [(mode, moment) for mode in MODES for moment in moments(mode)]
FIRST, SECOND = sample(1), sample(2)
#: Seconds for the steps in which the server fails, and for all others.
SHORT, LONG = 0.15, 2.0
STEPS = {
    "connect": ("greeting", "command"),
    "greeting": ("greeting", "command"),
    "handshake": ("tls", "command"),
    "dot": ("reply",),
    "idle": ("command", "quit"),
    "quit": ("quit",),
}


def backend(mode: Mode, moment: str, server: ScriptedServer, ca_file: Path, folder: Path) -> Backend:
    """A backend that is impatient at one moment."""
    steps = ("reply",) if moment.startswith("body") else STEPS.get(moment, ("command",))
    timeouts = dict.fromkeys(("greeting", "tls", "command", "body", "reply", "quit"), LONG)
    if mode.chunking and moment in {"mail", "rcpt"}:
        steps += ("reply",)
    timeouts |= dict.fromkeys(steps, SHORT)
    table: dict[str, object] = {"host": server.host, "port": server.port, "timeouts": timeouts}
    if mode.hello == "LHLO":
        table |= {"type": "lmtp"}
    elif mode.secured:
        table |= {"type": "smtp", "ca_file": str(ca_file), "username": "press", "password_env": "PASSWORD"}
    else:
        table |= {"type": "smtp", "security": "none"}
    programs = Programs(folder=folder)
    return create("matrix", table, workspace=folder, programs=programs, environ={"PASSWORD": "canary-secret"})


def mark(marks: list[int]) -> None:
    """Takes as long as a durable write, in which what a server says unasked arrives."""
    marks.append(1)
    time.sleep(0.01)


def judge(label: str, outcome: Outcome, marks: int, accepted: list[bytes]) -> None:
    """The oracle (RELIABILITY 5)."""
    inside = accepted.count(FIRST.content)
    assert inside <= 1, label
    assert marks <= 1, label
    assert "canary" not in repr(outcome), label
    if outcome.verdict is Verdict.IN_DOUBT:
        assert marks == 1, f"{label}: in doubt before the mark: {outcome}"
    elif outcome.verdict is Verdict.ACCEPTED:
        assert inside == 1, f"{label}: accepted, but the server does not have it: {outcome}"
    else:
        assert inside == 0, f"{label}: the server has it: {outcome}"


def one(mode: Mode, moment: str, fault: str, certificates: CertificateFiles, folder: Path) -> Outcome:
    """Sends two messages; the server fails during the first session and behaves from then on."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.certificate, certificates.key)
    size = len(FIRST.content)
    label = f"{mode.name} {moment} {fault}"
    with ScriptedServer(script(mode, size, moment, fault), script(mode, size), context=context) as server:
        connection = backend(mode, moment, server, certificates.ca_file, folder).connect()
        marks: list[int] = []
        outcome = connection.send(FIRST, lambda: mark(marks))
        if moment in {"idle", "quit"}:
            assert outcome.verdict is Verdict.ACCEPTED, label
            time.sleep(0.1)
        if moment == "quit":
            connection.close()
        if outcome.action is Action.STOP:  # a refused login is remembered: a person would start again
            connection.close()
            connection = backend(mode, "", server, certificates.ca_file, folder).connect()
        for _ in range(4):
            later = connection.send(SECOND, lambda: None)
            if later.verdict is not Verdict.DEFERRED:
                break
        connection.close()
        if later.verdict is Verdict.IN_DOUBT:
            # a hung server, or a busy machine and our own impatience; with one round trip the second mark comes
            # before its first answer is read, so what the first one's fault left behind may fall behind that mark
            left_behind = mode.name == "one-trip" and moment in {"dot", "idle"}
            assert left_behind or later.reply.startswith(Fault.TIMEOUT), f"{label}: {later}"
            assert server.accepted.count(SECOND.content) <= 1, label
        else:
            assert later.verdict is Verdict.ACCEPTED, f"{label}: {later}"
            assert server.accepted.count(SECOND.content) == 1, label
        judge(label, outcome, len(marks), server.accepted)
        assert "canary" not in "".join(server.log), label
    return outcome


@pytest.mark.parametrize(("mode", "moment"), CASES, ids=lambda value: getattr(value, "name", value))
def test_only_faults_after_the_mark_end_in_doubt(mode, moment, certificates, tmp_path):
    """Whatever the server does at this moment: nobody twice, nobody lost, in doubt only after the mark, next unhurt."""
    with ThreadPoolExecutor(len(FAULTS)) as pool:
        list(pool.map(lambda fault: one(mode, moment, fault, certificates, tmp_path), FAULTS))

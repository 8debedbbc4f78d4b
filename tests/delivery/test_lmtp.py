"""LMTP over a Unix socket."""

from pathlib import Path

from dispatch.model.outcome import Action, Scope, Verdict
from dispatch.testing import Manners, RecordingServer
from dispatch.testing.conformance import sample


def nothing() -> None:
    pass


def test_over_a_unix_socket(make, tmp_path):
    """LHLO, no TLS, no login; the path is relative to the workspace."""
    with RecordingServer(path=tmp_path / "lmtp") as server:
        backend = make({"type": "lmtp", "socket": "lmtp"})
        connection = backend.connect()
        assert connection.send(sample(), nothing).verdict is Verdict.ACCEPTED
        connection.close()
        assert server.received[0].content == sample().content
        assert server.commands[0].startswith("LHLO ")
    assert backend.final
    assert backend.description == f"{Path(tmp_path) / 'lmtp'}, LMTP"


def test_the_answer_after_the_dot_is_the_recipients(make):
    """LMTP answers for each recipient there: an address that is gone is a candidate for suppression (RFC 2033)."""
    with RecordingServer(Manners(answers={". reader1@": "550 5.1.1 unknown"})) as server:
        connection = make({"type": "lmtp", "host": server.host, "port": server.port}).connect()
        outcome = connection.send(sample(), nothing)
        connection.close()
    assert (outcome.verdict, outcome.scope, outcome.suppress) == (Verdict.REFUSED, Scope.RECIPIENT, True)


def test_a_socket_that_is_not_there(make):
    """The way, not the recipient."""
    outcome = make({"type": "lmtp", "socket": "missing"}).connect().open()
    assert (outcome.scope, outcome.action) == (Scope.ROUTE, Action.BACK_OFF)

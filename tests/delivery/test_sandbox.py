"""The sandbox server, through the real smtp backend."""

import mailbox
import socket

import pytest

from dispatch.delivery.sandbox import Sandbox
from dispatch.errors import BackendError
from dispatch.model.mail import Message
from dispatch.model.outcome import Action, Verdict
from dispatch.testing.conformance import sample


def nothing() -> None:
    pass


def test_what_it_keeps_is_what_was_sent(make, tmp_path):
    """Over STARTTLS, verified against its own CA file; a Maildir that mail programs read."""
    with Sandbox(tmp_path / "received") as sandbox:
        backend = make(sandbox.table)
        assert not backend.final
        connection = backend.connect()
        for number in (1, 2, 3):
            assert connection.send(sample(number), nothing).verdict is Verdict.ACCEPTED
        connection.close()
        kept = sandbox.received
        assert [mail.path.read_bytes() for mail in kept] == [sample(number).content for number in (1, 2, 3)]
        assert (kept[0].sender, kept[0].recipients) == ("press@alliance.test", ("reader1@daily.test",))
    assert len(list(mailbox.Maildir(tmp_path / "received", create=False))) == 3


def test_it_takes_addresses_beyond_ascii(make, tmp_path):
    """SMTPUTF8 is on."""
    message = Message(
        sender="press@alliance.test",
        recipient="josé@diario.test",
        message_id="<1@alliance.test>",
        content="Subject: Árbol\r\n\r\nÑandú\r\n".encode(),
        utf8=True,
    )
    with Sandbox(tmp_path / "received") as sandbox:
        connection = make(sandbox.table).connect()
        assert connection.send(message, nothing).verdict is Verdict.ACCEPTED
        connection.close()
        assert sandbox.received[0].recipients == ("josé@diario.test",)


def test_it_wants_tls(make, tmp_path):
    """Plain text gets nowhere, as with a mail account."""
    with Sandbox(tmp_path / "received") as sandbox:
        connection = make({**sandbox.table, "security": "none", "ca_file": ""}).connect()
        outcome = connection.send(sample(), nothing)
        connection.close()
        assert outcome.action is Action.STOP
        assert sandbox.received == ()


def test_a_port_that_is_taken_is_an_error(tmp_path):
    """With what to do about it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with (
            pytest.raises(BackendError, match="cannot start on port") as caught,
            Sandbox(tmp_path, taken.getsockname()[1]),
        ):
            pass
        assert "another port" in caught.value.fix


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    """Rather than a traceback."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BackendError, match="cannot start"):
        Sandbox(tmp_path / "file" / "received").start()


def test_it_stops_twice_and_leaves_no_key(tmp_path):
    """The key and the certificates are gone."""
    sandbox = Sandbox(tmp_path / "received")
    sandbox.start()
    folder = sandbox.ca_file.parent
    assert sandbox.ca_file.exists()
    sandbox.stop()
    sandbox.stop()
    assert not folder.exists()

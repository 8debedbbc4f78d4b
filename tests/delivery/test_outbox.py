"""The outbox and the console: what a rehearsal leaves behind."""

import io
import mailbox

import pytest

from dispatch.delivery import create
from dispatch.delivery.console import ConsoleBackend, readable
from dispatch.model.outcome import Action, Phase, Scope, Verdict
from dispatch.testing.conformance import sample


def nothing() -> None:
    pass


def test_the_outbox_is_a_maildir_that_mail_programs_read(make, tmp_path):
    """Messages are in new/, whole, and a standard reader finds them."""
    connection = make({"type": "outbox", "path": "mail/out"}).connect()
    for number in (1, 2):
        assert connection.send(sample(number), nothing).verdict is Verdict.ACCEPTED
    folder = mailbox.Maildir(tmp_path / "mail" / "out", create=False)
    assert sorted(mail["Subject"] for mail in folder) == ["Conformance 1", "Conformance 2"]
    assert not list((tmp_path / "mail" / "out" / "tmp").iterdir())


def test_the_outbox_keeps_the_octets(make, tmp_path):
    """Previewed is kept: nothing is converted."""
    make({"type": "outbox"}).connect().send(sample(), nothing)
    (path,) = (tmp_path / "outbox" / "new").iterdir()
    assert path.read_bytes() == sample().content


def test_a_folder_that_cannot_be_made_stops(make, tmp_path):
    """Nobody is blamed, and the fix says what to do."""
    (tmp_path / "file").write_text("in the way")
    outcome = make({"type": "outbox", "path": "file/out"}).connect().send(sample(), nothing)
    assert (outcome.scope, outcome.phase, outcome.action) == (Scope.ROUTE, Phase.CONNECT, Action.STOP)
    assert outcome.fix


def test_a_folder_that_vanishes_is_certain(make, tmp_path):
    """Writing that fails, before or at the rename, leaves nothing behind and nobody in doubt."""
    connection = make({"type": "outbox"}).connect()
    connection.open()
    new = tmp_path / "outbox" / "new"
    outcome = connection.send(sample(), new.rmdir)
    assert (outcome.verdict, outcome.phase) == (Verdict.DEFERRED, Phase.DOT)
    new.write_text("in the way")
    for part in (tmp_path / "outbox" / "tmp").iterdir():
        part.unlink()
    (tmp_path / "outbox" / "tmp").rmdir()
    assert connection.send(sample(), nothing).phase is Phase.BODY


@pytest.mark.parametrize("kind", ["outbox", "console"])
def test_a_rehearsal_is_not_final(make, kind):
    """Neither counts as having sent anything."""
    backend = make({"type": kind})
    assert not backend.final
    assert "nothing is sent" in backend.description


def test_the_console_shows_headers_and_text_decoded():
    """As a person reads it."""
    content = (
        b"Subject: =?utf-8?q?Cl=C3=ADnicas?=\r\nTo: ana@daily.test\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"=C3=81rbol=\r\n es\r\n"
    )
    shown = readable(content)
    assert "Subject: Clínicas\n" in shown
    assert "Árbol es\n" in shown


def test_terminal_escapes_are_shown_inert():
    """Nothing in a message moves the cursor, colours the screen or turns text around."""
    content = "Subject: a\x1b[31mb\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\x1b]0;title\x07 \u202e \x9b2J\r\n"
    shown = readable(content.encode())
    assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(shown)
    assert "\\x1b[31m" in shown


def test_the_console_writes_to_the_stream_it_is_given(tmp_path):
    """And to nothing else."""
    stream = io.StringIO()
    backend = create("c", {"type": "console"}, workspace=tmp_path, programs=None, environ={}, stream=stream)
    assert backend.connect().send(sample(), nothing).verdict is Verdict.ACCEPTED
    assert "Subject: Conformance 1" in stream.getvalue()


def test_a_closed_stream_stops(tmp_path):
    """Half of it may have been shown: in doubt, and the run stops."""
    stream = io.StringIO()
    stream.close()
    outcome = ConsoleBackend("c", stream).connect().send(sample(), nothing)
    assert (outcome.verdict, outcome.action) == (Verdict.IN_DOUBT, Action.STOP)

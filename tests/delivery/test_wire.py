"""Octets to and from a server that is slow, endless or gone."""

import socket
import ssl
from collections.abc import Iterator

import pytest

from dispatch.delivery.wire import Fault, Wire, WireError
from dispatch.testing import ScriptedServer


@pytest.fixture
def wires(context, certificates) -> Iterator:
    """Makes a wire to a scripted server, in plain text or under TLS."""
    opened: list[Wire] = []
    servers: list[ScriptedServer] = []

    def build(script: str, *, tls: bool = False) -> Wire:
        server = ScriptedServer(f"starttls\n{script}" if tls else script, context=context)
        server.start()
        servers.append(server)
        wire = Wire(socket.create_connection((server.host, server.port)))
        opened.append(wire)
        if tls:
            wire.secure(ssl.create_default_context(cafile=certificates.ca_file), "localhost", 10)
        return wire

    yield build
    for wire in opened:
        wire.close()
    for server in servers:
        server.stop()


TLS = pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])


@TLS
@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("close", Fault.CLOSED),
        ("bytes 250 o", Fault.CLOSED),
        ("hang", Fault.TIMEOUT),
        ("bytes 250-o\nhang", Fault.TIMEOUT),
        ("drip 0.03 250 one octet at a time\nhang", Fault.TIMEOUT),
        ("garbage 30\nhang", Fault.UNREADABLE),
        ("line 10000000", Fault.UNREADABLE),
        ("bytes " + r"250-the banner that does not end\r\n" * 3000, Fault.UNREADABLE),
    ],
)
def test_what_is_no_reply_ends_in_time(wires, tls, script, fault):
    """However it comes, the wait is over at the deadline, and memory is bounded."""
    with pytest.raises(WireError) as caught:
        wires(script, tls=tls).read(0.3)
    assert caught.value.fault is fault


@TLS
def test_a_slow_reply_within_its_time_is_read(wires, tls):
    """Octet by octet, however many waits that takes."""
    reply = wires("drip 0.01 250 slow", tls=tls).read(10)
    assert (reply.code, reply.lines) == (250, ("slow",))


@TLS
def test_pending_tells_silence_from_words_and_from_an_end(wires, tls):
    """Session tickets of TLS are silence."""
    wire = wires("send 220 hi\nexpect A\nsend 421 bye\nclose", tls=tls)
    assert wire.read(10).code == 220
    assert not wire.pending()
    wire.send(b"A\r\n", 10)
    while not wire.pending():
        pass
    assert wire.taken().code == 421


@TLS
def test_a_server_that_does_not_read_is_not_waited_for(wires, tls):
    """Buffers fill up; the end was not handed over, so the server cannot have it."""
    wire = wires("sleep 1", tls=tls)
    with pytest.raises(WireError) as caught:
        wire.send(b"x" * 30_000_000, 0.3)
    assert caught.value.fault is Fault.TIMEOUT


@TLS
def test_a_large_body_arrives_whole(wires, tls):
    """In as many pieces as the buffers need."""
    wire = wires("read data\naccept\nsend 250 kept", tls=tls)
    body = b"x" * 9_999_998 + b"\r\n"
    wire.send(body + b".\r\n", 30)
    assert wire.read(30).code == 250


@TLS
def test_sending_to_a_server_that_is_gone(wires, tls):
    """A broken pipe is a broken wire."""
    wire = wires("close", tls=tls)
    while not wire.pending():
        pass

    def talk() -> None:
        wire.send(b"NOOP\r\n", 10)  # may still be taken, and answered with a reset
        wire.read(10)

    with pytest.raises(WireError):
        talk()


@TLS
def test_closing_is_repeatable(wires, tls):
    """And what comes afterwards is an error of the wire, nothing else."""
    wire = wires("hang", tls=tls)
    wire.close()
    wire.close()
    assert wire.pending()
    with pytest.raises(WireError):
        wire.send(b"NOOP\r\n", 1)
    with pytest.raises(WireError):
        wire.read(1)


def test_a_handshake_that_hangs_ends_in_time(wires, certificates):
    """The deadline holds over the whole handshake."""
    wire = wires("hang")
    with pytest.raises(WireError) as caught:
        wire.secure(ssl.create_default_context(cafile=certificates.ca_file), "localhost", 0.2)
    assert caught.value.fault is Fault.TIMEOUT

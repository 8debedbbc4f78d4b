"""One message over an open session: what goes on the wire, in which order, and what each answer means."""

from dataclasses import replace
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.delivery.transaction import stuffed
from dispatch.model.mail import Message
from dispatch.model.outcome import Action, Phase, Scope, Verdict
from dispatch.testing import Manners, RecordingServer, ScriptedServer
from dispatch.testing.conformance import sample

WITHOUT = ("8BITMIME",)
HELLO = "send 220 ready\nexpect EHLO\nsend 250-hi\n"


def message(content: str = "Subject: Clinics\r\n\r\nText\r\n", recipient: str = "ana@daily.test", **fields) -> Message:
    return Message(
        sender="press@alliance.test",
        recipient=recipient,
        message_id="<1@alliance.test>",
        content=content.encode(),
        **fields,
    )


def nothing() -> None:
    pass


@given(st.lists(st.sampled_from(["", ".", "..", ".a", "a.", "text", "QUIT", "\t."]), max_size=12))
def test_dots_survive_the_wire(lines):
    """What a server reads back, doubled dots made single, is what was meant (RFC 5321 section 4.5.2)."""
    content = "".join(f"{line}\r\n" for line in lines).encode()
    on_wire = stuffed(content) + b".\r\n"
    assert b"\r\n.\r\n" not in on_wire[:-5]
    assert not on_wire[:-3].startswith(b".\r\n")
    read = [line.removeprefix(b".") for line in on_wire[:-3].split(b"\r\n")[:-1]]
    assert b"".join(line + b"\r\n" for line in read) == content


@pytest.mark.parametrize("offers", [WITHOUT, ("PIPELINING",), ("CHUNKING",), ("PIPELINING", "CHUNKING")])
def test_many_messages_arrive_as_they_are(dial, offers):
    """One session, a hundred messages, with each way of handing over."""
    with RecordingServer(Manners(offers=offers)) as server:
        connection = dial(server)
        for number in range(100):
            assert connection.send(sample(number), nothing).verdict is Verdict.ACCEPTED
        connection.close()
        assert [mail.content for mail in server.received] == [sample(number).content for number in range(100)]
        assert server.connections == 1
        assert server.commands[-1] == "QUIT"


def test_pipelining_takes_one_round_trip_before_the_body(dial):
    """MAIL, RCPT and DATA are there before any of them is answered."""
    script = (
        f"{HELLO}send 250 PIPELINING\nexpect MAIL\nexpect RCPT\nexpect DATA\nsend 250 ok\nsend 250 ok\nsend 354 go\n"
    )
    with ScriptedServer(script + "read data\naccept\nsend 250 kept") as server:
        outcome = dial(server).send(message(), nothing)
    assert outcome.verdict is Verdict.ACCEPTED


def test_chunking_with_pipelining_takes_one_round_trip(dial):
    """The whole transaction is there before any of it is answered."""
    script = f"{HELLO}send 250-PIPELINING\nsend 250 CHUNKING\nexpect MAIL\nexpect RCPT\nread bdat\naccept\n"
    with ScriptedServer(script + "send 250 ok\nsend 250 ok\nsend 250 kept") as server:
        outcome = dial(server).send(message(), nothing)
        assert server.accepted == [message().content]
    assert outcome.verdict is Verdict.ACCEPTED


def test_without_pipelining_each_command_waits(dial):
    """A server that reads nothing ahead gets one command at a time."""
    with RecordingServer(Manners(offers=())) as server:
        dial(server).send(message(), nothing)
        assert server.commands[1:4] == ["MAIL FROM:<press@alliance.test>", "RCPT TO:<ana@daily.test>", "DATA"]


@pytest.mark.parametrize(
    ("replies", "phase"),
    [
        ("send 250 ok\nsend 550 5.1.1 unknown\nsend 554 5.5.1 no valid recipients", Phase.RCPT),
        ("send 250 ok\nsend 550 5.1.1 unknown\nclose", Phase.RCPT),
        ("send 250 ok\nsend 550 5.1.1 unknown\nreset", Phase.RCPT),
        ("send 250 ok\nsend 250 ok\nsend 550 5.1.1 unknown", Phase.DOT),
    ],
)
def test_a_refusal_that_comes_after_the_last_chunk_is_a_refusal(dial, replies, phase):
    """Nobody is in doubt when RCPT was refused, even if the server then hangs up."""
    script = f"{HELLO}send 250-PIPELINING\nsend 250 CHUNKING\nexpect MAIL\nexpect RCPT\nread bdat\n"
    with ScriptedServer(script + replies) as server:
        outcome = dial(server).send(message(), nothing)
    assert (outcome.verdict, outcome.phase, outcome.suppress) == (Verdict.REFUSED, phase, True)


def test_a_refusal_and_an_acceptance_at_once_is_in_doubt(dial):
    """A server that refuses the recipient and takes the message contradicts itself."""
    script = f"{HELLO}send 250-PIPELINING\nsend 250 CHUNKING\nexpect MAIL\nexpect RCPT\nread bdat\n"
    with ScriptedServer(script + "send 250 ok\nsend 550 5.1.1 unknown\nsend 250 kept") as server:
        assert dial(server).send(message(), nothing).verdict is Verdict.IN_DOUBT


@pytest.mark.parametrize("offers", [WITHOUT, ("PIPELINING",), ("CHUNKING",), ("PIPELINING", "CHUNKING")])
@pytest.mark.parametrize("start", ["RCPT TO:<gone@", "MAIL FROM", ". gone@"])
def test_the_session_goes_on_after_a_refusal(dial, offers, start):
    """A refused address costs no new connection, and the next one gets its own message."""
    answers = {start: "550 5.1.1 unknown" if "gone" in start else "451 4.3.0 later"}
    with RecordingServer(Manners(offers=offers, answers=answers)) as server:
        connection = dial(server)
        refused = connection.send(message(recipient="gone@daily.test"), nothing)
        if start == "MAIL FROM":
            assert (refused.scope, refused.action) == (Scope.ROUTE, Action.BACK_OFF)
            server.manners.answers.pop(start)
        else:
            assert (refused.verdict, refused.suppress) == (Verdict.REFUSED, True)
        assert connection.send(message(), nothing).verdict is Verdict.ACCEPTED
        connection.close()
        assert [mail.recipient for mail in server.received] == ["ana@daily.test"]
        assert server.connections == 1


def test_a_body_that_is_wanted_for_nobody_is_not_sent(dial):
    """354 although the only recipient was refused: hang up (RFC 2920 section 3.1)."""
    script = f"{HELLO}send 250 PIPELINING\nexpect MAIL\nexpect RCPT\nexpect DATA\nsend 250 ok\nsend 550 5.1.1 gone\n"
    with ScriptedServer(script + "send 354 go\nread data\naccept\nsend 250 kept") as server:
        outcome = dial(server).send(message(), nothing)
        assert outcome.verdict is Verdict.REFUSED
        assert server.accepted == []


def test_size_is_announced_and_respected(dial):
    """SIZE goes with MAIL; what is too big is not even offered, and nobody is blamed."""
    with RecordingServer(Manners(offers=("SIZE 200",))) as server:
        connection = dial(server)
        assert connection.send(message(), nothing).verdict is Verdict.ACCEPTED
        assert server.received[0].parameters == f"SIZE={len(message().content)}"
        big = connection.send(message("Subject: x\r\n\r\n" + "long\r\n" * 50), nothing)
    assert (big.scope, big.action, big.settles) == (Scope.MESSAGE, Action.STOP, False)
    assert len(server.received) == 1


def test_eight_bit_is_announced_only_when_it_is(dial):
    """BODY=8BITMIME for octets beyond ASCII, and only then (RFC 6152)."""
    with RecordingServer() as server:
        connection = dial(server)
        connection.send(message(), nothing)
        connection.send(message("Subject: x\r\n\r\nÁrbol\r\n"), nothing)
        assert ["BODY=8BITMIME" in mail.parameters for mail in server.received] == [False, True]


def test_eight_bit_text_is_not_sent_to_a_seven_bit_server(dial):
    """It would be mangled; nobody is blamed."""
    with RecordingServer(Manners(offers=())) as server:
        outcome = dial(server).send(message("Subject: x\r\n\r\nÁrbol\r\n"), nothing)
        assert (outcome.scope, outcome.settles) == (Scope.MESSAGE, False)
        assert server.received == []


def test_letters_beyond_ascii_in_an_address_need_smtputf8(dial):
    """Offered, it is used and the address arrives whole; not offered, that recipient alone is refused (RFC 6531)."""
    wide = message(recipient="josé@diario.test", utf8=True)
    with RecordingServer() as server:
        assert dial(server).send(wide, nothing).verdict is Verdict.ACCEPTED
        assert server.received[0].recipient == "josé@diario.test"
        assert "SMTPUTF8" in server.received[0].parameters
    with RecordingServer(Manners(offers=WITHOUT)) as server:
        connection = dial(server)
        outcome = connection.send(wide, nothing)
        assert (outcome.verdict, outcome.scope, outcome.suppress) == (Verdict.REFUSED, Scope.RECIPIENT, False)
        assert connection.send(message(), nothing).verdict is Verdict.ACCEPTED


def test_a_sender_beyond_ascii_is_the_senders_trouble(dial):
    """Not that of every recipient in turn."""
    wide = replace(message(), sender="press@médias.test")
    with RecordingServer(Manners(offers=WITHOUT)) as server:
        outcome = dial(server).send(wide, nothing)
    assert (outcome.scope, outcome.action, outcome.settles) == (Scope.SENDER, Action.STOP, False)


@pytest.mark.parametrize("address", ["a@b.test>\r\nRCPT TO:<e@x.test", "a@b.test\nQUIT", "a b@c.test", "\x00", ""])
def test_an_address_cannot_smuggle_a_command(dial, address):
    """It is refused before anything is written."""
    with RecordingServer() as server:
        connection = dial(server)
        outcome = connection.send(message(recipient=address), nothing)
        assert (outcome.verdict, outcome.scope) == (Verdict.REFUSED, Scope.RECIPIENT)
        assert not any(line.startswith(("MAIL", "RCPT")) for line in server.commands)
        assert connection.send(message(), nothing).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("end", ["\n", "\r", "\n.\n", "\r\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r\n\r", "no end"])
def test_smuggled_ends_of_message_never_reach_the_wire(dial, end):
    """Only CRLF goes out: a message with anything else is not sent, and nobody is blamed for it."""
    bad = message(f"Subject: x\r\n\r\ntext{end}")
    with RecordingServer() as server:
        marks: list[int] = []
        outcome = dial(server).send(bad, lambda: marks.append(1))
        assert (outcome.scope, outcome.action, outcome.settles) == (Scope.MESSAGE, Action.STOP, False)
        assert not marks
        assert server.received == []


def test_an_unasked_goodbye_between_messages_costs_nothing(dial):
    """A server that ends an idle session is connected to again, silently."""
    script = f"{HELLO}send 250 HELP\nexpect MAIL\nsend 250 ok\nexpect RCPT\nsend 250 ok\nexpect DATA\nsend 354 go\n"
    script += "read data\naccept\nsend 250 kept\n"
    with ScriptedServer(f"{script}send 421 4.4.2 idle\nclose", script) as server:
        connection = dial(server)
        assert connection.send(message(), nothing).verdict is Verdict.ACCEPTED
        while connection.open() is None and server.connections == 1:
            pass
        assert connection.send(message(), nothing).verdict is Verdict.ACCEPTED
        assert server.connections == 2


def test_a_reply_after_the_dot_that_closes_is_charged_and_reconnects(dial):
    """421 after the dot is certain non-acceptance; the attempt counts, so that it does not go round for ever."""
    with RecordingServer(Manners(answers={". ana@": "421 4.3.2 enough"})) as server:
        connection = dial(server)
        outcome = connection.send(message(), nothing)
        assert (outcome.verdict, outcome.settles, outcome.action) == (Verdict.DEFERRED, True, Action.RECONNECT)
        assert connection.send(message(recipient="b@daily.test"), nothing).verdict is Verdict.ACCEPTED
        assert server.connections == 2


def test_another_thread_can_cut_a_session_that_waits(dial):
    """`close` from outside ends a wait for a hung server; after the mark that is in doubt."""
    script = (
        f"{HELLO}send 250 PIPELINING\nexpect MAIL\nexpect RCPT\nexpect DATA\nsend 250 ok\nsend 250 ok\nsend 354 go\n"
    )
    with ScriptedServer(script + "read data\nhang") as server:
        connection = dial(server)
        thread = Thread(target=lambda: outcomes.append(connection.send(message(), nothing)))
        outcomes: list = []
        thread.start()
        while thread.is_alive():
            connection.close()
            thread.join(0.01)
    assert outcomes[0].verdict in {Verdict.IN_DOUBT, Verdict.DEFERRED}

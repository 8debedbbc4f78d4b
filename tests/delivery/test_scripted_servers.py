"""The servers of `dispatch.testing` themselves."""

import smtplib

import pytest

from dispatch.testing import Manners, RecordingServer, ScriptedServer


def test_a_recording_server_takes_mail_from_the_standard_library():
    """It speaks SMTP, not only our dialect of it."""
    with RecordingServer(Manners(users={"press": "secret"})) as server:
        with smtplib.SMTP(server.host, server.port) as client:
            client.login("press", "secret")
            client.sendmail("press@alliance.test", ["ana@daily.test"], b"Subject: x\r\n\r\n.dot\r\n")
        assert [mail.content for mail in server.received] == [b"Subject: x\r\n\r\n.dot\r\n"]
        assert "secret" not in "".join(server.commands)


def test_a_script_with_an_unknown_step_is_an_error():
    """Found when it is written, not when it is played."""
    with pytest.raises(ValueError, match="no such step: 'sned 220'"):
        ScriptedServer("sned 220")


def test_each_client_gets_its_script_and_the_last_one_is_repeated():
    """In the order in which they come."""
    with ScriptedServer("send 421 busy", "# a comment\nsend 220 hi\nexpect QUIT\nsend 221 bye") as server:
        with pytest.raises(smtplib.SMTPConnectError):
            smtplib.SMTP(server.host, server.port)
        for _ in range(2):
            with smtplib.SMTP(server.host, server.port) as client:
                client.docmd("QUIT")
        assert server.connections == 3
        assert server.log == ["QUIT", "QUIT"]


def test_a_client_that_says_something_else_is_hung_up_on():
    """What was expected decides, whatever the case."""
    with ScriptedServer("send 220 hi\nexpect ehlo\nsend 250 ok\nexpect MAIL\nsend 250 never") as server:
        client = smtplib.SMTP(server.host, server.port)
        client.ehlo("me")
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.docmd("NOOP")

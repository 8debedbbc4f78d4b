"""TLS: verified or not at all, and always before a login."""

import ssl
from datetime import UTC, datetime

import pytest

from dispatch.delivery.certificates import throw_away
from dispatch.errors import BackendError
from dispatch.model.outcome import Action, Phase, Scope, Verdict
from dispatch.testing import Manners, RecordingServer, ScriptedServer
from dispatch.testing.conformance import sample

SECRET = "canary-secret"
LOGIN = {"username": "press@alliance.test", "password_env": "PASSWORD", "environ": {"PASSWORD": SECRET}}
WAYS = pytest.mark.parametrize("way", ["starttls", "tls"])


def manners(context: ssl.SSLContext, way: str) -> Manners:
    return Manners(context=context, implicit=way == "tls", users={"press@alliance.test": SECRET})


def other(tmp_path, **options) -> ssl.SSLContext:
    files = throw_away(tmp_path, now=datetime.now(UTC), **options)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    return context


def nothing() -> None:
    pass


def stops(connection, server) -> str:
    """Opening stops the run for want of TLS, and the server never heard of a login."""
    outcome = connection.open()
    assert (outcome.scope, outcome.phase, outcome.action) == (Scope.ROUTE, Phase.TLS, Action.STOP)
    assert outcome.verdict is Verdict.DEFERRED
    assert outcome.fix
    heard = getattr(server, "commands", None) or server.log if hasattr(server, "log") else server.commands
    assert not any(line.upper().startswith(("AUTH", "MAIL")) for line in heard)
    return outcome.reply


@WAYS
def test_a_good_certificate_is_taken(dial, context, way):
    """The usual case: secured, verified, logged in, sent."""
    with RecordingServer(manners(context, way)) as server:
        connection = dial(server, security=way, **LOGIN)
        assert connection.send(sample(), nothing).verdict is Verdict.ACCEPTED
        assert server.received[0].content == sample().content


@WAYS
def test_an_expired_certificate_stops(dial, certificates, tmp_path, way):
    """Even when its authority is known."""
    context = other(tmp_path, days=-1)
    with RecordingServer(manners(context, way)) as server:
        reply = stops(dial(server, security=way, ca_file=str(tmp_path / "ca.pem"), **LOGIN), server)
    assert "expired" in reply


@WAYS
def test_a_certificate_for_another_name_stops(dial, tmp_path, way):
    """The name is checked, not only the authority."""
    context = other(tmp_path, hosts=("mail.other.test",))
    with RecordingServer(manners(context, way)) as server:
        reply = stops(dial(server, security=way, ca_file=str(tmp_path / "ca.pem"), **LOGIN), server)
    assert "mismatch" in reply


@WAYS
def test_an_unknown_authority_stops(dial, tmp_path, way):
    """A certificate that ca_file does not vouch for; nor do the system's authorities."""
    context = other(tmp_path)
    with RecordingServer(manners(context, way)) as server:
        assert "certificate" in stops(dial(server, security=way, **LOGIN), server)
        assert "certificate" in stops(dial(server, security=way, ca_file="", **LOGIN), server)


@WAYS
def test_an_old_protocol_stops(dial, certificates, way):
    """Nothing below TLS 1.2."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.certificate, certificates.key)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_1
    with RecordingServer(manners(context, way)) as server:
        connection = dial(server, security=way, **LOGIN)
        outcome = connection.open()
        assert outcome.phase is Phase.TLS
        assert not any(line.startswith("AUTH") for line in server.commands)


def test_starttls_that_was_stripped_stops(dial):
    """A server, or someone between, that does not offer STARTTLS gets no login."""
    with RecordingServer(Manners(users={"press@alliance.test": SECRET})) as server:
        assert "STARTTLS" in stops(dial(server, security="starttls", **LOGIN), server)


def test_starttls_that_is_refused_stops(dial, context):
    """454 after STARTTLS."""
    answers = {"STARTTLS": "454 4.7.0 TLS not available due to temporary reason"}
    with RecordingServer(Manners(context=context, answers=answers)) as server:
        assert "454" in stops(dial(server, security="starttls", **LOGIN), server)


@pytest.mark.parametrize("gap", ["", "sleep 0.05\n"])
def test_a_reply_injected_before_tls_stops(dial, context, gap):
    """Plain text behind the 220 would be read as if it had come under TLS (CVE-2011-0411 and its kind)."""
    script = "send 220 hi\nexpect EHLO\nsend 250-hi\nsend 250 STARTTLS\nexpect STARTTLS\n"
    script += (
        r"bytes 220 go\r\n250-hi\r\n250 AUTH PLAIN\r\n" + f"\n{gap}starttls\nexpect EHLO\nsend 250 ok\nexpect AUTH"
    )
    with ScriptedServer(script, context=context) as server:
        outcome = dial(server, security="starttls", **LOGIN).open()
        assert outcome.phase is Phase.TLS
        assert outcome.action is Action.STOP
        assert server.log == [line for line in server.log if not line.upper().startswith("AUTH")]


def test_plain_text_on_a_tls_port_says_so(dial):
    """security = tls towards a server that greets in plain text stops."""
    with RecordingServer() as server:
        assert "TLS" in stops(dial(server, security="tls", **LOGIN), server)


def test_what_was_offered_before_tls_is_forgotten(dial, context):
    """Only the offers under TLS count (RFC 3207 section 4.2)."""
    script = (
        "send 220 hi\nexpect EHLO\nsend 250-hi\nsend 250-CHUNKING\nsend 250 STARTTLS\nexpect STARTTLS\nsend 220 go\n"
    )
    script += "starttls\nexpect EHLO\nsend 250 hi\nexpect MAIL\nsend 250 ok\nexpect RCPT\nsend 250 ok\nexpect DATA\n"
    with ScriptedServer(script + "send 354 go\nread data\naccept\nsend 250 kept", context=context) as server:
        assert dial(server, security="starttls").send(sample(), nothing).verdict is Verdict.ACCEPTED


def test_the_server_is_told_the_name(dial, certificates, context):
    """SNI: a server with many names can answer with the right certificate."""
    names: list[str | None] = []
    context.sni_callback = lambda _sock, name, _context: names.append(name)
    with RecordingServer(Manners(context=context)) as server:
        assert dial(server, host="localhost", security="starttls").open() is None
    assert names == ["localhost"]


def test_a_client_certificate_is_shown(dial, certificates, context, tmp_path):
    """A server that wants one gets it; without, there is no way in."""
    client = throw_away(tmp_path, now=datetime.now(UTC), hosts=("press.alliance.test",))
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(client.ca_file)
    shown = {"client_certificate": str(client.certificate), "client_key": str(client.key)}
    with RecordingServer(Manners(context=context)) as server:
        assert dial(server, security="starttls", **shown).open() is None
        assert dial(server, security="starttls").open() is not None


def test_no_tls_only_towards_this_machine(make):
    """security = none to anywhere else is refused when the settings are read."""
    for host in ("smtp.alliance.test", "192.0.2.1", "localhost.evil.test"):
        with pytest.raises(BackendError, match="only towards this machine"):
            make({"type": "smtp", "host": host, "security": "none"})
    for host in ("localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"):
        assert make({"type": "smtp", "host": host, "security": "none"})


def test_files_that_are_no_certificates_are_named(make, tmp_path):
    """ca_file and client_certificate: missing, or something else."""
    (tmp_path / "ca.pem").write_text("no certificate")
    for table in ({"ca_file": "ca.pem"}, {"ca_file": "missing.pem"}, {"client_certificate": "ca.pem"}):
        with pytest.raises(BackendError, match=r"backends\.office\.(ca_file|client_certificate)"):
            make({"type": "smtp", "host": "smtp.alliance.test", **table}).connect()

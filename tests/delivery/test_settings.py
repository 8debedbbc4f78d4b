"""Settings of backends: presets, rates, and messages that help."""

import pytest

from dispatch.delivery.settings import PRESETS
from dispatch.errors import BackendError
from dispatch.model.limits import Limits

HOST = {"type": "smtp", "host": "smtp.alliance.test"}


@pytest.mark.parametrize(
    ("preset", "limits", "host"),
    [
        ("microsoft365", Limits(connections=3, per_minute=30.0, daily=10_000), "smtp.office365.com"),
        ("gmail", Limits(per_minute=60.0, daily=2_000), "smtp.gmail.com"),
    ],
)
def test_a_preset_fills_in_host_and_limits(make, preset, limits, host):
    """Two lines of settings are enough for the usual providers."""
    backend = make({"type": "smtp", "preset": preset})
    assert backend.limits == limits
    assert backend.description == f"{host}, STARTTLS"


def test_the_usual_limits_are_careful(make):
    """One connection, 50 messages or 240 s each."""
    assert make(HOST).limits == Limits(connections=1, messages_per_connection=50, seconds_per_connection=240.0)


def test_what_is_set_beats_the_preset(make):
    """Each limit on its own."""
    table = {"type": "smtp", "preset": "microsoft365", "connections": 1, "rate": 10, "daily": 500}
    limits = make(table).limits
    assert (limits.connections, limits.per_minute, limits.daily) == (1, 10.0, 500)
    assert limits.messages_per_connection == PRESETS["microsoft365"].messages_per_connection


@pytest.mark.parametrize(
    ("rate", "per_minute"),
    [(30, 30.0), ("30/min", 30.0), ("1/s", 60.0), ("14 / sec", 840.0), ("600 per hour", 10.0), ("5 a minute", 5.0)],
)
def test_rates_read_as_people_write_them(make, rate, per_minute):
    """A number is a minute's."""
    assert make({**HOST, "rate": rate}).limits.per_minute == pytest.approx(per_minute)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"type": "smtp"}, "host is missing"),
        ({**HOST, "rate": "often"}, "30/min"),
        ({**HOST, "rate": 0}, "backends.office.rate"),
        ({**HOST, "port": 99999}, "backends.office.port"),
        ({**HOST, "connections": 0}, "backends.office.connections"),
        ({**HOST, "security": "ssl"}, "'starttls', 'tls' or 'none'"),
        ({**HOST, "username": "x"}, "password's source is missing"),
        ({**HOST, "password_env": "X"}, "username is missing"),
        ({**HOST, "username": "x", "password_env": "X", "password_file": "y"}, "more than one source"),
        ({**HOST, "username": "x", "auth": "xoauth2"}, "token_command is missing"),
        ({**HOST, "timeouts": {"reply": -1}}, "backends.office.timeouts.reply"),
        ({**HOST, "local_hostname": "a b\r\nQUIT"}, "backends.office.local_hostname"),
        ({**HOST, "client_key": "k.pem"}, "client_certificate is missing"),
        ({"type": "lmtp", "host": "mail.alliance.test"}, "only towards this machine"),
        ({"type": "sendmail", "command": ""}, "backends.office.command"),
    ],
)
def test_a_wrong_setting_is_named(make, table, words):
    """By its full key, or by what is missing."""
    with pytest.raises(BackendError) as caught:
        make(table)
    assert words in caught.value.message
    assert caught.value.fix
    assert "backends.office" in caught.value.message


@pytest.mark.parametrize(
    ("table", "fix"),
    [
        ({**HOST, "user_name": "x"}, "did you mean username?"),
        ({**HOST, "conections": 2}, "did you mean connections?"),
        ({**HOST, "timeouts": {"replay": 3}}, "did you mean reply?"),
        ({"type": "outbox", "paht": "x"}, "did you mean path?"),
        ({"type": "outbox", "zzz": "x"}, "keys are path"),
    ],
)
def test_an_unknown_setting_is_answered_with_the_near_one(make, table, fix):
    """Nothing is ignored silently."""
    with pytest.raises(BackendError, match="no such setting") as caught:
        make(table)
    assert caught.value.fix == fix


@pytest.mark.parametrize("key", ["password", "token", "secret"])
def test_a_secret_in_the_settings_is_refused_unseen(make, key):
    """The message says where it belongs and does not repeat it, and nor does its cause."""
    with pytest.raises(BackendError, match="does not belong in a file") as caught:
        make({**HOST, key: "canary-secret"})
    assert "password_env" in caught.value.fix
    assert "canary" not in caught.value.message + str(caught.value.__cause__)


@pytest.mark.parametrize(
    ("settings", "port", "way"),
    [
        ({}, 587, "STARTTLS"),
        ({"port": 465}, 465, "TLS"),
        ({"port": 25}, 25, "STARTTLS"),
        ({"security": "tls"}, 465, "TLS"),
        ({"security": "starttls", "port": 465}, 465, "STARTTLS"),
    ],
)
def test_port_and_security_follow_from_each_other(make, settings, port, way):
    """465 is TLS from the first octet, everything else upgrades."""
    backend = make({**HOST, **settings})
    assert backend.description.endswith(f", {way}")
    assert backend._settings.number == port

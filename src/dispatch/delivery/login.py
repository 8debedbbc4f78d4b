"""Logging in: AUTH PLAIN, LOGIN, CRAM-MD5 and XOAUTH2 (RFC 4954, RFC 4616, RFC 2195, Google's XOAUTH2)."""

import base64
import binascii
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass

from dispatch.accounts import Secret, TokenSource
from dispatch.delivery.outcomes import classify
from dispatch.delivery.reply import Reply
from dispatch.delivery.wire import Fault, Wire, WireError
from dispatch.errors import DispatchError
from dispatch.model.outcome import Action, Outcome, Phase, Scope, Verdict
from dispatch.turns import Gate

_OK = 235
_CHALLENGE = 334
_REFUSAL = 400
_BAD_CREDENTIALS = 535


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Who logs in, and with what."""

    username: str
    #: `auto`, `plain`, `login`, `cram-md5` or `xoauth2`.
    mechanism: str = "auto"
    password: Secret | None = None
    tokens: TokenSource | None = None


class Door:
    """The login of one account, shared by all connections of a backend.

    Until one login has succeeded they go through one at a time, and a refusal that stops the run is remembered: ten
    connections with a wrong password would be ten failures, and lock the account.
    """

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._first = Gate()
        self._proven = False
        self._refusal: Outcome | None = None

    def pass_through(self, wire: Wire, offered: tuple[str, ...], seconds: float, host: str) -> Outcome | None:
        """Logs in over an open session; None when that worked.

        Raises:
            WireError: The conversation broke.
        """
        if self._proven:
            return self._log_in(wire, offered, seconds, host)
        with self._first:
            if self._refusal:
                return self._refusal
            outcome = self._log_in(wire, offered, seconds, host)
            if outcome is None:
                self._proven = True
            elif outcome.action is Action.STOP:
                self._refusal = outcome
            return outcome

    def _log_in(self, wire: Wire, offered: tuple[str, ...], seconds: float, host: str) -> Outcome | None:
        chosen = _choose(self._credentials, offered, secured=wire.secured)
        if chosen is None:
            listed = ", ".join(offered) or "none"
            return _stopped(f"the server offers no way to log in that fits (offered: {listed})", host)
        if chosen != "XOAUTH2":
            reply = _exchange(wire, chosen, self._answers(chosen), seconds)
            return None if reply.code == _OK else self._refused(reply, host)
        return self._with_token(wire, seconds, host)

    def _with_token(self, wire: Wire, seconds: float, host: str) -> Outcome | None:
        """XOAUTH2; a token that has expired is fetched afresh, once."""
        tokens = self._credentials.tokens
        assert tokens is not None
        for attempt in ("kept", "fresh"):
            try:
                token = tokens.token()
            except DispatchError as error:
                return _stopped(error.message, host, error.fix)
            reply = _exchange(wire, "XOAUTH2", _xoauth2(self._credentials.username, token), seconds)
            if reply.code == _OK:
                return None
            tokens.refused(token)
            if reply.code != _BAD_CREDENTIALS or attempt == "fresh":
                break
        return self._refused(reply, host)

    def _answers(self, mechanism: str) -> list[Callable[[bytes], bytes]]:
        username = self._credentials.username.encode()
        assert self._credentials.password is not None
        password = self._credentials.password.reveal().encode()
        if mechanism == "PLAIN":
            return [lambda _: b"\0" + username + b"\0" + password]
        if mechanism == "LOGIN":
            return [lambda _: username, lambda _: password]
        return [lambda challenge: username + b" " + hmac.new(password, challenge, "md5").hexdigest().encode()]

    def _refused(self, reply: Reply, host: str) -> Outcome:
        if reply.code < _REFUSAL:
            raise WireError(Fault.UNEXPECTED, reply.text)
        return classify(Phase.AUTH, reply, host=host, login=self._credentials.username)


def _choose(credentials: Credentials, offered: tuple[str, ...], *, secured: bool) -> str | None:
    """The mechanism to use: as set, else PLAIN under TLS and one that hides the password without."""
    if credentials.mechanism != "auto":
        wanted = [credentials.mechanism.upper()]
    else:
        wanted = ["PLAIN", "LOGIN", "CRAM-MD5"] if secured else ["CRAM-MD5", "PLAIN", "LOGIN"]
    return next((name for name in wanted if name in offered), None)


def _xoauth2(username: str, token: Secret) -> list[Callable[[bytes], bytes]]:
    """The token, and nothing in answer to the challenge that explains a refusal."""
    first = f"user={username}\1auth=Bearer {token.reveal()}\1\1".encode()
    return [lambda _: first, lambda _: b""]


def _exchange(wire: Wire, mechanism: str, answers: list[Callable[[bytes], bytes]], seconds: float) -> Reply:
    """One AUTH command with its challenges and answers; the last reply.

    PLAIN and XOAUTH2 put their first answer into the command (RFC 4954 section 4).
    """
    command = f"AUTH {mechanism}".encode()
    sent: list[bytes] = []
    if mechanism in {"PLAIN", "XOAUTH2"}:
        sent.append(base64.b64encode(answers[0](b"")))
        command += b" " + sent[0]
        answers = answers[1:]
    wire.send(command + b"\r\n", seconds)
    reply = wire.read(seconds)
    for answer in answers:
        if reply.code != _CHALLENGE:
            break
        sent.append(base64.b64encode(answer(_challenge(reply))))
        wire.send(sent[-1] + b"\r\n", seconds)
        reply = wire.read(seconds)
    if wire.buffered:
        raise WireError(Fault.UNSOLICITED)
    reply = _scrubbed(reply, sent)
    if reply.code != _CHALLENGE and reply.code < _REFUSAL and reply.code != _OK:
        raise WireError(Fault.UNEXPECTED, reply.text)
    return reply


def _scrubbed(reply: Reply, sent: list[bytes]) -> Reply:
    """The reply without what was sent: some servers repeat a command that they do not know, secret and all."""
    lines = reply.lines
    for secret in filter(None, sent):
        # A repeated line may be cut: its beginning gives as much away.
        pattern = re.compile(re.escape(secret[:8].decode()) + r"[A-Za-z0-9+/=]*")
        lines = tuple(pattern.sub("***", line) for line in lines)
    return Reply(code=reply.code, lines=lines)


def _challenge(reply: Reply) -> bytes:
    try:
        return base64.b64decode(reply.lines[0])
    except (binascii.Error, ValueError):
        return b""


def _stopped(reply: str, host: str, fix: str = "check auth, host and port in dispatch.toml") -> Outcome:
    return Outcome(
        verdict=Verdict.DEFERRED,
        scope=Scope.ACCOUNT,
        phase=Phase.AUTH,
        action=Action.STOP,
        reply=reply,
        host=host,
        fix=fix,
    )

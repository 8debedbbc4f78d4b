"""From what a server said, or did not say, to an outcome."""

import re
import ssl

from dispatch.delivery.reply import Reply
from dispatch.delivery.reply_row import CLOSING, OPENING
from dispatch.delivery.reply_table import TABLE
from dispatch.delivery.wire import WireError
from dispatch.model.outcome import Action, Outcome, Phase, Scope, Verdict
from dispatch.wording import reason

#: OpenSSL's reasons why a certificate was not accepted (X509_V_ERR_*), with what to do.
_CERTIFICATE_FIXES = {
    10: "the server's certificate has expired: whoever runs the server has to renew it",
    18: "the server's certificate is self-signed: ask whoever runs it for its CA file, and set ca_file",
    19: "the server's certificate comes from a private authority: ask for its CA file, and set ca_file",
    20: "the server's certificate comes from an unknown authority: check host, or set ca_file",
    62: "the certificate is for another name: set host to the name on it",
    64: "the certificate is for another address: set host to the name on it",
}


#: Addresses that a reply quotes say nothing about its kind (`<desk@daily.test>`).
_QUOTED = re.compile(r"<[^<>]*>|\S+@\S+")


def classify(phase: Phase, reply: Reply, *, host: str = "", login: str = "the account") -> Outcome:
    """What a 4yz or 5yz reply means.

    Args:
        phase: What it answers.
        reply: The reply; its code is 400 or more.
        host: `host:port` that answered.
        login: User name of the account, for the fix.
    """
    enhanced, text = reply.enhanced, reply.text
    words = _QUOTED.sub("", text)
    row = next(row for row in TABLE if row.fits(phase, reply.code, enhanced, words))
    return Outcome(
        verdict=row.verdict,
        scope=row.scope,
        phase=phase,
        action=row.action,
        code=reply.code,
        enhanced=enhanced,
        reply=text,
        host=host,
        fix=row.fix.replace("{login}", login),
        suppress=row.suppress,
    )


def accepted(reply: Reply, *, host: str = "") -> Outcome:
    """The server took responsibility for the message."""
    return Outcome(
        verdict=Verdict.ACCEPTED,
        scope=Scope.RECIPIENT,
        phase=Phase.DOT,
        code=reply.code,
        enhanced=reply.enhanced,
        reply=reply.text,
        host=host,
    )


def lost(phase: Phase, error: Exception, *, host: str = "", committed: bool = False) -> Outcome:
    """The conversation broke without a clear answer.

    Args:
        phase: Where.
        error: How.
        host: `host:port`.
        committed: The last octets of the message were handed over.
    """
    verdict, scope, action, fix = Verdict.DEFERRED, Scope.CONNECTION, Action.RECONNECT, CLOSING
    if committed:
        verdict, phase = Verdict.IN_DOUBT, Phase.DOT
        fix = "look for this message in the Sent folder or ask, then dispatch resolve it"
    elif phase in OPENING:
        scope, action, fix = Scope.ROUTE, Action.BACK_OFF, "check the network, and host and port in dispatch.toml"
    return Outcome(verdict=verdict, scope=scope, phase=phase, action=action, reply=reason(error), host=host, fix=fix)


def unencrypted(error: WireError | ssl.SSLError | str, *, host: str = "") -> Outcome:
    """TLS is not to be had, or not with the right server: the run stops before any credential was sent."""
    fix = "check host, port and security in dispatch.toml; nothing goes out in plain text"
    if isinstance(error, ssl.SSLCertVerificationError):
        reply = f"certificate not accepted: {error.verify_message}"
        fix = _CERTIFICATE_FIXES.get(error.verify_code, fix)
    elif isinstance(error, ssl.SSLError):
        reply = f"no TLS: {error.reason or error}"
    else:
        reply = str(error)
    return Outcome(
        verdict=Verdict.DEFERRED,
        scope=Scope.ROUTE,
        phase=Phase.TLS,
        action=Action.STOP,
        reply=reply,
        host=host,
        fix=fix,
    )


def unfit(phase: Phase, scope: Scope, reply: str, fix: str, *, host: str = "") -> Outcome:
    """A message that was not even offered to the server.

    With `Scope.RECIPIENT` that recipient is refused; anything else stops the run and blames nobody.
    """
    alone = scope is Scope.RECIPIENT
    return Outcome(
        verdict=Verdict.REFUSED if alone else Verdict.DEFERRED,
        scope=scope,
        phase=phase,
        action=Action.GO_ON if alone else Action.STOP,
        reply=reply,
        host=host,
        fix=fix,
    )

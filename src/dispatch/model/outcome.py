"""What a backend reports for one delivery (RELIABILITY: three values, a phase and a scope)."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What became of the message."""

    #: The server took responsibility for it.
    ACCEPTED = "accepted"
    #: Certainly not accepted; another try may succeed.
    DEFERRED = "deferred"
    #: Certainly not accepted, for good.
    REFUSED = "refused"
    #: Nobody can know: no clear reply after the point of no return (RFC 1047).
    IN_DOUBT = "in_doubt"


class Scope(StrEnum):
    """Whose trouble it is."""

    #: This recipient only.
    RECIPIENT = "recipient"
    #: The sender's domain at this receiver (policy, authentication).
    DOMAIN = "domain"
    #: The message itself: everyone would fail.
    MESSAGE = "message"
    #: The From or envelope sender does not fit the login.
    SENDER = "sender"
    #: The mail account: login, quota, rate.
    ACCOUNT = "account"
    #: The way to the server: DNS, refused, greeting, TLS.
    ROUTE = "route"
    #: This connection only.
    CONNECTION = "connection"


class Phase(StrEnum):
    """Where in the transaction it happened."""

    CONNECT = "connect"
    GREETING = "greeting"
    EHLO = "ehlo"
    TLS = "tls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    #: The final dot, `BDAT … LAST`, or an HTTP request: after the point of no return.
    DOT = "dot"


class Action(StrEnum):
    """What the engine does about it."""

    #: Nothing: the outcome concerns this delivery only.
    GO_ON = "go_on"
    #: Open a new connection, charge nobody.
    RECONNECT = "reconnect"
    #: The run waits and tries again; nobody fails.
    BACK_OFF = "back_off"
    #: Fewer connections from now on.
    FEWER = "fewer"
    #: A lower rate from now on.
    SLOW_DOWN = "slow_down"
    #: One more try after at least 15 minutes.
    RETRY_LATER = "retry_later"
    #: The run stops (exit 4); the rest stays queued.
    STOP = "stop"
    #: As GO_ON, but five alike in a row stop the run.
    STOP_IF_REPEATED = "stop_if_repeated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One answer about one message."""

    verdict: Verdict
    scope: Scope
    phase: Phase
    action: Action = Action.GO_ON
    #: Three-digit reply code, None without a reply.
    code: int | None = None
    #: Enhanced status code (RFC 3463) such as `5.1.1`, or empty.
    enhanced: str = ""
    #: The whole reply text, capped, or what the operating system said.
    reply: str = ""
    #: `host:port` that answered.
    host: str = ""
    #: What a person can do about it; empty when nothing is needed.
    fix: str = ""
    #: The address is a candidate for suppression (it does not exist).
    suppress: bool = False

    @property
    def settles(self) -> bool:
        """True when it is about this delivery; False when the delivery goes back to the queue uncharged."""
        return self.verdict is not Verdict.DEFERRED or self.scope is Scope.RECIPIENT

"""What each refusal means: whose trouble it is and what to do, as one table.

The first row that fits decides. Rows with a text pattern stand before rows by code alone, because providers put very
different things under one code (`554 5.2.0`, `550 5.4.5`).
Sources: RFC 5321 section 4.2, RFC 3463, RFC 4954 section 6, and what Microsoft 365, Gmail, SES and Postfix say.
"""

from dispatch.delivery.reply_row import (
    ANY,
    CLOSING,
    CONTENT,
    ENVELOPE,
    RECIPIENT,
    ROUTE_PHASES,
    TRANSACTION,
    Row,
)
from dispatch.delivery.reply_texts import BY_TEXT
from dispatch.model.outcome import Action, Phase, Scope, Verdict

_ACCOUNT = (
    Row(
        example="432 4.3.2 Too many at once",
        phases=ANY,
        codes=("432",),
        enhanced=("4.3.2",),
        scope=Scope.ACCOUNT,
        action=Action.FEWER,
        fix="set connections in dispatch.toml to a lower number",
    ),
    Row(
        example="534 5.7.9 Application-specific password required.",
        phases=frozenset({Phase.AUTH}),
        codes=("534",),
        scope=Scope.ACCOUNT,
        action=Action.STOP,
        fix="make an app password for {login} in the account's security page, and use it as the password",
    ),
    Row(
        example="550 5.7.30 Client not authenticated: basic authentication was retired",
        phases=ANY,
        enhanced=("5.7.30",),
        scope=Scope.ACCOUNT,
        action=Action.STOP,
        fix='passwords are switched off for {login}: use OAuth (auth = "xoauth2" with token_command)',
    ),
    Row(
        example="535 5.7.139 Authentication unsuccessful, the request did not meet the criteria.",
        phases=frozenset({Phase.AUTH}),
        enhanced=("5.7.139",),
        scope=Scope.ACCOUNT,
        action=Action.STOP,
        fix="check the password of {login}, and ask the administrator whether Authenticated SMTP is enabled for it",
    ),
    Row(
        example="535 5.7.8 Username and Password not accepted.",
        phases=frozenset({Phase.AUTH}),
        codes=("535",),
        scope=Scope.ACCOUNT,
        action=Action.STOP,
        fix="check username and password of {login}; with two-step sign-in an app password is needed",
    ),
    Row(
        example="530 5.7.57 Client not authenticated to send mail.",
        phases=frozenset({Phase.AUTH, *TRANSACTION}),
        codes=("530",),
        scope=Scope.ACCOUNT,
        action=Action.STOP,
        fix="the server wants a login: set username and a password source in dispatch.toml",
    ),
    Row(
        example="538 5.7.11 Encryption required for requested authentication mechanism",
        phases=frozenset({Phase.AUTH}),
        codes=("538",),
        scope=Scope.ACCOUNT,
        action=Action.STOP,
        fix="set security to starttls or tls in dispatch.toml",
    ),
    Row(
        example="454 4.7.0 Temporary authentication failure",
        phases=frozenset({Phase.AUTH}),
        codes=("4yz",),
        scope=Scope.ACCOUNT,
        action=Action.RETRY_LATER,
        fix="wait 15 minutes, then resume",
    ),
    Row(
        example="550 5.7.1 Access to this account is disabled",
        phases=frozenset({Phase.AUTH}),
        codes=("5yz",),
        scope=Scope.ACCOUNT,
        action=Action.STOP,
        fix="the server refuses the login of {login}: ask whoever runs the account",
    ),
    Row(
        example="550 5.4.5 Sending limit reached",
        phases=ENVELOPE,
        codes=("550",),
        enhanced=("5.4.5",),
        scope=Scope.ACCOUNT,
        action=Action.STOP,
        fix="the account has sent all it may today: resume tomorrow, and set daily in dispatch.toml",
    ),
    Row(
        example="554 5.2.2 mailbox full; cannot submit message",
        phases=ENVELOPE,
        codes=("554",),
        enhanced=("5.2.2",),
        scope=Scope.ACCOUNT,
        action=Action.STOP,
        fix="the mailbox of {login} itself is full: empty its Sent and Deleted folders, then resume",
    ),
)  # fmt: skip

_DEAF = "the server does not understand the command, and nobody was refused: check host and port, or ask who runs it"

_ROUTE = (
    Row(
        example="454 4.7.0 TLS not available due to temporary reason",
        phases=frozenset({Phase.TLS}),
        codes=("4yz", "5yz"),
        scope=Scope.ROUTE,
        action=Action.STOP,
        fix="the server cannot encrypt now, and nothing goes out in plain text: try later, or ask whoever runs it",
    ),
    Row(
        example="554 5.7.1 Service unavailable; client host blocked",
        phases=ROUTE_PHASES,
        codes=("4yz", "5yz"),
        scope=Scope.ROUTE,
        action=Action.BACK_OFF,
        fix="the server does not talk to this machine now: check host and port; if it lasts, ask whoever runs it",
    ),
    Row(
        example="421 4.3.2 Service shutting down",
        phases=frozenset({Phase.DOT}),
        codes=("421",),
        # After the dot the attempt is charged: a message that makes a server hang up must not go round for ever.
        scope=Scope.RECIPIENT,
        action=Action.RECONNECT,
        fix=CLOSING,
    ),
    Row(
        example="421 4.4.2 Error: timeout exceeded",
        phases=TRANSACTION - {Phase.DOT},
        codes=("421",),
        scope=Scope.CONNECTION,
        action=Action.RECONNECT,
        fix=CLOSING,
    ),
    # A command that a server does not know or does not take now (RFC 5321 section 4.2.4) says nothing about anybody.
    Row(
        example="502 5.5.1 Error: command not implemented",
        phases=TRANSACTION,
        codes=("500", "502", "503"),
        scope=Scope.MESSAGE,
        action=Action.STOP,
        fix=_DEAF,
    ),
    Row(
        example="504 5.5.4 Command parameter not implemented",
        phases=CONTENT,
        codes=("501", "504"),
        scope=Scope.MESSAGE,
        action=Action.STOP,
        fix=_DEAF,
    ),
)

_SENDER = (
    Row(
        example="550 5.1.8 <press@alliance.test>: Sender address rejected: Domain not found",
        phases=ENVELOPE,
        enhanced=("5.1.7", "5.1.8", "5.7.60"),
        scope=Scope.SENDER,
        action=Action.STOP,
        fix="From and login do not match: set [sender] email (and bounce) to an address that {login} may use",
    ),
    Row(
        example="554 5.1.0 Sender denied",
        phases=frozenset({Phase.MAIL}),
        codes=("501", "504", "550", "551", "553", "554", "555"),
        scope=Scope.SENDER,
        action=Action.STOP,
        fix="the server does not take mail from this sender: check [sender] email and bounce in dispatch.toml",
    ),
    Row(
        example="450 4.7.1 Sender address deferred",
        phases=frozenset({Phase.MAIL}),
        codes=("4yz",),
        scope=Scope.ROUTE,
        action=Action.BACK_OFF,
        fix="the server is busy: it will be tried again",
    ),
)

_MESSAGE = (
    Row(
        example="552 5.3.4 Message size exceeds fixed limit",
        phases=CONTENT | {Phase.MAIL},
        codes=("552", "554", "550"),
        enhanced=("5.3.4", "5.6", "5.7.0"),
        scope=Scope.MESSAGE,
        action=Action.STOP,
        fix="the server refuses the message itself, so everyone would fail: make it smaller or remove attachments",
    ),
    Row(
        example="552 message too big",
        phases=frozenset({Phase.MAIL}),
        codes=("552", "5yz"),
        scope=Scope.MESSAGE,
        action=Action.STOP,
        fix="the server refuses the message itself, so everyone would fail: make it smaller or remove attachments",
    ),
)

_RECIPIENT = (
    Row(
        example="550 5.7.26 This mail is unauthenticated: SPF and DKIM did not pass",
        phases=RECIPIENT,
        codes=("550", "554", "553"),
        enhanced=("5.7.1", "5.7.26", "5.7.515"),
        scope=Scope.DOMAIN,
        verdict=Verdict.REFUSED,
        action=Action.STOP_IF_REPEATED,
        fix="the receiver does not trust the sender's domain: dispatch doctor shows what SPF, DKIM and DMARC lack",
    ),
    Row(
        example="550 5.1.1 <k.lee@post.test>: User unknown",
        phases=RECIPIENT,
        codes=("5yz",),
        enhanced=("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"),
        scope=Scope.RECIPIENT,
        verdict=Verdict.REFUSED,
        fix="the address does not exist any more: take it off the list, or suppress it",
        suppress=True,
    ),
    Row(
        example="550 Mailbox unavailable",
        phases=frozenset({Phase.RCPT}),
        codes=("550",),
        enhanced=("none",),
        scope=Scope.RECIPIENT,
        verdict=Verdict.REFUSED,
        fix="the address does not exist any more: take it off the list, or suppress it",
        suppress=True,
    ),
    Row(
        example="552 5.2.2 Mailbox full",
        phases=RECIPIENT,
        codes=("5yz",),
        enhanced=("5.1", "5.2", "5.4"),
        scope=Scope.RECIPIENT,
        verdict=Verdict.REFUSED,
        fix="this address cannot take mail: ask the journalist for another",
    ),
    Row(
        example="553 Requested action not taken: mailbox name not allowed",
        phases=frozenset({Phase.RCPT}),
        codes=("5yz",),
        scope=Scope.RECIPIENT,
        verdict=Verdict.REFUSED,
        fix="read the reply: this address is refused, others may work",
    ),
    Row(
        example="452 4.2.2 The email account that you tried to reach is over quota",
        phases=RECIPIENT | CONTENT,
        codes=("4yz",),
        scope=Scope.RECIPIENT,
    ),
    Row(
        example="554 Transaction failed",
        phases=CONTENT,
        codes=("5yz",),
        scope=Scope.DOMAIN,
        verdict=Verdict.REFUSED,
        action=Action.STOP_IF_REPEATED,
        fix="the receiver refuses this message or its sender: read the reply",
    ),
)

#: Every refusal of every phase fits some row.
TABLE = (*BY_TEXT, *_ACCOUNT, *_ROUTE, *_SENDER, *_MESSAGE, *_RECIPIENT)

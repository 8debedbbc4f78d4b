"""The reply table: one test per row, and that nothing falls through it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.delivery.outcomes import classify, lost, unencrypted
from dispatch.delivery.reply import Reply
from dispatch.delivery.reply_table import TABLE
from dispatch.model.outcome import Action, Phase, Scope, Verdict

D, R = Verdict.DEFERRED, Verdict.REFUSED


def reply(text: str) -> Reply:
    return Reply(code=int(text[:3]), lines=(text[4:],))


#: What RELIABILITY 2 demands: phase, reply, scope, verdict, action, suppress.
DEMANDED = [
    ("greeting", "421 4.3.2 busy", (Scope.ROUTE, D, Action.BACK_OFF, False)),
    ("greeting", "450 4.3.2 busy", (Scope.ROUTE, D, Action.BACK_OFF, False)),
    ("greeting", "554 5.7.1 no", (Scope.ROUTE, D, Action.BACK_OFF, False)),
    ("ehlo", "550 5.7.1 no", (Scope.ROUTE, D, Action.BACK_OFF, False)),
    ("tls", "454 4.7.0 TLS not available", (Scope.ROUTE, D, Action.STOP, False)),
    ("auth", "454 4.7.0 Temporary authentication failure", (Scope.ACCOUNT, D, Action.RETRY_LATER, False)),
    ("auth", "454 4.7.0 Too many login attempts", (Scope.ACCOUNT, D, Action.RETRY_LATER, False)),
    ("auth", "530 5.7.0 Authentication required", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("auth", "534 5.7.9 Application-specific password required", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("auth", "535 5.7.8 Username and Password not accepted", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("auth", "535 5.7.139 Authentication unsuccessful", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("auth", "550 5.7.30 Basic authentication is not supported", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("mail", "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", (Scope.ACCOUNT, D, Action.FEWER, False)),
    ("greeting", "432 4.3.2 Concurrent connections limit exceeded", (Scope.ACCOUNT, D, Action.FEWER, False)),
    ("mail", "454 Throttling failure: Maximum sending rate exceeded.", (Scope.ACCOUNT, D, Action.SLOW_DOWN, False)),
    ("mail", "454 Throttling failure: Daily message quota exceeded.", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("mail", "550 5.4.5 Daily user sending limit exceeded", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("rcpt", "550 5.4.5 Daily user sending limit exceeded", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("dot", "550 5.4.5 Daily SMTP relay limit exceeded for customer", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("rcpt", "450 4.2.1 Peak SMTP relay limit exceeded", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("dot", "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("dot", "554 5.2.2 mailbox full", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("mail", "550 5.1.8 Access denied, bad outbound sender", (Scope.SENDER, D, Action.STOP, False)),
    ("mail", "553 5.1.7 not a valid sender", (Scope.SENDER, D, Action.STOP, False)),
    ("mail", "550 5.7.60 no permissions to send as this sender", (Scope.SENDER, D, Action.STOP, False)),
    ("dot", "554 5.2.252 SendAsDenied; not allowed to send as", (Scope.SENDER, D, Action.STOP, False)),
    ("rcpt", "450 4.7.1 greylisted", (Scope.RECIPIENT, D, Action.GO_ON, False)),
    ("rcpt", "451 4.7.500 Server busy", (Scope.RECIPIENT, D, Action.GO_ON, False)),
    ("rcpt", "450 4.2.1 The user is receiving mail too quickly", (Scope.RECIPIENT, D, Action.GO_ON, False)),
    ("rcpt", "452 4.2.2 Mailbox full", (Scope.RECIPIENT, D, Action.GO_ON, False)),
    ("rcpt", "451 4.3.0 Temporary failure", (Scope.RECIPIENT, D, Action.GO_ON, False)),
    ("rcpt", "550 5.1.1 User unknown", (Scope.RECIPIENT, R, Action.GO_ON, True)),
    ("rcpt", "550 5.1.2 Bad destination system", (Scope.RECIPIENT, R, Action.GO_ON, True)),
    ("rcpt", "553 5.1.3 Bad address syntax", (Scope.RECIPIENT, R, Action.GO_ON, True)),
    ("rcpt", "550 5.1.6 Moved", (Scope.RECIPIENT, R, Action.GO_ON, True)),
    ("rcpt", "550 5.1.10 Recipient not found", (Scope.RECIPIENT, R, Action.GO_ON, True)),
    ("rcpt", "550 5.2.1 Mailbox disabled", (Scope.RECIPIENT, R, Action.GO_ON, True)),
    ("rcpt", "550 no such user", (Scope.RECIPIENT, R, Action.GO_ON, True)),
    ("dot", "550 5.1.1 User unknown", (Scope.RECIPIENT, R, Action.GO_ON, True)),
    ("rcpt", "552 5.2.2 <desk@daily.test>: mailbox size limit exceeded", (Scope.RECIPIENT, R, Action.GO_ON, False)),
    ("rcpt", "550 5.7.1 Message rejected", (Scope.DOMAIN, R, Action.STOP_IF_REPEATED, False)),
    ("dot", "550 5.7.26 unauthenticated", (Scope.DOMAIN, R, Action.STOP_IF_REPEATED, False)),
    ("dot", "550 5.7.515 Access denied", (Scope.DOMAIN, R, Action.STOP_IF_REPEATED, False)),
    ("dot", "552 5.3.4 Message too big", (Scope.MESSAGE, D, Action.STOP, False)),
    ("dot", "554 5.6.0 Corrupt message content", (Scope.MESSAGE, D, Action.STOP, False)),
    ("dot", "552 5.7.0 blocked attachment", (Scope.MESSAGE, D, Action.STOP, False)),
    ("mail", "421 4.4.2 timeout", (Scope.CONNECTION, D, Action.RECONNECT, False)),
    ("rcpt", "421 4.3.2 shutting down", (Scope.CONNECTION, D, Action.RECONNECT, False)),
    ("data", "421 4.3.2 shutting down", (Scope.CONNECTION, D, Action.RECONNECT, False)),
    ("dot", "421 4.3.2 shutting down", (Scope.RECIPIENT, D, Action.RECONNECT, False)),
    ("rcpt", "554 5.7.1 <a@b.test>: Relay access denied", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("rcpt", "553 5.7.1 <p@a.test>: Sender rejected: not owned by user", (Scope.SENDER, D, Action.STOP, False)),
    ("mail", "530 5.7.57 Client not authenticated to send mail", (Scope.ACCOUNT, D, Action.STOP, False)),
    ("mail", "451 4.3.0 queue file write error", (Scope.ROUTE, D, Action.BACK_OFF, False)),
    ("rcpt", "500 5.3.0 Error: command not recognized", (Scope.MESSAGE, D, Action.STOP, False)),
    ("rcpt", "503 5.5.1 Error: need MAIL command", (Scope.MESSAGE, D, Action.STOP, False)),
    ("dot", "500 5.3.0 Error: command failed", (Scope.MESSAGE, D, Action.STOP, False)),
    ("data", "504 5.5.4 Error: no such parameter", (Scope.MESSAGE, D, Action.STOP, False)),
    ("rcpt", "501 5.1.3 Bad recipient address syntax", (Scope.RECIPIENT, R, Action.GO_ON, True)),
    ("rcpt", "504 5.5.2 Recipient address: need fully-qualified address", (Scope.RECIPIENT, R, Action.GO_ON, False)),
]


@pytest.mark.parametrize("phase", ["auth", "mail", "rcpt"])
def test_a_server_that_wants_encryption_is_not_given_a_login(phase):
    """530 alone says that something is missing; its words say whether that is STARTTLS or a login."""
    assert "starttls" in classify(Phase(phase), reply("530 5.7.0 Must issue a STARTTLS command first")).fix
    assert "username" in classify(Phase(phase), reply("530 5.7.0 Authentication required")).fix


@pytest.mark.parametrize(("phase", "text", "meaning"), DEMANDED)
def test_a_refusal_does_what_the_page_says(phase, text, meaning):
    """Scope, verdict, action and suppression by phase and reply."""
    outcome = classify(Phase(phase), reply(text))
    assert (outcome.scope, outcome.verdict, outcome.action, outcome.suppress) == meaning


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.example[:40])
def test_every_row_is_reached_by_its_example(row):
    """No row is hidden behind an earlier one, in any of its phases, but 421 and AUTH have rows of their own."""
    example = reply(row.example)
    for phase in row.phases:
        first = next(each for each in TABLE if each.fits(phase, example.code, example.enhanced, example.text))
        assert first is row, f"{phase}: {first.example}"


def test_rows_with_a_text_stand_before_rows_by_code():
    """A provider's own words decide before the code that it shares with others."""
    by_text = [row.text is not None for row in TABLE]
    assert by_text == sorted(by_text, reverse=True)


@given(
    st.sampled_from(sorted(Phase)),
    st.integers(400, 559).filter(lambda code: code // 10 % 10 <= 5),
    st.sampled_from(["", "4.2.1 ", "4.7.1 ", "5.1.1 ", "5.7.1 ", "5.3.4 ", "5.9.9 "]),
    st.text(max_size=40),
)
def test_every_refusal_has_a_meaning(phase, code, enhanced, text):
    """Whatever the code and the words: certain, and nobody is suppressed for what is not their own."""
    outcome = classify(phase, Reply(code=code, lines=(f"{enhanced}{text}",)))
    assert outcome.verdict in {D, R}
    assert not outcome.suppress or (outcome.verdict is R and outcome.scope is Scope.RECIPIENT)
    if phase in {Phase.CONNECT, Phase.GREETING, Phase.EHLO, Phase.TLS, Phase.AUTH}:
        assert not outcome.settles
    if phase is Phase.TLS:
        assert outcome.action in {Action.STOP, Action.FEWER}


@pytest.mark.parametrize("row", [row for row in TABLE if row.action is Action.STOP], ids=lambda row: row.example[:40])
def test_whatever_stops_a_run_says_what_to_do(row):
    """A stop without a next step would leave a press office standing."""
    assert row.fix


def test_the_fix_names_the_account():
    """The sentence for the administrator carries the login."""
    text = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
    outcome = classify(Phase.AUTH, reply(text), host="smtp.office365.test:587", login="press@alliance.test")
    assert "enable Authenticated SMTP for press@alliance.test" in outcome.fix
    assert outcome.host == "smtp.office365.test:587"
    assert outcome.reply == text


@pytest.mark.parametrize("phase", list(Phase))
def test_silence_before_the_mark_blames_nobody(phase):
    """A broken conversation is deferred, uncharged, in every phase."""
    outcome = lost(phase, OSError("gone"))
    assert not outcome.settles
    assert outcome.action is (Action.BACK_OFF if outcome.scope is Scope.ROUTE else Action.RECONNECT)


def test_silence_after_the_last_octet_is_in_doubt():
    """And says how to find out."""
    outcome = lost(Phase.DOT, OSError("gone"), committed=True)
    assert outcome.verdict is Verdict.IN_DOUBT
    assert "resolve" in outcome.fix


def test_no_tls_stops():
    """Nothing goes out in plain text."""
    assert unencrypted("not offered").action is Action.STOP


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.action is Action.RECONNECT], ids=lambda row: row.example[:40]
)
def test_a_server_that_hangs_up_leaves_a_next_step(row):
    """When it does so again and again the run stops, and then says what to do."""
    assert row.fix
    assert lost(Phase.MAIL, ConnectionResetError("gone")).fix

"""Test sends: marked, to nobody else, through a real server, and never on record."""

from email import policy
from email.parser import BytesParser

import pytest

from dispatch.clock import SystemClock
from dispatch.errors import NotFoundError, UsageError
from dispatch.model.exits import ExitCode
from dispatch.model.limits import Limits
from dispatch.testing import RecordingServer
from dispatch.testing.clock import SettableClock
from dispatch.workflows.books import make_ledger
from dispatch.workflows.material import Selection
from dispatch.workflows.trial import BANNER, MARK, SHARED_BANNER, ReaderError, TrialRequest, send_test

ACCOUNT = """
[backends.office]
type = "smtp"
host = "{host}"
port = {port}
security = "none"
"""


@pytest.fixture
def server(root):
    """A server, and an account that leads to it."""
    with RecordingServer() as server:
        with (root / "dispatch.toml").open("a", encoding="utf-8") as file:
            file.write(ACCOUNT.format(host=server.host, port=server.port))
        yield server


def try_out(reopen, *addresses, **changes):
    fields = {"release": "clinics", "selection": Selection(lists=("national",)), "backend": "office"}
    request = TrialRequest(addresses=addresses, **(fields | changes))
    return send_test(reopen(), request, clock=SystemClock(), token="0123abc")


def received(server):
    return [BytesParser(policy=policy.default).parsebytes(mail.content) for mail in server.received]


def test_a_test_goes_to_the_addresses_named_and_nobody_else(reopen, server, root):
    """Two addresses get the first reader's copy; subject and both parts are marked; nothing is on record.

    The banner says that it went to two, not that it went to nobody else than who reads it.
    """
    banner = SHARED_BANNER.format(count=2)
    result = try_out(reopen, "me@alliance.test", "director@alliance.test")
    assert result.exit is ExitCode.OK
    assert result.final
    mails = received(server)
    assert [mail["To"] for mail in mails] == ["me@alliance.test", "director@alliance.test"]
    assert len({mail["Message-ID"] for mail in mails}) == 2
    for mail in mails:
        assert mail["Subject"].startswith(f"{MARK} Alliance")
        text, html = (mail.get_body(preferencelist=(kind,)).get_content() for kind in ("plain", "html"))
        assert text.startswith(banner)
        assert BANNER not in text + html
        assert "I thought of El Diario." in text
        assert html.index(banner) < html.index("El Diario")
    assert not (root / ".dispatch").exists()


def test_each_shape_is_sent_once(reopen, server):
    """Two ways through the pitch make two messages."""
    try_out(reopen, "me@alliance.test", each_shape=True)
    texts = [mail.get_body(preferencelist=("plain",)).get_content() for mail in received(server)]
    assert ["I thought of" in text for text in texts] == [True, False]


def test_whose_copy_can_be_chosen(reopen, server):
    """`--as` takes one of the list; a stranger is an error before anything is sent."""
    try_out(reopen, "me@alliance.test", as_address="k.lee@post.test")
    assert "The Post" in received(server)[0].get_body(preferencelist=("plain",)).get_content()
    with pytest.raises(NotFoundError):
        try_out(reopen, "me@alliance.test", as_address="stranger@x.test")
    assert len(server.received) == 1


@pytest.mark.parametrize("address", ["", "me", "a@b.test, c@d.test", "a@b.test\r\nRCPT TO:<e@x.test>", "a@localhost"])
def test_only_one_exact_address_is_taken(reopen, server, address):
    """What is no exact address is refused before a connection is opened."""
    with pytest.raises(UsageError):
        try_out(reopen, address)
    assert server.commands == []


def test_a_test_takes_its_place_in_the_accounts_quota(reopen, server, root):
    """With two a day the third test waits for tomorrow, and so does a mailing; the ledger has no delivery of it."""
    with (root / "dispatch.toml").open("a", encoding="utf-8") as file:
        file.write("daily = 2\n")
    result = try_out(reopen, "me@alliance.test", "director@alliance.test", "third@alliance.test")
    assert [trial.arrived for trial in result.trials] == [True, True, False]
    assert "daily quota of office (2 messages) is used up" in result.trials[-1].outcome.reply
    assert result.exit is ExitCode.STOPPED
    assert len(server.received) == 2
    with make_ledger(reopen(), SystemClock()) as ledger:
        assert ledger.reserve("office", Limits(daily=2)).exhausted
        assert ledger.mailings() == []


def test_tests_are_spaced_like_any_message(reopen, server, root):
    """At 60 a minute the second goes a second after the first."""
    with (root / "dispatch.toml").open("a", encoding="utf-8") as file:
        file.write("rate = 60\n")
    clock = SettableClock()
    fields = {"release": "clinics", "selection": Selection(lists=("national",)), "backend": "office"}
    request = TrialRequest(addresses=("me@alliance.test", "director@alliance.test"), **fields)
    before = clock.now()
    send_test(reopen(), request, clock=clock, token="0123abc")
    assert (clock.now() - before).total_seconds() == 1
    assert len(server.received) == 2


def test_a_test_that_nobody_got_gives_its_place_back(reopen, root):
    """A server that is not there: the quota of one is still free."""
    with RecordingServer() as gone:
        account = ACCOUNT.format(host=gone.host, port=gone.port)
    with (root / "dispatch.toml").open("a", encoding="utf-8") as file:
        file.write(account + "daily = 1\n")
    assert not try_out(reopen, "me@alliance.test").trials[0].arrived
    with make_ledger(reopen(), SystemClock()) as ledger:
        assert not ledger.reserve("office", Limits(daily=1)).exhausted


def test_trouble_that_all_would_have_ends_it(reopen, root):
    """A server that is not there: one try, the rest untried, exit 4."""
    with RecordingServer() as gone:
        account = ACCOUNT.format(host=gone.host, port=gone.port)
    with (root / "dispatch.toml").open("a", encoding="utf-8") as file:
        file.write(account)
    result = try_out(reopen, "me@alliance.test", "director@alliance.test")
    assert result.exit is ExitCode.STOPPED
    assert (len(result.trials), result.untried) == (1, 1)


def test_the_outbox_takes_it_too(reopen, root):
    """Without an account the test lies in the outbox, and the result says that it reached nobody."""
    result = try_out(reopen, "me@alliance.test", backend="")
    assert not result.final
    assert len(list((root / "outbox" / "new").iterdir())) == 1


def test_the_test_is_what_its_reader_will_get(reopen, server, root):
    """Under embargo: who may know early gets the notice, who may not the mail of the lift; both are shapes."""
    release = root / "releases" / "clinics.md"
    release.write_text(release.read_text("utf-8").replace("---\n", "---\nembargo: 2036-12-02 00:01 Europe/London\n", 1))
    rows = "email,name,outlet,embargo\nana@diario.test,Ana,El Diario,yes\nk.lee@post.test,K. Lee,The Post,no\n"
    (root / "lists" / "national.csv").write_text(rows, encoding="utf-8")
    told = [try_out(reopen, "me@alliance.test", as_address=reader) for reader in ("ana@diario.test", "k.lee@post.test")]
    words = [", with the embargo notice", ", at the lift, without the embargo notice"]
    assert [result.trials[0].variant for result in told] == words
    assert ["EMBARGOED" in mail.as_string() for mail in received(server)] == [True, False]
    for mail in received(server):
        text, html = (mail.get_body(preferencelist=(kind,)).get_content() for kind in ("plain", "html"))
        assert text.startswith(BANNER)
        assert "under embargo until Tuesday, 2 December 2036" in " ".join(text.split())
        assert html.index(BANNER) < (html.find("EMBARGOED") % len(html))
    try_out(reopen, "me@alliance.test", each_shape=True)
    assert ["EMBARGOED" in mail["Subject"] for mail in received(server)[2:]] == [True, False]


def test_a_reader_of_the_list_gets_no_test_by_accident(reopen, server, root):
    """An address on the list is refused until a person agrees; the sender's own may be on it, in any case once."""
    with pytest.raises(ReaderError) as refused:
        try_out(reopen, "me@alliance.test", "K.Lee@post.test")
    assert [address.casefold() for address in refused.value.addresses] == ["k.lee@post.test"]
    assert server.commands == []
    assert len(try_out(reopen, "k.lee@post.test", "K.LEE@post.test", may_reach=True).trials) == 1
    with (root / "lists" / "national.csv").open("a", encoding="utf-8") as file:
        file.write("press@alliance.test,Press,,en\n")
    assert try_out(reopen, "press@alliance.test").exit is ExitCode.OK


def test_one_readers_copy_and_every_shape_contradict(reopen, server):
    """Said before anything is sent."""
    with pytest.raises(UsageError, match="--as and --each-shape exclude each other"):
        try_out(reopen, "me@alliance.test", as_address="k.lee@post.test", each_shape=True)
    assert server.commands == []

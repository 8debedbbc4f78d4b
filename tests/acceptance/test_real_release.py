"""The scraped release that everything is for, from the file to what the server received."""

import re
from email import message_from_bytes, policy

import pytest
from desk import Desk
from needs import real_release

from dispatch.clock import SystemClock
from dispatch.delivery.sandbox import Sandbox
from dispatch.ledger import open_ledger
from dispatch.workflows.preview import EXAMPLE_MARK

PEOPLE = """\
E-mail;Nombre completo;Medio;Idioma
ana.ruiz@diario.test;Ana Ruiz Ibáñez;El Diario;es
zoe@kurier.test;Zoë Ångström-Müller;Kurier;de
li@shenzhou.test;李雷;神州日报;
k.zak@dziennik.test;"Łukasz ""Żuk"" Żak";Dziennik, Kraków;en
obrien@herald.test;Siobhán O’Brien;The Herald;en
desk@radio.test;;Radio Uno;es
"""
NAMES = {
    "ana.ruiz@diario.test": "Ana Ruiz Ibáñez",
    "zoe@kurier.test": "Zoë Ångström-Müller",
    "li@shenzhou.test": "李雷",
    "k.zak@dziennik.test": 'Łukasz "Żuk" Żak',
    "obrien@herald.test": "Siobhán O’Brien",
    "desk@radio.test": "",
}


@pytest.fixture
def release():
    return real_release()


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "desk")
    desk.write("lists/accents.csv", PEOPLE, "utf-8-sig")
    return desk


def test_it_is_understood(desk, release):
    """`inspect` tells what a careful person reads: parts, facts, and what is left over."""
    result = desk.json("inspect", release)["result"]
    headline = "Forcing Asylum Seekers to “Remain in Mexico” Subjects Them to “Web of Endless Violence”"
    assert result["headline"] == headline
    assert result["kind"] == "statement"
    assert result["language"] == "en"
    assert result["dateline"]["city"] == "CHICAGO"
    assert result["date"] == result["dateline"]["date"] == "2018-11-26"
    assert result["embargo"] is None
    assert not result["immediate"]
    assert [block["line"] for block in result["blocks"]] == [5, 7, 9, 11, 13, 15]
    assert result["blocks"][0]["type"] == "lead"
    (quote,) = result["quotes"]
    assert quote["speaker"] == "Oscar Chacón"
    assert quote["line"] == 7
    paragraphs = quote["text"].split("\n\n")
    assert len(paragraphs) == 5
    assert paragraphs[0].startswith("This weekend’s events")
    assert paragraphs[-1].endswith("dignity across borders.")
    (about,) = result["boilerplate"]
    assert about["title"] == "Alianza Americas"
    assert about["line"] == 17
    assert [item["text"] for item in result["residue"]] == [headline, "Spread the love"]
    assert not any(contact["emails"] for contact in result["contacts"])


def test_what_is_wrong_is_named_with_its_place(desk, release):
    """`check` reports each trouble with its code, severity, line and fix, and exits 1."""
    answer = desk.json("check", release)
    assert answer["exit"] == 1
    found = {(item["code"], item["severity"], item["line"]) for item in answer["findings"]}
    assert {
        ("REL003", "warning", 3),
        ("REL010", "error", 19),
        ("REL012", "error", 21),
        ("REL020", "warning", 23),
        ("REL022", "warning", 17),
    } <= found
    assert sum(item["code"] == "REL012" for item in answer["findings"]) == 2
    assert all(item["fix"] for item in answer["findings"])


def test_it_is_refused_until_a_person_allows_what_is_wrong(desk, release, tmp_path):
    """`send` refuses with exit 3 and sends nothing, and goes on when the codes are named."""
    with Sandbox(tmp_path / "received") as server:
        desk.through(server)
        refused = desk.json("send", release, "accents", "--yes")
        assert refused["exit"] == 3
        assert "--allow REL012" in refused["error"]["fix"]
        half = desk.json("send", release, "accents", "--yes", "--allow", "REL012")
        assert half["exit"] == 3
        assert len(server.received) == 0
        sent = desk.json("send", release, "accents", "--yes", "--allow", "REL012", "--allow", "REL010")
        assert sent["exit"] == 0
        assert sent["result"]["counts"]["accepted"] == 6
        with open_ledger(str(desk.root / ".dispatch/ledger.db"), clock=SystemClock()) as ledger:
            assert ledger.mailing(sent["result"]["mailing"]).options["allowed"] == ["REL010", "REL012"]
        again = desk.json("send", release, "accents", "--yes", "--allow", "REL012", "--allow", "REL010")
        assert again["exit"] == 0
        assert again["result"]["mailing"] is None
        assert again["result"]["audience"]["already_sent"] == 6
        assert len(server.received) == 6


def test_the_server_received_it_byte_for_byte(desk, release, tmp_path):
    """Every message arrives exactly as it was frozen, and says in a real parser what was meant."""
    with Sandbox(tmp_path / "received") as server:
        desk.through(server, connections=2)
        previews = {address: preview(desk, release, address) for address in list(NAMES)[::2]}
        sent = desk.json("send", release, "accents", "--yes", "--allow", "REL012", "--allow", "REL010")
        assert sent["exit"] == 0
        received = {mail.recipients[0]: mail.path.read_bytes() for mail in server.received}
    assert set(received) == set(NAMES)
    for address, content in received.items():
        if address in previews:
            assert as_previewed(content) == previews[address]
        parsed = message_from_bytes(content, policy=policy.default)
        assert not parsed.defects
        (to,) = parsed["To"].addresses
        assert (to.display_name, to.addr_spec) == (NAMES[address], address)
        assert parsed["From"].addresses[0].addr_spec == "press@alliance.test"
        assert parsed["Subject"].startswith("Forcing Asylum Seekers to “Remain in Mexico”")
        text = parsed.get_body(("plain",)).get_content()
        page = parsed.get_body(("html",)).get_content()
        unwrapped = " ".join(text.split())
        assert "Human beings seeking protection deserve better, especially from neighboring nations" in unwrapped
        assert "CHICAGO" in text
        assert "Spread the love" not in text + page
        assert "Learn more at" in unwrapped
        assert "Oscar Chacón" in page
        assert max(map(len, content.split(b"\r\n"))) <= 998


def preview(desk, release, address) -> bytes:
    """The whole message for one address before anything was staged, its Date blanked."""
    target = desk.root / f"{address}.eml"
    done = desk.dispatch("preview", release, "accents", "--as", address, "--eml", target)
    assert done.returncode == 0, done.stderr
    return re.sub(rb"(?m)^Date: .*\r$", b"Date: -\r", target.read_bytes())


def as_previewed(content: bytes) -> bytes:
    """A received message with the three things that only staging knows replaced by the preview's examples."""
    headers = message_from_bytes(content, policy=policy.default)
    token = headers["List-Unsubscribe"].partition("unsubscribe%20")[2].rstrip(">")
    assert len(token) == len(EXAMPLE_MARK)
    content = content.replace(token.encode(), EXAMPLE_MARK.encode())
    content = re.sub(rb"(?m)^Message-ID: <[^@]+@", f"Message-ID: <{EXAMPLE_MARK}@".encode(), content)
    return re.sub(rb"(?m)^Date: .*\r$", b"Date: -\r", content)

"""The live page over HTTP, as any program on this machine could ask for it."""

import http.client
import json
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import pytest

from dispatch.clock import SystemClock
from dispatch.errors import InputError
from dispatch.model.contact import Contact
from dispatch.proof import live_views as views
from dispatch.proof.directory import Directory
from dispatch.proof.edition import Edition
from dispatch.workflows.material import Selection
from dispatch.workflows.pressroom import Pressroom, ServeRequest
from dispatch.workflows.serve import serving

EVIL = '"><script>alert(1)</script>'


class Page:
    """Asks a live page."""

    def __init__(self, address):
        self.url = urlsplit(address)

    def get(self, path="", *, method="GET", whole=None, **headers):
        connection = http.client.HTTPConnection(self.url.netloc, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, whole or self.url.path + path, headers=named)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()

    def json(self, path):
        status, _, body = self.get(path)
        assert status == 200
        return json.loads(body)

    @contextmanager
    def events(self):
        """The versions of new editions, one after another."""
        connection = http.client.HTTPConnection(self.url.netloc, timeout=30)
        connection.request("GET", self.url.path + "events")
        answer = connection.getresponse()
        try:
            yield (int(line[5:]) for line in answer.fp if line.startswith(b"data:"))
        finally:
            answer.close()
            connection.close()


@pytest.fixture
def served(reopen):
    """The live page of the release for both lists."""
    request = ServeRequest(release="clinics", selection=Selection(lists=("national", "radio")))
    with serving(reopen, request, clock=SystemClock()) as address:
        yield Page(address)


def settled(page):
    """The state once all shapes are counted."""
    with page.events() as versions:
        for _ in versions:
            state = page.json("state")
            if not state["counting"]:
                return state
    raise AssertionError


def test_it_is_for_this_machine_and_for_who_knows_the_token(served):
    """Another host name, another site, another method, a wrong token or none: each is turned away, with nothing."""
    assert served.url.hostname == "127.0.0.1"
    assert served.get()[0] == 200
    port = served.url.port
    for status, ask in (
        (421, {"Host": "evil.test"}),
        (421, {"Host": f"evil.test:{port}"}),
        (421, {"Host": "127.0.0.1"}),
        (403, {"Origin": "http://evil.test"}),
        (403, {"Origin": "null"}),
        (403, {"Sec_Fetch_Site": "cross-site"}),
        (403, {"Sec_Fetch_Site": "same-site"}),
        (405, {"method": "POST"}),
        (405, {"method": "OPTIONS"}),
        (404, {"whole": "/"}),
        (404, {"whole": served.url.path[:-2] + "x/"}),
        (404, {"whole": served.url.path.rstrip("/")}),
    ):
        answer = served.get(**ask)
        assert (answer[0], answer[2]) == (status, "")
    assert served.get(Host=f"localhost:{port}")[0] == 200


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "live.py", "page.html", "source?file=/etc/passwd"]
)
def test_it_gives_no_other_file(served, path):
    """Only the page's own files, and sources that findings name."""
    assert served.get(path)[0] == 404


def test_every_answer_forbids_what_is_not_needed(served):
    """The page may run its own script only; a mail in its frame nothing at all; nothing is kept or referred."""
    _, page, _ = served.get()
    assert "default-src 'none'" in page["content-security-policy"]
    assert "unsafe" not in page["content-security-policy"]
    _, frame, _ = served.get("frame?address=ana@diario.test")
    assert "sandbox" in frame["content-security-policy"]
    assert "script-src" not in frame["content-security-policy"]
    for headers in (page, frame):
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


def test_the_state_tells_audience_findings_and_shapes(served):
    """Counts, lists, who is left out, findings with their place, and both ways through the pitch."""
    state = settled(served)
    assert state["audience"] == 4
    assert state["lists"] == "national 4"
    assert state["left_out"] == "1 twice, 1 unreadable"
    assert state["shapes"] == 2
    assert any(finding["place"].startswith("lists/radio.csv:3") for finding in state["findings"])


def test_people_are_found(served):
    """By words, by extremes, by what they lack, and one for each shape."""
    settled(served)
    found = lambda **asked: [  # noqa: E731
        row["address"] for row in served.json("people?" + "&".join(f"{k}={quote(v)}" for k, v in asked.items()))["rows"]
    ]
    assert found(words="nunez diario") == ["ana@diario.test"]
    assert found(among="longest")[0] == "maximiliane@blatt.test"
    assert found(among="missing") == ["desk@radio.test"]
    assert sorted(found(among="shapes")) == ["ana@diario.test", "desk@radio.test"]
    assert found(words="x", start="9999") == []


def test_a_mail_is_shown_as_it_would_go_out(served):
    """Headers, text and HTML of the contact that was asked for; a stranger's address shows the first one's."""
    mail = served.json("mail?address=k.lee@post.test")
    assert dict(mail["seen"])["To"] in {"K. Lee <k.lee@post.test>", '"K. Lee" <k.lee@post.test>'}
    assert "I thought of The Post." in mail["text"]
    assert 0 < mail["html_size"] < mail["size"] < mail["clipped"]
    _, _, html = served.get("frame?address=k.lee@post.test")
    assert "The Post" in html
    assert served.json("mail?address=stranger@x.test")["number"] == 1


def test_a_place_in_a_source_is_shown_with_what_surrounds_it(served):
    """The lines of a list that a finding names."""
    settled(served)
    found = served.json("source?file=lists/radio.csv&line=3")
    assert found["lines"][3 - found["first"]] == "bad row"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_place_is_shown_whatever_the_lists_encoding(reopen, root, codec):
    """A list as Excel and old programs save it: the line is shown with its letters."""
    text = "email,name\nk.lee@post.test,K. Lee\nana@x.test,Ana Núñez\nNúñez row\n"
    (root / "lists" / "radio.csv").write_text(text, encoding=codec)
    pressroom = Pressroom(reopen, ServeRequest(release="clinics", selection=Selection(lists=("radio",))), SystemClock())
    try:
        making = pressroom.make()
        found = views.source(making.edition(), "lists/radio.csv", 4)
        making.close()
    finally:
        pressroom.close()
    assert found["lines"][4 - found["first"]] == "Núñez row"
    assert found["lines"][0] == "email,name"


@pytest.mark.parametrize(
    ("path", "change", "seen"),
    [
        ("releases/clinics.md", ("six cities", "seven cities"), lambda state: "seven" in state["headline"]),
        ("lists/national.csv", ("ana@diario.test", "eva@diario.test"), lambda state: state["version"] > 2),
        ("dispatch.toml", ("Alliance Press Office", "New Office"), lambda state: state["version"] > 2),
    ],
)
def test_a_save_makes_a_new_edition(served, root, path, change, seen):
    """Release, list and settings: each save is seen; an editor that renames a new file into place is, too."""
    before = settled(served)
    with served.events() as versions:
        next(versions)
        text = (root / path).read_text(encoding="utf-8")
        (root / "new").write_text(text.replace(*change), encoding="utf-8")
        (root / "new").replace(root / path)
        assert any(version > before["version"] and seen(served.json("state")) for version in versions)


def test_trouble_is_told_and_the_last_good_mail_stays(served, root):
    """A theme that no longer compiles: message and fix are shown, the mail that could be made is still there."""
    before = settled(served)
    theme = root / "dispatch.toml"
    with served.events() as versions:
        next(versions)
        text = theme.read_text(encoding="utf-8")
        theme.write_text(text + '\n[send]\ntheme = "nowhere"\n', encoding="utf-8")
        state = next(state for _ in versions if (state := served.json("state"))["trouble"])
        assert "nowhere" in state["trouble"]["message"]
        assert state["headline"] == before["headline"]
        assert served.json("mail?address=ana@diario.test")["whose"].startswith("Ana")
        theme.write_text(text, encoding="utf-8")
        assert any(served.json("state")["trouble"] is None for _ in versions)


def test_foreign_text_stays_text(reopen, root):
    """A hostile headline, name and outlet come as JSON strings and as escaped text in the mail."""
    release = root / "releases" / "clinics.md"
    release.write_text(release.read_text(encoding="utf-8").replace("six cities", EVIL), encoding="utf-8")
    (root / "lists" / "evil.csv").write_text(
        f'email,name,outlet\na@x.test,"{EVIL.replace(chr(34), chr(34) * 2)}",x\n', "utf-8"
    )
    request = ServeRequest(release="clinics", selection=Selection(lists=("evil",)))
    with serving(reopen, request, clock=SystemClock()) as address:
        page = Page(address)
        assert page.get("state")[1]["content-type"] == "application/json"
        assert "<script" not in page.get("frame")[2]


def test_without_lists_an_example_reader_stands_in(reopen):
    """A release alone can be looked at; nobody would get it."""
    with serving(
        reopen, ServeRequest(release="clinics", selection=Selection(lists=())), clock=SystemClock()
    ) as address:
        page = Page(address)
        assert page.json("state")["audience"] is None
        assert page.json("mail")["address"] == "reader@example.org"


def test_what_cannot_be_read_stops_the_command(reopen):
    """A release that is not there is an error before anything is served."""
    with (
        pytest.raises(InputError),
        serving(reopen, ServeRequest(release="nothing", selection=Selection(lists=())), clock=SystemClock()),
    ):
        pass


def test_a_page_asks_for_as_many_rows_again_as_it_had():
    """So that it keeps its place after a save; a bounded number, and never fewer than one answer has."""
    people = Directory([Contact(email=f"r{n}@x.test", key=f"r{n}@x.test", name=f"R {n}") for n in range(6_000)])
    edition = Edition(
        headline="x", file="x.md", theme="note", made=SystemClock().now(), directory=people,
        content=lambda _one: b"", source=lambda _file: None,
    )  # fmt: skip
    assert [len(views.people(edition, "", "", 0, wanted)["rows"]) for wanted in (0, 450, 99_999)] == [200, 450, 5_000]


def test_a_filter_keeps_who_was_chosen_in_sight():
    """The stretch lies around the place of who is to stay chosen; who is not found has no place."""
    people = [Contact(email=f"r{n}@x.test", key=f"r{n}@x.test", name=f"Reader {n}") for n in range(1_000)]
    edition = Edition(
        headline="", file="", theme="", made=SystemClock().now(), directory=Directory(people),
        content=lambda _contact: b"", source=lambda _file: None,
    )  # fmt: skip
    answer = views.people(edition, "", "", 0, kept="r700@x.test")
    assert (answer["here"], answer["start"], answer["rows"][100]["address"]) == (700, 600, "r700@x.test")
    assert [views.people(edition, "reader 7", "", 0, kept=who)["here"] for who in ("r70@x.test", "r1@x.test")] == [
        7,
        -1,
    ]

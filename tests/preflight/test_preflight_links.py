"""Links: what their address tells, and what opening them tells; nothing is opened unless asked for."""

import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dispatch import preflight, release
from dispatch.model.mail import Organisation
from dispatch.preflight.links import _elsewhere, targets, visited
from dispatch.preflight.visiting import Trouble, Visit, visit

TEXT = "Night clinics open\n\nDENVER – Six clinics open on Monday, and the alliance says more follow: {}\n"


class Pages(BaseHTTPRequestHandler):
    """A site with good, missing, moved and odd pages; it remembers what it was asked."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        status, location = self.server.pages.get(self.path, (404, ""))
        if self.command == "HEAD" and self.path == "/no-head":
            status = 405
        self.send_response(status)
        if location:
            self.send_header("Location", location)
            self.send_header("Set-Cookie", "who=you")
        self.send_header("Content-Length", "100000000" if self.path == "/endless" else "0")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - the library's name

    def log_message(self, *_):
        """Nothing on the screen."""


@pytest.fixture
def site():
    """A running site on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    at = f"http://127.0.0.1:{server.server_address[1]}"
    server.at, server.asked = at, []
    server.pages = {
        "/": (200, ""),
        "/good": (200, ""),
        "/no-head": (200, ""),
        "/gone": (410, ""),
        "/broken": (502, ""),
        "/login": (403, ""),
        "/moved": (301, "/good"),
        "/home": (302, "/"),
        "/loop": (302, "/loop"),
        "/file": (302, "file:///etc/passwd"),
        "/metadata": (302, "http://169.254.169.254/latest"),
        "/other-door": (302, at.replace("127.0.0.1", "localhost") + "/good"),
        "/other-port": (302, "http://127.0.0.1:1/"),
    }
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def read(tmp_path, words):
    path = tmp_path / "release.txt"
    path.write_text(TEXT.format(words), encoding="utf-8")
    return release.read(path, shown=path.name)[0]


def codes(tmp_path, words):
    return [item.code for item in visited(read(tmp_path, words))]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("/good", []),
        ("/no-head", []),
        ("/moved", []),
        ("/missing", ["REL066"]),
        ("/gone", ["REL066"]),
        ("/broken", ["REL066"]),
        ("/home", ["REL067"]),
        ("/login", ["REL069"]),
        ("/loop", ["REL069"]),
        ("/file", ["REL069"]),
        ("/metadata", ["REL069"]),
        ("/other-door", ["REL069"]),
        ("/other-port", ["REL069"]),
    ],
)
def test_a_link_is_judged_by_what_opening_it_gives(site, page, code, tmp_path):
    """Dead and redirected links are told; what cannot be told is information only."""
    assert codes(tmp_path, f"{site.at}{page}") == code


def test_a_link_that_ends_at_another_site_is_told():
    """REL067 names where it ends; with or without www it is the same site, and pointers such as a DOI lead on."""
    for asked, ended, told in (
        ("https://short.test/x", "https://alliance.test/plan", True),
        ("https://alliance.test/plan", "https://www.alliance.test/plan", False),
        ("http://alliance.test/plan", "https://alliance.test/plan/", False),
        ("https://doi.org/10.1000/1", "https://journal.test/1", False),
        ("https://alliance.test/plan", "https://alliance.test/", True),
        ("https://alliance.test/", "https://alliance.test/en/", False),
    ):
        assert bool(_elsewhere(Visit(url=asked, ended=ended, status=200))) is told, (asked, ended)


def test_a_redirect_never_leads_inside(site):
    """Only the address that the release itself writes out is opened inside a network; metadata services never."""
    assert visit(f"{site.at}/metadata").trouble is Trouble.INSIDE
    assert visit(f"{site.at}/other-port").trouble is Trouble.INSIDE
    assert visit("http://169.254.169.254/latest").trouble is Trouble.INSIDE
    assert visit(f"{site.at}/file").trouble is Trouble.INSIDE
    assert visit("http://[::ffff:169.254.169.254]/").trouble is Trouble.INSIDE


def test_nothing_of_us_is_told_and_no_cookie_is_kept(site):
    """HEAD first, the page itself only when that fails, and no cookie after it was set."""
    visit(f"{site.at}/moved")
    visit(f"{site.at}/no-head")
    assert [(method, path) for method, path, _ in site.asked] == [
        ("HEAD", "/moved"), ("HEAD", "/good"), ("HEAD", "/no-head"), ("GET", "/no-head"),
    ]  # fmt: skip
    assert not {"Cookie", "Referer", "Authorization"} & {name for _, _, headers in site.asked for name in headers}


def test_hosts_that_do_not_answer_are_gone():
    """A name that does not exist, and a port where nobody listens; a stranger's protocol is no answer."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert visit(f"http://127.0.0.1:{taken.getsockname()[1]}/").trouble is Trouble.GONE
        taken.listen()

        def hang_up():
            taken.accept()[0].close()

        threading.Thread(target=hang_up, daemon=True).start()
        assert visit(f"http://127.0.0.1:{taken.getsockname()[1]}/").trouble is Trouble.UNSURE
    assert visit("http://[broken").trouble is Trouble.UNSURE
    assert visit("https://").trouble is Trouble.INSIDE


def test_each_link_is_opened_once_wherever_it_stands(site, tmp_path):
    """A full stop behind an address is none of it, and an anchor is the same page."""
    told = codes(tmp_path, f"{site.at}/gone. And {site.at}/gone#more, or ({site.at}/good).")
    assert (told, sorted(path for _, path, _ in site.asked)) == (["REL066"], ["/gone", "/gone", "/good"])


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://localhost:8000/plan", True),
        ("https://192.168.0.7/plan", True),
        ("https://wiki.alliance.internal/plan", True),
        ("https://staging.alliance.test/plan", True),
        ("https://alliance.test/?p=12&preview=true", True),
        ("https://alliance.test/plan", False),
        ("https://stage-door.test/plan", False),
        ("https://dev.alliance.test/preview", False),
        ("https://local.alliance.test/", False),
    ],
)
def test_a_link_to_a_draft_or_inside_is_told_without_opening_it(url, told, tmp_path):
    """REL068 looks at the address alone."""
    case = preflight.Case(
        release=read(tmp_path, url), organisation=Organisation(), now=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert ("REL068" in [item.code for item in preflight.run(case)]) is told


def test_links_behind_words_are_opened_too(tmp_path):
    """Those of a document and of pictures; mail links are none."""
    path = tmp_path / "r.md"
    path.write_text(
        "---\nimages: [https://a.test/i.jpg]\n---\n\n# Night clinics open\n\nDENVER – See [the plan](https://a.test/p) "
        "or [write](mailto:a@a.test).\n",
        encoding="utf-8",
    )
    assert [target.url for target in targets(release.read(path)[0])] == ["https://a.test/i.jpg", "https://a.test/p"]


def test_a_plain_check_does_not_even_load_what_opens_links():
    """Only `--links` does."""
    script = (
        "import sys, datetime\nfrom pathlib import Path\nfrom dispatch import preflight, release\n"
        "from dispatch.model.mail import Organisation\nimport dispatch.workflows.check\n"
        "read, _ = release.read(Path(sys.argv[1]))\n"
        "preflight.run(preflight.Case(release=read, organisation=Organisation(), now=datetime.datetime.now()))\n"
        "sys.exit('dispatch.preflight.visiting' in sys.modules)"
    )
    example = Path(__file__).parents[2] / "releases" / "night-clinics.md"
    command = [sys.executable, "-c", script.replace("now()", "now(datetime.UTC)"), example]
    assert subprocess.run(command, check=False).returncode == 0

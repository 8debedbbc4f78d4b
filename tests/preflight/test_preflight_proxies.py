"""Links through a proxy."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dispatch.config.proxies import proxies
from dispatch.preflight.proxies import NONE, Proxy
from dispatch.preflight.visiting import Trouble, visit


class Gate(BaseHTTPRequestHandler):
    """A proxy that knows two pages, wants no tunnel, and remembers what it was asked."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers.get("Proxy-Authorization")))
        self.send_response(200 if self.path.endswith("/good") else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - the library's name

    def do_CONNECT(self):
        self.server.asked.append((self.command, self.path, self.headers.get("Proxy-Authorization")))
        self.send_error(403)

    def log_message(self, *_):
        """Nothing on the screen."""


@pytest.fixture
def gate():
    """A running proxy on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gate)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _through(gate, extra=""):
    return proxies({"http_proxy": f"http://ana:pa%20ss@127.0.0.1:{gate.server_address[1]}", "no_proxy": extra})


def test_a_page_is_asked_of_the_proxy(gate):
    """By its whole address, with the name and word of the proxy, though nobody here knows the host."""
    found = visit("http://trust.test/good", _through(gate))
    assert (found.status, found.trouble) == (200, None)
    assert gate.asked == [("HEAD", "http://trust.test:80/good", "Basic YW5hOnBhIHNz")]
    assert visit("http://trust.test/gone", _through(gate)).status == 404


def test_a_tunnel_that_is_refused_tells_nothing_about_the_link(gate):
    """Nor does a proxy that is not there: neither makes a link dead."""
    port = gate.server_address[1]
    assert visit("https://trust.test/", proxies({"HTTPS_PROXY": f"127.0.0.1:{port}"})).trouble is Trouble.UNSURE
    assert gate.asked == [("CONNECT", "trust.test:443", None)]
    assert visit("http://trust.test/", proxies({"all_proxy": "http://127.0.0.1:1"})).trouble is Trouble.UNSURE


@pytest.mark.parametrize("url", ["http://10.1.2.3/", "http://localhost/", "http://printer.local/", "http://[::1]/"])
def test_no_proxy_is_asked_for_what_is_inside(gate, url):
    """It might reach what we must not."""
    assert visit(url, _through(gate)).trouble is Trouble.INSIDE
    assert gate.asked == []


def test_the_environment_says_which_and_for_whom():
    """As curl and others read it: small letters first, a list of hosts without one; SOCKS is not used."""
    found = proxies({"HTTPS_PROXY": "p.test:3128", "all_proxy": "http://q.test", "NO_PROXY": "trust.test, .lan"})
    assert found.to("https", "a.test") == Proxy(host="p.test", port=3128)
    assert found.to("http", "a.test") == Proxy(host="q.test", port=80)
    assert found.to("https", "www.trust.test") is found.to("https", "Trust.test") is found.to("http", "x.lan") is None
    assert proxies({"no_proxy": "*", "http_proxy": "p.test"}).to("http", "a.test") is None
    assert proxies({"http_proxy": "socks5://p.test:1080", "https_proxy": "http://[::"}) == NONE
    assert "word" not in repr(proxies({"http_proxy": "http://name:word@p.test"}))

"""Opening a link as a careful stranger would: no cookies, no way inside, little read, soon given up."""

import ipaddress
import socket
import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from typing import Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from dispatch.preflight.proxies import NONE, Proxies, Proxy

#: Seconds for one step, and for one request whatever its server does.
_PATIENCE: Final = 5.0
_AT_MOST: Final = 12.0
_REDIRECTS: Final = 5
_AT_ONCE: Final = 8
#: Octets of a page that are read, when its server wants the whole of it asked for.
_READ: Final = 16_384
#: Answers to HEAD after which the page itself is asked for: servers that do not know HEAD, or mistake it.
_ASK_AGAIN: Final = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 503})
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final = {"User-Agent": "Mozilla/5.0 (compatible; dispatch check --links)", "Accept": "*/*"}


class Trouble(StrEnum):
    """Why a link gave no answer."""

    #: The name does not exist, or nobody listens there.
    GONE = "gone"
    #: Its certificate is not trusted, or encryption failed.
    CERTIFICATE = "certificate"
    #: It leads to an address inside a network, or to what is no page.
    INSIDE = "inside"
    #: Too slow, too many redirects, an answer that is none: nothing can be told.
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What became of opening a link."""

    url: str
    #: Where it ended; the link itself when it led nowhere else.
    ended: str
    #: The answer there (RFC 9110 section 15); 0 when there was none.
    status: int = 0
    trouble: Trouble | None = None


class _RefusedError(Exception):
    """An address that is not opened."""


def visit_all(urls: Iterable[str], proxies: Proxies = NONE) -> dict[str, Visit]:
    """Open http and https links, several at once.

    Args:
        urls: As they stand in the release, each once.
        proxies: Through whom, where a network lets nobody out by themselves.

    Returns:
        What became of each. Only addresses of the public Internet are opened, and those inside a network that a link
        itself names; a redirect never leads there.
    """
    wanted = list(dict.fromkeys(urls))
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        return dict(zip(wanted, pool.map(lambda url: visit(url, proxies), wanted), strict=True))


def visit(url: str, proxies: Proxies = NONE) -> Visit:
    """Open one link and follow where it leads."""
    place, status = url, 0
    try:
        for _ in range(_REDIRECTS + 1):
            status, target = _ask(place, urlsplit(url).netloc, proxies)
            if target is None:
                return Visit(url=url, ended=place, status=status)
            place = urljoin(place, target)
    except (_RefusedError, OSError, HTTPException, ValueError) as error:
        return Visit(url=url, ended=place, trouble=_trouble(error))
    return Visit(url=url, ended=place, status=status, trouble=Trouble.UNSURE)


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, _RefusedError):
        return Trouble.INSIDE
    if isinstance(error, ssl.SSLError):
        return Trouble.CERTIFICATE
    # Without a name server nothing can be told about any link.
    nobody = isinstance(error, socket.gaierror) and error.errno != socket.EAI_AGAIN
    return Trouble.GONE if nobody or isinstance(error, ConnectionRefusedError) else Trouble.UNSURE


def _ask(url: str, named: str, proxies: Proxies) -> tuple[int, str | None]:
    """Status, and where it sends us."""
    status, target = _request("HEAD", url, named, proxies)
    return _request("GET", url, named, proxies) if status in _ASK_AGAIN else (status, target)


def _request(method: str, url: str, named: str, proxies: Proxies) -> tuple[int, str | None]:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _RefusedError
    secure, proxy = parts.scheme == "https", proxies.to(parts.scheme, parts.hostname)
    connection: _Connection = (
        _Proxied(parts.hostname, parts.port, secure=secure, proxy=proxy)
        if proxy
        else _Connection(parts.hostname, parts.port, secure=secure, inside=parts.netloc == named)
    )
    watch = Timer(_AT_MOST, connection.hang_up)
    watch.daemon = True
    watch.start()
    try:
        path = quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe="/%:=&?~+!$,;'@()*[]")
        connection.request(method, connection.asked(path), headers=_HEADERS | connection.own_headers)
        response = connection.getresponse()
        return response.status, _target(response, method)
    finally:
        watch.cancel()
        connection.close()


def _target(response: HTTPResponse, method: str) -> str | None:
    if method == "GET":
        response.read(_READ)
    return response.getheader("Location") if response.status in _MOVED else None


class _Connection(HTTPConnection):
    """A connection to the address that was looked at, so that a name cannot change its mind in between."""

    def __init__(self, host: str, port: int | None, *, secure: bool, inside: bool) -> None:
        super().__init__(_ascii(host), port or (443 if secure else 80), timeout=_PATIENCE)
        self._secure = secure
        self._inside = inside
        self.own_headers: dict[str, str] = {}

    def asked(self, path: str) -> str:
        """How the page is named to whoever is at the other end."""
        return path

    def connect(self) -> None:
        """Open a public address of the host, or the one inside that the link names."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        address = next(
            (str(one[4][0]) for one in found if _allowed(str(one[4][0]), self.host, inside=self._inside)), ""
        )
        if not address:
            raise _RefusedError
        self.sock = socket.create_connection((address, self.port), timeout=_PATIENCE)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def hang_up(self) -> None:
        """End what takes too long; whoever reads gets an error."""
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


class _Proxied(_Connection):
    """A connection through a proxy: it looks up names, so that here only what says that it is inside is refused."""

    def __init__(self, host: str, port: int | None, *, secure: bool, proxy: Proxy) -> None:
        super().__init__(host, port, secure=secure, inside=False)
        self._far = self.host, self.port
        self.host, self.port = proxy.host, proxy.port
        own = {"Proxy-Authorization": proxy.credentials} if proxy.credentials else {}
        self.own_headers = {} if secure else {**own, "Host": ":".join(map(str, self._far))}
        if secure:
            self.set_tunnel(*self._far, headers=own)

    def asked(self, path: str) -> str:
        """The whole address for a proxy, unless a tunnel leads to its server."""
        return path if self._secure else f"http://{self._far[0]}:{self._far[1]}{path}"

    def connect(self) -> None:
        """Open the proxy, and the tunnel through it; what goes wrong there tells nothing about the link."""
        if _says_inside(self._far[0]):
            raise _RefusedError
        try:
            HTTPConnection.connect(self)
        except OSError as error:
            raise HTTPException(str(error)) from error
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._far[0])


def _says_inside(host: str) -> bool:
    """Whether a name or an address says by itself that it is inside a network."""
    if host == "localhost" or "." not in host.strip("[]").replace(":", ".") or host.endswith((".local", ".internal")):
        return True
    try:
        return not _allowed(host.strip("[]"), host, inside=False)
    except ValueError:
        return False


def _allowed(address: str, host: str, *, inside: bool) -> bool:
    """Whether an address may be opened: a public one, or one inside that the release writes out as it is."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or found
    if mapped.is_global and not mapped.is_multicast:
        return True
    literal = host == "localhost" or host.strip("[]") == address
    return inside and literal and (mapped.is_loopback or mapped.is_private) and not mapped.is_link_local


def _ascii(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode()

"""Proxies: through whom the links of a release are opened, where a network lets nobody out by themselves."""

from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """One HTTP proxy."""

    host: str
    port: int
    #: The value of `Proxy-Authorization` (RFC 7617); empty without a password.
    credentials: str = ""

    def __repr__(self) -> str:
        return f"Proxy(host={self.host!r}, port={self.port!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxies:
    """The proxies of each scheme, and the hosts that are reached without one."""

    http: Proxy | None = None
    https: Proxy | None = None
    #: Hosts, `.domains` and `*`, in small letters.
    direct: tuple[str, ...] = ()

    def to(self, scheme: str, host: str) -> Proxy | None:
        """The proxy for a link, or None when it is opened directly."""
        host = host.casefold().strip("[]")
        for name in self.direct:
            if name == "*" or host == name.lstrip(".") or host.endswith(f".{name.lstrip('.')}"):
                return None
        return self.https if scheme == "https" else self.http


NONE = Proxies()


def parsed(url: str) -> Proxy | None:
    """A proxy as `https_proxy` and its kind name it: `http://user:word@host:3128`, or `host:3128`; None for others."""
    try:
        parts = urlsplit(url if "//" in url else f"http://{url}")
        port = parts.port or 80
    except ValueError:
        return None
    if parts.scheme != "http" or not parts.hostname:
        return None
    name, word = unquote(parts.username or ""), unquote(parts.password or "")
    credentials = f"Basic {b64encode(f'{name}:{word}'.encode()).decode()}" if name else ""
    return Proxy(host=parts.hostname, port=port, credentials=credentials)

"""The proxies that the environment names, as every program on the machine uses them."""

from collections.abc import Mapping

from dispatch.preflight.proxies import Proxies, Proxy, parsed


def proxies(environ: Mapping[str, str]) -> Proxies:
    """`https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`, in small letters or capitals; small ones count first."""
    return Proxies(
        http=_named(environ, "http_proxy", "all_proxy"),
        https=_named(environ, "https_proxy", "all_proxy"),
        direct=tuple(filter(None, (name.strip().casefold() for name in _value(environ, "no_proxy").split(",")))),
    )


def _named(environ: Mapping[str, str], *names: str) -> Proxy | None:
    return next((parsed(value) for name in names if (value := _value(environ, name))), None)


def _value(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name) or environ.get(name.upper()) or ""

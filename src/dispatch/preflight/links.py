"""Rules about where links lead: what their address tells, and, only when asked, what opening them tells."""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Release
from dispatch.preflight.places import finding, search
from dispatch.preflight.proxies import NONE, Proxies
from dispatch.preflight.rule import Case, Rule

if TYPE_CHECKING:
    from dispatch.preflight.visiting import Visit

_URL: Final = re.compile(r"https?://[^\s<>\"“”«»)\]}|\\^`]+", re.IGNORECASE)
#: Hosts and addresses that only colleagues can open.
_INSIDE: Final = re.compile(
    r"(?:^|\.)(?:localhost|local|internal|intranet|lan|corp|localdomain)$|^(?:staging|stage|preprod|pre-prod|uat|preview)[.]|"
    r"[.-](?:staging|preprod|uat)\.",
    re.IGNORECASE,
)
_DRAFT: Final = re.compile(r"[?&](?:preview=true|preview_id=)|/wp-admin/", re.IGNORECASE)
#: Names that stand for a place elsewhere by design: a DOI (ISO 26324), a handle, a persistent URL.
_POINTERS: Final = frozenset({"doi.org", "dx.doi.org", "hdl.handle.net", "purl.org", "w3id.org", "n2t.net", "ark.org"})
_MISSING: Final = frozenset({404, 410})
_BROKEN: Final = 500
_ERROR: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A link of a release, and where it stands."""

    url: str
    line: int | None
    column: int | None


def targets(release: Release) -> tuple[Target, ...]:
    """The http and https links of a release in its order, each once, pictures included."""
    found = [
        Target(url=place.text.rstrip(".,;:!?'’*_"), line=place.line, column=place.column)
        for place in search(release, _URL)
    ]
    behind = [(link.url, link.line) for link in release.links] + [(image.src, image.line) for image in release.images]
    found += [Target(url=url, line=line, column=None) for url, line in behind if _URL.match(url)]
    first: dict[str, Target] = {}
    for target in found:
        first.setdefault(target.url.partition("#")[0], target)
    return tuple(first.values())


def visited(release: Release, proxies: Proxies = NONE) -> tuple[Finding, ...]:
    """Open every link of a release, versions included, and tell which lead nowhere or elsewhere.

    This is the only part of preflight that opens connections; `dispatch check --links` asks for it.

    Args:
        release: Whose links.
        proxies: Through whom they are opened.
    """
    from dispatch.preflight.visiting import visit_all  # noqa: PLC0415  (nothing else opens connections)

    parts = [(one, targets(one)) for one in (release, *release.versions)]
    visits = visit_all((target.url.partition("#")[0] for _, found in parts for target in found), proxies)
    return tuple(
        told
        for one, found in parts
        for target in found
        for told in _judged(one, target, visits[target.url.partition("#")[0]])
    )


def _judged(release: Release, target: Target, visit: "Visit") -> Iterator[Finding]:
    told = _dead(visit) or _elsewhere(visit) or _unsure(visit)
    if told:
        code, severity, message, fix = told
        column = target.column if target.line else None
        yield finding(release, code, severity, message, fix, line=target.line, column=column)


def _dead(visit: "Visit") -> tuple[str, Severity, str, str] | None:
    shown = _short(visit.url)
    why = {"gone": "nobody answers there", "certificate": "browsers warn of its certificate"}.get(
        visit.trouble or "", ""
    )
    if visit.status in _MISSING:
        why = f"there is no such page ({visit.status})"
    elif visit.status >= _BROKEN:
        why = f"its server answers with an error ({visit.status})"
    if not why:
        return None
    return (
        "REL066",
        Severity.WARNING,
        f"{shown} cannot be opened: {why}.",
        "correct the address, or mend the page first",
    )


def _elsewhere(visit: "Visit") -> tuple[str, Severity, str, str] | None:
    asked, ended = urlsplit(visit.url), urlsplit(visit.ended)
    one, other = (_site(parts.hostname or "") for parts in (asked, ended))
    if visit.trouble or visit.status >= _ERROR or one in _POINTERS:
        return None
    if one != other:
        message = f"{_short(visit.url)} leads on to {_short(visit.ended)}."
        return "REL067", Severity.WARNING, message, "write the address where it ends, if that is the right page"
    if len(asked.path) > 1 and ended.path in {"", "/"} and not ended.query:
        message = f"{_short(visit.url)} leads on to the front page of {ended.hostname}: the page may be gone."
        return "REL067", Severity.WARNING, message, "look for the page, and write its address"
    return None


def _unsure(visit: "Visit") -> tuple[str, Severity, str, str] | None:
    if visit.trouble is None and visit.status < _ERROR:
        return None
    why = "it leads to an address inside a network" if visit.trouble == "inside" else "its server does not say"
    if visit.status >= _ERROR:
        why = f"its server does not let programs in ({visit.status})"
    return "REL069", Severity.INFO, f"Whether {_short(visit.url)} works cannot be told: {why}.", "open it in a browser"


def _inside(case: Case) -> Iterator[Finding]:
    for target in targets(case.release):
        host = _host(target.url)
        if host and (_INSIDE.search(host) or _private(host) or _DRAFT.search(target.url)):
            message = f"Readers cannot open {_short(target.url)}: it is a draft, or inside a network."
            fix = "write the address of the page that the public sees"
            yield finding(
                case.release, "REL068", Severity.WARNING, message, fix, line=target.line, column=target.column
            )


def _private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _site(host: str) -> str:
    """A host without what sites put in front of themselves for the same pages."""
    return re.sub(r"^(?:www\d?|m|amp)\.", "", host.lower())


def _short(url: str) -> str:
    return url if len(url) <= 70 else f"{url[:69]}…"  # noqa: PLR2004


RULES: tuple[Rule, ...] = (
    Rule(
        code="REL066", severity=Severity.WARNING, title="Dead link",
        explanation="The link was opened (`dispatch check --links`) and there is no page: the name does not exist, "
        "nobody answers, the page is missing, or browsers would warn of it. Nothing is more often checked by a "
        "journalist. Links are opened only when you ask for it.",
    ),
    Rule(
        code="REL067", severity=Severity.WARNING, title="Link leads elsewhere",
        explanation="The link was opened (`dispatch check --links`) and ends at another site, or at a front page, "
        "where pages that are gone often send people. Filters take a link that ends elsewhere for a trick. Write the "
        "address where it ends.",
    ),
    Rule(
        code="REL068", severity=Severity.WARNING, title="Link to a draft or inside", check=_inside,
        explanation="The address is one that only you and your colleagues can open: this computer, the office's "
        "network, a staging site, a preview of a page that is not published. Publish it, and write the address that "
        "everybody can open.",
    ),
    Rule(
        code="REL069", severity=Severity.INFO, title="Link not judged",
        explanation="The link was opened (`dispatch check --links`), and what came back says nothing: the server was "
        "too slow, refuses programs, asks for a login, or led to an address inside a network, which is not followed. "
        "Open it in a browser.",
    ),
)  # fmt: skip

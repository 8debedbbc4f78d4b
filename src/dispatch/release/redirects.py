"""Links that lead through somebody's counter: where they lead in the end stands in them."""

from urllib.parse import parse_qs, urlsplit

from lxml import etree

from dispatch.release.expression import Expression

#: Hosts and paths whose address holds another one, and under which names.
_COUNTER = Expression(
    r"(?:(?:www\.)?google\.[a-z.]{2,7}/url|[\w.-]*\.safelinks\.protection\.outlook\.com/|"
    r"(?:l|lm|www)\.facebook\.com/l\.php|l\.instagram\.com/|(?:www\.)?youtube\.com/redirect|"
    r"(?:www\.)?linkedin\.com/(?:safety/go|redir/redirect)|out\.reddit\.com/)"
)
_NAMES = ("q", "url", "u", "target")
_DEEPEST = 3


def direct(address: str) -> str:
    """The address that a link leads to in the end, as far as it can be told without asking anybody.

    Args:
        address: Of a link, such as `https://www.google.com/url?q=https://trust.example/&sa=D`.
    """
    for _ in range(_DEEPEST):
        try:
            parts = urlsplit(address)
            if parts.scheme not in {"http", "https"} or not _COUNTER.match(f"{parts.netloc}{parts.path}".lower()):
                return address
            values = parse_qs(parts.query)
        except ValueError:
            return address
        held = (value for name in _NAMES for value in values.get(name, ()))
        inner = next((value for value in held if value.startswith(("https://", "http://"))), None)
        if inner is None:
            return address
        address = inner
    return address


def unwrap(root: etree._Element) -> None:
    """Let every link of a tree lead to where it leads in the end.

    Args:
        root: It is changed.
    """
    for link in root.iter("a"):
        if "?" in (address := link.get("href", "")):
            link.set("href", direct(address))

"""E-mail addresses that Cloudflare hides from robots, and with them from everyone who saves the page."""

import re

from lxml import etree

from dispatch.release.expression import Expression

_PATH = "/cdn-cgi/l/email-protection"
_LINKED = Expression(re.escape(_PATH) + r"#([0-9a-f]{4,400})", re.IGNORECASE)
_STANDS_IN = Expression(r"\[\s*email\s+protected\s*\]", re.IGNORECASE)
_ADDRESS = Expression(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,250}")


def reveal(root: etree._Element) -> None:
    """Put every hidden address back where a browser would show it.

    The first octet is the key, the others are the address, each xored with it.

    Args:
        root: A page; it is changed.
    """
    for element in root.xpath(f"//*[@data-cfemail] | //a[contains(@href, '{_PATH}')]"):
        linked = _LINKED.search(element.get("href", ""))
        address = decoded(element.get("data-cfemail", "")) or (decoded(linked[1]) if linked else None)
        if address is None:
            continue
        shown, _, _ = address.partition("?")
        if linked or (element.tag == "a" and _PATH in element.get("href", "")):
            element.set("href", f"mailto:{address}")
        _show(element, shown, own="data-cfemail" in element.attrib)


def decoded(hexadecimal: str) -> str | None:
    """The address in a hidden one; None when there is none."""
    try:
        octets = bytes.fromhex(hexadecimal)
        address = bytes(octet ^ octets[0] for octet in octets[1:]).decode("utf-8")
    except (ValueError, IndexError):
        return None
    return address if _ADDRESS.match(address) else None


def _show(element: etree._Element, address: str, *, own: bool) -> None:
    """The address instead of the words that stand for it."""
    if own:
        for child in list(element):
            element.remove(child)
        element.text = address
        return
    for part in element.iter():
        if part.text and "data-cfemail" not in part.attrib:
            part.text = _STANDS_IN.sub(address, part.text)

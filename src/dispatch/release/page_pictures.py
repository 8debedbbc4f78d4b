"""The pictures in the HTML of a paragraph, each with the address under which a mail can show it."""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from dispatch import markup
from dispatch.model.release import Image
from dispatch.release.expression import Expression
from dispatch.release.source import collapse

IMAGE = Expression(r"<img\b[^>]*>", re.IGNORECASE)
_SMALLEST = 3


def images(raw: str, address: Callable[[str], str]) -> Iterator[Image]:
    """Every picture but those that only count readers.

    Args:
        raw: HTML as it was found.
        address: The address of a picture from that in its `src`; empty drops it.
    """
    for found in etree.HTML(f"<div>{raw}</div>").iter("img"):
        source = address(found.get("src", "").strip())
        small = any(_is_tiny(found.get(side, "")) for side in ("width", "height"))
        if source and not small and "<img" in markup.sanitise(f'<img src="{markup.escape(source)}">'):
            yield Image(src=source, alt=collapse(found.get("alt", "")), caption=collapse(found.get("title", "")))


def _is_tiny(size: str) -> bool:
    return size.isdecimal() and int(size) <= _SMALLEST


def addressed(raw: str, address: Callable[[str], str]) -> str:
    """HTML in which each picture has the address that `address` gives it."""

    def again(found: re.Match[str]) -> str:
        image = next(images(found.group(), address), None)
        if image is None:
            return ""
        return f'<img src="{markup.escape(image.src)}" alt="{markup.escape(image.alt)}">'

    return IMAGE.sub(again, raw) if "<img" in raw else raw

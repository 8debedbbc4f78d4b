"""Sets caption and credit of a picture that stands in the text below it, as pictures after the text have them."""

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from dispatch.model.release import Image

_IMAGE: Final = re.compile(r'<img\b[^>]*\bsrc="([^"]*)"[^>]*>')
_ONLY_IMAGE: Final = re.compile(r"<p>\s*(<img\b[^>]*>)\s*</p>")


def captioned(html: str, images: Iterable[Image], said: str = "") -> str:
    """Markup with the captions of its pictures.

    Args:
        html: One block, as in `Block.html`.
        images: The release's; the first of each address that has a caption or a credit counts.
        said: What the text says itself: a caption that stands in it is not printed again.

    Returns:
        A picture alone with its caption below it in the same paragraph; after any other block a paragraph of captions.
    """
    if "<img" not in html:
        return html
    captions: dict[str, str] = {}
    for image in images:
        caption = written(image)
        if caption and not (image.caption and image.caption in said):
            captions.setdefault(escape(image.src), escape(caption))
    found = list(dict.fromkeys(captions[source] for source in _IMAGE.findall(html) if source in captions))
    if not found:
        return html
    told = "<br>".join(found)
    if _ONLY_IMAGE.fullmatch(html.strip()):
        return _ONLY_IMAGE.sub(lambda one: f'<p class="picture">{one[1]}<br>{told}</p>', html.strip())
    return f'{html}<p class="picture">{told}</p>'


def written(image: Image) -> str:
    """`Caption (credit)`, or the one of them that there is."""
    return f"{image.caption} ({image.credit})".strip() if image.credit else image.caption

"""Keeps telephone numbers and addresses in order where text runs from right to left (Unicode UAX 9, section 2.7)."""

import re
from typing import Final

_TAG: Final = re.compile(r"(<[^>]*>)")
#: A number in groups, from its sign for abroad, its trunk digit or its bracket on.
_NUMBER: Final = re.compile(r"(?<![\w.,])(?:\+|\(\+?|0)\d[\d\s().\u00a0\u2010-\u2013/-]{5,24}\d(?!\w)")
#: A link whose text is an address.
_LINK: Final = re.compile(r"<a (?![^>]*\bdir=)(?=[^>]*>\s*(?:https?://|www\.|[\w.+-]{1,64}@)[^\s<]*\s*</a>)")


def isolated(html: str) -> str:
    """Markup in which every number in groups and every link that shows its address runs from left to right.

    Without that, the groups of `+44 23 5550 0142` change places among Arabic or Hebrew words.

    Args:
        html: Sanitised, as in `Block.html`.
    """
    pieces = _TAG.split(_LINK.sub('<a dir="ltr" ', html))
    return "".join(
        piece if piece.startswith("<") else _NUMBER.sub(lambda one: f'<span dir="ltr">{one[0]}</span>', piece)
        for piece in pieces
    )

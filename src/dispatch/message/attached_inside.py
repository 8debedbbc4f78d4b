"""What a reader of one kind of attachment finds in it."""

from collections.abc import Sequence
from typing import NamedTuple


class Inside(NamedTuple):
    """What a reader of one format found."""

    #: `tracked changes`, `comments`, `3 attached files`, each with what to do.
    left: Sequence[tuple[str, str]] = ()
    #: The document's properties by name: `author`, `company`, `title`, …
    properties: Sequence[tuple[str, str]] = ()
    #: It opens with a password only.
    locked: bool = False

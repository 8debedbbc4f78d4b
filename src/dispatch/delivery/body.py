"""Messages as octets on the wire: line ends, dots and 8-bit text, looked for once in what many messages share."""

import io
import re
from dataclasses import dataclass

#: A line that opens with a dot.
_DOTTED = re.compile(rb"\r\n\.")
#: Octets from which a piece is worth remembering, and how many are remembered.
_LONG, _MOST = 256, 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One message's content, inspected."""

    pieces: tuple[bytes, ...]
    size: int
    #: Every line ends in CRLF, and CR and LF stand nowhere else (RFC 5321 section 2.3.8).
    clean: bool
    #: No octet above 127.
    seven_bit: bool
    #: The pieces with each dot that opens a line doubled; None where that is not known piece by piece.
    dotted: tuple[bytes, ...] | None

    def plain(self) -> bytes:
        """The content, for BDAT."""
        return b"".join(self.pieces)

    def stuffed(self) -> bytes:
        """The content for DATA, each dot that opens a line doubled (RFC 5321 section 4.5.2)."""
        return stuffed(self.plain()) if self.dotted is None else b"".join(self.dotted)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What was found in a long piece."""

    #: Kept so that no other object gets its identity.
    piece: bytes
    #: Stands for it among its neighbours: equal at both ends in all that line ends and dots depend on.
    ends: bytes
    stuffed: bytes
    seven_bit: bool


class Inspector:
    """Inspects messages; long pieces that come again (the same objects) are not read again.

    What is left to read for each message are its short pieces, with the ends of the long ones between them.
    """

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}

    def body(self, pieces: tuple[bytes, ...]) -> Body:
        """What is to be known about a content before it is sent."""
        size, seven_bit = 0, True
        between: list[bytes] = []
        dotted: list[bytes] = []
        for piece in pieces:
            size += len(piece)
            if len(piece) < _LONG:
                between.append(piece)
                dotted.append(piece)
                continue
            known = self._known.get(id(piece)) or self._learnt(piece)
            between.append(known.ends)
            dotted.append(known.stuffed)
            seven_bit = seven_bit and known.seven_bit
        read = b"".join(between)
        return Body(
            pieces=pieces,
            size=size,
            clean=_clean(read),
            seven_bit=seven_bit and read.isascii(),
            # a dot at the end of one piece's line, in another: rare enough to look at the whole
            dotted=None if _opens_with_dot(read) else tuple(dotted),
        )

    def _learnt(self, piece: bytes) -> _Known:
        whole = piece.startswith(b"\n") or piece.endswith(b"\r") or not _clean(piece + b"\r\n")
        first, last = (b"." if piece.startswith(b".") else b"x"), (b"\r\n" if piece.endswith(b"\r\n") else b"x")
        known = _Known(
            piece=piece,
            ends=piece if whole else first + last,
            stuffed=_DOTTED.sub(b"\r\n..", piece),
            seven_bit=piece.isascii(),
        )
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[id(piece)] = known
        return known


def stuffed(content: bytes) -> bytes:
    """Doubles each dot that opens a line (RFC 5321 section 4.5.2)."""
    if content.startswith(b"."):
        content = b"." + content
    # hardly any message has one, and looking takes half as long as replacing
    return content.replace(b"\r\n.", b"\r\n..") if _DOTTED.search(content) else content


def _opens_with_dot(octets: bytes) -> bool:
    return octets.startswith(b".") or _DOTTED.search(octets) is not None


def _clean(content: bytes) -> bool:
    # The standard library's decoder notes, in one pass, which line ends it met: five times faster than counting them.
    decoder = io.IncrementalNewlineDecoder(None, translate=False)
    decoder.decode(content.decode("latin-1"))
    return decoder.newlines == "\r\n" and content.endswith(b"\r\n")

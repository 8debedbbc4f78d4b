"""SMTP replies: reading them strictly from a stream of octets (RFC 5321 section 4.2)."""

import re
from dataclasses import dataclass
from functools import lru_cache

#: Octets of one reply line; RFC 5321 section 4.5.3.1.5 says 512, real servers send more.
MAX_LINE = 4096
#: Octets of a whole reply.
MAX_REPLY = 65_536
#: Octets of a reply line beyond which it is not worth remembering.
_USUAL = 200
#: Characters of reply text that are kept.
MAX_TEXT = 2_000

_LINE = re.compile(rb"([2-5][0-5][0-9])(?:([ -])([^\r\n]*))?\r?\Z")
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?![\d.])")


class UnreadableError(Exception):
    """What came is not a reply; args[0] shows its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply of a server."""

    code: int
    #: What follows the code on each line; at least one.
    lines: tuple[str, ...]

    @property
    def enhanced(self) -> str:
        """The enhanced status code (RFC 3463) of the first line that has one, or empty."""
        for line in self.lines:
            match = _ENHANCED.match(line)
            if match:
                return match[1]
        return ""

    @property
    def text(self) -> str:
        """Everything on one line, the code in front, an enhanced code repeated on each line only once; capped."""
        first, *rest = self.lines
        if not rest:
            return f"{self.code} {first}"[:MAX_TEXT] if first else str(self.code)
        enhanced = self.enhanced
        words = [str(self.code), first, *(line.removeprefix(enhanced).strip() for line in rest)]
        return " ".join([word for word in words if word])[:MAX_TEXT]


def take(octets: bytes) -> tuple[Reply, int] | None:
    """Reads one reply from the start of what has arrived.

    Args:
        octets: What has arrived so far.

    Returns:
        The reply and how many octets it took, or None when it is not finished.

    Raises:
        UnreadableError: It cannot become a reply: no three-digit code, two codes in one reply, too long.
    """
    end = octets.find(b"\n")
    if 0 < end < _USUAL:
        reply = _single(octets[:end])
        if reply is not None:
            return reply, end + 1
    return _several(octets)


@lru_cache(maxsize=64)
def _single(line: bytes) -> Reply | None:
    """A reply of one line, without its LF; servers say the same to nearly every message."""
    match = _LINE.match(line)
    return Reply(code=int(match[1]), lines=(_text(match),)) if match and match[2] != b"-" else None


def _text(match: re.Match[bytes]) -> str:
    return (match[3] or b"").decode("utf-8", "replace").replace("\0", "\ufffd")


def _several(octets: bytes) -> tuple[Reply, int] | None:
    texts: list[str] = []
    code = b""
    start = 0
    while True:
        end = octets.find(b"\n", start)
        if end < 0:
            if len(octets) - start > MAX_LINE or len(octets) > MAX_REPLY:
                raise UnreadableError(_shown(octets))
            return None
        match = _LINE.match(octets[start:end])
        if match is None or end - start > MAX_LINE or end > MAX_REPLY or (code and match[1] != code):
            raise UnreadableError(_shown(octets[start:end]))
        code = match[1]
        texts.append(_text(match))
        start = end + 1
        if match[2] != b"-":
            return Reply(code=int(code), lines=tuple(texts)), start


def _shown(octets: bytes) -> str:
    return ascii(octets[:60].decode("ascii", "replace"))

"""Content transfer encodings that can be cut open and filled in (RFC 2045 section 6; standard library only)."""

import binascii
import re
from typing import Final

CRLF: Final = b"\r\n"
_SOFT_BREAK: Final = b"=\r\n"
#: Octets of an encoded line, its `=` included (RFC 2045 section 6.7, rule 5).
LINE: Final = 76
#: Octets that make one line of base64.
_TRIPLES: Final = 57
#: Less than a line of characters that stand for themselves (RFC 2045 section 6.7, rule 2), no dot in front.
_BARE: Final = re.compile(r"[!-\-/-<>-~][!-<>-~]{0,74}")


def quoted_printable(text: str) -> bytes:
    """Text as quoted-printable lines; a line end in the text is a line end in the result.

    Args:
        text: Line ends as LF.

    Returns:
        Lines of at most 76 octets joined by CRLF.
    """
    encoded = binascii.b2a_qp(text.encode(), istext=True)
    if len(encoded) <= LINE:
        return encoded.replace(b"\n", CRLF)
    # binascii forgets the two octets that an encoded space at a line's end takes more.
    return CRLF.join([line if len(line) <= LINE else _halved(line) for line in encoded.split(b"\n")])


def closed(encoded: bytes) -> bytes:
    """Ends a piece so that the next one starts in column 0: a soft line break unless it ends a line already."""
    if not encoded or encoded.endswith(CRLF):
        return encoded
    start = encoded.rfind(b"\n") + 1
    if len(encoded) - start == LINE:
        encoded = encoded[:start] + _halved(encoded[start:])
    return encoded + _SOFT_BREAK


def _halved(line: bytes) -> bytes:
    """An encoded line broken softly near its end, never within `=XX`."""
    cut = len(line) - 6
    while b"=" in line[cut - 2 : cut]:
        cut -= 1
    return line[:cut] + _SOFT_BREAK + line[cut:]


def piece(text: str) -> bytes:
    """A piece of text in quoted-printable, ready to be followed by another piece."""
    if _BARE.fullmatch(text):
        return text.encode() + _SOFT_BREAK
    return closed(quoted_printable(text))


def base64_lines(text: str) -> bytes:
    """Text in base64, line ends as CRLF before encoding (RFC 2045 section 6.8)."""
    octets = text.replace("\n", "\r\n").encode()
    lines = [binascii.b2a_base64(octets[at : at + _TRIPLES], newline=False) for at in range(0, len(octets), _TRIPLES)]
    return CRLF.join(lines) + CRLF


def shorter_in_base64(text: str) -> bool:
    """Whether base64 needs fewer octets: text that is mostly not ASCII."""
    octets = len(text.encode())
    return len(quoted_printable(text)) > octets * 4 // 3 + octets // _TRIPLES * 2 + 4

"""Writes header fields: one line of meaning each, folded where it is allowed (RFC 5322, RFC 2047; standard library)."""

import re
from base64 import b64encode
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Final

from dispatch.errors import RefusedError

#: Characters of a header line that folding aims at (RFC 5322 section 2.1.1).
WIDTH: Final = 76
#: Longest encoded word (RFC 2047 section 2).
_ENCODED_WORD: Final = 75
#: Octets that fit an encoded word in base64 beside `=?utf-8?b?` and `?=`.
_OCTETS: Final = (_ENCODED_WORD - 12) // 4 * 3
_Q_BARE: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
#: What each octet is in the Q encoding (RFC 2047 section 4.2).
_Q: Final = tuple("_" if o == ord(" ") else chr(o) if chr(o) in _Q_BARE else f"={o:02X}" for o in range(256))
_PHRASE: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
#: What must not reach a header: line ends, controls, bidirectional overrides, and text that poses as an encoded word.
_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|=\\?"
)
_MESSAGE_ID: Final = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~-]{1,200}")
_ADDRESS: Final = re.compile(
    r"[^\s<>,;:\"()\[\]\\@\x00-\x1f\x7f-\x9f]+@[A-Za-z0-9.-]+|\"[ !#-\[\]-~]+\"@[A-Za-z0-9.-]+"
)


def checked(value: str, what: str) -> str:
    """The value itself, when it can stand in a header.

    Raises:
        RefusedError: It holds a line end, a control character, a bidirectional override or an encoded word
            (which a parser would decode into something else than was meant).
    """
    if _UNSAFE.search(value):
        raise RefusedError(
            f"{what} cannot stand in a mail header: {value!a}.",
            "remove line breaks, control characters and `=?` from it",
        )
    return value


def message_id(value: str) -> str:
    """A Message-ID with its angle brackets (RFC 5322 section 3.6.4)."""
    if not _MESSAGE_ID.fullmatch(value):
        raise RefusedError(f"{value!a} is no Message-ID.")
    return value


def token(value: str) -> str:
    """A delivery's token: characters that need no encoding in a URL (RFC 3986 section 2.3)."""
    if not _TOKEN.fullmatch(value):
        raise RefusedError(f"{value!a} is no delivery token.")
    return value


@lru_cache(maxsize=64)
def date(instant: datetime) -> bytes:
    """The Date field's value (RFC 5322 section 3.3)."""
    return format_datetime(instant).encode()


def unstructured(name: str, value: str) -> bytes:
    """A field of free text such as Subject, with its line end.

    ASCII is folded at spaces; anything else, and words too long to fold, become encoded words.
    """
    head = f"{name}: "
    if len(head) + len(value) <= WIDTH and value.isascii():
        return f"{head}{value}\r\n".encode()
    if value.isascii() and "  " not in value and max(map(len, value.split(" "))) < WIDTH - len(head):
        return (_folded(head, value.split(" ")) + "\r\n").encode()
    return (_folded(head, _encoded_words(value, WIDTH - len(head))) + "\r\n").encode()


def mailbox(name: str, field: str, address: str) -> bytes:
    """A field that holds one mailbox: `To: "Ruiz, Ana" <ana@radio.test>` (RFC 5322 section 3.4)."""
    head = f"{field}: "
    if not name:
        return f"{head}{_fit(len(head), address)}\r\n".encode()
    words = phrase(name, WIDTH - len(head))
    return (_folded(head, [*words, f"<{address}>"]) + "\r\n").encode()


def phrase(name: str, room: int) -> list[str]:
    """A display name as words that may be folded between: bare, quoted, or encoded.

    Only the words that need it are encoded, together where they follow each other: Python's parser shows a space
    between two encoded words of a name that RFC 2047 section 6.2 says is not there.
    """
    words = name.split(" ")
    if name.isascii() and all(words):
        bare = _PHRASE.fullmatch(name)
        if bare and max(map(len, words)) < room:
            return words
        quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if len(quoted) <= room:
            return [quoted]
    return _mixed(words, room)


def _mixed(words: list[str], room: int) -> list[str]:
    """Bare words as they are, neighbours that need encoding as one encoded word, or more when they are long."""
    mixed: list[str] = []
    group: list[str] = []
    for word in words:
        if word and word.isascii() and _PHRASE.fullmatch(word) and len(word) < room:
            if group:
                mixed += _encoded_group(group, room)
                group = []
            mixed.append(word)
        else:
            group.append(word)
    return mixed + _encoded_group(group, room) if group else mixed


def _encoded_group(group: list[str], room: int) -> list[str]:
    """Words that need encoding, as one encoded word if they fit, else each as one or more with the space before it."""
    whole = " ".join(group)
    if len(whole.encode()) <= _OCTETS or len(group) == 1:
        return _encoded_words(whole, room) if whole else []
    spaced = [group[0], *(f" {word}" for word in group[1:])]
    return [one for word in spaced for one in _encoded_words(word, room)]


def identifiers(name: str, values: tuple[str, ...]) -> bytes:
    """A field of Message-IDs, one to a line."""
    return (f"{name}: " + "\r\n ".join(message_id(value) for value in values) + "\r\n").encode()


def address(value: str) -> tuple[str, bool]:
    """An address as a header and an envelope take it: its domain in ASCII, and whether it needs SMTPUTF8.

    Raises:
        RefusedError: It is not exactly one address, or could be read as more than that.
    """
    local, _, domain = value.rpartition("@")
    if not domain.isascii():
        domain = _a_label(domain)
        value = f"{local}@{domain}"
    if not _ADDRESS.fullmatch(value):
        raise RefusedError(f"{value!a} is not one mail address.")
    return value, not local.isascii()


def _a_label(domain: str) -> str:
    """The domain as DNS knows it (RFC 5891)."""
    import idna  # noqa: PLC0415  (rare: only addresses in other scripts need its tables)

    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError as error:
        raise RefusedError(f"{domain!a} is no domain name: {error}.") from error


def _fit(used: int, value: str) -> str:
    """On the same line if it fits, else on the next one."""
    return value if used + len(value) <= WIDTH else f"\r\n {value}"


def _folded(head: str, words: list[str]) -> str:
    """Words after the field's name, a line break before each that would not fit."""
    lines, current, empty = [], head, True
    for word in words:
        if not empty and len(current) + 1 + len(word) > WIDTH:
            lines.append(current)
            current = ""
        current += word if empty else " " + word
        empty = False
    return "\r\n".join([*lines, current])


def _encoded_words(value: str, room: int) -> list[str]:
    """Encoded words of whole characters (RFC 2047 section 5); spaces between two of them are not part of the text."""
    chunk, size, limit = "", 0, min(max(room - 12, 16) // 4 * 3, _OCTETS)
    if len(value.encode()) <= limit:
        return [_encoded_word(value)]
    words: list[str] = []
    for character in value:
        octets = len(character.encode())
        if size + octets > limit:
            words.append(_encoded_word(chunk))
            chunk, size, limit = "", 0, _OCTETS
        chunk += character
        size += octets
    return [*words, _encoded_word(chunk)]


def _encoded_word(chunk: str) -> str:
    """One encoded word, in the encoding that is shorter: Q keeps most Western names readable."""
    octets = chunk.encode()
    q = "".join([_Q[octet] for octet in octets])
    return f"=?utf-8?q?{q}?=" if len(q) <= (len(octets) + 2) // 3 * 4 else f"=?utf-8?b?{b64encode(octets).decode()}?="

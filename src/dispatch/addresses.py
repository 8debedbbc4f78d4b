"""E-mail addresses: one exact address out of a cell, the key that tells people apart, text that is safe in a header."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

#: RFC 5321 section 4.5.3.1: octets of a local part, and of a path without its brackets.
MAX_LOCAL = 64
MAX_ADDRESS = 254

# C0, DEL, C1, line and paragraph separator, and every character that Unicode calls a bidi control.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ENCODED_WORD = re.compile(r"=\?[^?\s]*\?[^?\s]?\?.*?\?=", re.DOTALL)
_CONTROL_NAMES = {
    "\0": "a NUL character",
    "\t": "a tab",
    "\n": "a line break",
    "\r": "a line break",
    "\x0b": "a line break",
    "\x1b": "a terminal escape",
    "\x85": "a line break",
    "\u2028": "a line break",
    "\u2029": "a line break",
}
# Zero-width characters that copying from a web page leaves behind: they are seen by nobody and mean nothing.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
# The common case (RFC 5321 section 4.1.2 Dot-string, LDH labels, a top-level domain of letters).
_PLAIN = re.compile(
    rf"(?!-)({_ATEXT}{{1,64}}(?:\.{_ATEXT}{{1,64}})*)"
    r"@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63})",
)
_WRAPPED = re.compile(r"""\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^"<>]*))\s*<\s*([^<>\s]+)\s*>\s*""")
# The way Access writes a hyperlink: text, address, sub-address.
_HYPERLINK = re.compile(r"[^#@]*#mailto:([^#]+)#|([^#]+)#mailto:\2#", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;|\s<>]+|/(?=\S*@)|\s+or\s+", re.IGNORECASE)
_DISGUISED = re.compile(r"\s*[\[({]\s*(at|dot|arroba|punto|arobase|point|ät|punkt)\s*[\])}]\s*", re.IGNORECASE)
_AT_WORDS = frozenset({"at", "arroba", "arobase", "ät"})
# RFC 6761 and RFC 7686: these can never be delivered; `.test` and `.example` stay usable.
_UNDELIVERABLE = ("invalid", "localhost", "onion", "arpa")


class Trouble(StrEnum):
    """Why a cell holds no usable address."""

    #: Nothing in it.
    EMPTY = "empty"
    #: More than one address.
    SEVERAL = "several"
    #: A character or an encoded word that could forge a header.
    UNSAFE = "unsafe"
    #: Written so that programs cannot read it: `ana (at) radio.test`.
    DISGUISED = "disguised"
    #: Not an address.
    INVALID = "invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One exact address."""

    #: As it is mailed: domain in lower case and Unicode, local part as given.
    email: str
    #: What makes two spellings the same person.
    key: str
    #: Display name, when the cell was `Name <a@b>`.
    name: str = ""
    #: What was taken off to get at the address, in words; empty for a bare address.
    unwrapped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAddress:
    """Why a cell is refused."""

    trouble: Trouble
    #: What is wrong, the rest of a sentence about the cell: `has two dots in a row`.
    reason: str
    #: What may have been meant; empty when there is no telling.
    meant: tuple[str, ...] = ()


def unsafe_characters(text: str) -> str:
    r"""What makes a text unsafe in a header, in words, or an empty string.

    Unsafe are control characters (C0, C1, DEL), line and paragraph separators, bidi controls, and encoded words
    (RFC 2047 section 2), which some parsers decode into line breaks.

    Args:
        text: A value that shall stand in a header.

    Returns:
        For example `a line break (U+000A)` or `an encoded word (=?…?=)`; empty when the text is safe.
    """
    if text.isprintable() and "=?" not in text:
        return ""  # what is unsafe is never printable
    found = _CONTROL.search(text)
    if found:
        character = found.group()
        kind = _CONTROL_NAMES.get(character) or (
            "a control character" if ord(character) < 0xA0 else "a character that reverses text"  # noqa: PLR2004
        )
        return f"{kind} (U+{ord(character):04X})"
    if "=?" in text and _ENCODED_WORD.search(text):
        return "an encoded word (=?…?=)"
    return ""


def key(address: str, *, plus_tags: bool = True) -> str:
    """The normalised form of an address: equal keys are one person.

    Args:
        address: A valid address, or whatever a person typed.
        plus_tags: Keep `+tag` in the local part; False makes `ana+news@x.test` the same as `ana@x.test`.

    Returns:
        Case-folded local part, `@`, and the domain as lower-case A-labels (RFC 5891).
    """
    local, at, domain = address.strip().rpartition("@")
    if not plus_tags:
        local = local.partition("+")[0] or local
    if local.isascii() and domain.isascii():
        return f"{local}{at}{domain}".lower()
    return f"{unicodedata.normalize('NFC', local).casefold()}{at}{_a_labels(domain)}"


def _a_labels(domain: str) -> str:
    if domain.isascii():
        return domain.lower()
    import idna  # noqa: PLC0415  (only for the rare non-ASCII domain)

    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return unicodedata.normalize("NFC", domain).casefold()


def parse_address(cell: str) -> Address | NoAddress:
    """One exact address out of a cell of a list.

    `Name <a@b>`, `mailto:`, invisible characters and a trailing comma or dot are taken off; anything else that is not
    one address (RFC 5321 section 4.1.2, RFC 6531 for non-ASCII) is refused. Nothing is looked up.

    Args:
        cell: The text of the cell.

    Returns:
        The address, or why there is none.
    """
    bare = cell.strip()
    if plain := _plain(bare):
        return plain
    if not bare:
        return NoAddress(trouble=Trouble.EMPTY, reason="is empty")
    if several := _several(bare):
        return several
    if unsafe := unsafe_characters(bare):
        return NoAddress(trouble=Trouble.UNSAFE, reason=f"holds {unsafe}")
    name, inner, taken = _unwrap(bare)
    found = _plain(inner) or _validated(inner)
    if isinstance(found, NoAddress) or not taken:
        return found
    return Address(email=found.email, key=found.key, name=name, unwrapped=", ".join(taken))


def _plain(text: str) -> Address | None:
    match = _PLAIN.fullmatch(text)
    if match is None or len(text) > MAX_ADDRESS or "--" in text or "=?" in text:
        return None
    local, domain = match.groups()
    if len(local) > MAX_LOCAL:
        return None
    domain = domain.lower()
    if domain.endswith(_UNDELIVERABLE) and domain.rpartition(".")[2] in _UNDELIVERABLE:
        return None
    return Address(email=f"{local}@{domain}", key=f"{local.lower()}@{domain}")


def _several(text: str) -> NoAddress | None:
    if text.count("@") < 2:  # noqa: PLR2004
        return None
    words = [part.removeprefix("mailto:") for part in _SEPARATOR.split(text) if part]
    distinct = {word.lower(): word for word in words if "@" in word}
    if len(distinct) < 2 or not all(_PLAIN.fullmatch(word) for word in distinct.values()):  # noqa: PLR2004
        return None
    if unsafe_characters(text) and not all("@" in word for word in words):
        return None
    return NoAddress(trouble=Trouble.SEVERAL, reason="holds several addresses", meant=tuple(distinct.values()))


def _unwrap(text: str) -> tuple[str, str, list[str]]:
    taken: list[str] = []
    name = ""
    seen = _INVISIBLE.sub("", text).strip()
    if seen != text:
        taken.append("invisible characters")
    if match := _WRAPPED.fullmatch(seen):
        name = next((part for part in match.groups()[:3] if part), "").strip()
        seen = match[4]
        taken.append("a display name" if name else "angle brackets")
        name = "" if "@" in name else name
    if match := _HYPERLINK.fullmatch(seen):
        seen = match[1] or match[2]
        taken.append("a hyperlink")
    if seen.lower().startswith("mailto:"):
        seen = seen[len("mailto:") :].partition("?")[0]
        taken.append("mailto:")
    if seen != (trimmed := seen.rstrip(".,;:")):
        seen = trimmed
        taken.append("punctuation at the end")
    return name, seen, taken


def _validated(text: str) -> Address | NoAddress:
    if meant := _undisguised(text):
        return NoAddress(trouble=Trouble.DISGUISED, reason="is disguised", meant=(meant,))
    if text.startswith("-"):
        return _invalid("begins with a hyphen")  # a mail program could take it for an option
    if "@" not in text:
        return _invalid("has no @")
    import email_validator  # noqa: PLC0415  (35 ms, and most lists never need it)

    try:
        valid = email_validator.validate_email(text, check_deliverability=False, test_environment=True, strict=True)
    except email_validator.EmailNotValidError as trouble:
        return _invalid(_in_our_words(text, str(trouble)))
    if valid.ascii_domain.rpartition(".")[2] in _UNDELIVERABLE:
        return _invalid(f"ends in .{valid.ascii_domain.rpartition('.')[2]}, which can never get mail")
    local = unicodedata.normalize("NFC", valid.local_part)
    return Address(email=f"{local}@{valid.domain}", key=f"{local.casefold()}@{valid.ascii_domain.lower()}")


def _invalid(reason: str) -> NoAddress:
    return NoAddress(trouble=Trouble.INVALID, reason=reason)


def _undisguised(text: str) -> str:
    clear = _DISGUISED.sub(lambda match: "@" if match[1].lower() in _AT_WORDS else ".", text)
    return clear if clear != text and _PLAIN.fullmatch(clear) else ""


def _in_our_words(text: str, reason: str) -> str:
    local, _, domain = text.rpartition("@")
    if "@" in local and not local.startswith('"'):
        return "has more than one @"
    if len(text) > MAX_ADDRESS or len(local) > MAX_LOCAL:
        return "is too long for an address"
    if "." not in domain:
        return f"has no full domain after the @ ({domain or 'nothing'})"
    if ".." in text:
        return "has two dots in a row"
    first = reason.strip().rstrip(".")
    return f"is not an address: {first[:1].lower()}{first[1:]}"

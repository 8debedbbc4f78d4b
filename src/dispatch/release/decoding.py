"""From the bytes of a text file to characters: BOM, UTF-8, UTF-16, cp1252 or mac_roman by a guess that is told."""

import codecs
import re

from dispatch.errors import InputError
from dispatch.model.finding import Finding, Severity
from dispatch.release.expression import Expression

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_USUAL = frozenset("áéíóúñüöäßàèùçâêîôûëïÁÉÍÓÚÑÜÖÄÀÈÇÊ“”‘’„–—«»¿¡…•€°º©®\u00a0")
_MAGIC = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a Word, OpenDocument or other zipped file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"), (b"{\\rtf", "a rich text file"),
)  # fmt: skip
#: Controls that nobody types: the octets of Windows text, taken for characters by some program on the way. Browsers
#: read them so, too (WHATWG HTML, section 13.2.5.80).
_WINDOWS = {
    octet: shown
    for octet in range(0x80, 0xA0)
    if (shown := bytes([octet]).decode("cp1252", errors="replace")) != "\ufffd"
}
_CONTROLS = Expression(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes, shown: str) -> tuple[str, tuple[Finding, ...]]:
    """The characters of a text file, line ends as LF, and what had to be guessed.

    Raises:
        InputError: The bytes are no text.
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"{shown} is {name}, not a text file.", "save it as plain text or Markdown")
    text, encoding, guessed = _decoded(data)
    if "\x00" in text:
        raise InputError(f"{shown} is not a text file.", "save it as plain text (UTF-8) or Markdown")
    text = re.sub(r"\r\n?", "\n", _CONTROLS.sub(" ", text)).translate(_WINDOWS)
    return text, (_guess(encoding, shown),) if guessed else ()


def _decoded(data: bytes) -> tuple[str, str, bool]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace"), encoding, False
    if (wide := _wide(data)) is not None:
        return data.decode(wide, errors="replace"), wide, True
    try:
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        best = max(("cp1252", "mac_roman"), key=lambda encoding: _plausible(data.decode(encoding, errors="replace")))
        return data.decode(best, errors="replace"), best, True


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark shows as every other byte zero."""
    sample = data[:400]
    half = len(sample) // 2
    few, most = 8, 0.4
    if half < few:
        return None
    if sample[1::2].count(0) > most * half:
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > most * half else None


def _plausible(text: str) -> int:
    return sum((1 if char in _USUAL else -1) for char in text if ord(char) > 127)  # noqa: PLR2004 - beyond ASCII


def _guess(encoding: str, shown: str) -> Finding:
    return Finding(
        code="REL090",
        severity=Severity.INFO,
        message=f"The file is not UTF-8; it was read as {encoding}.",
        fix="save it as UTF-8, and look at the accents in the preview",
        file=shown,
        line=1,
        column=1,
    )

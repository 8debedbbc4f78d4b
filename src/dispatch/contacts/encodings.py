"""Which encoding a list is in: byte order mark, strict UTF-8, an old Western one, then what statistics say."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from dispatch.contacts.remarks import Remarks
from dispatch.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like the next one
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 20
#: Characters of a line; a longer one comes in pieces.
LONGEST_LINE = 1 << 20
_SAMPLE = 1 << 18
_SAMPLE_LINES = 2_000
_MOSTLY = 0.5
_ALONE = 1.8
#: Letters in a row, as in no Western name: Ibáñez has two.
_IN_A_ROW = 4
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# What Western names and sentences are written with; anything else beyond ASCII speaks against a guess.
_USUAL = frozenset("áàâäãåæçéèêëíìîïñóòôöõøœúùûüýÿßÁÀÂÄÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝŸ¿¡«»“”‘’„‚–—…€£§°ªº©®·´\xa0šžŠŽ•½¼¾×")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How the bytes of a list are read."""

    #: A Python codec: `utf-8`, `utf-8-sig`, `utf-16`, `cp1252`, `mac_roman`.
    codec: str
    #: The bytes did not say so; it is the likeliest.
    guessed: bool = False
    #: Not even that: UTF-8 with broken letters, or an encoding that statistics chose.
    doubtful: bool = False

    @property
    def name(self) -> str:
        """As people know it."""
        return {
            "utf-8": "UTF-8",
            "utf-8-sig": "UTF-8 with BOM",
            "utf-16": "UTF-16",
            "utf-32": "UTF-32",
            "mac_roman": "Mac Roman",
        }.get(
            self.codec,
            self.codec,
        )


def tell_encoding(found: Encoding, remarks: Remarks) -> None:
    """Say that the encoding was guessed, and how sure the guess is."""
    if found.doubtful and found.codec == "utf-8":
        message = "Some letters are broken: this is UTF-8, but not all of it, and those letters are lost."
        remarks.add("LST032", message, "save the list as UTF-8 again; or, if this is another encoding, give --encoding")
    elif found.guessed:
        message = f"Read as {found.name}: the file does not say its encoding, and this is the likeliest."
        code = "LST032" if found.doubtful else "LST001"
        remarks.add(code, message, "look at the names; if they are wrong, give --encoding")


def open_text(path: Path, encoding: Encoding) -> TextIO:
    """Open a list as text; what cannot be read becomes U+FFFD, so that its rows are refused one by one."""
    return path.open(encoding=encoding.codec, errors="replace", newline="")


def lines_of(text: TextIO) -> Iterator[str]:
    """The lines of a text with their ends; one that never ends comes in pieces, so that it fits into memory."""
    while line := text.readline(LONGEST_LINE):
        yield line


def encoding_of(path: Path, wanted: str | None = None) -> Encoding:
    """Find out the encoding of a text file without holding it in memory.

    Args:
        path: The file.
        wanted: What the person said with `--encoding`; decides, a byte order mark aside.

    Returns:
        The encoding.

    Raises:
        InputError: `wanted` is no encoding that Python knows, or does not fit the file.
    """
    with path.open("rb") as source:
        start = source.read(4)
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return Encoding(codec=codec)
    if wanted:
        return _as_wanted(path, wanted)
    if (codec := _without_mark(start)) or _decodes(path, codec := "utf-8"):
        return Encoding(codec=codec, guessed=codec != "utf-8")
    return _guess(path)


def _as_wanted(path: Path, wanted: str) -> Encoding:
    try:
        codec = codecs.lookup(wanted).name
    except LookupError as unknown:
        raise InputError(f'"{wanted}" is no encoding.', "Try --encoding cp1252, mac_roman or utf-8") from unknown
    if not _decodes(path, codec):
        raise InputError(f"{path.name} is not in {wanted}.", "Leave --encoding out to see what it looks like")
    return Encoding(codec=codec)


def _without_mark(start: bytes) -> str:
    """UTF-16 of text that begins with ASCII, byte order mark forgotten."""
    if len(start) == 4 and start[1] == start[3] == 0 != start[0]:  # noqa: PLR2004
        return "utf-16-le"
    if len(start) == 4 and start[0] == start[2] == 0 != start[1]:  # noqa: PLR2004
        return "utf-16-be"
    return ""


def _decodes(path: Path, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        with path.open("rb") as source:
            while block := source.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _guess(path: Path) -> Encoding:
    beyond = _beyond_ascii(path)
    rest, sequences = _SEQUENCE.subn(b"", beyond)
    strays = sum(byte > 0x7F for byte in rest)  # noqa: PLR2004
    runs = beyond.split()
    # Whole words that are UTF-8 hardly come about by chance: a few broken ones beside them are damage, not a code page.
    if sequences > 2 * strays or 2 * sum(map(_is_utf8, runs)) >= len(runs):
        return Encoding(codec="utf-8", guessed=True, doubtful=True)
    usual = {codec: _usual(beyond, codec) for codec in ("cp1252", "mac_roman")}
    ahead = usual["mac_roman"] - usual["cp1252"]
    codec = "mac_roman" if ahead > 0 or (ahead == 0 and _ends_lines_like_old_macs(path)) else "cp1252"
    # In Western names letters beyond ASCII stand alone; where they come in runs, or are odd ones, it is another script.
    together = sum(map(len, runs)) > _ALONE * len(runs) and max(map(len, runs)) >= _IN_A_ROW
    if usual[codec] < _MOSTLY * len(runs) or together:
        codec = _by_statistics(path) or codec
    return Encoding(codec=codec, guessed=True, doubtful=codec not in usual)


def _ends_lines_like_old_macs(path: Path) -> bool:
    with path.open("rb") as source:
        start = source.read(_BLOCK)
    return b"\r" in start and b"\n" not in start


def _is_utf8(run: bytes) -> bool:
    try:
        run.decode()
    except UnicodeDecodeError:
        return False
    return True


def _by_statistics(path: Path) -> str:
    """What chardet makes of the lines with letters beyond ASCII; empty when that cannot be."""
    import chardet  # noqa: PLC0415  (30 ms, for the rare list that is neither UTF-8 nor Western)

    with path.open("rb") as source:
        sample = b"".join(line for line in islice(source, _SAMPLE_LINES) if not line.isascii())
    name = chardet.detect(sample[:_SAMPLE])["encoding"] or ""
    try:
        codec = codecs.lookup(name).name
        fits = sample.decode(codec) and b"email,;@\n".decode(codec) == "email,;@\n"
    except (LookupError, UnicodeError):
        return ""
    return codec if fits else ""


def _beyond_ascii(path: Path) -> bytes:
    """Bytes beyond ASCII, enough of them to judge by, wherever in the file they are."""
    found = bytearray()
    with path.open("rb") as source:
        while len(found) < _SAMPLE and (block := source.read(_BLOCK)):
            found += b" ".join(re.findall(rb"[\x80-\xff]+", block)) + b" "
    return bytes(found)


def _usual(beyond: bytes, codec: str) -> int:
    text = beyond.decode(codec, "replace")
    return sum(1 if letter in _USUAL else -3 for letter in text if letter > "\x7f")

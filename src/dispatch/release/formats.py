"""What a release file really is, by what is in it before its name, and the reader for it."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dispatch.model.finding import Finding, Severity
from dispatch.release import decoding
from dispatch.release.source import Document, Paragraph, collapse

#: What is understood of a longer one; ten times a long release.
_MOST_CHARACTERS, _MOST_LINES = 100_000, 5_000
_EXCERPT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Turns the bytes of one format into a document; everything after that is the same for all formats."""

    name: str
    #: What a person calls it: `a Word document`.
    title: str
    #: Lower-case, with the dot.
    suffixes: tuple[str, ...]
    #: Bytes and the path to show -> document. Raises InputError when they are not of this format.
    read: Callable[[bytes, str], Document]
    #: Whether bytes of an unknown suffix are of this format.
    recognises: Callable[[bytes], bool]


def _from_markdown(data: bytes, shown: str) -> Document:
    from dispatch.release import markdown  # noqa: PLC0415 - 30 ms that plain text need not wait for

    text, findings = decoding.decode(data, shown)
    return _bounded(text, shown, findings, lambda part: markdown.from_markdown(part, shown))


def _from_plain(data: bytes, shown: str) -> Document:
    from dispatch.release import plain  # noqa: PLC0415 - as above

    text, findings = decoding.decode(data, shown)
    return _bounded(text, shown, findings, plain.from_text)


def _bounded(text: str, shown: str, findings: Sequence[Finding], parse: Callable[[str], Document]) -> Document:
    """The document of as much text as a release can have; what is beyond is set aside and told."""
    end = _end(text)
    document = parse(text[:end])
    findings = (*findings, *document.findings)
    if end == len(text):
        return replace(document, findings=findings)
    line = text.count("\n", 0, end) + 1
    rest = text[end:]
    start = end + len(rest) - len(rest.lstrip())
    beyond = Paragraph(
        text=collapse(rest[:_EXCERPT]), html="", rows=(), start=start, end=len(text.rstrip()), aside="too long"
    )
    finding = Finding(
        code="REL092",
        severity=Severity.ERROR,
        message=f"The text is far longer than a release: it was read up to line {line}.",
        fix="check that this is the right file, and cut it",
        file=shown,
        line=line,
        column=1,
    )
    paragraphs = (*document.paragraphs, beyond) if rest.strip() else document.paragraphs
    return replace(document, source=text, paragraphs=paragraphs, findings=(*findings, finding))


def _end(text: str) -> int:
    """Where reading stops: at a line end, after so many lines and characters."""
    if len(text) <= _MOST_CHARACTERS and text.count("\n") <= _MOST_LINES:
        return len(text)
    at = -1
    for _ in range(_MOST_LINES):
        following = text.find("\n", at + 1)
        if following < 0 or following >= _MOST_CHARACTERS:
            break
        at = following
    return at + 1 if at > 0 else min(len(text), _MOST_CHARACTERS)


def _from_docx(data: bytes, shown: str) -> Document:
    from dispatch.release.from_docx import from_docx  # noqa: PLC0415 - brings lxml

    return from_docx(data, shown)


def _from_odt(data: bytes, shown: str) -> Document:
    from dispatch.release.from_odt import from_odt  # noqa: PLC0415 - brings lxml

    return from_odt(data, shown)


def _from_html(data: bytes, shown: str) -> Document:
    from dispatch.release.from_html import from_html  # noqa: PLC0415 - brings lxml

    return from_html(data, shown)


def _from_mail(data: bytes, shown: str) -> Document:
    from dispatch.release.from_mail import from_mail  # noqa: PLC0415 - brings lxml

    return from_mail(data, shown)


def _has_front_matter(data: bytes) -> bool:
    start = data.lstrip(b"\xef\xbb\xbf")
    return start.startswith((b"---\n", b"---\r\n")) or _TOML.match(start[:2000]) is not None


def _is_docx(data: bytes) -> bool:
    return _package_type(data) == "docx"


def _is_odt(data: bytes) -> bool:
    return _package_type(data) == "odt"


_MIME = 64


def _package_type(data: bytes) -> str:
    """Which document an archive is; empty when it is none."""
    if not data.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" in archive.NameToInfo:
                return "docx"
            if not {"content.xml", "mimetype"} <= archive.NameToInfo.keys():
                return ""
            with archive.open("mimetype") as packed:
                return "odt" if b"opendocument.text" in packed.read(_MIME) else ""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return _cut_short(data)


def _cut_short(data: bytes) -> str:
    """Which document the front of an archive belongs to whose end is missing: its parts are named there too."""
    if b"word/" in data:
        return "docx"
    return "odt" if b"application/vnd.oasis.opendocument.text" in data[:200] else ""


_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,400}?-->\s*){0,4}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?[^\n]*\n(?:[ \t][^\n]*\n)*")
_SURE = re.compile(rb"^(?:MIME-Version|Message-ID|Received|Return-Path|Content-Type):", re.IGNORECASE | re.MULTILINE)
_HEADER = 16_384
_TOML = re.compile(rb"\+{3}[ \t]*\r?\n[a-z_]{2,20}[ \t]*=")


def _is_html(data: bytes) -> bool:
    return _HTML.match(data[:2000]) is not None


def _is_mail(data: bytes) -> bool:
    """Whether octets begin with the header of a message, and not with lines such as `Contact: Name`."""
    start = data[:_HEADER].replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")
    if start.startswith(b"From ") and b"\n" in start:
        start = start.split(b"\n", 1)[1]
    end = 0
    while match := _FIELD.match(start, end):
        end = match.end()
    return end > 0 and _SURE.search(start[:end]) is not None


def _anything(_: bytes) -> bool:
    return True


#: Readers of files that are nothing but their characters.
TEXTS = frozenset({"markdown", "text"})
#: Tried in this order.
READERS: tuple[Reader, ...] = (
    Reader(
        name="docx", title="a Word document", suffixes=(".docx", ".docm", ".dotx"), read=_from_docx,
        recognises=_is_docx,
    ),
    Reader(
        name="odt", title="an OpenDocument text", suffixes=(".odt", ".ott"), read=_from_odt, recognises=_is_odt
    ),
    Reader(
        name="html", title="a web page", suffixes=(".html", ".htm", ".xhtml"), read=_from_html, recognises=_is_html
    ),
    Reader(name="mail", title="a mail", suffixes=(".eml", ".mht", ".mhtml"), read=_from_mail, recognises=_is_mail),
    Reader(
        name="markdown", title="Markdown", suffixes=(".md", ".markdown"), read=_from_markdown,
        recognises=_has_front_matter,
    ),
    Reader(name="text", title="plain text", suffixes=(".txt", ".text"), read=_from_plain, recognises=_anything),
)  # fmt: skip
#: Every ending that one of them goes by.
ALL_SUFFIXES = frozenset(suffix for reader in READERS for suffix in reader.suffixes)


def reader_for(data: bytes, suffix: str) -> Reader:
    """The reader for octets: by what they are, else by the name of the file.

    Raises:
        InputError: They are an archive or another document that no reader knows.
    """
    for reader in READERS:
        if reader.name not in TEXTS and reader.recognises(data):
            return reader
    named = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if named is not None and named.name in {"markdown", "html"}:
        return named
    return next(reader for reader in READERS if reader.name in TEXTS and reader.recognises(data))

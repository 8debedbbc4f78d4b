"""A finished message taken apart again, as a mail program would."""

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser, BytesParser

#: Headers that a reader of mail sees, in the order in which they are shown.
SEEN = ("From", "To", "Reply-To", "Subject", "Date")
#: Label of the files that come with a mail.
ATTACHED = "Attached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message, decoded."""

    #: Every header in the order of the message, decoded (RFC 2047).
    headers: tuple[tuple[str, str], ...]
    #: The HTML part, or empty.
    html: str
    #: The plain text part, or empty.
    text: str
    #: Octets of the whole message.
    size: int
    #: Enclosed pictures: Content-ID without angle brackets (RFC 2392), to a `data:` URL.
    pictures: Mapping[str, str] = field(default_factory=dict)
    #: Attachments by name, with their octets.
    attachments: tuple[tuple[str, int], ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name, or empty."""
        return next((value for key, value in self.headers if key.casefold() == name.casefold()), "")

    @property
    def seen(self) -> tuple[tuple[str, str], ...]:
        """Label and words of what a reader sees above the text: headers, and the files that come with it."""
        told = (*((name, self.header(name)) for name in SEEN), (ATTACHED, file_words(self.attachments)))
        return tuple((label, words) for label, words in told if words)


def file_words(files: Iterable[tuple[str, int]]) -> str:
    """`facts.pdf (52.1 kB), map.png (310.0 kB)` for names and octets; empty where there is no file."""
    return ", ".join(f"{name} ({octets / 1000:,.1f} kB)" for name, octets in files)


def read_mail(content: bytes) -> Mail:
    """Decode a message.

    Args:
        content: RFC 5322 bytes, multipart or not.
    """
    parsed = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(parsed, EmailMessage)
    return Mail(
        headers=tuple((name, _unfolded(str(value))) for name, value in parsed.items()),
        html=_part(parsed, "html"),
        text=_part(parsed, "plain"),
        size=len(content),
        pictures=dict(_picture(part) for part in parsed.walk() if _is_picture(part)),
        attachments=tuple(
            (part.get_filename("attachment"), len(_octets(part)))
            for part in parsed.walk()
            if part.get_content_disposition() == "attachment"
        ),
    )


def read_header(content: bytes, name: str) -> str:
    """One header of a message, decoded, without taking the whole of it apart; empty where there is none."""
    head = content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    return _unfolded(str(BytesHeaderParser(policy=policy.default).parsebytes(head).get(name, "")))


def _is_picture(part: Message) -> bool:
    return part.get_content_maintype() == "image" and part["Content-ID"] is not None


def _picture(part: Message) -> tuple[str, str]:
    octets = base64.b64encode(_octets(part)).decode()
    return str(part["Content-ID"]).strip().strip("<>"), f"data:{part.get_content_type()};base64,{octets}"


def _octets(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _part(message: EmailMessage, subtype: str) -> str:
    part = message.get_body(preferencelist=(subtype,))
    if part is None or part.get_content_subtype() != subtype:
        return ""
    return str(part.get_content()).replace("\r\n", "\n")


def _unfolded(value: str) -> str:
    return re.sub(r"\r?\n[ \t]*", " ", value)

"""A finished message taken apart again, as a mail program would."""

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

#: Headers that a reader of mail sees, in the order in which they are shown.
SEEN = ("From", "To", "Reply-To", "Subject", "Date")


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

    def header(self, name: str) -> str:
        """The first header of that name, or empty."""
        return next((value for key, value in self.headers if key.casefold() == name.casefold()), "")


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
    )


def _part(message: EmailMessage, subtype: str) -> str:
    part = message.get_body(preferencelist=(subtype,))
    if part is None or part.get_content_subtype() != subtype:
        return ""
    return str(part.get_content()).replace("\r\n", "\n")


def _unfolded(value: str) -> str:
    return re.sub(r"\r?\n[ \t]*", " ", value)

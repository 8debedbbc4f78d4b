"""What surrounds the two texts of a message: fixed headers, MIME parts, pictures, attachments (standard library)."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from dispatch.message import headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What all messages of a mailing say in their headers."""

    from_name: str
    from_address: str
    reply_to: str
    #: Envelope sender.
    bounce: str
    #: Mailbox that takes requests to be removed.
    unsubscribe: str
    #: Name and identifier (RFC 2919 section 3).
    list_name: str
    list_id: str
    #: BCP 47.
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file inside the message."""

    #: File name, ASCII without quotes.
    name: str
    #: Media type.
    type: str
    #: Content-ID without angle brackets for a picture in the HTML (RFC 2392); empty for an attachment.
    cid: str
    octets: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Bytes that are the same in each message of a shape, in order of appearance."""

    #: Headers before To.
    start: bytes
    #: Headers after Subject, and everything up to the text.
    middle: bytes
    #: Between text and HTML.
    join: bytes
    #: After the HTML.
    end: bytes


def frame(head: Head, boundary: str, encodings: tuple[str, str], enclosures: Sequence[Enclosure]) -> Frame:
    """Everything but the texts and what belongs to one delivery.

    The texts are `multipart/alternative`; pictures make its HTML a `multipart/related` (RFC 2387), attachments wrap
    the whole in a `multipart/mixed`.

    Args:
        head: Header values.
        boundary: Cannot occur in an encoded part: it starts with `=_` (RFC 2045 section 6.7).
        encodings: Transfer encodings of text and HTML.
        enclosures: Pictures and attachments.
    """
    pictures = [one for one in enclosures if one.cid]
    files = [one for one in enclosures if not one.cid]
    alternative = f'multipart/alternative; boundary="{boundary}"'
    opening, closing = "", ""
    if files:
        opening = f'Content-Type: multipart/mixed; boundary="{boundary}.m"\r\n\r\n--{boundary}.m\r\n'
        closing = _parts(f"{boundary}.m", files)
    opening += f"Content-Type: {alternative}\r\n\r\n--{boundary}\r\n{_text_head('plain', encodings[0])}"
    join, end = f"\r\n--{boundary}\r\n", f"\r\n--{boundary}--\r\n"
    if pictures:
        join += f'Content-Type: multipart/related; type="text/html"; boundary="{boundary}.r"\r\n\r\n--{boundary}.r\r\n'
        end = _parts(f"{boundary}.r", pictures) + end
    return Frame(
        start=_start(head),
        middle=_fixed(head) + opening.encode(),
        join=(join + _text_head("html", encodings[1])).encode(),
        end=(end + closing).encode(),
    )


def boundary_for(content: str) -> str:
    """A boundary that depends on what is inside, so that the same mail has the same bytes."""
    return f"=_{hashlib.sha256(content.encode()).hexdigest()[:24]}"


def unsubscribe_url(mailbox: str, token: str) -> str:
    """The request to be removed as a mailto link (RFC 6068): its subject carries the delivery's token."""
    return f"{_request(mailbox)}{token}"


@lru_cache(maxsize=4)
def _request(mailbox: str) -> str:
    return f"mailto:{quote(mailbox, safe='@+')}?subject=unsubscribe%20"


def unsubscribe_field(mailbox: str, token: str) -> bytes:
    """List-Unsubscribe (RFC 2369 section 3.2), its URL never broken."""
    url = unsubscribe_url(mailbox, token)
    start = "List-Unsubscribe:"
    gap = " " if len(start) + len(url) + 3 <= headers.WIDTH else "\r\n "
    return f"{start}{gap}<{url}>\r\n".encode()


def _start(head: Head) -> bytes:
    sender = headers.mailbox(headers.checked(head.from_name, "The sender's name"), "From", head.from_address)
    return sender + headers.mailbox("", "Reply-To", head.reply_to)


def _fixed(head: Head) -> bytes:
    """Fields after the delivery's own."""
    name = headers.checked(head.list_name, "The organisation's name")
    language = headers.checked(head.language, "The language")
    return (
        headers.mailbox(name, "List-Id", head.list_id)
        + f"Content-Language: {language}\r\nMIME-Version: 1.0\r\n".encode()
    )


def _text_head(kind: str, encoding: str) -> str:
    return f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"


def _parts(boundary: str, enclosures: Sequence[Enclosure]) -> str:
    """Enclosures as MIME parts, and the end of the multipart they are in."""
    return "".join(_part(boundary, one) for one in enclosures) + f"\r\n--{boundary}--\r\n"


def _part(boundary: str, one: Enclosure) -> str:
    identity = f"Content-ID: <{one.cid}>\r\n" if one.cid else ""
    where = "inline" if one.cid else "attachment"
    body = base64.encodebytes(one.octets).decode().replace("\n", "\r\n").removesuffix("\r\n")
    return (
        f"\r\n--{boundary}\r\nContent-Type: {one.type}\r\nContent-Transfer-Encoding: base64\r\n{identity}"
        f'Content-Disposition: {where}; filename="{one.name}"\r\n\r\n{body}'
    )

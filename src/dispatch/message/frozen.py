"""A compiled mail at rest: finished pieces of bytes with slots between them, filled in when it is sent.

This module, and what it imports, needs only the standard library and the model: sending loads no template engine.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from dispatch.errors import LedgerError
from dispatch.message import headers
from dispatch.message.frame import Enclosure, Frame, Head, frame, unsubscribe_field
from dispatch.message.places import WRITERS
from dispatch.message.printable import CRLF, base64_lines, piece, quoted_printable
from dispatch.message.wrap import wrapped
from dispatch.model.mail import Envelope, Message

_MAGIC: Final = b"dispatch mail 1\n"
#: Shapes whose fixed bytes are kept ready; pictures are in them.
_FRAMES: Final = 64
#: Values and lines that are kept as they were written last.
_WRITTEN: Final = 1024
#: Index of the delivery's token among the values of a slot.
TOKEN: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Where one value goes, and how it is written there."""

    #: Index into the values of a delivery; `TOKEN` is the delivery's own token.
    index: int
    #: `text`, `uri`, `link` (see `places`).
    place: str

    def written(self, values: Sequence[str], token: str) -> str:
        """The value for its place."""
        return WRITERS[self.place](token if self.index == TOKEN else values[self.index])

    def encoded(self, values: Sequence[str], token: str) -> bytes:
        """The value in quoted-printable."""
        return _slot(self.place, token if self.index == TOKEN else values[self.index])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the text part that holds values and is wrapped when they are known; strings and value indexes."""

    parts: tuple[str | int, ...]

    def written(self, values: Sequence[str], token: str) -> str:
        """The line with its values, wrapped, with its line end."""
        return written_line(self.parts, values, token)

    def encoded(self, values: Sequence[str], token: str) -> bytes:
        """The line in quoted-printable."""
        return _line(_filled(self.parts, values, token))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The text or the HTML of a shape."""

    #: `quoted-printable` or `base64`.
    encoding: str
    #: Finished bytes (quoted-printable only), strings still to be encoded (base64 only), slots and lines.
    pieces: tuple[bytes | str | Slot | Line, ...]

    def fill(self, values: Sequence[str], token: str) -> bytes:
        """The encoded body, its last line ended."""
        if self.encoding == "base64":
            return base64_lines("".join([_as_text(part, values, token) for part in self.pieces]))
        return b"".join(
            # strings stand in base64 only
            [part if type(part) is bytes else part.encoded(values, token) for part in self.pieces],  # type: ignore[union-attr]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One way through a theme's conditionals, compiled."""

    #: The subject as strings and value indexes.
    subject: tuple[str | int, ...]
    text: Part
    html: Part
    boundary: str
    #: Content-Language where it is not the mailing's own (RFC 3282); empty otherwise.
    language: str = ""
    #: Numbers of the enclosures that go with it; None means all.
    enclosed: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenMail:
    """What was approved: every shape of a mailing, ready to be filled in."""

    #: Common header values.
    head: Head
    #: By number, as `Personal.shape` counts.
    shapes: tuple[Shape, ...]
    #: Pictures and attachments, the same in every message.
    enclosures: tuple[Enclosure, ...] = ()
    _frames: dict[int, Frame] = field(default_factory=dict, repr=False, compare=False)

    def fill(self, shape: int, values: Sequence[str], envelope: Envelope) -> Message:
        """One finished message.

        Args:
            shape: Which of the shapes.
            values: The contact's values for that shape.
            envelope: What belongs to this delivery alone.

        Returns:
            The message; its bytes depend on nothing else.

        Raises:
            RefusedError: A header value is not safe, or the recipient is not one address.
        """
        chosen = self.shapes[shape]
        recipient, utf8 = headers.address(envelope.recipient)
        token = headers.token(envelope.token)
        fixed = self._frames.get(shape) or self._framed(shape, chosen)
        content = b"".join(
            [
                b"Date: ", headers.date(envelope.date.replace(microsecond=0)), CRLF,
                fixed.start,
                headers.mailbox(headers.checked(envelope.name, "The name in To"), "To", recipient),
                _subject(chosen.subject, values),
                b"Message-ID: ", headers.message_id(envelope.message_id).encode(), CRLF,
                _thread(envelope.references),
                unsubscribe_field(self.head.unsubscribe, token),
                fixed.middle,
                chosen.text.fill(values, token),
                fixed.join,
                chosen.html.fill(values, token),
                fixed.end,
            ],
        )  # fmt: skip
        return Message(
            sender=self.head.bounce,
            recipient=recipient,
            message_id=envelope.message_id,
            content=content,
            utf8=utf8,
        )

    def to_bytes(self) -> bytes:
        """The mail as it is kept in the ledger; `thaw` reads it back."""
        data = {
            "head": {name: getattr(self.head, name) for name in Head.__slots__},
            "shapes": [_plain_shape(shape) for shape in self.shapes],
            "enclosures": [[one.name, one.type, one.cid, b64encode(one.octets).decode()] for one in self.enclosures],
        }
        return _MAGIC + zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 6)

    def _framed(self, number: int, shape: Shape) -> Frame:
        """The fixed bytes of a shape, made once for the shapes in use."""
        if len(self._frames) > _FRAMES:
            self._frames.clear()
        encodings = (shape.text.encoding, shape.html.encoding)
        head = replace(self.head, language=shape.language) if shape.language else self.head
        chosen = range(len(self.enclosures)) if shape.enclosed is None else shape.enclosed
        enclosures = [self.enclosures[one] for one in chosen]
        return self._frames.setdefault(number, frame(head, shape.boundary, encodings, enclosures))


def thaw(data: bytes) -> FrozenMail:
    """The mail that `FrozenMail.to_bytes` wrote.

    Raises:
        LedgerError: The bytes are not a mail of a version this program knows, or are damaged.
    """
    if not data.startswith(_MAGIC):
        raise LedgerError("The mailing was compiled by another version of dispatch.", "stage it again")
    try:
        found = json.loads(zlib.decompress(data[len(_MAGIC) :]))
        return FrozenMail(
            head=Head(**found["head"]),
            shapes=tuple(shape_from(shape) for shape in found["shapes"]),
            enclosures=tuple(
                Enclosure(name=name, type=kind, cid=cid, octets=b64decode(octets))
                for name, kind, cid, octets in found["enclosures"]
            ),
        )
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise LedgerError("The compiled mailing in the ledger is damaged.", "stage it again") from error


def shape_from(data: dict[str, Any]) -> Shape:
    """A shape from its JSON form."""
    return Shape(
        subject=tuple(data["subject"]),
        text=_part(data["text"]),
        html=_part(data["html"]),
        boundary=data["boundary"],
        language=data.get("language", ""),
        enclosed=tuple(data["enclosed"]) if data.get("enclosed") is not None else None,
    )


def subject_text(parts: Sequence[str | int], values: Sequence[str]) -> str:
    """The subject in one line, white space collapsed."""
    return " ".join("".join(part if isinstance(part, str) else values[part] for part in parts).split())


def _subject(parts: Sequence[str | int], values: Sequence[str]) -> bytes:
    if len(parts) == 1 and isinstance(parts[0], str):
        return _fixed_subject(parts[0])
    return headers.unstructured("Subject", headers.checked(subject_text(parts, values), "The subject"))


@lru_cache(maxsize=64)
def _fixed_subject(text: str) -> bytes:
    return headers.unstructured("Subject", headers.checked(subject_text((text,), ()), "The subject"))


def _thread(references: tuple[str, ...]) -> bytes:
    """In-Reply-To and References (RFC 5322 section 3.6.4), or nothing."""
    if not references:
        return b""
    return headers.identifiers("In-Reply-To", references[-1:]) + headers.identifiers("References", references)


def _as_text(part: str | Slot | Line | bytes, values: Sequence[str], token: str) -> str:
    """A piece of a part in base64."""
    if isinstance(part, (Slot, Line)):
        return part.written(values, token)
    return part if isinstance(part, str) else part.decode()


# many contacts share a greeting, an outlet, a line with one of them


@lru_cache(maxsize=_WRITTEN)
def _slot(place: str, value: str) -> bytes:
    """A value written for its place, in quoted-printable."""
    return piece(WRITERS[place](value))


@lru_cache(maxsize=_WRITTEN)
def _line(line: str) -> bytes:
    """A line of the text part, wrapped, in quoted-printable."""
    return quoted_printable(_ended(line))


def written_line(parts: Sequence[str | int], values: Sequence[str], token: str) -> str:
    """A line of the text part with its values, wrapped, with its line end."""
    return _ended(_filled(parts, values, token))


def _filled(parts: Sequence[str | int], values: Sequence[str], token: str) -> str:
    return "".join([part if isinstance(part, str) else token if part == TOKEN else values[part] for part in parts])


def _ended(line: str) -> str:
    """A line, or several in one value, wrapped."""
    return "\n".join([wrapped(one) for one in line.split("\n")]) + "\n"


def _plain_shape(shape: Shape) -> dict[str, Any]:
    return {
        "subject": list(shape.subject),
        "text": _plain_part(shape.text),
        "html": _plain_part(shape.html),
        "boundary": shape.boundary,
        **({"language": shape.language} if shape.language else {}),
        **({"enclosed": list(shape.enclosed)} if shape.enclosed is not None else {}),
    }


def _plain_part(part: Part) -> dict[str, Any]:
    """JSON form: finished bytes are ASCII, so every piece is a string, a slot a list, a line an object."""
    return {"encoding": part.encoding, "pieces": [_plain_piece(one) for one in part.pieces]}


def _plain_piece(one: bytes | str | Slot | Line) -> object:
    if isinstance(one, Slot):
        return [one.index, one.place]
    if isinstance(one, Line):
        return {"line": list(one.parts)}
    return one.decode("ascii") if isinstance(one, bytes) else one


def _part(data: dict[str, Any]) -> Part:
    finished = data["encoding"] != "base64"
    return Part(encoding=data["encoding"], pieces=tuple(_piece(one, finished=finished) for one in data["pieces"]))


def _piece(one: Any, *, finished: bool) -> bytes | str | Slot | Line:
    if isinstance(one, list):
        index, place = one
        return Slot(index=index, place=place)
    if isinstance(one, dict):
        return Line(parts=tuple(one["line"]))
    return one.encode("ascii") if finished else str(one)

"""Lists as vCards: 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), many to a file, as address books export them."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dispatch.contacts.encodings import Encoding, encoding_of, lines_of, open_text, tell_encoding
from dispatch.contacts.remarks import Remarks
from dispatch.contacts.sheet import Line, Sheet

#: Joins the second and later values of one card; the same sign as in exports of Google Contacts.
JOINED = " ::: "
_HEADER = (
    "email", "alternate", "first_name", "last_name", "name", "honorific", "outlet", "role", "phone", "tags", "notes",
    "language", "time_zone", "region", "country", "url",
)  # fmt: skip
_PROPERTY = re.compile(r"(?:[A-Za-z0-9-]+\.)?[A-Za-z0-9-]+[;:]")
# Pictures, sounds and keys: long, and nothing a mailing needs.
_PASSED_OVER = re.compile(r"(?:[a-z0-9-]+\.)?(?:photo|logo|sound|key|x-[a-z0-9-]+)[;:]", re.IGNORECASE)
# Exchange writes parameters behind the colon.
_EXCHANGE = re.compile(r"^((?:[a-z0-9-]+\.)?(?:email|tel)):((?:type|pref)=[^:]*):", re.IGNORECASE)
# A card of more octets than this is no card.
_LONGEST = 1 << 20


def from_vcard(path: Path, remarks: Remarks, *, encoding: str | None = None) -> Sheet:
    """Read a file of vCards.

    Args:
        path: The file.
        remarks: Takes what was guessed.
        encoding: What the person says it is in.

    Returns:
        One row for each card, under a header of our own; the line of a row is where its card begins.
    """
    found = encoding_of(path, encoding)
    tell_encoding(found, remarks)
    return Sheet(
        format="vcard",
        lines=_lines(path, found, remarks),
        remarks=remarks,
        encoding=found.name,
    )


def _lines(path: Path, encoding: Encoding, remarks: Remarks) -> Iterator[Line]:
    yield Line(number=0, cells=list(_HEADER))
    with open_text(path, encoding) as text:
        for number, card in _cards(lines_of(text)):
            yield _line(number, card, remarks)


def _cards(text: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """Cards as lines, with the line of the file on which each begins; a card that never ends ends at the next."""
    card: list[str] = []
    begun, size = 0, 0
    for number, line in enumerate(text, start=1):
        word = line.strip().upper()
        if word == "BEGIN:VCARD":
            if card:
                yield begun, card
            card, begun, size = [], number, 0
        if begun and size < _LONGEST:
            card.append(line.rstrip("\r\n"))
            size += len(line)
        if word == "END:VCARD" and card:
            yield begun, card
            card, begun = [], 0
    if card:
        yield begun, card


def _line(number: int, card: list[str], remarks: Remarks) -> Line:
    import vobject  # noqa: PLC0415  (50 ms, for this format only)

    # It writes what it skips to standard error; here that is a finding.
    logging.getLogger("vobject.base").setLevel(logging.CRITICAL)
    text = "\n".join((*_readable(card, number, remarks), ""))
    if not text.upper().rstrip().endswith("END:VCARD"):
        text += "END:VCARD\n"
    try:
        parsed = vobject.readOne(text, ignoreUnreadable=True, allowQP=True)
        values = _values(parsed.contents)
    except Exception as trouble:  # noqa: BLE001  (vobject raises whatever its parsers raise)
        return Line(number=number, cells=[], broken=f"this vCard is damaged ({type(trouble).__name__})")
    return Line(number=number, cells=[values.get(field, "") for field in _HEADER])


def _readable(card: list[str], number: int, remarks: Remarks) -> Iterator[str]:
    """The lines of a card without pictures, and without lines that are no vCard at all."""
    skipping = False
    soft = False
    for offset, line in enumerate(card):
        folded = line[:1] in {" ", "\t"} or soft
        soft = (soft or "QUOTED-PRINTABLE" in line.upper()) and line.endswith("=")
        if folded or not line:
            if not skipping:
                yield line
            continue
        known = bool(_PROPERTY.match(line))
        if skipping and not known:
            continue  # the rest of a picture, not folded as it should be
        skipping = bool(_PASSED_OVER.match(line))
        if skipping:
            continue
        if known:
            yield _EXCHANGE.sub(r"\1;\2:", line)
        else:
            skipping = True
            remarks.add("LST026", f'This line is no part of a vCard: "{line[:40]}".', line=number + offset)


def _values(contents: dict[str, list[Any]]) -> dict[str, str]:
    def first(name: str) -> Any:
        return contents[name][0].value if contents.get(name) else ""

    emails = [str(item.value).strip() for item in sorted(contents.get("email", ()), key=_preference)]
    name, address, organisation = first("n"), first("adr"), first("org")
    values = {
        "email": emails[0] if emails else "",
        "alternate": JOINED.join(emails[1:]),
        "name": _one(first("fn")),
        "outlet": _one(organisation[0] if isinstance(organisation, list) and organisation else organisation),
        "role": _one(first("title") or first("role")),
        "phone": _one(first("tel")),
        "tags": ", ".join(_one(tag) for item in contents.get("categories", ()) for tag in _several(item.value)),
        "notes": str(first("note")).replace("\r\n", "\n"),
        "language": _one(first("lang")),
        "time_zone": _one(first("tz")) if "/" in _one(first("tz")) else "",
        "url": _one(first("url")),
    }
    for field, part, owner in (
        ("first_name", "given", name), ("last_name", "family", name), ("honorific", "prefix", name),
        ("region", "region", address), ("country", "country", address),
    ):  # fmt: skip
        values[field] = _one(getattr(owner, part, ""))
    if values["name"] == values["outlet"] and not values["last_name"]:
        values["name"] = ""  # the card of an organisation, not of a person
    return values


def _preference(item: Any) -> int:
    """0 for the preferred address (RFC 6350 section 5.3 PREF, and `TYPE=pref` of the older versions)."""
    kinds = [kind.lower() for kind in (*item.params.get("TYPE", ()), *item.singletonparams)]
    pref = item.params.get("PREF", [""])[0]
    if "pref" in kinds:
        return 0
    return int(pref) if pref.isdigit() else 200


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _one(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(_one(part) for part in value if part)
    return str(value or "").strip()

"""Contacts: media lists read from files, and the audience selected from them."""

from dispatch.contacts.audience import Audience, Fate
from dispatch.contacts.export import neutral, to_csv
from dispatch.contacts.reading import ListReading, read
from dispatch.contacts.remarks import ROW_CODES
from dispatch.contacts.rows import Suppression
from dispatch.contacts.segment import Segment, parse_segment
from dispatch.contacts.selection import ROLE_ORDER, select

__all__ = [
    "ROLE_ORDER",
    "ROW_CODES",
    "Audience",
    "Fate",
    "ListReading",
    "Segment",
    "Suppression",
    "neutral",
    "parse_segment",
    "read",
    "select",
    "to_csv",
]

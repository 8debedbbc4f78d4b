"""Contacts that can be read again and again without being held in memory: many rows move to a file."""

import marshal
import os
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import fields
from types import MappingProxyType
from typing import Any, BinaryIO, Final

from dispatch.model.contact import Contact

#: One contact as plain values in the order of `COLUMNS`; `extra` is a dict, or None when there is nothing in it.
Row = tuple[Any, ...]

#: The order of values in a row: the fields of a contact without its file, which the spool knows.
COLUMNS: Final = tuple(field.name for field in fields(Contact) if field.name != "file")
EMAIL: Final = COLUMNS.index("email")
KEY: Final = COLUMNS.index("key")
NAME: Final = COLUMNS.index("name")
PHONE: Final = COLUMNS.index("phone")
OUTLET: Final = COLUMNS.index("outlet")
ROLE: Final = COLUMNS.index("role")
TAGS: Final = COLUMNS.index("tags")
EMBARGO: Final = COLUMNS.index("embargo")
LINE: Final = COLUMNS.index("line")

# Rows in one piece, and octets of pieces that are kept in memory before there is a file.
_PIECE = 512
_IN_MEMORY = 2 << 20
_NOTHING: MappingProxyType[str, str] = MappingProxyType({})


class Spool:
    """The contacts of one list, sized and re-iterable, in the order in which they were put.

    Up to 2 MB stay in memory; beyond that they lie in an unnamed temporary file that vanishes with the spool. Several
    iterations may run at the same time.
    """

    def __init__(self, file: str) -> None:
        """Start without contacts.

        Args:
            file: The list they come from.
        """
        self.file = file
        self._size = 0
        #: Rows that are not yet in a piece.
        self._open: list[Row] = []
        #: Pieces in memory, or where in the file they are.
        self._pieces: list[bytes] = []
        self._places: list[tuple[int, int]] = []
        self._store: BinaryIO | None = None
        self._end = 0

    def put(self, row: Row) -> None:
        """Add one contact."""
        self._size += 1
        self._open.append(row)
        if len(self._open) == _PIECE:
            self._put_away()

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Contact]:
        return (contact_of(row, self.file) for row in self.rows())

    def rows(self) -> Iterator[Row]:
        """The contacts as plain values, which costs a fifth of making contacts."""
        number = 0
        while number < len(self._places) + len(self._pieces):
            yield from marshal.loads(self._piece(number))  # noqa: S302  (our own unnamed file)
            number += 1
        yield from tuple(self._open)

    def _piece(self, number: int) -> bytes:
        if number >= len(self._places):
            return self._pieces[number - len(self._places)]
        assert self._store is not None
        offset, length = self._places[number]
        return os.pread(self._store.fileno(), length, offset)

    def _put_away(self) -> None:
        self._pieces.append(marshal.dumps(self._open))
        self._open = []
        if self._store is None and sum(map(len, self._pieces)) <= _IN_MEMORY:
            return
        if self._store is None:
            self._store = tempfile.TemporaryFile(prefix="dispatch-list-", buffering=0)  # noqa: SIM115
            weakref.finalize(self, self._store.close)
        for data in self._pieces:
            self._places.append((self._end, len(data)))
            self._write(self._store, data)
        self._pieces = []

    def _write(self, store: BinaryIO, data: bytes) -> None:
        self._end += len(data)
        rest = memoryview(data)
        while rest:
            rest = rest[store.write(rest) :]


def contact_of(row: Row, file: str) -> Contact:
    """The contact that a row stands for."""
    (
        email, key, name, first_name, last_name, honorific, outlet, role, beats, language, region, country, time_zone,
        phone, embargo, pitch, tags, notes, alternates, extra, line,
    ) = row  # fmt: skip
    return Contact(
        email=email,
        key=key,
        name=name,
        first_name=first_name,
        last_name=last_name,
        honorific=honorific,
        outlet=outlet,
        role=role,
        beats=beats,
        language=language,
        region=region,
        country=country,
        time_zone=time_zone,
        phone=phone,
        embargo=embargo,
        pitch=pitch,
        tags=tags,
        notes=notes,
        alternates=alternates,
        extra=MappingProxyType(extra) if extra else _NOTHING,
        file=file,
        line=line,
    )

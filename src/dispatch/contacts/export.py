"""Write a list as CSV that every spreadsheet opens rightly and none takes for formulas."""

import csv
import os
import re
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Protocol

from dispatch.errors import InputError
from dispatch.model.contact import FIELDS, Contact
from dispatch.phones import international

# A cell that begins so is a formula to a spreadsheet, or would become one when an apostrophe is taken off again.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


class Listed(Protocol):
    """A reading or an audience."""

    @property
    def contacts(self) -> Collection[Contact]:
        """The contacts, re-iterable."""
        ...

    @property
    def custom(self) -> frozenset[str]:
        """Names of their custom columns."""
        ...


def to_csv(listed: Listed, path: Path) -> int:
    """Write contacts in the normalised form, to be read back by `dispatch.contacts.read`.

    UTF-8 with a byte order mark, because spreadsheets otherwise take it for the local code page; cells that a
    spreadsheet would take for a formula begin with an apostrophe, which reading takes off again. The file is written
    beside its place and moved there at once.

    Args:
        listed: Whose contacts are written.
        path: The file; it is replaced.

    Returns:
        How many contacts were written.

    Raises:
        InputError: It cannot be written.
    """
    custom = sorted(listed.custom)
    try:
        handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as target:
                count = _write(listed.contacts, custom, csv.writer(target))
            Path(unfinished).replace(path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
    except OSError as trouble:
        raise InputError(f"{path} cannot be written: {trouble.strerror}.", "Choose another place") from trouble
    return count


class _Writer(Protocol):
    def writerow(self, row: list[str], /) -> object: ...


def _write(contacts: Collection[Contact], custom: list[str], writer: _Writer) -> int:
    writer.writerow([*FIELDS, "other email", *custom])
    count = 0
    for count, contact in enumerate(contacts, start=1):  # noqa: B007  (counts what is streamed)
        writer.writerow([neutral(cell) for cell in _cells(contact, custom)])
    return count


def _cells(contact: Contact, custom: list[str]) -> Iterator[str]:
    for field in FIELDS:
        value = getattr(contact, field)
        if field == "phone":
            value = international(contact.phone, contact.country, contact.region)
        if isinstance(value, bool):
            yield "yes" if value else ""
        else:
            yield "; ".join(value) if isinstance(value, tuple) else value
    yield " ::: ".join(contact.alternates)
    for name in custom:
        yield contact.extra.get(name, "")


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell

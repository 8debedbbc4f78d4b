"""From the cells of a row to a contact, or to the findings that say why not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dispatch.addresses import Address, NoAddress, Trouble, parse_address, unsafe_characters
from dispatch.contacts import cells
from dispatch.contacts.aliases import PLURAL
from dispatch.contacts.columns import Columns
from dispatch.contacts.doubts import doubts
from dispatch.contacts.fold import words
from dispatch.contacts.remarks import Remarks
from dispatch.contacts.sheet import Line
from dispatch.contacts.spool import EMAIL, LINE, NAME, PHONE, Row
from dispatch.model.contact import FIELDS

# Text that may have lines of its own: it reaches the body of a mail at most, never a header.
_LONG = frozenset({"notes", "pitch"})
_LINE_ENDS = str.maketrans("\r\n\t\x0b\x0c\x85\u2028\u2029", "        ")
# Phone numbers copied from address books come wrapped in direction marks.
_MARKS = str.maketrans("", "", "\u200e\u200f\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069\u200b\ufeff")
_LOST = "\ufffd"
# What stands in the To header and in summaries, and the most characters that can be one.
_NAMES = frozenset({"name", "first_name", "last_name", "honorific", "outlet"})
_LONGEST_NAME = 200
_PEOPLE = frozenset({"name", "first_name", "last_name"})
_NUMBER = "0123456789+ ()-./"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Somebody who must not be mailed, as a list says it."""

    email: str
    key: str
    #: Why: `unsubscribed`, `cleaned`, or what the status column says.
    reason: str
    file: str
    line: int


class RowReader:
    """Reads the rows of one list; its findings name line and cell."""

    def __init__(
        self,
        columns: Columns,
        remarks: Remarks,
        *,
        defaults: Mapping[str, str] | None = None,
        joined_by: Sequence[str] = (),
    ) -> None:
        """Prepare for one list.

        Args:
            columns: The header, understood; it has an e-mail column.
            remarks: Takes the findings.
            defaults: Field and value for rows that leave the field empty.
            joined_by: Separators at which a cell with several addresses may be split; the first address counts.
        """
        self.suppressions: list[Suppression] = []
        self._remarks = remarks
        self._defaults = dict(defaults or {})
        self._joined_by = re.compile("|".join(map(re.escape, joined_by))) if joined_by else None
        self._width = columns.width
        self._fields = columns.fields
        self._email = columns.fields.index("email")
        self._statuses = [(index, words(columns.header[index])) for index in columns.statuses]
        self._scalars = [
            (i, field) for i, field in enumerate(columns.fields) if field in FIELDS and field not in PLURAL
        ]
        self._people = [i for i, field in self._scalars if field in _PEOPLE]
        self._plurals = {name: [i for i, field in enumerate(columns.fields) if field == name] for name in PLURAL}
        self._custom = [(i, field) for i, field in enumerate(columns.fields) if field in columns.custom]

    def read(self, line: Line) -> Row | None:
        """One row.

        Args:
            line: Its cells.

        Returns:
            The contact as plain values, or None when the row is refused; then a finding says why.
        """
        texts = cells.said(line.cells)
        if line.broken or len(texts) > self._width:
            if self._misshapen(line, texts):
                return None
            del texts[self._width :]
        elif len(texts) < self._width:
            texts += [""] * (self._width - len(texts))
        address, alternates = self._address(line, texts)
        if address is None:
            return None
        self._suppress(line, texts, address)
        together = " ".join(texts)
        if not together.isprintable():
            self._flatten(texts)
            together = " ".join(texts)
        if not self._safe(line, texts, together) or (len(together) > _LONGEST_NAME and self._endless(line, texts)):
            return None
        for index in self._people:
            if texts[index][-1:].isdigit() and self._is_number(line, index, texts[index]):
                return None
        row = self._row(line, texts, address, alternates)
        self._doubt(row, together)
        return row

    def _misshapen(self, line: Line, texts: list[str]) -> bool:
        if line.broken:
            remedy = "close or remove the quotation mark" if "quotation" in line.broken else "shorten it"
            self._remarks.add(
                "LST019",
                f"This row cannot be read: {line.broken}.",
                f"{remedy}, or --skip-invalid",
                line=line.number,
            )
            return True
        if not any(texts[self._width :]):
            return False
        self._remarks.add(
            "LST012",
            f"The row has {len(texts)} cells where the header has {self._width}: something stands in the wrong column.",
            "put quotation marks around the cell that holds the delimiter, or --skip-invalid",
            line=line.number,
            column=self._width + 1,
        )
        return True

    def _address(self, line: Line, texts: list[str]) -> tuple[Address | None, tuple[str, ...]]:
        """The address of a row and its alternates; None and a finding when there is none."""
        cell = texts[self._email]
        first, *others = self._parts(cell)
        others += [part for index in self._plurals["alternate"] for part in self._parts(texts[index])]
        found = parse_address(first)
        if isinstance(found, NoAddress) and found.trouble is Trouble.EMPTY and any(others):
            found = parse_address(next(other for other in others if other))
        if isinstance(found, NoAddress):
            self._say_no_address(line, cell, found)
            return None, ()
        if found.unwrapped:
            message = f'"{_short(cell)}" was read as {found.email}: {found.unwrapped} taken off.'
            self._remarks.add("LST008", message, line=line.number, column=self._email + 1, address=found.email)
        alternates = (parse_address(other) for other in others if other)
        emails = (other.email for other in alternates if isinstance(other, Address) and other.key != found.key)
        return found, tuple(dict.fromkeys(emails))

    def _parts(self, cell: str) -> list[str]:
        if self._joined_by is None or (cell.count("@") < 2 and " ::: " not in cell):  # noqa: PLR2004
            return [cell]
        return [part.strip() for part in self._joined_by.split(cell) if part.strip()]

    def _say_no_address(self, line: Line, cell: str, found: NoAddress) -> None:
        if found.trouble is Trouble.EMPTY:
            self._say(line, self._email, "LST006", "This row has no address.", "add one, or leave it: nobody is mailed")
        elif found.trouble is Trouble.SEVERAL:
            count = {2: "Two", 3: "Three"}.get(len(found.meant), str(len(found.meant)))
            message = f'{count} addresses in one cell: "{_short(cell)}".'
            self._say(line, self._email, "LST007", message, "one row each, or --skip-invalid")
        elif found.trouble is Trouble.UNSAFE:
            message = f"The address {found.reason}, which could forge a mail header."
            self._say(line, self._email, "LST009", message, "type the address again, or --skip-invalid")
        else:
            fix = f"write {found.meant[0]}" if found.meant else "correct it"
            self._say(line, self._email, "LST005", f'"{_short(cell)}" {found.reason}.', f"{fix}, or --skip-invalid")

    def _flatten(self, texts: list[str]) -> None:
        """Make custom cells one line each: addresses and descriptions often have several."""
        for index, _ in self._custom:
            if not texts[index].isprintable():
                texts[index] = " ".join(texts[index].translate(_LINE_ENDS).split())

    def _safe(self, line: Line, texts: list[str], together: str) -> bool:
        """Refuse whatever could forge a header or lost a letter."""
        if _LOST not in together and not unsafe_characters(together):
            return True
        # A list, so that every bad cell of the row gets its finding.
        return all([self._safe_cell(line, index, text) for index, text in enumerate(texts) if text])  # noqa: C419

    def _safe_cell(self, line: Line, index: int, text: str) -> bool:
        field = self._fields[index]
        if not field:
            return True  # a column without a name is not read
        if field in {"phone", "mobile"}:
            text = text.translate(_MARKS)
        elif field in _LONG or field in PLURAL:
            text = text.translate(_LINE_ENDS)
        if _LOST in text and field != "notes":
            message = f'A letter of {field} was lost: "{_short(text)}".'
            self._say(line, index, "LST010", message, "save the list as UTF-8 again, or --skip-invalid")
            return False
        if unsafe := unsafe_characters(text):
            message = f"The cell for {field} holds {unsafe}, which could forge a mail header."
            self._say(line, index, "LST009", message, "type the cell again, or --skip-invalid")
            return False
        return True

    def _endless(self, line: Line, texts: list[str]) -> bool:
        """Whether a cell for a name holds what cannot be one: it would stand in a header and in every summary."""
        long = [i for i, field in self._scalars if field in _NAMES and len(texts[i]) > _LONGEST_NAME]
        for index in long:
            message = f"The cell for {self._fields[index]} has {len(texts[index]):,} characters: that is no name."
            self._say(line, index, "LST033", message, "put that text into notes, or --skip-invalid")
        return bool(long)

    def _is_number(self, line: Line, index: int, text: str) -> bool:
        """Whether a number stands where a person's name belongs, as in lists whose columns were mixed up."""
        if text.strip(_NUMBER):
            return False
        message = f'"{_short(text)}" stands where the {self._fields[index].replace("_", " ")} belongs.'
        self._say(line, index, "LST033", message, "see whether two columns are mixed up, or --skip-invalid")
        return True

    def _say(self, line: Line, index: int, code: str, message: str, fix: str) -> None:
        self._remarks.add(code, message, fix, line=line.number, column=index + 1)

    def _suppress(self, line: Line, texts: list[str], address: Address) -> None:
        for index, header in self._statuses:
            if texts[index] and (reason := cells.opted_out(header, texts[index])):
                self.suppressions.append(
                    Suppression(
                        email=address.email,
                        key=address.key,
                        reason=reason,
                        file=self._remarks.file,
                        line=line.number,
                    ),
                )

    def _doubt(self, row: Row, together: str) -> None:
        for doubt in doubts(row[EMAIL], row[NAME], row[PHONE], together):
            column = self._fields.index(doubt.field) + 1 if doubt.field in self._fields else None
            self._remarks.add(doubt.code, doubt.message, doubt.fix, line=row[LINE], column=column, address=row[EMAIL])

    def _row(self, line: Line, texts: list[str], address: Address, alternates: tuple[str, ...]) -> Row:
        value = dict(self._defaults)
        for index, field in self._scalars:
            if texts[index]:
                value[field] = texts[index]
        get = value.get
        name, first_name, last_name = _names(
            get("name", "") or address.name, get("first_name", ""), get("last_name", "")
        )
        return (
            address.email,
            address.key,
            name,
            first_name,
            last_name,
            cells.honorific(value["honorific"]) if "honorific" in value else "",
            get("outlet", ""),
            get("role", ""),
            self._list("beats", texts),
            self._understood(line, "language", get("language", "")),
            get("region", ""),
            get("country", ""),
            self._understood(line, "time_zone", get("time_zone", "")),
            get("phone", "").translate(_MARKS),
            cells.yes(get("embargo", "")),
            get("pitch", ""),
            self._list("tags", texts),
            get("notes", ""),
            alternates,
            {field: texts[index] for index, field in self._custom if texts[index]} or None,
            line.number,
        )

    def _list(self, field: str, texts: list[str]) -> tuple[str, ...]:
        columns = self._plurals[field]
        if len(columns) == 1 and texts[columns[0]]:
            return cells.several(texts[columns[0]])
        found = (part for index in columns for part in cells.several(texts[index]))
        return tuple(dict.fromkeys(found)) or cells.several(self._defaults.get(field, ""))

    def _understood(self, line: Line, field: str, text: str) -> str:
        """A language tag or time zone; empty with a finding when the cell cannot be understood."""
        if not text:
            return ""
        code, understand, fix = _VOCABULARIES[field]
        found = understand(text)
        if found is None:
            column = self._fields.index(field) + 1 if field in self._fields else None
            message = f'"{_short(text)}" is no {field.replace("_", " ")} that is known here; it is left out.'
            self._remarks.add(code, message, fix, line=line.number, column=column)
        return found or ""


_VOCABULARIES = {
    "language": ("LST017", cells.language, "write a language tag such as es or es-MX"),
    "time_zone": ("LST018", cells.time_zone, "write a zone name such as America/Chicago"),
}


def _names(name: str, first_name: str, last_name: str) -> tuple[str, str, str]:
    if first_name or last_name:
        return name or f"{first_name} {last_name}".strip(), first_name, last_name
    return cells.in_order(name)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 60 else one_line[:57] + "…"  # noqa: PLR2004

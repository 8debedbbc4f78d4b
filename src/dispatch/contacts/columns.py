"""Which column of a list fills which field of a contact."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from keyword import iskeyword
from types import MappingProxyType

from dispatch.contacts.aliases import PLURAL, TITLES, WEAK_REGIONS, by_header
from dispatch.contacts.fold import fold, words
from dispatch.contacts.remarks import Remarks
from dispatch.model.contact import FIELDS, Contact

# Names that a custom column must not take: attributes of a contact and methods of the mapping that holds the columns.
_TAKEN = frozenset({*FIELDS, *Contact.__dataclass_fields__, *dir(MappingProxyType({})), "contact"})
# Rows at the top of a file in which the header is looked for.
HEAD = 25
# Shorter headers are too easily like another one.
_SHORTEST_SIMILAR = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The header of a list, understood."""

    #: Source header to field, in the order of the file, as `dispatch lists` shows it.
    named: Mapping[str, str]
    #: For each column its field, custom name, or empty for a column without header and content.
    fields: tuple[str, ...]
    #: The header as it stands in the file.
    header: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns the header has."""
        return len(self.header)

    @property
    def custom(self) -> frozenset[str]:
        """Names of the columns that are no fields of a contact."""
        return frozenset(field for field in self.fields if field and field not in _KNOWN)

    @property
    def joined_by(self) -> tuple[str, ...]:
        """Separators of several addresses in one cell, for the exports that are known to write so."""
        names = {words(cell) for cell in self.header}
        prowly = {"personal greetings", "tag list"} <= names
        return (" ::: ", ",", ";") if prowly else (" ::: ",)

    @property
    def statuses(self) -> tuple[int, ...]:
        """Indices of the columns that may say who must not be mailed."""
        known = by_header()
        return tuple(index for index, cell in enumerate(self.header) if known.get(words(cell)) == "status")


_KNOWN = frozenset({*FIELDS, *PLURAL})


def map_columns(
    header: Sequence[str], remarks: Remarks, *, line: int, fixed: Mapping[str, str] | None = None
) -> Columns:
    """Map the header of a list.

    Args:
        header: The cells of the header row.
        remarks: Takes what was odd.
        line: Line of the header.
        fixed: Header to field as the person wrote it in the TOML file beside the list; wins over the aliases.

    Returns:
        The mapping; it may lack an e-mail column.
    """
    wanted = {words(name): field for name, field in (fixed or {}).items()}
    guesses = _in_context([wanted.get(words(cell)) or by_header().get(words(cell), "") for cell in header], header)
    _add_similar(header, guesses, remarks, line)
    taken: set[str] = set()
    result: list[str] = []
    for index, (cell, guess) in enumerate(zip(header, guesses, strict=True)):
        field = _placed(guess, taken)
        if guess == "email" and field == "alternate":
            message = (
                f'"{cell.strip()}" is a second column for e-mail; its addresses are kept as alternates, not mailed.'
            )
            remarks.add("LST014", message, "give those people rows of their own", line=line or None, column=index + 1)
        if not field and cell.strip() and wanted.get(words(cell)) != "":
            field = _custom(cell, taken)
            if why := _why(cell, guess, field, again=header.index(cell) < index):
                remarks.add(*why, line=line, column=index + 1)
        taken.add(field)
        result.append(field)
    return Columns(named=_named(header, result), fields=tuple(result), header=tuple(header))


def _add_similar(header: Sequence[str], guesses: list[str], remarks: Remarks, line: int) -> None:
    """Give a header that is a slip of the pen away from a known one its field, when no other column has it."""
    for index, cell in enumerate(header):
        name = words(cell)
        if guesses[index] or len(name) < _SHORTEST_SIMILAR or name in TITLES:
            continue
        near = get_close_matches(name, (alias for alias in by_header() if alias[0] == name[0]), n=1, cutoff=0.88)
        field = by_header()[near[0]] if near else ""
        if field in FIELDS and field not in guesses:
            guesses[index] = field
            message = f'"{cell.strip()}" is taken for {field}, because it is nearly "{near[0]}".'
            remarks.add("LST029", message, f"rename it if it is not {field}", line=line, column=index + 1)


def _placed(guess: str, taken: set[str]) -> str:
    if guess == "email" and guess in taken:
        return "alternate"
    if guess in PLURAL or (guess and guess not in taken):
        return guess
    return ""


def _in_context(guesses: list[str], header: Sequence[str]) -> list[str]:
    """Settle the headers that mean one thing alone and another beside others."""
    known = [words(cell) for cell in header]
    titles = [index for index, name in enumerate(known) if name in TITLES and not guesses[index]]
    for position, index in enumerate(titles):
        last = position == len(titles) - 1
        guesses[index] = "role" if last and "role" not in guesses else "honorific"
    if "first_name" in guesses and "last_name" not in guesses:
        for index, name in enumerate(known):
            if name in {"name", "nom"}:
                guesses[index] = "last_name"  # "Vorname, Name" and "Prénom, Nom"
                break
    if "last_name" not in guesses and "name" not in guesses and "nombre" in known:
        guesses[known.index("nombre")] = "name"
    if any(guess == "region" and name not in WEAK_REGIONS for guess, name in zip(guesses, known, strict=True)):
        guesses = ["" if name in WEAK_REGIONS else guess for guess, name in zip(guesses, known, strict=True)]
    if "phone" not in guesses:
        guesses = ["phone" if guess == "mobile" else guess for guess in guesses]
    return guesses


def _custom(cell: str, taken: set[str]) -> str:
    """A name for a custom column that is safe to use in templates and segments."""
    name = "_".join(re.findall(r"\w+", fold(cell).replace("_", " "))) or "column"
    if name in _TAKEN or iskeyword(name) or name[0].isdigit() or cell.strip().startswith("_"):
        name = f"column_{name}"
    if name.removeprefix("column_") in _KNOWN and name.removeprefix("column_") in taken:
        name = name.removeprefix("column_") + "_2"
    number, plain = 2, name.removesuffix("_2")
    while name in taken:
        name = f"{plain}_{number}"
        number += 1
    return name


def _why(cell: str, guess: str, field: str, *, again: bool) -> tuple[str, str, str] | None:
    """Code, message and fix about a column that did not get the field its header names."""
    if cell.strip().startswith("_"):
        message = f'The column "{cell}" is kept as {field}: a name like that could be mistaken for an instruction.'
        return "LST027", message, "give the column a plain name"
    if guess and guess != "status":
        message = f'"{cell}" is a second column for {guess}; it is kept as {field}.'
        return "LST014", message, f"rename it if it is not {guess}"
    if again:
        return "LST013", f'Two columns are headed "{cell}"; the second is kept as {field}.', "give it a name of its own"
    return None


def _named(header: Sequence[str], fields: Sequence[str]) -> Mapping[str, str]:
    named: dict[str, str] = {}
    for index, (cell, field) in enumerate(zip(header, fields, strict=True), start=1):
        if not field:
            continue
        shown = cell.strip()
        named[shown if shown not in named else f"{shown} ({index})"] = field
    return named

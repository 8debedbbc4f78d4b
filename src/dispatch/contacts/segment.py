"""Segments: which contacts of a list are meant, as an expression over their fields."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from difflib import get_close_matches

from dispatch.errors import SegmentError
from dispatch.model.contact import FIELDS, Contact

# More than anybody types; keeps the parser from being driven into the ground.
_LONGEST = 2_000
_NAME = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A compiled `--where` expression."""

    #: As the person wrote it.
    expression: str
    #: Names in it that are no fields of every contact: custom columns, if a list has them.
    custom: frozenset[str]
    test: Callable[[Contact], object] = field(repr=False)
    #: Names of the saved segments: a name alone may be one of them mistyped.
    saved: tuple[str, ...] = ()

    def matches(self, contact: Contact) -> bool:
        """Whether a contact belongs to the segment."""
        return bool(self.test(contact))

    def require(self, columns: Collection[str]) -> None:
        """Check the names that are no fields of every contact.

        Args:
            columns: The custom columns of the lists.

        Raises:
            SegmentError: One of the names is no column either.
        """
        for name in sorted(self.custom):
            if name not in columns:
                raise unknown_field(name, columns, self.saved if name == self.expression.strip() else ())


def unknown_field(name: str, columns: Collection[str] = (), saved: Collection[str] = ()) -> SegmentError:
    """The error for a field that nothing has, naming the near matches.

    Args:
        name: What was written.
        columns: The custom columns of the lists.
        saved: The saved segments, when the name stands alone and may be meant for one.
    """
    known = [*FIELDS, *sorted(columns)]
    near = get_close_matches(name.lower(), known, n=3, cutoff=0.6)
    near += [f"the saved segment {one}" for one in get_close_matches(name, saved, n=3, cutoff=0.6)]
    return SegmentError(
        f'There is no field {"and no saved segment " if saved else ""}"{name}".',
        f"Did you mean {' or '.join(near)}?"
        if near
        else f'If it is text, write "{name}" in quotation marks; the fields are {", ".join(known)}',
    )


def parse_segment(expression: str, *, columns: Collection[str] | None = None, saved: Collection[str] = ()) -> Segment:
    """Compile a `--where` expression.

    The language is that of Jinja expressions; it is parsed by Jinja and evaluated by a closed set of operations, so
    that nothing beyond the fields of a contact can be reached, and nothing takes long.

    Args:
        expression: For example `language == "es" and "immigration" in beats`.
        columns: The custom columns, when they are known; otherwise `Segment.require` checks them later.
        saved: Names of the saved segments, for the error when the expression is one of them mistyped.

    Returns:
        The segment. Text compares without case and accents; `language == "es"` also fits es-MX; `beats` and `tags` are
        lists of whole words.

    Raises:
        SegmentError: It cannot be parsed, names an unknown field, or compares what cannot be compared.
    """
    from dispatch.contacts.segment_parts import compile_expression  # noqa: PLC0415  (imports jinja2)

    if len(expression) > _LONGEST:
        raise SegmentError(f"The expression is longer than {_LONGEST:,} characters.", "Shorten it")
    name = expression.strip()
    if saved and "-" in name and _NAME.fullmatch(name):
        # As an expression it would be a difference, which no segment can use.
        raise unknown_field(name, columns or (), saved)
    test, custom = compile_expression(expression)
    segment = Segment(expression=expression, custom=custom, test=test, saved=tuple(saved))
    if columns is not None:
        segment.require(columns)
    return segment

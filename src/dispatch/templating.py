"""The sandbox in which templates run: no Python, no files beside the theme's own, no runaway arithmetic."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.environment import TemplateModule
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

#: Longest text or list an arithmetic expression may make, and longest `range`.
_LARGEST: Final = 100_000
#: `safe` would let data act as markup; the others are random, so a mail could not be shown before it is sent.
_REMOVED_FILTERS: Final = ("safe", "random", "pprint")
_REMOVED_GLOBALS: Final = ("lipsum",)


#: What a theme's templates may name.
NAMES: Final = ("release", "contact", "organisation", "sender", "pitch", "unsubscribe", "t", "footnotes")


class Fields:
    """Named values that a template reads as `thing.name`; a wrong name is an error that knows the right ones."""

    __slots__ = ("_label", "_values")

    def __init__(self, label: str, values: Mapping[str, object]) -> None:
        self._label = label
        self._values = values

    def __getattr__(self, name: str) -> object:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> object:
        return self._values[name]

    def __bool__(self) -> bool:
        return bool(self._values)

    def __missing__(self, name: object) -> str:
        """What to say about a name that is not there (templates cannot call it: it starts with an underscore)."""
        return f"{self._label} has no field {name!r}{near(name, self._values)}"


class LenientFields(Fields):
    """Fields where a name nobody filled is empty: the custom columns of lists that differ.

    Args:
        label: As in `Fields`.
        values: As in `Fields`.
        blank: Makes the empty value of a name, so that one list's missing column is what another's empty cell is.
    """

    __slots__ = ("_blank",)

    def __init__(self, label: str, values: Mapping[str, object], blank: Callable[[str], object]) -> None:
        super().__init__(label, values)
        self._blank = blank

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)  # what Python itself asks of any object is no column
        return self[name]

    def __getitem__(self, name: str) -> object:
        return self._values[name] if name in self._values else self._blank(name)


class NamedUndefined(StrictUndefined):
    """An unknown name is an error at its first use, and names what may have been meant."""

    @property
    def _undefined_message(self) -> str:
        if isinstance(self._undefined_obj, Fields):
            return self._undefined_obj.__missing__(self._undefined_name)
        if isinstance(self._undefined_obj, TemplateModule):
            macros = [name for name in vars(self._undefined_obj) if not name.startswith("_")]
            alike = near(self._undefined_name, macros)
            return f"{self._undefined_obj.__name__} has no macro {self._undefined_name!r}{alike}"
        if self._undefined_obj is missing:
            return f"{self._undefined_name!r} is unknown{near(self._undefined_name, NAMES)}"
        return super()._undefined_message


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without access to Python's inside, with bounded arithmetic (LIBRARIES: the sandbox stops reads only)."""

    intercepted_binops = frozenset({"*", "**", "+"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse products, powers and sums that only fill memory."""
        if operator == "**" and not (_small(left) and _small(right, 64)):
            raise OverflowError("a power that large is not allowed in a template")
        if operator == "*" and _product(left, right) > _LARGEST:
            raise OverflowError("a repetition that long is not allowed in a template")
        if operator == "+" and _length(left) + _length(right) > 10 * _LARGEST:
            raise OverflowError("a text that long is not allowed in a template")
        return super().call_binop(context, operator, left, right)


def sandbox(
    files: Mapping[str, str],
    *,
    finalize: Callable[[Any], Any] | None = None,
    kind: type[Sandbox] = Sandbox,
) -> Sandbox:
    """An environment whose templates are exactly these files: nothing else can be included.

    Args:
        files: Template texts by name; names that end in `.html` are escaped automatically.
        finalize: Applied to every printed value.
        kind: A subclass of Sandbox.

    Returns:
        The environment; no template is compiled yet.
    """
    environment = kind(
        # The name stands for the file name, so that a traceback knows its template.
        loader=FunctionLoader(lambda name: (files[name], name, None) if name in files else None),
        undefined=NamedUndefined,
        autoescape=escapes,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=100,
    )
    for name in _REMOVED_FILTERS:
        environment.filters.pop(name, None)
    for name in _REMOVED_GLOBALS:
        environment.globals.pop(name, None)
    environment.globals["range"] = bounded_range
    return environment


def escapes(name: str | None) -> bool:
    """Whether values printed by this template are escaped as HTML."""
    return name is not None and name.endswith(".html")


def bounded_range(*arguments: int) -> range:
    """`range`, refused when it is so long that it only burns time."""
    numbers = range(*arguments)
    if len(numbers) > _LARGEST:
        raise OverflowError(f"range({', '.join(map(str, arguments))}) is too long for a template")
    return numbers


def near(name: object, known: Iterable[str]) -> str:
    """`; did you mean a or b?` for the names that look alike, or nothing."""
    alike = difflib.get_close_matches(str(name), list(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(alike)}?" if alike else ""


def _small(number: object, limit: int = 10**6) -> bool:
    return isinstance(number, (int, float)) and abs(number) <= limit


def _length(value: object) -> int:
    return len(value) if isinstance(value, (str, list, tuple)) else 0


def _product(left: object, right: object) -> int:
    """How long `left * right` would be; numbers have no length."""
    for sequence, times in ((left, right), (right, left)):
        if isinstance(sequence, (str, list, tuple)) and isinstance(times, int):
            return len(sequence) * times
    return 0

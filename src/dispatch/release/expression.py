"""Regular expressions that cost nothing before they are used: a language's grammar is compiled by its first text."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any


class Expression:
    """A regular expression that is compiled when it is first asked for anything.

    It has the methods of `re.Pattern`; once it is compiled they are the compiled pattern's own.

    Args:
        pattern: What is compiled.
        flags: As in `re.compile`.
        outline: A much smaller pattern that matches wherever this one does. Until a text has that, `match` and
            `search` answer None and nothing else is compiled.
    """

    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[Any]]
    split: Callable[..., list[str]]
    sub: Callable[..., str]

    def __init__(self, pattern: str, flags: int = 0, *, outline: str = "") -> None:
        """Keep the source; nothing is compiled."""
        self.pattern = pattern
        self._flags = flags
        self._outline = Expression(outline, flags) if outline else None

    def __getattr__(self, name: str) -> object:
        """Compile, and keep what the compiled pattern can do as if it had always been here."""
        if name not in type(self).__annotations__:
            raise AttributeError(name)
        if self._outline is not None and name in {"match", "search"}:
            return partial(self._within, getattr(self._outline, name), name)
        return self._compiled(name)

    def _within(self, outlined: Callable[..., re.Match[str] | None], name: str, *where: Any) -> re.Match[str] | None:
        """As `match` or `search`, where the outline may be all that is needed."""
        return self._compiled(name)(*where) if outlined(*where) else None

    def _compiled(self, name: str) -> Callable[..., Any]:
        compiled = re.compile(self.pattern, self._flags)
        for method in type(self).__annotations__:
            setattr(self, method, getattr(compiled, method))
        asked: Callable[..., Any] = getattr(compiled, name)
        return asked

"""Regular expressions that cost nothing before they are used: a language's grammar is compiled by its first text."""

import re
from collections.abc import Callable, Iterator
from typing import Any


class Expression:
    """A regular expression that is compiled when it is first asked for anything.

    It has the methods of `re.Pattern`; after the first use they are the compiled pattern's own.
    """

    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[Any]]
    split: Callable[..., list[str]]
    sub: Callable[..., str]

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """Keep the source; nothing is compiled."""
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        """Compile, and keep what the compiled pattern can do as if it had always been here."""
        if name not in type(self).__annotations__:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        for method in type(self).__annotations__:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)

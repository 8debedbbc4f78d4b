"""What the libraries below say, in words: operating system, decoders, settings."""

from collections.abc import Mapping
from typing import Any

_EXPECTED = {
    "int": "a whole number is expected here",
    "float": "a number is expected here",
    "bool": "true or false is expected here",
    "string": "text is expected here, in quotation marks",
    "list": "a list is expected here",
    "tuple": "a list is expected here",
    "dict": "a table is expected here",
    "model": "a table is expected here",
    "missing": "it is missing",
}


def reason(error: BaseException) -> str:
    """Why a file or a connection failed, without error numbers and without the terms of a decoder."""
    if isinstance(error, UnicodeError):
        return "it is not UTF-8 text"
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def expected(detail: Mapping[str, Any]) -> str:
    """What a setting should have been.

    Args:
        detail: One entry of pydantic's `ValidationError.errors()`.
    """
    kind, _, how = str(detail["type"]).partition("_")
    if kind in _EXPECTED and how in {"", "parsing", "type", "from_float"}:
        return _EXPECTED[kind]
    said = str(detail["msg"]).removeprefix("Value error, ")
    return said.replace("Input should be", "it should be").rstrip(".")

"""What a command hands back: how it ended, and how to say so to people and to programs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

from dispatch.model.exits import ExitCode
from dispatch.model.finding import Finding

if TYPE_CHECKING:
    from dispatch.cli.render.page import Page

#: What JSON can say.
Json = Union[str, int, float, bool, None, Sequence["Json"], Mapping[str, "Json"]]  # noqa: UP007 - it names itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a command could not go on, or why a person is needed."""

    message: str
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The end of a command; exactly one of `people` and `data` is asked for."""

    exit: ExitCode = ExitCode.OK
    #: The `result` of the JSON object.
    data: Callable[[], Json]
    #: Writes the same for people; what it writes goes to standard output.
    people: Callable[["Page"], None]
    findings: Sequence[Finding] = ()
    error: Problem | None = None
    #: The command did something rather than showed something: with `-q` its success needs no words.
    acted: bool = False

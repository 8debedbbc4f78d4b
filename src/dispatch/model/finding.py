"""One thing that preflight, or a reader, has to say."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    #: Blocks a send until it is fixed or allowed by code.
    ERROR = "error"
    #: Worth a look; blocks only under `check --strict`.
    WARNING = "warning"
    #: Good to know.
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, where, and how to fix it."""

    #: Stable code: three capitals for the family (REL, LST, MSG, SND, EMB) and three digits.
    code: str
    severity: Severity
    #: What is wrong, one sentence in a press officer's words.
    message: str
    #: What to do about it, an imperative without full stop.
    fix: str = ""
    #: Path of the file as the person named it.
    file: str | None = None
    #: 1-based line in that file.
    line: int | None = None
    #: 1-based column in that line.
    column: int | None = None
    #: E-mail address of the contact it is about.
    address: str | None = None

    @property
    def place(self) -> str:
        """`lists/radio.csv:43:2`, as far as it is known; else empty."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


#: Codes of findings from which others follow: a file, or its front matter, that cannot be read.
CAUSES = frozenset({"REL080"})


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then what is good to know; each in the order in which they came.

    What keeps a file from being read stands before all else of its weight: the rest may follow from it.
    """
    order = list(Severity)
    return sorted(findings, key=lambda finding: (order.index(finding.severity), finding.code not in CAUSES))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that block a send."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)

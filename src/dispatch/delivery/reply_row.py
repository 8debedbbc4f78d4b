"""One row of the reply table: which refusals it is about, and what they mean."""

import re
from dataclasses import dataclass

from dispatch.model.outcome import Action, Phase, Scope, Verdict

ROUTE_PHASES = frozenset({Phase.CONNECT, Phase.GREETING, Phase.EHLO})
OPENING = frozenset({*ROUTE_PHASES, Phase.TLS, Phase.AUTH})
ANY = frozenset(Phase)
TRANSACTION = frozenset({Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.BODY, Phase.DOT})
ENVELOPE = frozenset({Phase.MAIL, Phase.RCPT, Phase.DOT})
RECIPIENT = frozenset({Phase.RCPT, Phase.DOT})
CONTENT = frozenset({Phase.DATA, Phase.BODY, Phase.DOT})
#: What to do about a server that hangs up.
CLOSING = "the server keeps hanging up: resume later, with fewer connections or a lower rate in dispatch.toml"


def pattern(expression: str) -> re.Pattern[str]:
    """Compiles a text pattern; case never matters."""
    return re.compile(expression, re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of refusal."""

    #: A real reply of this kind; the test of the row classifies it in each of its phases.
    example: str
    phases: frozenset[Phase]
    #: Codes, or `4yz` and `5yz`; empty is any.
    codes: tuple[str, ...] = ()
    #: Enhanced codes as prefixes of whole parts (`4.7` is any 4.7.x), `none` for a reply without one; empty is any.
    enhanced: tuple[str, ...] = ()
    text: re.Pattern[str] | None = None
    scope: Scope
    verdict: Verdict = Verdict.DEFERRED
    action: Action = Action.GO_ON
    #: What a press officer can do; `{login}` is the account's user name.
    fix: str = ""
    suppress: bool = False

    def fits(self, phase: Phase, code: int, enhanced: str, text: str) -> bool:
        """True when this row is about such a reply."""
        return (
            phase in self.phases
            and (not self.codes or str(code) in self.codes or f"{code // 100}yz" in self.codes)
            and (not self.enhanced or _within(enhanced, self.enhanced))
            and (self.text is None or self.text.search(text) is not None)
        )


def _within(enhanced: str, prefixes: tuple[str, ...]) -> bool:
    if not enhanced:
        return "none" in prefixes
    return any(enhanced == prefix or enhanced.startswith(prefix + ".") for prefix in prefixes)

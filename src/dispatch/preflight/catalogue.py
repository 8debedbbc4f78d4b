"""The catalogue of rules, and running them over one case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from dispatch.errors import NotFoundError
from dispatch.model.finding import Finding, Severity
from dispatch.preflight import (
    clients,
    documents,
    embargo,
    links,
    lists,
    literal,
    looks,
    message,
    parts,
    past_dates,
    quotations,
    release,
    schedule,
    seasons,
    sender,
    versions,
)
from dispatch.preflight.release_details import DETAIL_RULES
from dispatch.preflight.rule import Case, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """`[check]` of dispatch.toml: codes, or families such as `REL`, that weigh differently here."""

    ignore: frozenset[str] = frozenset()
    error: frozenset[str] = frozenset()
    warning: frozenset[str] = frozenset()


def catalogue() -> tuple[Rule, ...]:
    """Every rule, by code."""
    families = (
        clients.RULES,
        release.RULES,
        DETAIL_RULES,
        documents.RULES,
        embargo.RULES,
        links.RULES,
        lists.RULES,
        literal.RULES,
        looks.RULES,
        message.RULES,
        parts.RULES,
        past_dates.RULES,
        quotations.RULES,
        seasons.RULES,
        sender.RULES,
        schedule.RULES,
        versions.RULES,
    )
    return tuple(sorted((rule for family in families for rule in family), key=lambda rule: rule.code))


def explain(code: str) -> Rule:
    """The rule with a code.

    Raises:
        NotFoundError: No rule has it; names the near ones.
    """
    rules = {rule.code: rule for rule in catalogue()}
    wanted = code.strip().upper()
    if wanted in rules:
        return rules[wanted]
    near = get_close_matches(wanted, rules, n=3)
    raise NotFoundError(
        f'no rule has the code "{code}"', f"near: {', '.join(near)}" if near else "dispatch check names codes"
    )


def run(case: Case, *, settings: CheckSettings | None = None, found: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """Every finding about a case, those that readers reported already included.

    Args:
        case: What is known about the mailing.
        settings: Which codes weigh differently.
        found: Findings of the readers and of the message room.

    Returns:
        Findings each once: the release's first, then by file, line and column; what has no file comes last.
    """
    settings = settings or CheckSettings()
    checked = (finding for rule in catalogue() if rule.check for finding in rule.check(case))
    weighed = (_weighed(finding, settings) for finding in (*found, *checked))
    unique = dict.fromkeys(finding for finding in weighed if finding is not None)
    return tuple(sorted(unique, key=lambda finding: _place(finding, case.release.file)))


def _weighed(finding: Finding, settings: CheckSettings) -> Finding | None:
    names = {finding.code, finding.code[:3]}
    if names & settings.ignore:
        return None
    if names & settings.error:
        return replace(finding, severity=Severity.ERROR)
    return replace(finding, severity=Severity.WARNING) if names & settings.warning else finding


def _place(finding: Finding, release: str) -> tuple[bool, bool, str, int, int, str]:
    return (
        finding.file is None, finding.file != release, finding.file or "", finding.line or 0,
        finding.column or 0, finding.code,
    )  # fmt: skip

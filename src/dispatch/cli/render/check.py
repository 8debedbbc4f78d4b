"""What preflight found, in words and as data."""

from dispatch.cli.answer import Json
from dispatch.cli.render.findings import STYLES, show_findings, tally
from dispatch.cli.render.page import Page
from dispatch.cli.render.shapes import audience_json
from dispatch.model.finding import errors
from dispatch.model.mailing import AudienceCounts
from dispatch.preflight.rule import Rule
from dispatch.proof import headline_words, left_out_words
from dispatch.workflows.check import CheckResult


def people(result: CheckResult, page: Page) -> None:
    """The findings, and one closing line."""
    show_findings(page, result.findings, {result.file: "\n".join(result.source)})
    parts = [tally(result.findings)]
    if result.audience is not None:
        parts.append(audience_words(result.audience, result.versions))
    if result.findings:
        first = (*errors(result.findings), *result.findings)[0]
        parts.append(f"dispatch check --explain {first.code}")
    page.line((" · ".join(parts), "bold"))


def audience_words(counts: AudienceCounts, versions: tuple[tuple[str, int], ...] = ()) -> str:
    """`238 would get it: 201 in English, 37 in Spanish (251 rows, 9 twice, 4 suppressed)`."""
    inside = ", ".join(part for part in (f"{counts.rows:,} rows", left_out_words(counts)) if part)
    return f"{headline_words(counts.deliveries, versions=versions)} ({inside})"


def data(result: CheckResult) -> Json:
    """The findings stand beside `result`."""
    return {
        "release": result.file,
        "audience": audience_json(result.audience) if result.audience else None,
        "strict": result.strict,
    }


def show_rule(rule: Rule, page: Page) -> None:
    """One entry of the catalogue."""
    page.line((rule.code, "bold"), " ", (rule.severity.value, STYLES[rule.severity]), f"  {rule.title}")
    page.line(rule.explanation, indent=2)


def rule_json(rule: Rule) -> Json:
    """One entry of the catalogue."""
    return {
        "code": rule.code,
        "severity": rule.severity.value,
        "title": rule.title,
        "explanation": rule.explanation,
    }

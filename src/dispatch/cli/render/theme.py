"""Themes in words and as data."""

from collections.abc import Sequence

from dispatch.cli.answer import Json
from dispatch.cli.render.findings import show_findings, tally
from dispatch.cli.render.page import Page
from dispatch.workflows.theme import ThemeCheck, ThemeInfo


def show_list(infos: Sequence[ThemeInfo], page: Page) -> None:
    """One line each."""
    page.rows(
        [[(info.name, "bold"), "own" if info.own else "shipped", info.trouble or info.description] for info in infos]
    )


def list_data(infos: Sequence[ThemeInfo]) -> Json:
    """One object each."""
    return {
        "themes": [
            {"name": info.name, "description": info.description, "own": info.own, "trouble": info.trouble or None}
            for info in infos
        ]
    }


def show_check(result: ThemeCheck, page: Page) -> None:
    """Findings, then what mail programs lack and a theme can do without; what every mail uses is counted."""
    if result.findings:
        show_findings(page, result.findings, {})
    told = [lack for lack in result.lacks if not lack.ordinary and not lack.needed]
    if told:
        page.line(("Not shown everywhere", "bold"), " (the mail stays readable without it):")
        page.rows([[_place(result, lack.feature), lack.words] for lack in told])
    if rest := sum(lack.ordinary for lack in result.lacks):
        page.line(f"{rest} things that every mail uses look plainer in some programs; --json lists them.")
    page.line((tally(result.findings), "bold"), f", {result.html_size / 1000:.0f} kB of HTML with the example releases")


def _place(result: ThemeCheck, feature: str) -> str:
    file, line = result.places.get(feature, ("", 0))
    return f"{file}:{line}" if file else ""


def check_data(result: ThemeCheck) -> Json:
    """What is lost where."""
    return {
        "theme": result.name,
        "html_size": result.html_size,
        "lacks": [
            {
                "feature": lack.feature,
                "title": lack.title,
                "without": list(lack.without),
                "partly": list(lack.partly),
                "where": lack.where,
                "uses": lack.uses,
                "needed": lack.needed,
                "file": result.places[lack.feature][0] if lack.feature in result.places else None,
                "line": result.places[lack.feature][1] if lack.feature in result.places else None,
            }
            for lack in result.lacks
        ],
    }

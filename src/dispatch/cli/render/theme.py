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
    """Findings, then what mail programs lack."""
    if result.findings:
        show_findings(page, result.findings, {})
    if result.lacks:
        page.line(("Not shown everywhere", "bold"), " (the mail stays readable without it, unless marked):")
        page.rows([[("needed", "bold yellow") if lack.needed else "", lack.words] for lack in result.lacks])
    page.line((tally(result.findings), "bold"), f", {result.html_size / 1000:.0f} kB of HTML with the example releases")


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
            }
            for lack in result.lacks
        ],
    }

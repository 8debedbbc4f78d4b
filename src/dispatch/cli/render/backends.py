"""Backends, in words and as data."""

from dispatch.cli.answer import Json
from dispatch.cli.render.page import Page, Piece, compose
from dispatch.workflows.settings import BackendsResult, ConfiguredBackend


def people(result: BackendsResult, page: Page) -> None:
    """What is configured, then which types there are."""
    page.line(("Configured here", "bold"))
    page.rows([_configured(backend) for backend in result.configured])
    page.blank()
    page.line(("Types", "bold"))
    page.rows(
        [
            [(info.type, "bold"), info.source, compose(info.summary, *_problem(info.problem))]
            for info in result.available
        ]
    )


def _configured(backend: ConfiguredBackend) -> list[Piece]:
    used = ("used by default", "green") if backend.default else ""
    return [(backend.name, "bold"), backend.type, used, compose(backend.description, *_problem(backend.problem))]


def _problem(problem: str) -> list[Piece]:
    return [(f"cannot be used: {problem}", "red")] if problem else []


def data(result: BackendsResult) -> Json:
    """`problem` is null when it can be used."""
    return {
        "configured": [
            {
                "name": backend.name,
                "type": backend.type,
                "default": backend.default,
                "description": backend.description,
                "problem": backend.problem or None,
            }
            for backend in result.configured
        ],
        "available": [
            {"type": info.type, "summary": info.summary, "source": info.source, "problem": info.problem or None}
            for info in result.available
        ],
    }

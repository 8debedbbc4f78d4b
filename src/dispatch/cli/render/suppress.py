"""Who must not be mailed, in words and as data."""

from dispatch.cli.answer import Answer, Json
from dispatch.cli.render.findings import show_findings
from dispatch.cli.render.page import Page
from dispatch.cli.render.words import many
from dispatch.workflows.suppress import Listed, Suppressed

_FEW = 5


def changed(result: Suppressed) -> Answer:
    """Addresses and domains that were recorded or taken out."""
    return Answer(
        exit=result.exit,
        data=lambda: _changed_json(result),
        people=lambda page: _show_changed(result, page),
        findings=result.findings,
        acted=True,
    )


def listed(result: Listed) -> Answer:
    """All of them, one in a row."""
    return Answer(exit=result.exit, data=lambda: _listed_json(result), people=lambda page: _show_listed(result, page))


def exported(result: Listed) -> Answer:
    """The file that was written."""
    return Answer(
        exit=result.exit,
        data=lambda: {"file": result.written, "suppressions": len(result.suppressions)},
        people=lambda page: page.line(
            ("Written", "bold green"), f": {result.written}, {_number(len(result.suppressions))}"
        ),
        acted=True,
    )


def _number(count: int) -> str:
    return many(count, "address or domain", "addresses and domains")


def _show_changed(result: Suppressed, page: Page) -> None:
    said = "may be mailed again" if result.action == "remove" else "must not be mailed, from now on"
    page.line((_number(result.changed), "bold"), f" {said}.")
    if known := len(result.targets) - result.changed:
        if result.action != "remove":
            page.field("Known", f"{_number(known)} before")
    elif len(result.targets) <= _FEW:
        page.field("Which", ", ".join(result.targets))
    if result.findings:
        show_findings(page, result.findings, {})


def _changed_json(result: Suppressed) -> Json:
    return {
        "action": result.action,
        "file": result.file,
        "changed": result.changed,
        "targets": list(result.targets),
    }


def _show_listed(result: Listed, page: Page) -> None:
    if not result.suppressions:
        page.line("Nobody is suppressed.")
        return
    page.line((_number(len(result.suppressions)), "bold"), " must not be mailed:")
    page.rows([[item.target, item.reason, item.source, f"{item.added:%Y-%m-%d}"] for item in result.suppressions])


def _listed_json(result: Listed) -> Json:
    return {
        "suppressions": [
            {
                "target": item.target,
                "reason": item.reason,
                "source": item.source,
                "added": item.added.isoformat(),
            }
            for item in result.suppressions
        ],
    }

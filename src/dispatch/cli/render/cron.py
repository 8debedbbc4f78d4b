"""The cron line or the systemd units, in words and as data."""

from datetime import datetime

from dispatch.cli.answer import Json
from dispatch.cli.render.page import Page
from dispatch.cli.render.shapes import instant_json
from dispatch.workflows.cron import CronResult
from dispatch.workflows.local_time import away_words

_WORDS = {
    "installed": "Installed",
    "kept": "Installed already",
    "removed": "Removed",
    "absent": "Nothing to remove: it was not installed",
}


def people(result: CronResult, page: Page, now: datetime) -> None:
    """The line itself on a line of its own, so that it can be copied; then whether it is in force."""
    if result.done in _WORDS:
        page.line((_WORDS[result.done], "bold"), "." if result.done == "absent" else ":")
    if result.done != "absent":
        for unit in result.units:
            page.whole(f"# {unit.path}")
            for line in unit.text.splitlines():
                page.whole(line)
        if not result.units:
            page.whole(result.line)
    if result.done == "shown":
        state = "It is installed." if result.installed else "It is not installed: dispatch cron install"
        ran = f" The last run was {away_words(result.last_run, now)}." if result.last_run else " No run was seen yet."
        page.line((state + ran, "dim"))
    if result.left:
        page.hint("Then", result.left)


def data(result: CronResult) -> Json:
    """The line, the units, and whether they are in force."""
    return {
        "line": result.line,
        "units": [{"path": str(unit.path), "text": unit.text} for unit in result.units],
        "done": result.done,
        "installed": result.installed,
        "last_run": instant_json(result.last_run),
        "left": result.left or None,
    }

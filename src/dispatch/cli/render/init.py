"""A new workspace, in words and as data."""

from dispatch.cli.answer import Json
from dispatch.cli.render.page import Page
from dispatch.workflows.init import InitResult

_NEXT = (
    ("dispatch check night-clinics national", "find what is wrong with the example release"),
    ("dispatch preview night-clinics national", "see the mail"),
    ("dispatch send night-clinics national", "write it to the outbox; nothing is sent before an account is set up"),
)


def people(result: InitResult, page: Page) -> None:
    """What is new, what was there, and what to do next."""
    if not result.written:
        page.line(f"{result.root} is a complete workspace already; nothing was changed.")
        return
    kept = f", {len(result.kept)} were there and stay as they are" if result.kept else ""
    page.line(("Made a workspace", "bold green"), f" in {result.root}: {len(result.written)} new files{kept}.")
    page.field("Settings", f"{result.root / 'dispatch.toml'}: name the press office and its mail account there")
    page.line("Try next", indent=2)
    page.rows([[(command, "cyan"), why] for command, why in _NEXT], indent=4)


def data(result: InitResult) -> Json:
    """Paths are relative to `root`."""
    return {"root": str(result.root), "written": list(result.written), "kept": list(result.kept)}

"""The demo's end: where everything lies, and what to try next."""

import os
from datetime import datetime
from pathlib import Path

from dispatch.cli.answer import Json
from dispatch.cli.render.mailing import show_sent
from dispatch.cli.render.page import Page
from dispatch.cli.render.send import sent_json
from dispatch.cli.render.words import many, seconds_words
from dispatch.model.exits import ExitCode
from dispatch.workflows.demo import DemoResult


def people(result: DemoResult, page: Page, now: datetime) -> None:
    """Five lines; should something go wrong even here, what a send would say."""
    if result.exit is not ExitCode.OK:
        show_sent(result.sent, page, now)
        return
    took = seconds_words(result.sent.sending_seconds)
    sent = many(result.sent.counts.accepted, "message")
    page.line(("Done", "bold green"), f": {sent} over SMTP with STARTTLS in {took}; nothing left this machine.")
    page.field("Proof", near(result.page), aside=f"the mails of {result.sent.mailing.name}; open it in a browser")
    page.field("Received", near(result.maildir), aside="a Maildir; each file is one mail")
    page.field("Workspace", near(result.root), aside="dispatch.toml, templates/, lists/, releases/")
    page.field("Try next", (f"cd {near(result.root)} && dispatch check harbour-statement national", "cyan"))


def near(path: Path) -> str:
    """A path as short as it can be said from here."""
    here = Path.cwd()
    return os.path.relpath(path, here) if path.is_relative_to(here) else str(path)


def data(result: DemoResult, seconds: float) -> Json:
    """The send in its usual shape, and where everything lies."""
    return {
        "root": str(result.root),
        "maildir": str(result.maildir),
        "page": str(result.page),
        "sample": str(result.sample),
        "received": result.received,
        "sent": sent_json(result.sent, seconds),
    }

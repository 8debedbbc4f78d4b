"""The sandbox server, in words and as data."""

import json

from dispatch.cli.answer import Json
from dispatch.cli.render.page import Page
from dispatch.cli.render.words import many
from dispatch.delivery.sandbox import Received, Sandbox
from dispatch.workflows.sandbox import SandboxResult


def show_ready(server: Sandbox, page: Page) -> None:
    """Where it listens, and the settings that send to it."""
    page.line(("Listening", "bold green"), f" on {server.host}, port {server.port}; Ctrl-C ends it. In dispatch.toml:")
    page.blank()
    page.line(("[backends.sandbox]", "cyan"), indent=2)
    for key, value in server.table.items():
        page.line((f"{key} = {json.dumps(value)}", "cyan"), indent=2)
    page.blank()


def show_received(message: Received, page: Page) -> None:
    """One message."""
    page.line(f"{', '.join(message.recipients)}  ", (str(message.path), "dim"))


def people(result: SandboxResult, page: Page) -> None:
    """What it got."""
    page.line(f"{many(result.received, 'message')} in {result.maildir}.")


def data(result: SandboxResult) -> Json:
    """What it got."""
    return {
        "host": result.host,
        "port": result.port,
        "maildir": str(result.maildir),
        "received": result.received,
    }

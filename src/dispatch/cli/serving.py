"""`preview --serve`: the live page until Ctrl-C."""

import webbrowser
from threading import Event

from dispatch.cli.answer import Answer
from dispatch.cli.session import Session
from dispatch.clock import SystemClock
from dispatch.errors import UsageError
from dispatch.workflows.pressroom import ServeRequest
from dispatch.workflows.serve import serving


def serve_page(session: Session, request: ServeRequest, *, opened: bool) -> Answer:
    """Serve until the person ends it, which is no interruption but the usual end.

    Args:
        session: Its workspace is opened anew for each edition.
        request: What the page is about.
        opened: Also open it in the browser.

    Raises:
        UsageError: A file cannot be read or is wrong, or somebody asked for JSON.
    """
    if session.json:
        raise UsageError("--serve shows a page and has no result to print", "leave out --json")
    with serving(session.open_workspace, request, clock=SystemClock()) as address:
        page = session.out
        page.whole(address)
        page.console.file.flush()
        session.notices.line(("Live page", "bold green"), " above: it follows every save. End it with Ctrl-C.")
        if opened and not webbrowser.open(address):
            session.notices.line("No browser could be opened; copy the address into one.")
        try:
            Event().wait()
        except KeyboardInterrupt:
            session.notices.blank()
    return Answer(data=lambda: None, people=lambda _page: None, acted=True)

"""`preview --serve`: the live page until Ctrl-C."""

import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Event

from dispatch.cli.answer import Answer
from dispatch.cli.session import Session
from dispatch.clock import SystemClock
from dispatch.errors import UsageError
from dispatch.proof.edition import Newsstand
from dispatch.workflows.books import existing_ledger
from dispatch.workflows.meant import mailing_meant
from dispatch.workflows.pressroom import ServeRequest
from dispatch.workflows.serve import serving, serving_stand


def serve_page(session: Session, request: ServeRequest, *, opened: bool) -> Answer:
    """Serve until the person ends it, which is no interruption but the usual end.

    Args:
        session: Its workspace is opened anew for each edition.
        request: What the page is about: a release, or without lists a mailing.
        opened: Also open it in the browser.

    Raises:
        UsageError: A file cannot be read or is wrong, or somebody asked for JSON.
    """
    if session.json:
        raise UsageError("--serve shows a page and has no result to print", "leave out --json")
    with _served(session, request) as (address, words):
        page = session.out
        page.whole(address)
        page.console.file.flush()
        session.notices.line(("Live page", "bold green"), f" above: {words}. End it with Ctrl-C.")
        if opened and not webbrowser.open(address):
            session.notices.line("No browser could be opened; copy the address into one.")
        try:
            Event().wait()
        except KeyboardInterrupt:
            session.notices.blank()
    return Answer(data=lambda: None, people=lambda _page: None, acted=True)


@contextmanager
def _served(session: Session, request: ServeRequest) -> Iterator[tuple[str, str]]:
    """The page's address, and what it shows."""
    workspace, clock = session.open_workspace(), SystemClock()
    with existing_ledger(workspace, clock) or nullcontext() as ledger:
        if ledger is not None and mailing_meant(workspace, ledger, request.release, request.selection):
            from dispatch.workflows.frozen import FrozenMailing  # noqa: PLC0415 - brings what only a mailing needs

            mailing = FrozenMailing(workspace, ledger, request.release, clock)
            with serving_stand(Newsstand(mailing.edition())) as address:
                yield address, f"{request.release} as it is frozen, and as it stands now"
            return
    with serving(session.open_workspace, request, clock=clock) as address:
        yield address, "it follows every save"

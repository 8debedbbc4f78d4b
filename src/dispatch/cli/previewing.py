"""The proof of a draft: shown in the terminal, and written as whatever files were asked for."""

import webbrowser
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from dispatch.cli.answer import Answer
from dispatch.cli.render import preview as render
from dispatch.cli.render.page import Page
from dispatch.cli.session import Session
from dispatch.clock import SystemClock
from dispatch.errors import UsageError
from dispatch.message import WaitingWorkshop
from dispatch.workflows.books import existing_ledger
from dispatch.workflows.material import Selection
from dispatch.workflows.preview import preview
from dispatch.workflows.proof import proof_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What is to be written; None is not."""

    html: Path | None = None
    eml: Path | None = None
    page: Path | None = None
    out: Path | None = None
    pdf: Path | None = None
    #: Open what was written for a browser.
    opened: bool = False


def show_preview(
    session: Session,
    release: str,
    selection: Selection,
    files: Files,
    *,
    workshop: WaitingWorkshop,
    theme: str,
    as_address: str,
    text: bool,
    pager: bool,
) -> Answer:
    """Render, write, and answer with what is to be shown.

    Raises:
        UsageError: Something cannot be read, written or found.
    """
    workspace, clock = session.open_workspace(), SystemClock()
    with existing_ledger(workspace, clock) or nullcontext() as ledger:
        result = preview(
            workspace, release, selection, ledger=ledger, clock=clock, theme=theme, as_address=as_address,
            workshop=workshop,
        )  # fmt: skip
    proof = proof_of(result.draft, result.contact, result.message, clock=clock)
    written = render.write_files(proof, html=files.html, eml=files.eml, page=files.page)
    if files.out is not None or files.pdf is not None:
        from dispatch.workflows.pack import make_pack, write_pack, write_pdf  # noqa: PLC0415 - seldom asked for

        pack = make_pack(workspace, result.draft, clock=clock)
        written += [str(write_pack(pack, files.out))] if files.out is not None else []
        written += [str(write_pdf(pack, files.pdf))] if files.pdf is not None else []
    if files.opened:
        _open(written)

    def people(page: Page) -> None:
        show = render.show_text if text else render.people
        with page.console.pager(styles=True) if pager and page.terminal else nullcontext():
            show(proof, result.draft.release, written, page)

    return Answer(
        exit=result.exit,
        data=lambda: render.data(proof, written),
        people=people,
        findings=result.draft.findings,
    )


def _open(written: list[str]) -> None:
    """Open the last file that a browser shows.

    Raises:
        UsageError: There is none.
    """
    shown = [name for name in written if name.endswith((".html", ".htm", ".pdf"))]
    if not shown:
        raise UsageError("--open has nothing to open", "add --serve, --out DIR, --page FILE or --pdf FILE")
    webbrowser.open(Path(shown[-1]).absolute().as_uri())

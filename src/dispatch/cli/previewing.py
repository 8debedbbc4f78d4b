"""The proof of a draft or of a frozen mailing: shown in the terminal, and written as whatever files were asked for."""

import os
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.cli.answer import Answer
from dispatch.cli.render import preview as render
from dispatch.cli.render.findings import show_findings
from dispatch.cli.render.page import Page
from dispatch.cli.session import Session
from dispatch.clock import SystemClock
from dispatch.config.workspace import Workspace
from dispatch.errors import UsageError
from dispatch.message import SharedWorkshop
from dispatch.model.finding import errors
from dispatch.proof import Proof
from dispatch.workflows.books import existing_ledger
from dispatch.workflows.material import Selection
from dispatch.workflows.meant import mailing_meant
from dispatch.workflows.preview import preview
from dispatch.workflows.proof import proof_of

if TYPE_CHECKING:
    from dispatch.ledger.ledger import Ledger
    from dispatch.proof import Pack


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is to be looked at, and how."""

    #: A release, or a mailing when no list is named.
    name: str
    selection: Selection
    files: Files
    theme: str = ""
    #: Two languages in one mail.
    both: bool = False
    as_address: str = ""
    #: The text part and nothing else.
    text: bool = False
    pager: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was found."""

    proof: Proof
    #: Texts that findings point into, by file.
    sources: Mapping[str, str]
    pack: "Callable[[], Pack]"


def show_preview(session: Session, ask: Ask, *, workshop: SharedWorkshop) -> Answer:
    """Render or take from the ledger, write, and answer with what is to be shown.

    Args:
        session: Its workspace.
        ask: What was asked for.
        workshop: Compiles the shapes of a draft.

    Raises:
        UsageError: Something cannot be read, written or found.
    """
    workspace, clock = session.open_workspace(), SystemClock()
    with existing_ledger(workspace, clock) or nullcontext() as ledger:
        if mailing_meant(workspace, ledger, ask.name, ask.selection):
            assert ledger is not None
            look = _frozen(workspace, ledger, ask, clock)
        else:
            look = _draft(workspace, ledger, ask, clock, workshop)
        written = _write(look, ask.files)
    if ask.files.opened:
        _open(written)
    proof = look.proof

    def people(page: Page) -> None:
        if session.quiet and written:
            show_findings(page, errors(proof.findings), look.sources)
            return
        with _paged(page) if ask.pager and page.terminal else nullcontext():
            if ask.text:
                render.show_text(proof, page)
            else:
                render.people(proof, look.sources, written, page)

    return Answer(data=lambda: render.data(proof, written), people=people, findings=proof.findings)


def _paged(page: Page) -> AbstractContextManager[object]:
    from dispatch.cli.pager import OwnPager  # noqa: PLC0415 - seldom asked for

    return page.console.pager(OwnPager(os.environ), styles=True)


def _draft(
    workspace: Workspace, ledger: "Ledger | None", ask: Ask, clock: SystemClock, workshop: SharedWorkshop
) -> Look:
    result = preview(
        workspace, ask.name, ask.selection, ledger=ledger, clock=clock, theme=ask.theme, as_address=ask.as_address,
        both=ask.both, workshop=workshop,
    )  # fmt: skip
    draft = result.draft

    def pack() -> "Pack":
        from dispatch.workflows.pack import make_pack  # noqa: PLC0415 - seldom asked for

        return make_pack(workspace, draft, clock=clock)

    return Look(
        proof=proof_of(draft, result.contact, result.message, clock=clock),
        sources=draft.sources,
        pack=pack,
    )


def _frozen(workspace: Workspace, ledger: "Ledger", ask: Ask, clock: SystemClock) -> Look:
    if ask.theme:
        raise UsageError(f"{ask.name} is frozen in its theme", "leave out --theme, or preview the release")
    if ask.both:
        raise UsageError(f"{ask.name} is frozen in its languages", "leave out --both, or preview the release")
    from dispatch.workflows.frozen import FrozenMailing  # noqa: PLC0415 - brings what only a staged mailing needs

    mailing = FrozenMailing(workspace, ledger, ask.name, clock)
    return Look(
        proof=mailing.proof(mailing.letter(ask.as_address)),
        sources=mailing.source,
        pack=mailing.pack,
    )


def _write(look: Look, files: Files) -> list[str]:
    written = render.write_files(look.proof, html=files.html, eml=files.eml, page=files.page)
    if files.out is not None or files.pdf is not None:
        from dispatch.workflows.pack import write_pack, write_pdf  # noqa: PLC0415 - seldom asked for

        pack = look.pack()
        written += [str(write_pack(pack, files.out))] if files.out is not None else []
        written += [str(write_pdf(pack, files.pdf))] if files.pdf is not None else []
    return written


def _open(written: list[str]) -> None:
    """Open the last file that a browser shows.

    Raises:
        UsageError: There is none.
    """
    shown = [name for name in written if name.endswith((".html", ".htm", ".pdf"))]
    if not shown:
        raise UsageError("--open has nothing to open", "add --serve, --out DIR, --page FILE or --pdf FILE")
    webbrowser.open(Path(shown[-1]).absolute().as_uri())

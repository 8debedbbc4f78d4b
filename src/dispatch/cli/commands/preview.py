"""`dispatch preview`: exactly what a journalist would get."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import Encoding, Except, Limit, Lists, OnePerOutlet, Release, Theme, Where, select
from dispatch.cli.session import Session

EXAMPLES = (
    "dispatch preview statement.md national",
    "dispatch preview statement.md national --as ana.ruiz@diario.test --html mail.html",
    "dispatch preview statement.md national radio --serve --open",
    "dispatch preview statement.md national --page proof.html",
)


def preview(
    ctx: typer.Context,
    release: Release,
    lists: Lists = None,
    *,
    as_address: Annotated[
        str, typer.Option("--as", metavar="ADDRESS", help="Whose copy; else the first of the list.")
    ] = "",
    text: Annotated[bool, typer.Option("--text", help="Print the text part and nothing else.")] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the HTML part, as it would be sent.")] = None,
    eml: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the whole message for a mail program.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the proof page: mail, audience and findings in one file.")
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve the live page on this machine: it follows every save.")
    ] = False,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    theme: Theme = "",
    where: Where = "",
    excluded: Except = None,
    one_per_outlet: OnePerOutlet = False,
    limit: Limit = None,
    encoding: Encoding = None,
) -> Answer:
    """Show exactly what a journalist would get, who else would get it, and what preflight says.

    The bytes are those that would be sent; only Message-ID and Date are examples until a mailing is staged.
    """
    from dispatch.cli.render import preview as render  # noqa: PLC0415
    from dispatch.clock import SystemClock  # noqa: PLC0415
    from dispatch.workflows.books import existing_ledger  # noqa: PLC0415
    from dispatch.workflows.preview import preview as workflow  # noqa: PLC0415
    from dispatch.workflows.proof import proof_of  # noqa: PLC0415

    session: Session = ctx.obj
    if serve:
        from dispatch.cli.serving import serve_page  # noqa: PLC0415
        from dispatch.workflows.pressroom import ServeRequest  # noqa: PLC0415

        selection = select(lists, excluded, where=where, one_per_outlet=one_per_outlet, limit=limit, encoding=encoding)
        return serve_page(session, ServeRequest(release=release, selection=selection, theme=theme), opened=open_it)
    workspace = session.open_workspace()
    clock = SystemClock()
    selection = select(lists, excluded, where=where, one_per_outlet=one_per_outlet, limit=limit, encoding=encoding)
    with existing_ledger(workspace, clock) or nullcontext() as ledger:
        result = workflow(workspace, release, selection, ledger=ledger, clock=clock, theme=theme, as_address=as_address)
    proof = proof_of(result.draft, result.contact, result.message, clock=clock)
    written = render.write_files(proof, html=html, eml=eml, page=page)
    show = render.show_text if text else render.people
    return Answer(
        exit=result.exit,
        data=lambda: render.data(proof, written),
        people=lambda paper: show(proof, result.draft.release, written, paper),
        findings=result.draft.findings,
    )

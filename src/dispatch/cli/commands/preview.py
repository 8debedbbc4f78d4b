"""`dispatch preview`: exactly what a journalist would get."""

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from dispatch.cli.answer import Answer
from dispatch.cli.options import (
    Both,
    Encoding,
    Except,
    Limit,
    Lists,
    OnePerOutlet,
    ReleaseOrMailing,
    Theme,
    Where,
    select,
)
from dispatch.cli.session import Session

EXAMPLES = (
    "dispatch preview statement.md national",
    "dispatch preview statement.md national --as ana.ruiz@eldiario.test --html mail.html",
    "dispatch preview statement.md national radio --serve --open",
    "dispatch preview statement.md national --out proof --pdf proof.pdf",
    "dispatch preview night-clinics-1",
)


def preview(
    ctx: typer.Context,
    release: ReleaseOrMailing,
    lists: Lists = None,
    *,
    as_address: Annotated[
        str, typer.Option("--as", metavar="ADDRESS", help="Whose copy; else the first of the list.")
    ] = "",
    text: Annotated[bool, typer.Option("--text", help="Print the text part and nothing else.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the HTML part, enclosed pictures in place.")
    ] = None,
    eml: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the whole message for a mail program.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the proof page: mail, audience and findings in one file.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the proof pack: every different mail, to pass on.")
    ] = None,
    pdf: Annotated[Path | None, typer.Option(metavar="FILE", help="Print the proof pack, with a Chromium.")] = None,
    pager: Annotated[bool, typer.Option("--pager", help="Show it in the pager.")] = False,
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve the live page on this machine: it follows every save.")
    ] = False,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    theme: Theme = "",
    both: Both = False,
    where: Where = "",
    excluded: Except = None,
    one_per_outlet: OnePerOutlet = False,
    limit: Limit = None,
    encoding: Encoding = None,
) -> Answer:
    """Show exactly what a journalist would get, who else would get it, and what preflight says.

    The bytes are those that would be sent; only Message-ID and Date are examples until a mailing is staged.
    A mailing in place of a release is shown as it is frozen, with its schedule and who signed it off.
    """
    session: Session = ctx.obj
    selected = partial(
        select, lists, excluded, where=where, one_per_outlet=one_per_outlet, limit=limit, encoding=encoding
    )
    if serve:
        from dispatch.cli.serving import serve_page  # noqa: PLC0415 - brings everything
        from dispatch.workflows.pressroom import ServeRequest  # noqa: PLC0415

        request = ServeRequest(release=release, selection=selected(), theme=theme, both=both)
        return serve_page(session, request, opened=open_it)
    from dispatch.message.workshop import SharedWorkshop  # noqa: PLC0415

    # The child that renders imports its own while this process imports all else.
    with closing(SharedWorkshop()) as workshop:
        from dispatch.cli.previewing import Ask, Files, show_preview  # noqa: PLC0415 - brings everything

        ask = Ask(
            name=release,
            selection=selected(),
            files=Files(html=html, eml=eml, page=page, out=out, pdf=pdf, opened=open_it),
            theme=theme,
            both=both,
            as_address=as_address,
            text=text,
            pager=pager,
        )
        return show_preview(session, ask, workshop=workshop)

"""A proof in the terminal, as files and as data."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from dispatch.cli.answer import Json
from dispatch.cli.render.findings import show_findings, tally
from dispatch.cli.render.page import Page
from dispatch.cli.render.shapes import audience_json
from dispatch.errors import InputError
from dispatch.inert import inert_lines
from dispatch.proof import Proof, build_terminal, read_mail


def people(proof: Proof, sources: Mapping[str, str], written: list[str], page: Page) -> None:
    """The mail, then the findings, then which files were written."""
    page.show(build_terminal(proof, width=page.console.width))
    page.blank()
    if proof.findings:
        show_findings(page, proof.findings, sources)
        page.line((tally(proof.findings), "bold"))
    else:
        page.line(("No findings", "bold"), ": nothing to mend.")
    for name in written:
        page.line(("Written", "bold green"), f": {name}")


def variants(proofs: Sequence[tuple[str, Proof]], sources: Mapping[str, str], page: Page) -> None:
    """Each variant of a mail under words for it, and the findings once, below the last."""
    for number, (words, proof) in enumerate(proofs, start=1):
        if words:
            page.line((f"{words}:", "bold"))
        if number < len(proofs):
            page.show(build_terminal(proof, width=page.console.width))
            page.blank()
        else:
            people(proof, sources, [], page)


def show_text(proof: Proof, page: Page) -> None:
    """The text part and nothing else, to be piped."""
    page.console.print(inert_lines(read_mail(proof.content).text), soft_wrap=True, end="")


def write_files(proof: Proof, *, html: Path | None, eml: Path | None, page: Path | None) -> list[str]:
    """Write what was asked for; answers the names.

    Raises:
        InputError: A file cannot be written, or a file of another kind is in the way.
    """
    written = []
    if html is not None:
        from dispatch.proof.pictures import with_enclosed  # noqa: PLC0415 - seldom asked for

        mail = read_mail(proof.content)
        written.append(_write(html, (".html", ".htm"), with_enclosed(mail.html, mail.pictures).encode()))
    if eml is not None:
        written.append(_write(eml, (".eml",), proof.content))
    if page is not None:
        from dispatch.proof import build_page  # noqa: PLC0415 - seldom asked for

        written.append(_write(page, (".html", ".htm"), build_page(proof).encode()))
    return written


def _write(path: Path, suffixes: tuple[str, ...], content: bytes) -> str:
    """An earlier preview is replaced, a release or list never is."""
    if path.exists() and path.suffix.lower() not in suffixes:
        raise InputError(
            f"{path} is there already and is no earlier preview", f"name a file that ends in {suffixes[0]}"
        )
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}", "name another file") from error
    return str(path)


def data(proof: Proof, written: list[str]) -> Json:
    """The message taken apart; `content` stays with `--eml`."""
    mail = read_mail(proof.content)
    contact = proof.contact
    return {
        "mailing": proof.mailing or None,
        "headline": proof.headline,
        "as": {"email": contact.email, "name": contact.name, "outlet": contact.outlet} if contact else None,
        "subject": mail.header("Subject"),
        "headers": [{"name": name, "value": value} for name, value in mail.headers],
        "text": mail.text,
        "html": mail.html,
        "size": mail.size,
        "attachments": [{"name": name, "size": octets} for name, octets in mail.attachments],
        "audience": audience_json(proof.counts) if proof.counts else None,
        "about": [{"label": label, "text": words} for label, words in proof.about],
        "written": list(written),
    }

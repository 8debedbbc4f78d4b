"""A mail in the terminal: header block, text part, audience line."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from dispatch.inert import inert, inert_lines
from dispatch.proof.audience import headline_words, left_out_words, list_words, reader_words, reading_words
from dispatch.proof.mail import Mail, read_mail
from dispatch.proof.subject import Proof

#: From this width on, the headers stand beside the text.
_SIDE_BY_SIDE = 130
_TEXT_WIDTH = 82


def build_terminal(proof: Proof, *, width: int) -> RenderableType:
    """The proof for a terminal; findings are shown after it, by whoever prints it.

    Args:
        proof: What to show.
        width: Columns of the terminal.
    """
    mail = read_mail(proof.content)
    facts = Group(header_block(mail), Text(), audience_line(proof), *_about(proof), _size(mail))
    body = Panel(Text(inert_lines(mail.text).rstrip("\n")), title=_whose(proof), title_align="left", border_style="dim")
    if width < _SIDE_BY_SIDE:
        return Group(facts, Text(), body)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=min(_TEXT_WIDTH, width // 2 + 4))
    grid.add_column(ratio=1)
    grid.add_row(body, Padding(facts, (1, 0)))
    return grid


def header_block(mail: Mail) -> RenderableType:
    """From, To, Reply-To, Subject, Date and what is attached as a reader sees them, the subject in bold."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, words in mail.seen:
        grid.add_row(label, Text(inert(words), style="bold" if label == "Subject" else ""))
    return grid


def audience_line(proof: Proof) -> Text:
    """`238 would get it · national 176, radio 62 · readers of en 201, es 37`, and who is left out."""
    if proof.counts is None:
        return Text("No list: nobody would get it", style="dim")
    parts = [headline_words(proof.counts.deliveries, proof.early, proof.versions)]
    parts += [inert(words) for words in (list_words(proof.by_list), reading_words(proof.by_language)) if words]
    text = Text(" · ".join(parts), style="bold")
    if out := left_out_words(proof.counts):
        text.append(f"\nleft out: {out}", style="not bold yellow")
    return text


def _about(proof: Proof) -> list[RenderableType]:
    """Account, schedule, embargo, waves, sign-offs."""
    if not proof.about:
        return []
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, words in proof.about:
        grid.add_row(inert(label), Text(inert(words)))
    return [Text(), grid]


def _size(mail: Mail) -> Text:
    kilobytes = f"{mail.size / 1000:.0f} kB, HTML {len(mail.html.encode()) / 1000:.0f} kB"
    return Text(kilobytes, style="dim")


def _whose(proof: Proof) -> Text:
    contact = proof.contact
    if contact is None:
        return Text("Text part")
    if proof.exemplary:
        return Text("Text part, as a reader would get it")
    return Text(f"Text part, as {inert(reader_words(contact))} gets it")

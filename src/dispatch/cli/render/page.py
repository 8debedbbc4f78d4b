"""Where lines for people are written: styled on a terminal, plain and unwrapped everywhere else."""

import os
from collections.abc import Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from dispatch.inert import inert

#: What a line is made of: inert text, or text with the name of a style.
Piece = str | tuple[str, str] | Text

LABEL_WIDTH = 10
_MARGIN = 2
#: Column at which asides end where the terminal is wider.
_ASIDE_END = 92


#: Columns below which nothing can be read, and those that are taken then.
_NARROWEST = 10
_USUAL = 80


class _QuietConsole(Console):
    """A console whose reader may leave early (`dispatch status | head`) without changing the exit code."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, self.file.fileno())
        os.close(devnull)


class Page:
    """Writes lines. Text from outside is shown inert; styles come only from here.

    Args:
        stream: Where to; whether it is a terminal decides about styles and wrapping.
        silent: Write nothing.
        terminal: Overrides what the stream says, for pictures of a terminal.
        width: Columns, where they are not the terminal's own.
    """

    def __init__(
        self, stream: TextIO, *, silent: bool = False, terminal: bool | None = None, width: int | None = None
    ) -> None:
        self.console = _QuietConsole(
            file=stream, highlight=False, markup=False, emoji=False, quiet=silent, force_terminal=terminal, width=width,
            record=terminal is True,
        )  # fmt: skip
        if width is None and self.console.width < _NARROWEST:  # COLUMNS=0, or a terminal that does not know
            self.console.width = _USUAL
        self.terminal = self.console.is_terminal

    @property
    def width(self) -> int:
        """Columns of the terminal; without one lines are as long as they are."""
        return self.console.width if self.terminal else 1_000_000

    def line(self, *pieces: Piece, indent: int = 0) -> None:
        """One line; on a terminal it wraps below its own first column."""
        text = compose(*pieces)
        if not self.terminal:
            self.console.print(Text(" " * indent) + text, soft_wrap=True)
            return
        for part in text.wrap(self.console, max(self.width - indent, 20)):
            part.rstrip()
            self.console.print(Text(" " * indent) + part, no_wrap=True, overflow="ignore", crop=False)

    def whole(self, *pieces: Piece) -> None:
        """One line that is never wrapped."""
        self.console.print(compose(*pieces), soft_wrap=True)

    def blank(self) -> None:
        """An empty line."""
        self.console.print()

    def field(self, label: str, *pieces: Piece, aside: str = "") -> None:
        """A labelled line of a summary; `aside` stands at the right edge when there is room, else after the text."""
        head = Text.assemble((" " * _MARGIN + inert(label).ljust(LABEL_WIDTH), "bold"))
        body = compose(*pieces)
        column = _MARGIN + LABEL_WIDTH
        if aside:
            room = min(self.width, _ASIDE_END) - column - cell_len(body.plain) - cell_len(aside)
            body.append(" " * max(room, 2) + inert(aside), "dim")
        if not self.terminal:
            self.console.print(head + body, soft_wrap=True)
            return
        for number, part in enumerate(body.wrap(self.console, max(self.width - column, 20))):
            part.rstrip()
            start = head if number == 0 else Text(" " * column)
            self.console.print(start + part, no_wrap=True, overflow="ignore", crop=False)

    def rows(self, rows: Sequence[Sequence[Piece]], *, indent: int = _MARGIN, gap: int = 2) -> None:
        """Aligned columns; the last one wraps, nothing is cut."""
        cells = [[compose(cell) for cell in row] for row in rows]
        widths = _widths(cells)
        for row in cells:
            start = Text(" " * indent)
            for cell, width in zip(row[:-1], widths, strict=False):
                start += cell + Text(" " * (width - cell_len(cell.plain) + gap))
            self._hang(start, row[-1])

    def problem(self, title: str, message: str) -> None:
        """What stopped a command, on one line."""
        self.line((f"{title}:", "bold red"), " ", message)

    def hint(self, label: str, text: str) -> None:
        """What to do about it; nothing when there is nothing."""
        if text:
            self.field(label, text)

    def show(self, renderable: RenderableType) -> None:
        """Something built elsewhere, such as a proof."""
        self.console.print(renderable)

    def _hang(self, start: Text, last: Text) -> None:
        if not last.plain:
            start.rstrip()
        column = cell_len(start.plain)
        room = self.width - column
        if not self.terminal or cell_len(last.plain) <= room:
            self.console.print(start + last, soft_wrap=True)
            return
        for number, part in enumerate(last.wrap(self.console, max(room, 20))):
            part.rstrip()
            lead = start if number == 0 else Text(" " * column)
            self.console.print(lead + part, no_wrap=True, overflow="ignore", crop=False)


def compose(*pieces: Piece) -> Text:
    """Pieces as one text; plain strings are shown inert."""
    whole = Text()
    for piece in pieces:
        if isinstance(piece, Text):
            whole.append_text(piece)
        elif isinstance(piece, str):
            whole.append(inert(piece))
        else:
            whole.append(inert(piece[0]), piece[1])
    return whole


def _widths(rows: Sequence[Sequence[Text]]) -> list[int]:
    count = max((len(row) for row in rows), default=0)
    return [max((cell_len(row[i].plain) for row in rows if i < len(row)), default=0) for i in range(count)]

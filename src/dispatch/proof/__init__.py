"""What a person looks at before anything goes out: a mail in the terminal, and a page to open or pass on.

Names are loaded when they are asked for: the terminal needs neither the page nor the pack.
"""

from typing import TYPE_CHECKING

from dispatch.lazy import names

if TYPE_CHECKING:
    from dispatch.proof.audience import headline_words, left_out_words
    from dispatch.proof.mail import Mail, file_words, read_mail
    from dispatch.proof.pack import Pack, Rendering, build_pack, build_print
    from dispatch.proof.page import build_page
    from dispatch.proof.subject import LeftOut, Proof
    from dispatch.proof.terminal import audience_line, build_terminal, header_block

__all__ = [
    "LeftOut",
    "Mail",
    "Pack",
    "Proof",
    "Rendering",
    "audience_line",
    "build_pack",
    "build_page",
    "build_print",
    "build_terminal",
    "file_words",
    "header_block",
    "headline_words",
    "left_out_words",
    "read_mail",
]

__getattr__ = names(
    __name__,
    audience=("headline_words", "left_out_words"),
    mail=("Mail", "file_words", "read_mail"),
    pack=("Pack", "Rendering", "build_pack", "build_print"),
    page=("build_page",),
    subject=("LeftOut", "Proof"),
    terminal=("audience_line", "build_terminal", "header_block"),
)

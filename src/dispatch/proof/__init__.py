"""What a person looks at before anything goes out: a mail in the terminal, and a page to open or pass on.

Names are loaded when they are asked for: the terminal needs neither the page nor the pack.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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

_HOMES = {
    "LeftOut": "subject",
    "Mail": "mail",
    "Pack": "pack",
    "Proof": "subject",
    "Rendering": "pack",
    "audience_line": "terminal",
    "build_pack": "pack",
    "build_page": "page",
    "build_print": "pack",
    "build_terminal": "terminal",
    "file_words": "mail",
    "header_block": "terminal",
    "headline_words": "audience",
    "left_out_words": "audience",
    "read_mail": "mail",
}


def __getattr__(name: str) -> Any:
    """A public name, from the module that has it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

"""Writes the mail: a release meets a theme once, and each contact a few microseconds.

    theme = load_theme(folder)
    mail = compile_mail(release, theme, sender, organisation, confined_to=workspace)
    personal = mail.personalise(contact)                   # while staging
    data = mail.frozen().to_bytes()                        # into the ledger
    thaw(data).fill(personal.shape, personal.values, envelope)    # while sending

Names are loaded when they are asked for: sending needs neither a template engine nor an HTML parser.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dispatch.message.bilingual import with_label
    from dispatch.message.compiled import CompiledMail, Facts, Personal
    from dispatch.message.frozen import FrozenMail, thaw
    from dispatch.message.holes import find_holes
    from dispatch.message.mail import compile_mail
    from dispatch.message.personal import without_faults
    from dispatch.message.polyglot import PolyglotMail
    from dispatch.message.theme import Theme, load_theme, shared_parts
    from dispatch.message.workshop import SharedWorkshop

__all__ = [
    "CompiledMail",
    "Facts",
    "FrozenMail",
    "Personal",
    "PolyglotMail",
    "SharedWorkshop",
    "Theme",
    "compile_mail",
    "find_holes",
    "load_theme",
    "shared_parts",
    "thaw",
    "with_label",
    "without_faults",
]

_HOMES = {
    "CompiledMail": "compiled",
    "Facts": "compiled",
    "FrozenMail": "frozen",
    "Personal": "compiled",
    "PolyglotMail": "polyglot",
    "SharedWorkshop": "workshop",
    "Theme": "theme",
    "compile_mail": "mail",
    "find_holes": "holes",
    "load_theme": "theme",
    "shared_parts": "theme",
    "thaw": "frozen",
    "with_label": "bilingual",
    "without_faults": "personal",
}


def __getattr__(name: str) -> Any:
    """A public name, from the module that has it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

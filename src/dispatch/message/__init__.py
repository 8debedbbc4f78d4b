"""Writes the mail: a release meets a theme once, and each contact a few microseconds.

    theme = load_theme(folder)
    mail = compile_mail(release, theme, sender, organisation, confined_to=workspace)
    personal = mail.personalise(contact)                   # while staging
    data = mail.frozen().to_bytes()                        # into the ledger
    thaw(data).fill(personal.shape, personal.values, envelope)    # while sending

Names are loaded when they are asked for: sending needs neither a template engine nor an HTML parser.
"""

from typing import TYPE_CHECKING

from dispatch.lazy import names

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

__getattr__ = names(
    __name__,
    bilingual=("with_label",),
    compiled=("CompiledMail", "Facts", "Personal"),
    frozen=("FrozenMail", "thaw"),
    holes=("find_holes",),
    mail=("compile_mail",),
    personal=("without_faults",),
    polyglot=("PolyglotMail",),
    theme=("Theme", "load_theme", "shared_parts"),
    workshop=("SharedWorkshop",),
)

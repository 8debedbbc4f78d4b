"""How a template uses a contact's field, and which fields there are."""

from enum import IntFlag
from typing import Final

from dispatch.model.contact import FIELDS

#: What `contact.` may be followed by, custom columns (`contact.extra.NAME`) aside.
CONTACT_NAMES: Final = frozenset({*FIELDS, "greeting"})
#: The pitch of a release that has none: each contact's own.
PITCH_OF_CONTACT: Final = "{{ contact.pitch }}"


class Use(IntFlag):
    """How a contact's field is used."""

    PRINT = 1
    TRUTH = 2
    #: Line breaks in it matter: it is printed in the pitch, which is divided into paragraphs.
    LINES = 4
    VALUE = 8

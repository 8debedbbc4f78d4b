"""Mails that only cover what is attached to them: which of their files is the release."""

import re
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import PurePath

from dispatch.errors import InputError
from dispatch.release.anatomy.understanding import understand
from dispatch.release.expression import Expression
from dispatch.release.formats import reader_for
from dispatch.release.source import Document

#: Endings of documents that `dispatch inspect` reads, and of those whose text it cannot read.
READ = frozenset({".docx", ".docm", ".odt", ".html", ".htm", ".md", ".txt"})
_UNREAD = frozenset({".pdf", ".doc", ".rtf", ".pages"})
#: Words of a mail that may be a note and no release, and how often a release is as long as such a note.
_NOTE, _TIMES = 150, 1.5
_SAYS_SO = Expression(
    r"\b(?:attached|enclosed|attachment|adjunt\w{1,4}|anexo|ci-joint\w{0,2}|pi[eè]ce jointe|trouverez|anbei|anhang|"
    r"angehängt\w{0,2}|beigefügt\w{0,2}|anliegend\w{0,2})\b",
    re.IGNORECASE,
)
#: Files that are looked into, and octets of the largest of them.
_MOST_READ, _LARGEST = 5, 2 << 20


def release_in(document: Document, enclosed: Sequence[tuple[str, EmailMessage]]) -> str:
    """The name of the file that is the release when the mail itself is only a note about it; empty otherwise.

    Args:
        document: The text of the mail.
        enclosed: The files with it, by name.
    """
    text = " ".join(found.text for found in document.paragraphs if not found.aside)
    words = len(text.split())
    if words > _NOTE or understand(document, shown="", fingerprint="").release.dateline is not None:
        return ""
    for name, part in enclosed[:_MOST_READ]:
        if PurePath(name).suffix.lower() in READ and _words(name, part) > _TIMES * words:
            return name
    says_so = _SAYS_SO.search(text) is not None
    return next((name for name, _ in enclosed if says_so and PurePath(name).suffix.lower() in _UNREAD), "")


def _words(name: str, part: EmailMessage) -> int:
    """How many words of a release a file has; 0 when it cannot be read or has no headline."""
    octets = part.get_payload(decode=True)
    if not isinstance(octets, bytes) or not octets.strip() or len(octets) > _LARGEST:
        return 0
    try:
        document = reader_for(octets, PurePath(name).suffix.lower()).read(octets, name)
    except InputError:
        return 0
    release = understand(document, shown=name, fingerprint="").release
    return len(release.body_text.split()) if release.headline else 0

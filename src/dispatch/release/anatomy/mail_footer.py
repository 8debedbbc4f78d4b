"""What a mail program or its writer puts below a text: regards, the mark of a signature, a notice of confidence."""

import re

from dispatch.release.expression import Expression

#: The mark above a signature (RFC 3676, section 4.3), its blank at the end left out.
MARK = "--"
#: Why a signature is residue.
REASON = "mail signature"
#: What a mail says about itself.
_DISCLAIMER = Expression(
    r"(?:^|[.!]\s)(?:this|diese|este|esta|ce|cet|el presente|le présent)\s(?:e-?mail|message|nachricht|mensaje|correo|"
    r"courriel)\b.{0,120}\b(?:confidential|privileged|intended (?:only )?for|vertraulich\w*|confidenciale?s?|"
    r"confidentiels?|destinatari[oa]s?|destinataires?|empfänger|adressat)\b",
    re.IGNORECASE,
)
_FAR = 400
_REGARDS = Expression(
    r"(?:(?:with )?(?:kind|best|warm) regards|(?:yours )?(?:sincerely|faithfully)(?: yours)?|"
    r"(?:un )?(?:cordial saludo|saludos? cordial(?:es)?|saludos)|(?:(?:l[aeo]s? )?saludan? )?(?:muy )?atentamente|"
    r"(?:bien )?cordialement|"
    r"(?:mit )?(?:(?:sehr |ganz )?\w+en )?grüße?n?|mit (?:\w+en )?gruß)[,.!]?",
    re.IGNORECASE,
)


def is_disclaimer(text: str) -> bool:
    """Whether a paragraph is what a mail says about itself: whom it is for, and that it is confidential."""
    return _DISCLAIMER.search(text[:_FAR]) is not None


def is_regards(text: str) -> bool:
    """Whether a row is nothing but kind regards."""
    return _REGARDS.fullmatch(text) is not None

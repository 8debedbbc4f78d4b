"""Boilerplate: the standing paragraph about an organisation, with a heading or without one."""

import re

_NAME = (
    r"(?P<name>(?:The |La |El |Los |Las |Le |Les |L’|L'|Die |Der |Das )?[A-ZÀ-Ö0-9][\w’'&.-]*(?:[ "
    r",]{1,2}(?:[A-ZÀ-ÖØ-Þ0-9&][\w’'&.-]*|of|for|the|and|de|del|la|las|los|y|e|en|des|du|et|pour|à|für|der|die|und|von|in|"
    r"zu)){0,11})"
)
_ASIDE = r"(?:\s?[\[(][^()\[\]]{1,80}[)\]]|,\s[^,]{3,90},)?"
_IS = re.compile(
    rf"(?:\"|“)?{_NAME}(?:”|\")?{_ASIDE}\s(?:"
    r"is (?:an?|the|one|dedicated|committed|a \w+)\b|are (?:an?|the)\b|was (?:founded|established|created|formed)\b|"
    r"(?:has|have) (?:been|served|worked|provided|advocated)\b|"
    r"(?:works|represents|provides|serves|advocates|brings together|supports|unites|operates|promotes|advances|fights|"
    r"empowers)\b|"
    r"es (?:una?|la|el|un)\b|son (?:una?|la|el|las|los)\b|fue (?:fundad|cread|constituid)[oa]\b|(?:trabaja|agrupa|"
    r"reúne|representa|promueve|defiende|"
    r"nació|ofrece|brinda)\b|"
    r"est (?:une?|la|le|l’|l')\b|(?:a été|fut) (?:fondé|créé)e?\b|(?:regroupe|rassemble|réunit|représente|œuvre|"
    r"défend|accompagne|fédère|"
    r"soutient|gère)\b|(?:fondée?|créée?) en (?:19|20)\d\d\b|"
    r"ist (?:eine?|der|die|das)\b|sind (?:eine?|der|die|das)\b|wurde (?:\d{4}|im Jahr|in) .{0,40}gegründet\b|"
    r"(?:vertritt|vereint|setzt sich|"
    r"engagiert sich|bündelt|unterstützt|betreibt|berät|arbeitet seit)\b)",
)
_DOES = re.compile(rf"{_NAME}{_ASIDE}\s(?:[a-z]{{2,}}(?:s|t|en|an|a|e))\s")
_FOUNDED = re.compile(
    rf"(?:Founded|Established|Created|Since its founding|Headquartered|Based|Fundad[ao]|Cread[ao]|Desde su fundación|"
    rf"Fondée?|Créée?|"
    rf"Gegründet|Seit ihrer Gründung|Seit (?:19|20)\d\d)\b.{{2,80}}?,\s(?:the\s|la\s|el\s|l’|die\s|der\s|ist\s|"
    rf"setzt\s)?{_NAME}",
)
_STANDING = re.compile(
    r"\b(?:learn more|for more information|more information|to learn more|visit (?:us|www|http|our)|find out more|"
    r"nonprofit|non-profit|"
    r"not-for-profit|501\(c\)|network of|coalition of|organi[sz]ation|association|federation|founded in|established "
    r"in|headquartered|"
    r"charity|union of|think tank|agency|provider|leading|mission|foundation|institute|company|"
    r"más información|organización|red de|asociación|fundación|sin (?:fines|ánimo) de lucro|coalición|federación|"
    r"sindicato|empresa|misión|"
    r"pour en savoir plus|plus d[’']informations?|association|réseau|fédération|organisation|fondation|but non "
    r"lucratif|entreprise|"
    r"collectif|syndicat|weitere informationen|mehr informationen|verein|verband|netzwerk|stiftung|gemeinnützig\w*|"
    r"zusammenschluss|"
    r"bündnis|unternehmen|dachverband|organisation|initiative|mehr unter|sitz in)\b|\w+verband\b|\w+netzwerk\b",
    re.IGNORECASE,
)
_HEAD = 420


def organisation(text: str, *, expected: bool = False) -> str | None:
    """The organisation a paragraph is the standing description of, or None.

    Only the first 420 characters are looked at for the name; a paragraph in quotation marks is never one.

    Args:
        text: The paragraph.
        expected: It stands where boilerplates stand, so that any present tense will do.
    """
    start = text[:_HEAD]
    if not start or start[0] in '“„«"‘':
        return None
    match = _IS.match(start) or _FOUNDED.match(start) or (_DOES.match(start) if expected else None)
    if match is None or not _STANDING.search(text[:2000]):
        return None
    name = re.sub(r"^(?:The|La|El|Los|Las|Le|Les|L’|L'|Die|Der|Das)\s?(?=[A-ZÀ-Ö])", "", match["name"]).strip(" ,")
    return name or None


def acronym_or_name_in(name: str, elsewhere: str) -> bool:
    """Whether an organisation is spoken of elsewhere, by its name or its first two words."""
    folded = elsewhere.casefold()
    short = " ".join(name.split()[:2]).casefold()
    return name.casefold() in folded or short in folded

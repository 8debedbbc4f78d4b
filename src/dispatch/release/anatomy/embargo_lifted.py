"""Rows that say that there is no embargo: `Embargo: none`, `Sperrfrist entfällt – zur sofortigen Verwendung`."""

import re

from dispatch.release.anatomy import clock_times, dates, kind
from dispatch.release.expression import Expression

_LONGEST = 90
_AROUND = " *_#>[(])!.:;,–—-"
_MARK = r"(?:(?:press|media|news|medien-?)\s?)?(?:embargo(?:ed)?|(?:sende)?sperrfrist(?:en)?|sperrvermerk)"
_IS = r"(?:\s?[:–—-]\s?|\s)(?:(?:is|are|was|has been|ist|wurde|est|a été|está|queda|ha sido)(?: now)?\s)?"
#: Verbs that end one, wherever they stand; words that mean none only where nothing follows that they could belong to:
#: `Sperrfrist: keine Veröffentlichung vor Mittwoch` is one.
_ENDED = (
    r"(?:lifted|over|ended|expired|waived|cancell?ed|not applicable|levantado|vencido|levé|terminé|entf[aä]ll(?:t|en)|"
    r"aufgehoben|abgelaufen|gilt nicht|for (?:immediate|general) \w+|immediate(?:ly)? (?:release|use|publication)|"
    r"(?:pour )?(?:diffusion|publication) immédiate|(?:para )?(?:publicación|difusión) inmediata|"
    r"zur (?:sofortigen|freien) \w+|sofort frei)(?!\w)"
)
_NONE = (
    r"(?:none|no|nil|n/a|ninguno|no hay|no aplica|inmediat[oa]|aucun|néant|immédiate?|keine?|nein|sofort|"
    r"immediate(?:ly)?)(?=\s*(?:$|[.,;!–—(-]))"
)
_LIFTED = Expression(
    rf"(?:the |el |l[’']|die |das )?{_MARK}{_IS}(?:{_ENDED}|{_NONE})|"
    rf"(?:no|sin|kein|keine|ohne|sans|not (?:under|subject to)(?: an)?|no longer (?:under|subject to))\s{_MARK}(?!\w)",
    re.IGNORECASE,
)


def says_no(text: str) -> bool:
    """Whether a row begins by saying that there is none, and gives no day and time from which that is so."""
    return _LIFTED.match(text.lstrip(_AROUND)) is not None and not _says_when(text)


def is_none(text: str) -> bool:
    """Whether a short row says that there is no embargo and nothing else but that the text is free at once."""
    bare = text.strip(_AROUND)
    match = _LIFTED.match(bare) if len(text) <= _LONGEST and not _says_when(text) else None
    if match is None:
        return False
    rest = bare[match.end() :].strip(_AROUND)
    return not rest or kind.is_status(rest)


def _says_when(text: str) -> bool:
    """Whether a lifted embargo is one that will be: `Embargo levé le 3 mars 2026 à 18 h`."""
    return next(dates.find(text), None) is not None and bool(clock_times.find(text))

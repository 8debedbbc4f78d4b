"""Rows that are a date and nothing else, with a label, an hour or a reading time beside it."""

import re

from dispatch.release.anatomy import dates, kind, residue
from dispatch.release.anatomy.draft import Draft
from dispatch.release.expression import Expression

_DATE_LINE = Expression(
    r"(?:(?:by|por|par|von)\s[^\d:]{2,40}?\s?[·|,–—-]\s?)?"
    r"(?:(?:release date|publication date|date(?: of (?:release|publication))?|published|posted|issued|released|"
    r"(?:daily |latest |weekly )?news|fecha|publicado|publié|datum|"
    r"veröffentlicht|stand|updated?|aktualisier(?:t|ung)|actualiza(?:do|ción)|mise? à jour|"
    r"mise? en ligne|for release|press release)"
    r"(?:\s(?:by|par|por|von)\s[^\d:,|]{2,40}?(?=,?\s(?:(?:on|el|le|am|vom|den)\s)?\d))?"
    r"(?:\s(?:on|el|le|am|vom))?\s?[:,–—-]?\s*)?(?:(?:le|am|vom|den|el|on)\s)?",
    re.IGNORECASE,
)
_AFTER_DATE = Expression(
    r"[\s,.|•·–—-]*(?:(?:at|à|um|a las)?\s?(?:\d{1,2}\s?[:.h]\s?\d\d|\d{1,2}(?=\s?(?:h\b|uhr|"
    r"[ap]\.?m)))\s?(?:[ap]\.?\s?m\.?|uhr|h)?\s?"
    r"(?:(?:\w+ ){1,2}time|[A-Z]{2,4})?)?[\s,.|•·–—-]*(?:by [\w .’']{2,40}|"
    r"(?:(?:temps de lecture|lesezeit|tiempo de lectura|reading time)\s?:?\s)?\d{1,2}\s?min\w*\.?"
    r"(?:\s(?:read|de lecture|de lectura|lesezeit))?|"
    r"[/|]\s?[\w ]{2,40})?",
    re.IGNORECASE,
)
#: Between the columns of a row, and what stands in one of them beside a day.
_COLUMN = Expression(r"\s[|·•–—]\s")
_DASHED = Expression(r"\s[–—]\s")
_ABOUT_TEXT = Expression(
    r"(?:rubri[kc]|rubrique|rúbrica|categor(?:y|ía)|catégorie|kategorie|sección|ressort|section|topic|thema)\s?:\s?.{2,40}|"
    r"\d{1,2}\s?min\w*\.?(?:\s(?:read|de lecture|de lectura|lesezeit))?|\d{1,2}[:.h]\d\d(?:\s?(?:h|uhr))?|"
    r"(?:by|por|par|von)\s[^\d:]{2,40}|"
    r"(?:actualizad[oa]|mise? à jour|updated|aktualisiert)(?:\s(?:a las|à|at|um))?\s\d{1,2}[:.h]\d\d(?:\s?(?:h|uhr))?",
    re.IGNORECASE,
)
_FILED = Expression(r",?\s(?:in|en|dans|unter|under)\s(.{2,40})")
#: The number of a document: `Ref: PR/26/31`, `Nr. 31`.
_REFERENCE = Expression(
    r"(?:ref(?:erence|erencia|\.)?|az\.?|n[ro]\.?|n\.?\s?[°º]|pr|pm)\s?:?\s?(?=[^\s]*\d)[\w/.-]{1,20}", re.IGNORECASE
)
_NUMBER = Expression(r"(?:n[ro]\.|n\.?\s?[°º]|núm\.?)\s?:?\s?\d[\d/.-]{0,14}", re.IGNORECASE)
_POSTED = Expression(r"[\s,|–—-]*(?:by\s|\d{1,2}\s?min)", re.IGNORECASE)
_HOUR = Expression(r"\d{1,2}:\d\d\s(?:(?:on|am|le|el)\s)?(?=\d)")
#: `Chamber of Crafts, 09.09.2026, 10:15`: how a wire heads what it passes on.
_SENDER, _AT = Expression(r"[^.!?:@\d]{3,70},\s(?=\d)"), Expression(r",?\s\d{1,2}:\d\d")
_BEHIND = Expression(
    r",?\s(?:(?:at|à|um|a las|ab|de)\s)?\d{1,2}(?:\s?[:.h]\s?\d\d|\s?(?:h|uhr|[ap]\.?m))", re.IGNORECASE
)
_EVENT_DATE = Expression(r"(?:date|fecha|datum|day|día|tag)\s?:", re.IGNORECASE)
_EVENT_ROW = Expression(
    r"(?:time|hour|place|location|venue|where|hora|lugar|dónde|heure|lieu|où|uhrzeit|zeit|ort|wo)\s?:", re.IGNORECASE
)


def is_date_line(text: str) -> bool:
    """Whether a line is a date and nothing else, with or without a label."""
    longest = 100
    if len(text) > longest:
        return False
    columns = [column for column in _COLUMN.split(text) if not _REFERENCE.fullmatch(column)]
    if len(columns) == 1:
        text = columns[0]
    label = _DATE_LINE.match(text)
    at = label.end() if label else 0
    hour = _HOUR.match(text, at)
    sender = _SENDER.match(text)
    if sender and (sent := dates.match_at(text, sender.end())) and _AT.fullmatch(text, sent.end):
        return sent.date is not None
    found = dates.match_at(text, hour.end() if hour else at) or dates.match_at(text, 0)
    if found is None or found.trouble is dates.Trouble.NO_YEAR:
        return False
    return _AFTER_DATE.fullmatch(text, found.end) is not None


def is_number(text: str) -> bool:
    """Whether a row is the number of a document and nothing else: `Nr. 41/2026`, `N° 214`."""
    return _NUMBER.fullmatch(text) is not None


def is_page_row(text: str) -> bool:
    """Whether a row is what a page prints about a text, its day among it: `Ana Ruiz · 27 Oct 2026 · 3 min read`."""
    longest = 100
    parts = _COLUMN.split(text) if len(text) <= longest else []
    if len(parts) < 2:  # noqa: PLR2004 - a day and something else
        return bool(parts) and _says_more(text)
    others = [part for part in parts if not is_date_line(part)]
    if len(others) == len(parts) or (others and _DASHED.search(text)) or kind.kind_line(text):
        # between dashes a place and its day stand, and behind the kind the release's own
        return False
    rest = [part for part in others if not (_ABOUT_TEXT.fullmatch(part) or residue.reason_of(part))]
    # `Open Day` may be anything: only something else beside it tells
    told = len(rest) < len(others) or len(parts) > len(others) + 1
    few = 3
    return any(map(kind.whole_kind, others)) or (told and all(len(part.split()) <= few for part in rest))


def _says_more(text: str) -> bool:
    """Whether a date line goes on with who put the text on the page, or how long it is."""
    label = _DATE_LINE.match(text)
    day = dates.match_at(text, label.end() if label else 0)
    hour = _BEHIND.match(text, day.end) if day else None
    rest = text[hour.end() if hour else day.end :] if day else ""
    filed = _FILED.fullmatch(rest)
    return _POSTED.match(rest) is not None or (filed is not None and any(map(residue.reason_of, filed[1].split(", "))))


def names_an_hour(text: str) -> bool:
    """Whether a date without a label has an hour behind it: `Mercredi 18 novembre 2026 à 10 h 30`."""
    found = dates.match_at(text, 0)
    return found is not None and _BEHIND.match(text, found.end) is not None


def of_an_event(draft: Draft, index: int) -> bool:
    """Whether a labelled date is that of an invitation: hour or place stand beside it."""
    if not _EVENT_DATE.match(draft.text(index)):
        return False
    near = range(max(0, index - 2), min(index + 3, len(draft.paragraphs)))
    return any(_EVENT_ROW.match(draft.text(other)) for other in near)

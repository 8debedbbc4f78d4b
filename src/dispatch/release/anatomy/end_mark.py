"""End marks: `###`, `-30-`, ENDS and their relatives; text after one is no longer body."""

import re

from dispatch.release.expression import Expression

_MARK = Expression(
    r"(?:#\s?){1,7}|#\s?ends?\s?#|[-–—\s]*30[-–—\s]*|[-–—*~=_\s(\[]*(?:ends?|fin|ende|schluss|fin del comunicado|"
    r"fin du communiqué|end of (?:press |news |media )?(?:release|statement))[-–—*~=_.\s)\]]*|"
    r"[-–—]{1,3}\s?o[0o]o\s?[-–—]{1,3}|xxx|"
    r"(?:\*\s?){3,7}|_{3,80}|-{3,80}|={3,80}|(?:•\s?){3,5}|(?:[|│]\s?){1,20}",
    re.IGNORECASE,
)
_RULE = Expression(r"(?:\*\s?){3,7}|_{3,80}|-{3,80}|={3,80}|(?:•\s?){3,5}|(?:[|│]\s?){1,20}|xxx", re.IGNORECASE)
_PAGE = Expression(
    r"[-–—(\s]*(?:more|mehr|sigue|más|suite|\(?continued\)?|m/f|folgt)[-–—)\s]*|[-–—(]?\s?(?:page|página|seite)\s\d{1,2}"
    r"(?:\s(?:of|de|von|sur)\s\d{1,2})?\s?[-–—)]?|[^.!?:]{3,60}(?:[,|]|\s[–—-])\s?(?:page|página|seite)\s\d{1,2}(?:\s(?:of|de|von|sur)\s\d{1,2})?|"
    r"(?:page|página|seite)\s\d{1,2}\s(?:of|de|von|sur)\s\d{1,2}\s[·•|–—-]\s[^.!?:]{3,70}|"
    r"[-–—]\s?\d{1,2}\s?[-–—]|[(\[]?\d{1,2}\s?/\s?\d{1,2}[)\]]?|(?:page|página|pág\.|seite|[sp]\.)\s?\d{1,2}\s?/\s?\d{1,2}|"
    r"(?:\.{1,3}|…)\s?/\s?(?:\.{1,3}|…|\d{1,2})|more follows|continued on (?:the )?(?:next )?page(?: \d)?|"
    r"fortsetzung (?:folgt|(?:auf|nächste) seite(?: \d)?)|suite (?:en |à la )?page \d|sigue en (?:la )?página \d|"
    r"\d{1,2}\s(?:of|de|von|sur)\s\d{1,2}",
    re.IGNORECASE,
)
_LONGEST = 100


def is_end_mark(text: str) -> bool:
    """Whether a line is an end mark; `# Title` and `# Hashtag` are none, and a bare rule is not one either."""
    if len(text) > _LONGEST or not _MARK.fullmatch(text):
        return False
    return _RULE.fullmatch(text) is None and (text.strip(" -–—") != "30" or "-" in text or "–" in text or "—" in text)


def is_rule(text: str) -> bool:
    """Whether a line only separates: asterisks, dashes, underscores."""
    return len(text) <= _LONGEST and _RULE.fullmatch(text) is not None


def is_page_mark(text: str) -> bool:
    """Whether a line only marks a page break of the typescript: `-more-`, `Page 2`."""
    return len(text) <= _LONGEST and _PAGE.fullmatch(text) is not None

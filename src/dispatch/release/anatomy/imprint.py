"""Who answers for a text: `V.i.S.d.P.`, which German press law asks for, and the source that a wire prints below it."""

from dispatch.release.anatomy import reach, sections
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.expression import Expression

_LONGEST = 300
_ANSWERS = Expression(
    r"[\s*_(]*(?i:v\.?\s?i\.?\s?s\.?\s?d\.?\s?p\.?(?:r\.?)?\s?:|verantwortlich (?:im sinne des presserechts|"
    r"für den inhalt)"
    r"[^:]{0,20}:)\s?\S"
)
_SOURCE = Expression(r"(?:SOURCE|FUENTE|QUELLE)\s?:?\s\S.{1,90}")
_LABELLED = Expression(r"(?:Source|Fuente|Quelle)\s?:\s[A-ZÀ-ÖØ-Þ].{1,90}")
_SENTENCE = Expression(r"(?<=\w[.;|])\s+(?=\S)")


def claim(draft: Draft, index: int, *, below: bool) -> bool:
    """Claim a row that says who answers for the text, which is part of it; False for other rows.

    Args:
        draft: The sheet; whom journalists reach is cut off behind the name.
        index: Which.
        below: The text itself has ended, so that a source named there is its own.
    """
    text = draft.text(index)
    answers = _ANSWERS.match(text) or _SOURCE.fullmatch(text) or (below and _LABELLED.fullmatch(text))
    if len(text) > _LONGEST or not answers:
        return False
    if reach.has_reach(text):
        at = next((mark.end() for mark in _SENTENCE.finditer(text) if sections.head(text[mark.end() :])), None)
        if at is None or not draft.split(index, at):
            return False
    draft.claim(index, Role.NOTE)
    return True

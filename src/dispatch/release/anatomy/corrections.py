"""What a text says about itself above its headline: what was wrong in an earlier one, and which one it replaces."""

import re

from dispatch.model.release import Kind
from dispatch.release.anatomy import dateline, headline, kind
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.expression import Expression

#: The kinds that a text is issued as; one of them may stand again below a note.
ISSUED = frozenset({Kind.RELEASE, Kind.ADVISORY, Kind.STATEMENT})
_REACH, _NEAR = 60, 12
_SHORT_PROSE = 60
#: Characters of a note in which it says what it is.
_HEAD = 600
_SENTENCE = Expression(r"[.!?:…][”\"’»)\]]*$")
_TWO_SENTENCES = Expression(r"\w{2}[.!?]\s\S.*[.!?:]$")
_SENT = Expression(
    r"\b(?:release|advisory|statement|announcement|communiqué|invitation|comunicado|nota|convocatoria|boletín|"
    r"\w*(?:mitteilung|meldung|information|aussendung|einladung))\b[^.!?]{0,140}?\b(?:sent|issued|dated|published|"
    r"distributed|of|diffusée?|envoyée?|publiée?|du|d[’']hier|enviad[oa]|difundid[oa]|publicad[oa]|emitid[oa]|del?|"
    r"versandt|verschickt|veröffentlicht|vom|von)\b",
    re.IGNORECASE,
)
_WRONG = Expression(
    r"\b(?:wrong(?:ly)?|incorrect(?:ly)?|in error|errors?|mistakes?|should (?:read|have)|correct(?:ed)?|"
    r"erreurs?|erronée?|(?:fallait|faut) lire|corrigée?|"
    r"error(?:es)?|erróne[oa]|equivocad[oa]|debe decir|correct[oa]|corregid[oa]|fehler|"
    r"falsch\w*|irrtümlich|richtig\w*|korrekt\w*)\b",
    re.IGNORECASE,
)


def find(draft: Draft) -> Kind | None:
    """Claim the paragraphs of a note on top, so that headline, place and day are looked for below it.

    Such a note says that this text replaces another, or, under the word for a correction, what was wrong in one that
    was sent. A title or a dateline stands below it: where neither does, the note is all the text there is.
    """
    marked: Kind | None = None
    for index in range(min(_NEAR, len(draft.paragraphs))):
        text = draft.text(index)
        if draft.roles[index] is not None:
            continue
        stands = kind.stands_for(text)
        told = marked is not None and _tells(text)
        if (stands or told) and len(text) >= _SHORT_PROSE and _text_follows(draft, index):
            draft.claim(index, Role.NOTE)
            return marked or Kind.CORRECTION
        marked = marked or _marks(text)
    return None


def _marks(text: str) -> Kind | None:
    """The kind of a row that says of the text below it that it is another's correction or update."""
    found = kind.whole_kind(text)
    return found if found in {Kind.CORRECTION, Kind.UPDATE} else kind.changes(text)


def _tells(text: str) -> bool:
    head = text[:_HEAD]
    return _SENT.search(head) is not None and _WRONG.search(head) is not None


def _text_follows(draft: Draft, note: int) -> bool:
    """Whether a title or a dateline stands below a note, and text below that."""
    below = [index for index in draft.free(note + 1, note + _NEAR) if len(draft.text(index)) > 1]
    if len(below) < 2:  # noqa: PLR2004 - a title and a text
        return False
    first = draft.text(below[0])
    opening = dateline.opening(first)
    titled = headline.may_be_title(draft.paragraphs[below[0]]) and not _SENTENCE.search(first)
    return titled or kind.whole_kind(first) is not None or (opening is not None and opening.city is not None)


def begins(draft: Draft) -> int:
    """Where a corrected release begins when its own kind stands below the note on what was wrong; else 0."""
    kinds = [(index, kind.whole_kind(draft.text(index))) for index in range(min(_REACH, len(draft.paragraphs)))]
    notes = [index for index, found in kinds if found in {Kind.CORRECTION, Kind.UPDATE}]
    below = [index for index, found in kinds if found in ISSUED and notes and index > notes[0] + 1]
    return below[0] + 1 if below else 0


def claim(draft: Draft, lead: int) -> None:
    """The sentences that say what a correction changes, between its slug and the corrected release."""
    first = begins(draft)
    named = {index for index in draft.having(Role.KIND) if kind.of_another(draft.text(index))}
    for index in draft.free(0, lead):
        text = draft.text(index)
        if index < first and any(other < index for other in draft.having(Role.KIND)):
            draft.claim(index, Role.NOTE)
        remark = index - 1 in named and text.startswith("(") and text.endswith(")")
        sentence = len(text) >= _SHORT_PROSE and _SENTENCE.search(text)
        if (remark or sentence) and index + 1 < lead:
            draft.claim(index, Role.NOTE)


def claim_below(draft: Draft, titles: headline.Titles) -> None:
    """The sentences below `CORRECTION: Headline` that say what was wrong are no subhead."""
    if kind.changes(titles.headline) is None:
        return
    subheads = draft.having(Role.SUBHEAD)
    for index in subheads:
        if len(draft.text(index)) >= _SHORT_PROSE and _TWO_SENTENCES.search(draft.text(index)):
            draft.roles[index] = Role.NOTE
    titles.subhead = " ".join(draft.text(index) for index in subheads if draft.roles[index] is Role.SUBHEAD)

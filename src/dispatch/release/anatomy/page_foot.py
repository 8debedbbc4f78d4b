"""The foot of a page below a release: other texts, forms and links, some of which are known for what they are."""

from itertools import groupby

from dispatch.model.release import BlockType
from dispatch.release.anatomy import reach
from dispatch.release.anatomy.draft import Draft, Role

_LONGEST, _FEWEST_KNOWN = 110, 2
_LOOSE = frozenset({Role.CONTACT, Role.BODY, Role.NOTE, None})


def find(draft: Draft, lead: int) -> None:
    """Claim the rows that stand, with nothing but a page's own rows below them, in one block with such rows."""
    blocks = [list(block) for _, block in groupby(range(lead + 1, len(draft.paragraphs)), lambda at: _group(draft, at))]
    for block in reversed(blocks):
        if all(draft.roles[index] is Role.RESIDUE for index in block):
            continue
        known = sum(draft.roles[index] is Role.RESIDUE for index in block)
        if known < _FEWEST_KNOWN or block[0] == lead + 1 or not all(_may_be(draft, index) for index in block):
            return
        for index in block:
            if draft.roles[index] is not Role.RESIDUE:
                draft.roles[index], draft.reasons[index] = Role.RESIDUE, "page furniture"


def _group(draft: Draft, index: int) -> int:
    return draft.paragraphs[index].group


def _may_be(draft: Draft, index: int) -> bool:
    """Whether a row may be one of the page: short, nobody is reached there, and no section begins."""
    if draft.roles[index] is Role.RESIDUE:
        return True
    text, shape = draft.text(index), draft.paragraphs[index].shape
    plain = shape is BlockType.PARAGRAPH and len(text) <= _LONGEST and not text.endswith((".", ":", "”", "»"))
    return plain and draft.roles[index] in _LOOSE and index not in draft.starts and not reach.has_reach(text)

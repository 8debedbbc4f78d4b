"""Sentences of the body that a printed page breaks: what foot and head of a page stand in the midst of is one."""

from collections.abc import Sequence
from dataclasses import replace

from dispatch.model.release import BlockType
from dispatch.release.anatomy import running_heads
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.source import Paragraph

_OF_PAGE = frozenset({running_heads.REASON, running_heads.PAGE})
#: Characters of a paragraph that may go on: a row of a list of names is shorter.
_FEWEST = 60


def runs(draft: Draft) -> list[list[int]]:
    """The paragraphs of the body, each with the rest of it that stands on the next page."""
    found: list[list[int]] = []
    for index in draft.having(Role.BODY):
        if found and _is_broken(draft, found[-1][-1], index):
            found[-1].append(index)
        else:
            found.append([index])
    return found


def whole(draft: Draft, run: Sequence[int]) -> Paragraph:
    """The paragraph that the pieces of a run make."""
    pieces = [draft.paragraphs[index] for index in run]
    if len(pieces) == 1:
        return pieces[0]
    return replace(
        pieces[0],
        text=" ".join(piece.text for piece in pieces),
        html=" ".join(piece.html for piece in pieces),
        rows=tuple(row for piece in pieces for row in piece.rows),
        end=pieces[-1].end,
    )


def _is_broken(draft: Draft, before: int, after: int) -> bool:
    """Whether nothing but foot and head of a page stands between two paragraphs, and no sentence ends there."""
    between = {draft.reasons.get(index) for index in range(before + 1, after)}
    one, other = draft.paragraphs[before], draft.paragraphs[after]
    running = {one.shape, other.shape} == {BlockType.PARAGRAPH} and len(one.text) >= _FEWEST
    goes_on = one.text[-1:].isalnum() or one.text[-1:] in {",", ";", "–", "-"}
    return bool(between) and between <= _OF_PAGE and running and goes_on

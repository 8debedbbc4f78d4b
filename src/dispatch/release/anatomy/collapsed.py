"""Text that lost its line breaks, cut where its own words tell where a part begins."""

import re
from collections.abc import Iterator, Sequence

from dispatch.model.release import BlockType
from dispatch.release.anatomy import dateline, kind, reach, sections
from dispatch.release.anatomy.draft import split_paragraph
from dispatch.release.source import Paragraph

_SHORTEST = 500
_SHARE = 0.8
_NEAR_TOP = 900
_CITY = re.compile(r"(?<=\s)(?=[A-ZÀ-ÖØ-Þ]{3}[\w’'.-]*(?:[ ,(]|\s?[–—-]))")
_DATED = re.compile(r"(?<=\s)(?=[A-ZÀ-ÖØ-Þ][\w’'.-]*(?:\s[A-ZÀ-ÖØ-Þ][\w’'.-]*){0,2},?\s[^.!?]{0,40}\d{4}\s?[–—-])")
_END = re.compile(r"(?<=\s)(?:#{3,5}|# # #|-\s?30\s?-|-?\s?ENDS\s?-?|-\s?o0o\s?-)(?=\s|$)")
_SENTENCE = re.compile(r"(?<=[.!?”\"»#])\s+(?=[A-ZÀ-ÖØ-Þ])")
_HEAD = 170


def spread(source: str, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, one that holds nearly everything cut into its parts."""
    longest = max(paragraphs, key=lambda found: len(found.text), default=None)
    if longest is None or longest.shape is not BlockType.PARAGRAPH or len(longest.text) < _SHORTEST:
        return list(paragraphs)
    if len(longest.text) < _SHARE * sum(len(found.text) for found in paragraphs):
        return list(paragraphs)
    cuts = sorted(set(_cuts(longest.text, first=longest is paragraphs[0])))
    return [piece for found in paragraphs for piece in (_pieces(source, found, cuts) if found is longest else [found])]


def _pieces(source: str, paragraph: Paragraph, cuts: Sequence[int]) -> list[Paragraph]:
    """A paragraph cut at each offset, from the last to the first so that offsets stay true."""
    done: list[Paragraph] = []
    for at in reversed(cuts):
        halves = split_paragraph(source, paragraph, at)
        if halves:
            paragraph, after = halves
            done.insert(0, after)
    return [paragraph, *done]


def _cuts(text: str, *, first: bool) -> Iterator[int]:
    begins = _dateline_start(text)
    if begins is not None:
        yield begins
        if first:
            yield from _above(text[:begins])
    for match in _END.finditer(text):
        yield match.start()
        yield match.end()
    for match in _SENTENCE.finditer(text, begins or 0):
        if _is_head(text[match.end() : match.end() + _HEAD]):
            yield match.end()


def _dateline_start(text: str) -> int | None:
    """Where a dateline begins in the middle of a text: capitals for the city, or a place with a full date."""
    top = text[:_NEAR_TOP]
    for pattern in (_CITY, _DATED):
        for match in pattern.finditer(top):
            opening = dateline.opening(text[match.start() :])
            if opening and opening.confidence == 1.0 and (opening.printed or pattern is _CITY):
                return match.start()
    return None


def _above(top: str) -> Iterator[int]:
    """After the status words, and after a contact's last address or number."""
    end = kind.status_end(top) or 0
    if end:
        yield end
    last = max((top.find(found) + len(found) for found in (*reach.emails(top), *reach.phones(top))), default=0)
    if last:
        yield last


def _is_head(text: str) -> bool:
    """Whether a sentence opens a section in running text: its head ends in a colon or a dash."""
    found = sections.head(text)
    return found is not None and (found.end < len(text) or found.section is sections.Section.LEGAL)

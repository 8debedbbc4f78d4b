"""A rule about quotations that run over several paragraphs: each of them opens with a mark, the last one closes."""

from collections.abc import Iterator
from typing import Final

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Block, BlockType, Quote, Release
from dispatch.preflight.places import finding
from dispatch.preflight.rule import Case, Rule

_OPENING: Final = frozenset("\"“”„‟«»‘‚'›‹")
_SPOKEN: Final = frozenset({BlockType.LEAD, BlockType.PARAGRAPH, BlockType.QUOTE})


def _not_reopened(case: Case) -> Iterator[Finding]:
    for quote in case.release.quotes:
        bare = [block for block in _continued(case.release, quote) if block.text[:1] not in _OPENING]
        if bare:
            count = f"{len(bare)} paragraphs" if len(bare) > 1 else "a paragraph"
            message = f"A quotation goes on over {count} without a quotation mark in front."
            fix = "open each of its paragraphs with a mark, and close only the last"
            yield finding(case.release, "REL056", Severity.INFO, message, fix, line=bare[0].lines.first)


def _continued(release: Release, quote: Quote) -> list[Block]:
    """The paragraphs of a quotation behind its first one, where marks are what makes it a quotation."""
    inside = [
        block
        for block in release.blocks
        if block.type in _SPOKEN and quote.lines.first <= block.lines.first and block.lines.last <= quote.lines.last
    ]
    marked = "\n\n" in quote.text and bool(inside) and not _OPENING.isdisjoint(inside[0].text)
    return inside[1:] if marked else []


RULES: tuple[Rule, ...] = (
    Rule(
        code="REL056", severity=Severity.INFO, title="Quotation not re-opened", check=_not_reopened,
        explanation="When a quotation runs over several paragraphs, each of them opens with a quotation mark and only "
        "the last one closes. Most releases open the first one only, and it is understood so here; an editor who cuts "
        "the text paragraph by paragraph may take the rest for your own words.",
    ),
)  # fmt: skip

"""From claimed paragraphs to the blocks, boilerplates, contacts and notes of a release."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dispatch.model.release import Block, BlockType, Boilerplate, Image, Link, MediaContact, Quote, Span
from dispatch.release import inline
from dispatch.release.anatomy import contact_prose, contacts, page_breaks, quotes, speakers
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.expression import Expression
from dispatch.release.source import Paragraph, plain

_CAPTION = Expression(
    r"(?:photo(?:graph)?|image|picture|caption|photo caption|cutline|foto|imagen|pie de foto|légende|crédit photo|"
    r"bild|bildunterschrift|"
    r"photo credit|credit)\s?(?:\d{1,2}|\([^()]{1,30}\))?\s?:\s?\S",
    re.IGNORECASE,
)
_REOPENED = Expression(r"\n[“\"„«»]?")
_SENTENCE = Expression(r"[.!?](?=\s|$)")
_PROSE = 120
#: Characters of a row that was broken at the width of a mail.
_FULL_ROW = 40
#: What may stand above the lead: the main points, or a picture.
_SUMMARIES = frozenset({BlockType.LIST, BlockType.TABLE, BlockType.IMAGE, BlockType.CAPTION})
_LINK = Expression(r'<a href="([^"]*)"[^>]*>(.*?)</a>')


def body(draft: Draft) -> tuple[tuple[Block, ...], tuple[Quote, ...]]:
    """The body's blocks and the quotations in them."""
    runs = page_breaks.runs(draft)
    paragraphs = [page_breaks.whole(draft, run) for run in runs]
    texts = [_spoken(paragraph) for paragraph in paragraphs]
    spans = [draft.span(run[0], run[-1]) for run in runs]
    marked = quotes.scan(texts)
    whole = _wholly_quoted(texts, marked.quotations)
    lead = next((at for at, paragraph in enumerate(paragraphs) if paragraph.shape not in _SUMMARIES), -1)
    blocks = tuple(
        block(paragraph, span, _type(paragraph, first=position == lead, quoted=position in whole))
        for position, (paragraph, span) in enumerate(zip(paragraphs, spans, strict=True))
    )
    return blocks, tuple(
        sorted((*_quotes(texts, spans, marked), *_quoted_blocks(paragraphs, spans, marked)), key=_by_line)
    )


def _by_line(quote: Quote) -> int:
    return quote.lines.first


def unclosed(draft: Draft) -> list[int]:
    """Paragraphs of the body whose quotation nobody closes."""
    runs = page_breaks.runs(draft)
    texts = [_spoken(page_breaks.whole(draft, run)) for run in runs]
    return [runs[position][0] for position in quotes.scan(texts).unclosed]


def _spoken(paragraph: Paragraph) -> str:
    """A paragraph as quotations are looked for in it: in a block quotation later rows only open the mark again."""
    if paragraph.shape is not BlockType.QUOTE:
        return paragraph.text
    return _REOPENED.sub("\n\n", paragraph.text)


def _wholly_quoted(texts: Sequence[str], quotations: Sequence[quotes.Quotation]) -> set[int]:
    """Paragraphs that are nothing but a quotation which began with a paragraph."""
    whole: set[int] = set()
    for quotation in quotations:
        if quotation.start:
            continue
        ends_at_end = quotation.end >= len(texts[quotation.last].rstrip())
        whole.update(range(quotation.first, quotation.last + ends_at_end))
    return whole


def _type(paragraph: Paragraph, *, first: bool, quoted: bool) -> BlockType:
    if paragraph.shape is not BlockType.PARAGRAPH:
        return paragraph.shape
    if first:
        return BlockType.LEAD
    if is_caption(paragraph.text):
        return BlockType.CAPTION
    return BlockType.QUOTE if quoted else BlockType.PARAGRAPH


def is_caption(text: str) -> bool:
    """Whether a paragraph says of itself that it belongs to a picture: `Photo: ...`."""
    return _CAPTION.match(text) is not None


def block(paragraph: Paragraph, span: Span, kind: BlockType) -> Block:
    """A paragraph as a block with its whole element."""
    return Block(type=kind, text=paragraph.text, html=_element(paragraph, kind), lines=span, level=paragraph.level)


def _element(paragraph: Paragraph, kind: BlockType) -> str:
    if paragraph.shape is BlockType.HEADING:
        return f"<h{paragraph.level}>{paragraph.html}</h{paragraph.level}>"
    if paragraph.shape not in {BlockType.PARAGRAPH, BlockType.IMAGE, BlockType.CAPTION}:
        return paragraph.html
    if kind is BlockType.QUOTE:
        return f"<blockquote><p>{paragraph.html}</p></blockquote>"
    return f"<p>{paragraph.html}</p>"


def _quotes(texts: Sequence[str], spans: Sequence[Span], marked: quotes.Marked) -> Iterator[Quote]:
    names = speakers.attribute(texts, marked.quotations)
    for quotation, speaker in zip(marked.quotations, names, strict=True):
        lines = Span(first=spans[quotation.first].first, last=spans[quotation.last].last)
        joint = speakers.together(texts, quotation, speaker)
        yield Quote(text=quotation.text, speaker=speaker, lines=lines, speakers=joint)


def _quoted_blocks(paragraphs: Sequence[Paragraph], spans: Sequence[Span], marked: quotes.Marked) -> Iterator[Quote]:
    """Block quotations without marks of their own, the speaker after a dash in their last row."""
    spoken = {position for quotation in marked.quotations for position in range(quotation.first, quotation.last + 1)}
    for position, paragraph in enumerate(paragraphs):
        if paragraph.shape is not BlockType.QUOTE or position in spoken:
            continue
        rows = paragraph.text.split("\n")
        speaker = speakers.signature(rows[-1]) if len(rows) > 1 else None
        text = "\n\n".join(rows[:-1] if speaker else rows)
        yield Quote(text=text, speaker=speaker, lines=spans[position])


def boilerplates(draft: Draft) -> tuple[Boilerplate, ...]:
    """Every boilerplate with its title, paragraphs joined by a blank line."""
    return tuple(_boilerplate(draft, run) for run in _runs(draft, Role.BOILERPLATE) if run)


def _runs(draft: Draft, role: Role) -> list[list[int]]:
    """Paragraphs of one role, cut before each head and wherever another role stands between."""
    runs: list[list[int]] = []
    for index in draft.having(role):
        if runs and runs[-1][-1] == index - 1 and index not in draft.starts:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def titles(draft: Draft) -> list[tuple[str, int]]:
    """The title of each boilerplate, and its first paragraph."""
    return [(_boilerplate(draft, run).title, run[0]) for run in _runs(draft, Role.BOILERPLATE)]


def _boilerplate(draft: Draft, run: Sequence[int]) -> Boilerplate:
    title, paragraphs = headed(draft, run)
    return Boilerplate(
        title=title,
        text="\n\n".join(paragraph.text for paragraph in paragraphs),
        html="".join(_element(paragraph, BlockType.PARAGRAPH) for paragraph in paragraphs),
        lines=draft.span(run[0], run[-1]),
        heading=_heading(draft, run[0]),
    )


def _heading(draft: Draft, index: int) -> str:
    """The words that head a section, as they are written there; a desk's own label is none."""
    start = draft.starts.get(index)
    words = draft.text(index)[: start.end].strip(" *_#:–—-") if start else ""
    return "" if words.casefold() == "boilerplate" else words


def headed(draft: Draft, run: Sequence[int]) -> tuple[str, list[Paragraph]]:
    """The title of a section and its paragraphs without the head's words."""
    paragraphs = [draft.paragraphs[index] for index in run]
    start = draft.starts.get(run[0])
    if start is None or not start.end:
        return start.title if start else "", paragraphs
    first, *others = paragraphs
    return start.title, others if start.end >= len(first.text) else [_without(first, start.end), *others]


def _without(paragraph: Paragraph, end: int) -> Paragraph:
    text = paragraph.text[end:].strip()
    _, html = inline.cut(paragraph.html, end)
    return replace(paragraph, text=text, html=html, rows=(text,))


def media_contacts(draft: Draft) -> tuple[MediaContact, ...]:
    """Everyone in the contact sections; a section that reaches nobody stands with its title alone."""
    found: list[MediaContact] = []
    known = " / ".join([*(title for title, _ in titles(draft)), *(draft.text(i) for i in draft.having(Role.HEADLINE))])
    for run in _runs(draft, Role.CONTACT):
        title, _ = headed(draft, run)
        people = contacts.read(_rows(draft, run), known)
        if people:
            found.extend(_new(people, found))
        elif title or len(run) > 1:
            found.append(MediaContact(role=title, lines=draft.span(run[0], run[-1])))
    if not any(contact.emails or contact.phones for contact in found) and (told := list(contact_prose.find(draft))):
        draft.confidence["contacts"] = contact_prose.CONFIDENCE
        found = told
    usable = [contact for contact in found if contact.emails or contact.phones or contact.name]
    return tuple(usable or found[:1])


def _new(people: Sequence[MediaContact], known: Sequence[MediaContact]) -> Iterator[MediaContact]:
    """Contacts that do not stand in another section already."""
    for contact in people:
        if not any(contact.emails == other.emails and contact.name in {other.name, ""} for other in known):
            yield contact


def _rows(draft: Draft, run: Sequence[int]) -> Iterator[tuple[str, Span]]:
    for index in run:
        paragraph = draft.paragraphs[index]
        start = draft.starts.get(index)
        skip = start.end if start else 0
        runs_on = start is not None and not skip and _runs_on(paragraph.rows)
        for row in (paragraph.text,) if runs_on else paragraph.rows:
            if skip >= len(row):
                skip -= len(row) + 1
                continue
            yield row[max(skip, 0) :], draft.span(index)
            skip = 0


def _runs_on(rows: Sequence[str]) -> bool:
    """Whether the rows of a sentence were broken for want of room: a name may begin in one and end in the next."""
    return all(len(row) >= _FULL_ROW for row in rows[:-1]) and not rows[0].endswith(":")


def notes(draft: Draft) -> tuple[Block, ...]:
    """Notes to editors and legal text, heads included as headings."""
    found: list[Block] = []
    for run in _runs(draft, Role.NOTE):
        for index in run:
            paragraph = draft.paragraphs[index]
            start = draft.starts.get(index)
            kind = BlockType.PARAGRAPH if paragraph.shape is BlockType.PARAGRAPH else paragraph.shape
            made = block(paragraph, draft.span(index), kind)
            if start and start.end >= len(paragraph.text) and paragraph.shape is BlockType.PARAGRAPH:
                made = Block(
                    type=BlockType.HEADING, text=made.text, html=f"<h2>{paragraph.html}</h2>", lines=made.lines, level=2
                )
            found.append(made)
    return tuple(sorted((*found, *_prose_of_contacts(draft)), key=lambda made: made.lines.first))


def _prose_of_contacts(draft: Draft) -> Iterator[Block]:
    """What a contact section tells beside names and numbers: journalists need it, so it is kept as a note."""
    for index in draft.having(Role.CONTACT):
        paragraph = draft.paragraphs[index]
        if len(paragraph.text) > _PROSE and len(_SENTENCE.findall(paragraph.text)) > 1:
            yield block(paragraph, draft.span(index), BlockType.PARAGRAPH)


def links(draft: Draft) -> tuple[Link, ...]:
    """Every link below the headline, in order."""
    found: list[Link] = []
    for index, paragraph in enumerate(draft.paragraphs):
        if draft.roles[index] in {Role.RESIDUE, None} or "<a " not in paragraph.html:
            continue
        found.extend(links_in(paragraph.html, draft.span(index).first))
    return tuple(found)


def links_in(html: str, line: int | None) -> list[Link]:
    """The links of inline HTML."""
    return [Link(text=plain(text), url=plain(url), line=line) for url, text in _LINK.findall(html)]


def images(draft: Draft) -> tuple[Image, ...]:
    """Every image, with the caption that stands right below it."""
    found: list[Image] = []
    for index, paragraph in enumerate(draft.paragraphs):
        for image in paragraph.images:
            caption = image.caption or _caption(draft, index)
            found.append(replace(image, caption=caption, line=draft.span(index).first))
    return tuple(found)


def _caption(draft: Draft, index: int) -> str:
    """The caption of a picture: the row below that is one; else that above, when it is not another picture's."""
    below = draft.paragraphs[index + 1] if index + 1 < len(draft.paragraphs) else None
    if below and (below.shape is BlockType.CAPTION or is_caption(below.text)):
        return below.text
    before = draft.paragraphs[max(0, index - 2) : index]
    alone = bool(before) and before[-1].shape is BlockType.CAPTION and not before[0].images
    return before[-1].text if alone else ""

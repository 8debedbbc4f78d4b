"""Quotations over one or many paragraphs, in the marks of each language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dispatch.release.anatomy.names import SAYING
from dispatch.release.expression import Expression

#: What may open a quotation, and what then closes it.
_CLOSERS = {"“": '”"', "„": '“”"', "«": "»", "»": "«", '"': '"”', "”": '”"'}  # fmt: skip
_MARKS = frozenset('“”„«»"')  # fmt: skip
#: Paragraphs that a quotation may run over without a mark in between.
_REACH = 12
_ENDS = ".,!?…:;)"
_SPEECH_WORDS = 5
#: Words in lower case, quoted in the middle of a sentence, are a statement from here on.
_FRAGMENT_WORDS = 8
#: A closing single mark has punctuation beside it, an apostrophe has letters.
_SINGLE = Expression(r"(?<!\w)‘(\S[^‘]*?)’(?:(?<=[.,!?…]’)(?!\w)|(?=[.,;:!?]))")
#: The same on a typewriter: one sentence at least, and apostrophes only within words.
_STRAIGHT = Expression(r"(?<!\w)'(\S(?:[^'\n]|(?<=\w)'(?=\w))*?[.,!?…])'(?!\w)")
#: `the new show, “The tree that undresses”, which opens on Monday`: a name that is told about between commas.
_TOLD_ABOUT = Expression(r",\s(?:which|that|who|que|la cual|el cual|qui|dont|die|der|das|den|dessen|deren)\s")
#: `«We were asked», says Ana Ruiz, «and we came».`: who says it stands between two parts of a sentence.
_BETWEEN = Expression(rf"[”“»«\"],?\s[^“”\"«»„.]*\b(?i:{SAYING})\b[^“”\"«»„.]*,$")
_LEAD_IN, _WORD_BEFORE = 120, 20
_SAYS = Expression(rf"\s?(?:{SAYING})\b")
#: `ha señalado que «una cañada es ...» y`: said in the speaker's own words from here on.
_TOLD = Expression(rf"\b(?i:{SAYING}),?\s(?:que|qu[’']|that|dass)$")
_THAT = ("que", "qu’", "qu'", "that", "dass")
_SAID = Expression(rf"\b(?:{SAYING})\b[^.]{{0,60}},$", re.IGNORECASE)


#: What stands in quotation marks after these words is a title.
_TITLED = Expression(
    r"\b(?:exposition|exhibition|exposición|ausstellung|muestra|livre|book|libro|buch|film|película|spectacle|roman|album|"
    r"álbum|pièce|opéra|ópera|oper|stück|chanson|song),?$|"
    r"\bet al\.$|\b(?:release|titled|entitled|headlined|called|titulad[oa]|"
    r"intitulée?s?|namens|Titel|Titels|Motto|lema)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One uninterrupted quotation and where it stands."""

    #: Without the outer marks, paragraphs joined by a blank line.
    text: str
    #: Indexes of the first and last paragraph, and the offsets of the marks in them.
    first: int
    last: int
    start: int
    end: int
    closed: bool = True


@dataclass(slots=True)
class _Open:
    """A quotation that waits for its closing mark."""

    mark: str
    first: int
    start: int
    pieces: list[str] = field(default_factory=list)
    depth: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What the scan found: the quotations, and the paragraphs whose quotation nobody closes."""

    quotations: tuple[Quotation, ...]
    unclosed: tuple[int, ...]
    #: Paragraphs that go on with a quotation and do not open with a mark (accepted, but worth knowing).
    unopened: tuple[int, ...]


#: What a row begins with that cites a publication.
_CITES = Expression(
    r"(?:\W?\d{1,2}\W{1,2})?(?:(?:the|die|la|le|el)\s)?(?:paper|reference|referencia|référence|publication|publicación|study|article|artículo|"
    r"originalpublikation|publikation|originalarbeit|studie|veröffentlichung)\s?:\s",
    re.IGNORECASE,
)


def scan(texts: Sequence[str]) -> Marked:
    """Every quotation in a run of paragraphs, in order. Linear in the length of the text."""
    if not any(mark in text for text in texts for mark in _MARKS):
        texts = [_doubled(text) for text in texts]
    found: list[Quotation] = []
    unclosed: list[int] = []
    unopened: list[int] = []
    at = (0, 0)
    while at[0] < len(texts):
        opener = _next_opener(texts[at[0]], at[1])
        if opener is None:
            at = (at[0] + 1, 0)
            continue
        quotation = _follow(texts, at[0], opener)
        if not quotation.closed:
            unclosed.append(quotation.first)
        unopened.extend(
            index for index in range(quotation.first + 1, quotation.last + 1) if texts[index][:1] not in _MARKS
        )
        found.append(quotation)
        at = (quotation.last, quotation.end)
    return Marked(
        quotations=tuple(quotation for quotation in found if _is_speech(texts, quotation)),
        unclosed=tuple(unclosed),
        unopened=tuple(unopened),
    )


def _doubled(text: str) -> str:
    """British single marks as double ones, apostrophes left alone; the length stays."""
    pattern = _SINGLE if "‘" in text else _STRAIGHT
    return pattern.sub(lambda match: f"“{match[1]}”", text)


def _next_opener(text: str, start: int) -> int | None:
    for at in _marks(text, start):
        if _opens(text, at):
            return at
    return None


def _marks(text: str, start: int) -> Iterator[int]:
    return (at for at in range(start, len(text)) if text[at] in _MARKS)


def _opens(text: str, at: int) -> bool:
    """Whether a mark can open a quotation here."""
    char = text[at]
    if char == "„":
        return True
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    free = before.isspace() or before in "([{—–-:/"
    if char == "«":
        return free or not before.isalnum()
    if char == "”":
        return at == 0 and after.isalnum()
    if char == "»":
        return free and not after.isspace()
    return free and not after.isspace()


def _follow(texts: Sequence[str], first: int, start: int) -> Quotation:
    """The quotation that opens at a place, to its closing mark or to where it must have ended."""
    opened = _Open(mark=texts[first][start], first=first, start=start)
    for index in range(first, min(len(texts), first + _REACH)):
        begin = _begin(texts[index], opened, index)
        if index > first and _restarts(texts[index], begin):
            break
        end = _closing(texts[index], begin, opened)
        if end is not None:
            opened.pieces.append(texts[index][begin:end].strip())
            return _closed(opened, index, end + 1)
        opened.pieces.append(texts[index][begin:].strip())
    return _abandoned(texts, opened)


def _begin(text: str, opened: _Open, index: int) -> int:
    if index == opened.first:
        return opened.start + 1
    return 1 if text[:1] in _MARKS else 0


def _restarts(text: str, begin: int) -> bool:
    """Whether a later paragraph opens a quotation of its own before closing any."""
    if begin:
        return False
    for at in _marks(text, 0):
        return _opens(text, at) and not _shuts(text, at)
    return False


def _shuts(text: str, at: int) -> bool:
    after = text[at + 1] if at + 1 < len(text) else " "
    return bool(at) and not text[at - 1].isspace() and not after.isalnum()


def _closing(text: str, begin: int, opened: _Open) -> int | None:
    closers = _CLOSERS[opened.mark]
    opened.depth = 1
    for at in _marks(text, begin):
        char = text[at]
        if char in closers and (char != opened.mark or not _opens(text, at)):
            opened.depth -= 1
            if not opened.depth:
                return at
        elif _opens(text, at) and char == opened.mark:
            opened.depth += 1
    return None


def _closed(opened: _Open, last: int, end: int) -> Quotation:
    text = "\n\n".join(piece for piece in opened.pieces if piece)
    return Quotation(text=text, first=opened.first, last=last, start=opened.start, end=end)


def _abandoned(texts: Sequence[str], opened: _Open) -> Quotation:
    """Nobody closes it: it ends with the last paragraph that opened with a mark of its own."""
    last = opened.first
    while last + 1 < opened.first + len(opened.pieces) and texts[last + 1][:1] in _MARKS:
        last += 1
    text = "\n\n".join(piece for piece in opened.pieces[: last - opened.first + 1] if piece)
    return Quotation(text=text, first=opened.first, last=last, start=opened.start, end=len(texts[last]), closed=False)


def _is_speech(texts: Sequence[str], quotation: Quotation) -> bool:
    """Whether somebody speaks: words in scare quotes and titles are no quotation."""
    words = quotation.text.split()
    if not words:
        return False
    if quotation.last > quotation.first or (quotation.text[-1] in ".!?…" and quotation.start == 0):
        return len(words) > 1
    after = texts[quotation.last][quotation.end : quotation.end + 1]
    said = _SAYS.match(texts[quotation.last], quotation.end) is not None
    ends = said or quotation.text[-1] in _ENDS or after in tuple(_ENDS[:-1])
    capital = next((char for char in quotation.text if char.isalpha()), "a").isupper()
    if quotation.start == 0:
        return ends and len(words) > 1
    before = texts[quotation.first][max(0, quotation.start - _LEAD_IN) : quotation.start].rstrip()
    if _is_title(texts, quotation, before):
        return False
    told = before.endswith(_THAT) and _TOLD.search(before) is not None
    opened = capital and (before.endswith((".", "!", "?", ":")) or _SAID.search(before))
    if ends and (opened or (not capital and _BETWEEN.search(before))):
        return len(words) > 1
    sentence = ends and (capital or len(words) >= _FRAGMENT_WORDS)
    return (told or sentence) and len(words) >= _SPEECH_WORDS


def _is_title(texts: Sequence[str], quotation: Quotation, before: str) -> bool:
    """Whether a work is named: behind its kind, in a row that cites it, or between commas and told about."""
    if _TITLED.search(before[-_WORD_BEFORE:]) or _CITES.match(texts[quotation.first]):
        return True
    named = before.endswith(",") and not _SAID.search(before) and quotation.text[-1] not in ".!?,…"
    return named and _TOLD_ABOUT.match(texts[quotation.last], quotation.end) is not None

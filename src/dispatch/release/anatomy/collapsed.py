"""Text that lost its line breaks, cut where its own words tell where a part begins."""

from collections.abc import Iterator, Sequence

from dispatch.model.release import BlockType, Kind
from dispatch.release.anatomy import (
    boilerplate,
    clock_times,
    contact_heads,
    dateline,
    dates,
    embargo,
    embargo_statements,
    kind,
    reach,
    sections,
)
from dispatch.release.anatomy.draft import split_paragraph
from dispatch.release.expression import Expression
from dispatch.release.source import Paragraph

_SHORTEST = 300
_SHARE = 0.8
_NEAR_TOP = 900
_CITY = Expression(r"(?<=\s)(?=[A-ZÀ-ÖØ-Þ]{3}[\w’'.-]*(?:[ ,(]|\s?[–—-]))")
_REACH = 70
#: A place of one word, or of several when particles or words such as San and New hold them together.
_PLACE_END = Expression(
    r"(?:(?:San|Santa|Santo|Los|Las|Saint|Sainte|St\.|New|El|La|Le|Bad|Fort|Port|Mount|Lake|North|South|East|West)\s)?"
    r"(?<![\w’'-])[A-ZÀ-ÖØ-Þ][\w’'/-]+(?:\s(?:de|del|de la|sur|am|an der)\s[A-ZÀ-ÖØ-Þ][\w’'-]+)?"
    r"(?:,\s[A-Z][\w.]+|\s\([^()]{2,30}\))?(?:,\s|\s[–—-]\s|,?\s(?:a|le|den)\s)$",
)
_END = Expression(r"(?<=\s)(?:#{3,5}|# # #|-\s?30\s?-|-?\s?ENDS\s?-?|FIN|-\s?ende\s?-|-\s?o0o\s?-)(?=\s|$)")
_SENTENCE = Expression(r"(?<=[.!?”\"»#])\s+(?=[A-ZÀ-ÖØ-Þ])")
_AFTER_ADDRESS = Expression(r"@[\w.-]{3,80}\w\s+(?=[A-ZÀ-ÖØ-Þ])")
#: A head that names who is described below it, behind words that no full stop ends: `Foto: Ida Elm Über die Klinik:`.
_ABOUT = Expression(
    r"(?<=\w\s)(?=(?:Über (?:die|den|das)|About|À propos d(?:e|u|es)|Sobre (?:el|la|los|las))"
    r"\s[^.:!?]{3,60}:\s[A-ZÀ-ÖØ-Þ])"
)
#: `(Nordheim) Die Moore ...`: how some offices print the place alone.
_IN_BRACKETS = Expression(r"(?<=\s)(?=\([A-ZÄÖÜ][\wäöüß-]{2,30}\)\s[A-ZÄÖÜ])")
_RULE = Expression(r"(?<=\s)(?:-{5,}|_{5,}|={5,})(?=\s)")
#: What a letterhead ends with when its rows have run together.
_MARKED = Expression(
    r"(?<=\s)(?:(?:PRESS|NEWS|MEDIA) RELEASE|FOR IMMEDIATE RELEASE|NOTA DE PRENSA|COMUNICADO DE PRENSA|"
    r"COMMUNIQUÉ DE PRESSE|PRESSEMITTEILUNG|MEDIENMITTEILUNG)(?!\w)"
)
_WEBSITE = Expression(r"[\s|,•·]*(?:https?://|www\.)\S+")
#: A headline in capitals that runs into the text: `FOUR WORDS OR MORE Then the text`.
_CAPITALS = Expression(
    r"\s*(?:[A-ZÀ-ÖØ-Þ0-9$€£%&’‘“”\"'.,:;–—-]+\s+){4,40}?(?=(?:[A-ZÀ-ÖØ-Þ]\s)?[A-ZÀ-ÖØ-Þ]?[a-zà-ÿ]{1,20}\s)"
)
_HEAD = 170
_LINE = 140


def spread(source: str, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, one that holds nearly everything cut into its parts."""
    shown = [found for found in paragraphs if not found.aside]
    longest = max(shown, key=lambda found: len(found.text), default=None)
    if longest is None or longest.shape is not BlockType.PARAGRAPH or len(longest.text) < _SHORTEST:
        return list(paragraphs)
    if len(longest.text) < _SHARE * sum(len(found.text) for found in shown):
        return list(paragraphs)
    cuts = sorted(set(_cuts(longest.text, first=longest is shown[0])))
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
    for statement in embargo_statements.find(text):
        yield statement.start
        yield statement.end
    if first:
        yield from _above(text[: begins if begins is not None else _NEAR_TOP])
    if begins is not None:
        yield begins
    for match in _RULE.finditer(text):
        yield match.start()
        yield match.end()
    for match in _END.finditer(text):
        yield match.start()
        yield match.end()
    yield from (match.start() for match in _ABOUT.finditer(text, begins or 0))
    for match in _AFTER_ADDRESS.finditer(text, begins or 0):
        yield from _head(text, match.end())
    for match in _SENTENCE.finditer(text, begins or 0):
        yield from _head(text, match.end())
        if match.end() > len(text) // 2 and _is_standing(text, match.end()):
            yield match.end()


def _dateline_start(text: str) -> int | None:
    """Where a dateline begins in the middle of a text: capitals for the city, or a place right before a full date."""
    top = text[:_NEAR_TOP]
    starts = [match.start() for match in _CITY.finditer(top)]
    places = (_place_before(top, printed.start) for printed in dates.find(top) if printed.date)
    for start in sorted({*starts, *(place for place in places if place is not None)}):
        opening = dateline.opening(text[start:])
        if opening and opening.confidence == 1.0 and opening.end < len(text) - start:
            return start
    bracket = _IN_BRACKETS.search(top)
    return bracket.start() if bracket else None


def _place_before(top: str, at: int) -> int | None:
    """Start of the shortest place name that ends right before an offset."""
    match = _PLACE_END.search(top[max(0, at - _REACH) : at])
    return None if match is None else max(0, at - _REACH) + match.start()


def _above(top: str) -> Iterator[int]:
    """After kind, status, embargo and date words, after a contact's last address, and between two equal headlines."""
    marked = _MARKED.search(top)
    at = marked.start() if marked else 0
    if at:
        yield at
    while (after := _part_end(top, at)) is not None and after > at:
        at = after
        yield at
    last = max((top.find(found) + len(found) for found in (*reach.emails(top), *reach.phones(top))), default=0)
    if last > at:
        website = _WEBSITE.match(top, last)
        at = website.end() if website else last
        yield at
        while (after := _part_end(top, at)) is not None and after > at:
            at = after
            yield at
    capitals = _CAPITALS.match(top, at)
    if capitals and capitals.end() < len(top):
        yield capitals.end()
    rest = top[at:].strip()
    half = len(rest) // 2
    if rest and rest[:half].strip() == rest[half:].strip():
        yield top.index(rest) + half


def _part_end(top: str, at: int) -> int | None:
    """Where a line that stands at the start of what is left would have ended, or None."""
    at += len(top[at:]) - len(top[at:].lstrip(" ,;|–—-"))
    rest = top[at:]
    status = kind.status_end(rest)
    if status is not None:
        return at + status
    if embargo.opens(rest[:_LINE]) is not None:
        ends = [day.end for day in list(dates.find(rest[:_LINE]))[:1]]
        ends += [hour.end for hour in clock_times.find(rest[:_LINE])[:2]]
        return at + max(ends) if ends else None
    word = kind.kind_line(rest)
    if word is not None and _is_kind(rest, *word):
        # `PRESS RELEASE 24 November 2026`: the first number of a day is not that of the release.
        day = next((found for found in dates.find(rest[:_LINE]) if found.start < word[1] < found.end), None)
        return at + (day.start if day else word[1])
    day = dates.match_at(rest, 0)
    return at + day.end if day is not None and day.date else None


def _is_kind(rest: str, found: Kind, end: int) -> bool:
    """Whether words are a kind line: in capitals, or words that no headline begins with."""
    if rest[end : end + 1] == ":":
        return False
    return rest[:end].isupper() or found in {Kind.RELEASE, Kind.ADVISORY}


def _is_standing(text: str, at: int) -> bool:
    """Whether the sentence here describes the organisation that the text has spoken of, and the tail is near."""
    piece = text[at : at + _HEAD]
    sentence = _SENTENCE.split(piece, maxsplit=1)[0]
    name = boilerplate.organisation(sentence)
    # One character earlier: the full stop tells where the next sentence begins.
    tail = text[at + len(sentence) - 1 : at + 4 * _HEAD]
    ends = _END.search(tail) or any(
        contact_heads.leading_words(tail[found.end() : found.end() + _HEAD])
        or sections.head(tail[found.end() :][:_HEAD])
        for found in _SENTENCE.finditer(tail)
    )
    return name is not None and bool(ends) and boilerplate.named_in(name, text[:at])


def _head(text: str, at: int) -> Iterator[int]:
    """Where a section begins in running text, and where its head ends when its own words tell."""
    piece = text[at : at + _HEAD]
    found = sections.head(piece)
    if found is not None and (found.end < len(piece) or found.section is sections.Section.LEGAL):
        yield at
    elif words := contact_heads.leading_words(piece):
        yield at
        yield at + words

"""Plain text: lines become paragraphs, hard-wrapped lines are joined, bullets become lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dispatch.model.release import BlockType
from dispatch.release import inline
from dispatch.release.anatomy import (
    date_lines,
    dateline,
    embargo,
    end_mark,
    headline,
    kind,
    mail_header,
    reach,
    residue,
    sections,
)
from dispatch.release.expression import Expression
from dispatch.release.source import Document, Paragraph, collapse

_BULLET = Expression(r"(?:[•·●▪◦‣⁃*]|[-–—](?=\s+[^\s-]))\s+(?=\S)|(?P<number>\d{1,2})[.)]\s+(?=\S)")
#: A mail program marks each row of a text that is passed on.
_QUOTE = Expression(r"^(?:>\s?)+")
_QUOTED = 3
#: What a typist puts between columns.
_COLUMNS = Expression(r"(?<=\S)(?:[^\S\n]*\t[^\S\n]*|\s{3,})(?=\S)")
_ENTRIES = Expression(r"\s{2,}")
_FEWEST_ENTRIES, _LONGEST_ENTRY = 4, 24
_DASH = Expression(r"[-–—]{1,2}")
_OPENS_WITH_DASH = Expression(r"[-–—]{1,2}\s")
_WIDEST_WRAP = 130
_NARROWEST_WRAP = 40
#: A line of wrapped text is at least this part of the width.
_FULL = 0.8
#: No line of wrapped text is longer than this times the width.
_OVERHANG = 1.2
#: Share of the rows that may be longer all the same.
_ODD = 0.03
#: Of so many rows one may be wider than the text.
_FEW_ODD = 16
#: Characters by which a typist breaks a line early.
_RAGGED = 8
_USUAL_WRAP = 72
#: Of mails (RFC 5322, section 2.1.1).
_MAIL_WIDTH = 78
_SHORT = 160
_LONGEST_DATELINE, _FIRST_WORDS = 90, 40


@dataclass(frozen=True, slots=True)
class _Line:
    """One source line that is not blank."""

    text: str
    start: int
    end: int
    group: int
    #: The text with a tab between its columns; the text itself where it has one only.
    row: str


def from_text(source: str) -> Document:
    """A document out of decoded plain text."""
    lines = _lines(source)
    width = _wrap_width(lines) or _quoted_width(source, lines)
    pieces = _joined(lines, width)
    return Document(source=source, paragraphs=tuple(_paragraphs(pieces)))


def _lines(source: str) -> list[_Line]:
    found: list[_Line] = []
    group, blank, at = 0, False, 0
    rows = source.split("\n")
    quoted = sum(row.lstrip()[:1] == ">" for row in rows) >= _QUOTED
    for raw in rows:
        whole = raw.strip()
        text = _QUOTE.sub("", whole) if quoted else whole
        start = at + len(raw) - len(raw.lstrip())
        if text:
            group += blank
            row = "\t".join(map(collapse, _columns(text)))
            found.append(_Line(row.replace("\t", " "), start, start + len(whole), group, row))
        elif whole and found:
            found[-1] = replace(found[-1], end=start + len(whole))
        elif whole:
            found.append(_Line(whole, start, start + len(whole), group, whole))
        blank = not text and bool(found)
        at += len(raw) + 1
    return found


def _columns(text: str) -> list[str]:
    """The columns of a row; two blanks part them only where there are many short ones, as in a menu."""
    entries = _ENTRIES.split(text)
    menu = len(entries) >= _FEWEST_ENTRIES and all(len(entry) <= _LONGEST_ENTRY for entry in entries)
    return entries if menu else _COLUMNS.split(text)


def _wrap_width(lines: Sequence[_Line]) -> int | None:
    """Where the typescript breaks its lines, or None when each line is a paragraph."""
    lengths: dict[int, list[int]] = {}
    for line in lines:
        lengths.setdefault(line.group, []).append(len(line.text))
    runs = [run for run in lengths.values() if len(run) > 1]
    inner = [length for run in runs for length in run[:-1]]
    # below a short head a paragraph may be one row, however long, in a text that is wrapped all the same
    width = _widest([length for run in runs for length in (run if max(run[:-1]) >= _NARROWEST_WRAP else run[:-1])])
    over = [line for line in lines if len(line.text) > _OVERHANG * width]
    # a wire's disclaimer, a link, a standing paragraph below its head: a row may be longer when no wrapped one stands
    # beside it, and when it is the only one or nearly so
    odd = any(_beside_full(lengths[line.group], width) for line in over) or len(over) > max(1, len(lines) * _ODD)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP or odd:
        return None
    full = [length for length in inner if length >= _FULL * width]
    few = 2
    return width if len(full) >= few and len(full) >= len(inner) / 3 else None


def _beside_full(lengths: Sequence[int], width: float) -> bool:
    """Whether one of the rows that stand together is wider than the text, and another as wide as it is."""
    return len([length for length in lengths if length >= _FULL * width]) > 1


def _quoted_width(source: str, lines: Sequence[_Line]) -> int | None:
    """Where a mail program broke the few rows of a text that was passed on, each behind its mark."""
    marked = sum(row.lstrip().startswith(">") for row in source.split("\n"))
    longest = max((len(line.text) for line in lines), default=0)
    return _MAIL_WIDTH if marked >= _QUOTED and 2 * marked > len(lines) and longest <= _MAIL_WIDTH + 2 else None


def _widest(lengths: Sequence[int]) -> int:
    """The longest of the rows that stand together, but for the few that are set wider than the text: a page's head."""
    ordered = sorted(lengths, reverse=True)
    most, longest = max(1, len(ordered) // _FEW_ODD), ordered[0] if ordered else 0
    for number, length in enumerate(ordered[: most + 1]):
        near = sum(other >= length - _RAGGED for other in ordered[number:])
        if near > most and longest <= _OVERHANG * length:
            return length
    return longest


def _joined(lines: Sequence[_Line], width: int | None) -> list[list[_Line]]:
    pieces: list[list[_Line]] = []
    alone = True
    for line in lines:
        stands = _stands_alone(line.text)
        if pieces and _goes_on(pieces[-1], line, width, alone=alone, stands=stands):
            pieces[-1].append(line)
            alone = False
        else:
            pieces.append([line])
            alone = stands
    return pieces


def _goes_on(piece: Sequence[_Line], line: _Line, width: int | None, *, alone: bool, stands: bool) -> bool:
    """Whether a line belongs to the paragraph before it."""
    before = piece[-1]
    if (_split_dateline(piece, line) and residue.reason_of(line.text) is None) or (
        len(before.text) < _NARROWEST_WRAP and _split_status(before.text, line.text)
    ):
        return True
    if (
        before.group != line.group
        or stands
        or _BULLET.match(line.text)
        or kind.is_answer(line.text)
        or (alone and not _runs_over(before, line, width))
    ):
        return False
    if _same_title(before.text, line.text):
        return False
    if _ends_short(before.text, line.text, width):
        return False
    first = line.text.split(" ", 1)[0]
    lower = line.text[0].islower()
    slack = _RAGGED if lower else _RAGGED // 2
    if width is not None and len(before.text) + 1 + len(first) > width - slack:
        return True
    return lower and not _SENTENCE_END.search(before.text)


def _runs_over(before: _Line, line: _Line, width: int | None) -> bool:
    """Whether a notice of a mail or a page goes on in the next wrapped row: in small letters, for want of room."""
    full = width is not None and len(before.text) + 1 + len(line.text.split(" ", 1)[0]) > width - _RAGGED
    return full and line.text[0].islower() and residue.reason_of(before.text) is not None


_SENTENCE_END = Expression(r"[.!?:][”\"’»)]*$")


def _ends_short(before: str, line: str, width: int | None) -> bool:
    """Whether a contact's row or another short line ends here whatever follows."""
    return (width is None or len(before) < width / 2) and (
        reach.has_reach(before[:_SHORT]) or reach.has_reach(line[:_SHORT])
    )


def _split_dateline(piece: Sequence[_Line], line: _Line) -> bool:
    """`BOSTON`, `—` and the text on three lines, or `(Tampa – July 8, 2024)` and `– Text` on two."""
    before = piece[-1].text
    if len(piece) == 1 and _cut_dateline(before, line.text):
        return True
    if _DASH.fullmatch(line.text) or _OPENS_WITH_DASH.match(line.text):
        opened = dateline.opening(f"{before} – X")
        return opened is not None and opened.end == len(before) + 3 and opened.confidence == 1.0 and len(piece) == 1
    return len(piece) > 1 and _DASH.fullmatch(before) is not None


def _split_status(before: str, row: str) -> bool:
    """`FOR IMMEDIATE` and `RELEASE` on two rows."""
    return not kind.is_status(before) and kind.is_status(f"{before} {row}") and kind.whole_kind(before) is None


def _cut_dateline(before: str, row: str) -> bool:
    """`COLUMBIA,` and `MD - December 3, 2007 - Text`, or the first word of the text after its dateline."""
    if len(before) > _LONGEST_DATELINE or _SENTENCE_END.search(before) or date_lines.is_page_row(before):
        return False
    joined = dateline.opening(f"{before} {row}")
    if joined is None or joined.printed is None or joined.confidence < 1 or joined.end >= len(before) + 1 + len(row):
        return False
    alone = dateline.opening(before)
    return before.endswith(",") or (alone is not None and 0 < len(before) - alone.end <= _FIRST_WORDS)


def _stands_alone(text: str) -> bool:
    """Whether a line is a part of its own whatever stands around it."""
    if len(text) > _SHORT:
        return False
    if (
        end_mark.is_end_mark(text)
        or end_mark.is_rule(text)
        or residue.reason_of(text)
        or embargo.opens(text) is not None
    ):
        return True
    if (
        mail_header.is_field(text)
        or kind.is_status(text)
        or kind.whole_kind(text) is not None
        or date_lines.is_date_line(text)
    ):
        return True
    opened = sections.head(text) if not text[:1].islower() else None
    return opened is not None and opened.section is not sections.Section.LEGAL


def cuts(rows: Sequence[str], width: int | None) -> list[int]:
    """Rows of a Markdown paragraph before which another part begins, as plain text would have it.

    Args:
        rows: The rows of one paragraph.
        width: Where the whole text breaks its lines, see `wrap_width`.
    """
    alone = [_stands_alone(row) for row in rows]
    return [
        at
        for at in range(1, len(rows))
        if alone[at] or alone[at - 1] or _is_dateline(rows[at]) or _broken(rows[at - 1], rows[at], width or _USUAL_WRAP)
    ]


def wrap_width(source: str) -> int | None:
    """Where a text breaks its lines, or None when each line is a paragraph."""
    return _wrap_width(_lines(source))


def _broken(before: str, row: str, width: int) -> bool:
    """Whether a row ends on purpose: the next word had room, and no sentence goes on or has ended there."""
    first = row.split(" ", 1)[0]
    room = len(before) + 1 + len(first) <= width - _RAGGED
    ends = _SENTENCE_END.search(before) or before.endswith((",", ";", "-", "–", "—"))
    return _same_title(before, row) or bool(room and not ends and not row[:1].islower() and row[:1].isalnum())


def _same_title(before: str, row: str) -> bool:
    """Whether two rows are one headline printed twice, with or without the site's name."""
    return headline.normal(residue.without_site(before)) == headline.normal(row)


def _is_dateline(row: str) -> bool:
    opened = dateline.opening(row)
    return opened is not None and opened.printed is not None and opened.confidence == 1.0


def _paragraphs(pieces: Sequence[Sequence[_Line]]) -> Iterator[Paragraph]:
    at = 0
    while at < len(pieces):
        run = _bullets(pieces, at)
        if run > 1:
            yield _list(pieces[at : at + run])
            at += run
            continue
        yield _paragraph(pieces[at])
        at += 1


def _bullets(pieces: Sequence[Sequence[_Line]], at: int) -> int:
    """How many bullets of one sort stand here in a row; numbers must count up."""
    first = _BULLET.match(pieces[at][0].text)
    if first is None:
        return 0
    count = 0
    for piece in pieces[at:]:
        match = _BULLET.match(piece[0].text)
        if match is None or bool(match["number"]) != bool(first["number"]):
            break
        if first["number"] and int(match["number"] or 0) != int(first["number"]) + count:
            break
        count += 1
    return count


def _paragraph(lines: Sequence[_Line]) -> Paragraph:
    text = collapse(" ".join(line.text for line in lines))
    return Paragraph(
        text=text,
        html=inline.from_text(text),
        rows=tuple(line.row for line in lines),
        start=lines[0].start,
        end=lines[-1].end,
        group=lines[0].group,
    )


def _list(pieces: Sequence[Sequence[_Line]]) -> Paragraph:
    items = []
    for piece in pieces:
        text = collapse(" ".join(line.text for line in piece))
        items.append(_BULLET.sub("", text, count=1))
    ordered = _BULLET.match(pieces[0][0].text)
    tag = "ol" if ordered and ordered["number"] else "ul"
    inner = "".join(f"<li>{inline.from_text(item)}</li>" for item in items)
    return Paragraph(
        text="\n".join(items),
        html=f"<{tag}>{inner}</{tag}>",
        rows=tuple(items),
        start=pieces[0][0].start,
        end=pieces[-1][-1].end,
        group=pieces[0][0].group,
        shape=BlockType.LIST,
    )

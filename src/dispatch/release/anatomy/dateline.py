"""Datelines: the place, the date and the wire credit that open a lead, in the forms of four countries' desks."""

import re
from dataclasses import dataclass, field

from dispatch.release.anatomy import dates, place_words
from dispatch.release.anatomy.dates import PrintedDate, fold
from dispatch.release.expression import Expression

_HEAD = 240
_DASH = Expression(r"(?:\.\s?)?(?:-{1,3}|[‐‑‒–—―−])(?=\s|$|[^\W\d_]|[“\"«„(\[])")
_COMMA = Expression(r"[,/|;]|\.(?=[\s*_])|:(?=\s)")
#: What may stand behind a dateline that fills its row: a full stop, or the hour at which the text was given out.
_AFTER = Expression(
    r"\.?|,?\s?\d{1,2}[:.h]\d\d(?:\s?[ap]\.?m\.?)?(?:\s(?:uhr|h))?(?:\s\(?[A-Z]{2,4}\)?)?", re.IGNORECASE
)
_HOUR = Expression(
    r"(?:à\s|at\s|um\s|a las\s)?\d{1,2}\s?[:.h]\s?\d\d(?:\s?[ap]\.?m\.?)?(?:\s(?:uhr|h(?:oras|rs)?))?"
    r"(?:\s\(?[A-Z]{2,4}\)?)?(?=\s?(?:[-–—,|(/]|\.\s?[-–—]|$))",
    re.IGNORECASE,
)
_CONNECTOR = Expression(r"(?:a|le|den|el|am|on)\s(?=\d|\w+,?\s\d)", re.IGNORECASE)
#: `Beschluss vom 13. Oktober 2026`: the day of a document, and what stands before it is no place.
_OF = Expression(r"(?:vom|dated)\s", re.IGNORECASE)
_WIRE = Expression(
    r"\((?P<round>[^()]{2,40}|\s?)\)|/\s?(?P<slash>[^/\d,]{2,30}?)\s?/|"
    r"\[(?P<square>[^\]\[]{2,40})\](?:\([^()\s]{1,200}\))?",
)
#: A portal's code in small letters: `Leipzig (nts) -`.
_CODE = Expression(r"[a-z]{2,5}")
_WORD = (
    r"(?:(?:St|Ste|Sta|Mt|Ft|ST|STE|MT|FT)\.|[A-ZÀ-ÖØ-Þ][\w’'`]*(?:-[^\W\d_][\w’']*)*(?:\.[A-Z][a-z]{0,2}\.?)*"
    r"(?:/[A-ZÀ-ÖØ-Þ][a-zà-ÿ]+(?!\w*/))?)"
)
_PARTICLE = (
    r"(?:de la|de los|de las|de|del|la|las|los|le|les|sur|am|an der|im|bei|ob der|en|of|the|upon|und|da|do|dos|y|d’|d')"
)
_PLACE = Expression(rf"{_WORD}(?:[ -](?:{_PARTICLE}[ -]?){{0,1}}{_WORD}){{0,4}}")
#: `LONDON and ROTTERDAM`, `Bern/Genf`: one text given out in two places.
_JOINT = Expression(rf"(?:\s(?:and|y|e|et|und|&|/)\s|/){_PLACE.pattern}(?=\s?[,(–—-])")
#: `WINCHESTER, Va., and BOISE, Idaho`: the second place with its own region.
_JOINT_PLACE = Expression(rf"(?:,\s)?(?:and|y|et|und|&|/)\s{_PLACE.pattern},\s?{_WORD}(?:\s{_WORD})?\.?(?=\s?[,(/–—-])")
_AGENCY = Expression(
    rf"(?P<city>{_PLACE.pattern}),?\s\((?:OTS|ots|APA|dpa|epd|KNA|pts|EFE|AFP|ATS|sda)(?:[/-]\w{{2,6}})?\)\s+(?=[A-ZÀ-ÖØ-Þ„“\"«»])"
)
#: The end of a dateline whose place stands behind its date: `3 de marzo de 2026, Valencia.-`.
_ENDS = Expression(r"\.?\s?[-–—]+(?=\s)")
#: The region of a place behind a date that opens the line: `May 25, 2026 – New York, NY – Text`.
_REGION_ENDS = Expression(r",\s(?:[A-Z]{2}|[A-Z][a-z]{1,4}\.)\s?[–—-]{1,2}\s")
#: A place and a full date at the head of running text, nothing but a blank or a tab behind them.
_UNENDED = 60
_IN = Expression(r"^(?:À|A|En|In)\s(?=[A-ZÀ-ÖØ-Þ])")
_COLUMN = Expression(r"\s[|·•]\s")
_PLACES = Expression(rf"{_PLACE.pattern}(?:/{_PLACE.pattern})?")
_PLACE_ROW = Expression(
    rf"\(?(?P<city>{_PLACE.pattern}),\s(?P<region>[A-Z]{{2}}|[A-Z][\w.]+(?:\s[A-Z][\w.]+){{0,2}})\)?\s?[–—-]?"
)
_REGION_DOT = Expression(r"\.(?=\s?(?:[,)\]]|[-–—(\[/]|$))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a paragraph opens with, and where its own text begins."""

    #: As written, without the dash that ends it.
    text: str
    city: str | None
    region: str | None
    printed: PrintedDate | None
    #: Offset of the text after the dateline; equal to the paragraph's length when nothing follows.
    end: int
    #: 1.0 when place and date or a place in capitals stand there; less for a guess.
    confidence: float


@dataclass(slots=True)
class _Scan:
    """What was seen so far while walking over the head of a paragraph."""

    text: str
    at: int = 0
    city: str | None = None
    regions: list[str] = field(default_factory=list)
    printed: PrintedDate | None = None
    wires: int = 0
    #: After the last dash: (end of the dateline's words, start of the text, state of what was seen).
    ends: list[tuple[int, int]] = field(default_factory=list)
    place_open: bool = False
    bracket: bool = False
    last: str = ""


def opening(text: str) -> Opening | None:
    """The dateline a paragraph opens with, or None.

    Linear in the first 240 characters. Accepts place, region, date, wire credit in any usual order, ended by a dash,
    or by nothing when the paragraph is nothing else or the place is capitals with a state code.
    """
    scan = _Scan(text=text[:_HEAD])
    best: Opening | None = None
    while _step(scan):
        if scan.last == "dash" or (scan.last == "comma" and _ends_here(scan)):
            best = _accept(scan, *scan.ends[-1]) or best
        elif scan.last == "close" and scan.city and (scan.text[:1] in "([" or scan.printed):
            best = _accept(scan, scan.at, _next_word(scan)) or best
    return _whole(scan, len(text)) or best or _undashed(scan)


def _next_word(scan: _Scan) -> int:
    rest = scan.text[scan.at :]
    return scan.at + len(rest) - len(rest.lstrip())


def _step(scan: _Scan) -> bool:
    _skip_space(scan)
    if scan.at >= len(scan.text):
        return False
    steps = (_bracket, _date, _hour, _wire, _dash, _comma, _place)
    return any(step(scan) for step in steps)


def _skip_space(scan: _Scan) -> None:
    while scan.at < len(scan.text) and (scan.text[scan.at].isspace() or scan.text[scan.at] in "*_"):
        scan.at += 1


def _bracket(scan: _Scan) -> bool:
    """A parenthesis around the whole dateline: `(Tampa – July 8, 2024)`."""
    char = scan.text[scan.at]
    if char == "(" and scan.last == "place" and (inside_date := dates.match_at(scan.text, scan.at + 1)):
        scan.printed, scan.at = scan.printed or inside_date, inside_date.end
        scan.bracket, scan.last, scan.place_open = True, "date", False
        return True
    if char in "([" and scan.at == 0 and (end := scan.text.find(")" if char == "(" else "]")) > 0:
        inside = scan.text[1:end]
        if _looks_like_wire(inside):
            return False
        scan.bracket, scan.last = True, "open"
    elif char in ")]" and scan.bracket:
        scan.bracket, scan.last = False, "close"
    else:
        return False
    scan.at += 1
    return True


def _looks_like_wire(inside: str) -> bool:
    named = re.search(r"wire|news|agenc|presse?\b|pr\b|ots|dpa|efe|ap\b", fold(inside))
    return named is not None or _wire_date(inside) is not None


def _date(scan: _Scan) -> bool:
    if scan.printed is not None:
        again = dates.match_at(scan.text, scan.at) if scan.last == "comma" else None
        if again is None or again.date != scan.printed.date:
            return False
        scan.at, scan.last = again.end, "date"
        return True
    at = scan.at
    connector = _CONNECTOR.match(scan.text, at)
    found = dates.match_at(scan.text, connector.end() if connector else at) or dates.match_at(scan.text, at)
    if found is None or (scan.last == "place" and _OF.match(found.text)):
        return False
    scan.printed, scan.at, scan.last, scan.place_open = found, found.end, "date", False
    return True


def _hour(scan: _Scan) -> bool:
    """The hour at which the text was given out: `le 24 novembre 2026, 17 h 45 –`."""
    match = _HOUR.match(scan.text, scan.at) if scan.printed and scan.last in {"date", "comma"} else None
    if match is None:
        return False
    scan.at, scan.last = match.end(), "date"
    return True


def _wire(scan: _Scan) -> bool:
    match = _WIRE.match(scan.text, scan.at)
    if match is None or scan.wires > 1:
        return False
    inside = match["round"] or match["slash"] or match["square"] or ""
    if match["round"] and scan.last == "place" and scan.place_open and not _looks_like_wire(inside):
        if _CODE.fullmatch(inside):
            scan.place_open = False
        elif not inside[:1].isupper():
            return False
        else:
            scan.regions.append(inside)
            scan.at, scan.last = match.end(), "wire"
            return True
    elif (
        match["round"] is not None
        and inside.strip()
        and not (scan.last == "date" or _looks_like_wire(inside) or inside.isupper())
    ):
        return False
    scan.wires += 1
    scan.printed = scan.printed or _wire_date(inside)
    scan.at, scan.last = match.end(), "wire"
    return True


def _wire_date(inside: str) -> PrintedDate | None:
    """The day in a wire's credit: `(OTS/24.11.2026)`."""
    found = (dates.match_at(part.strip(), 0) for part in inside.split("/"))
    return next((printed for printed in found if printed and printed.date), None)


def _dash(scan: _Scan) -> bool:
    match = _DASH.match(scan.text, scan.at)
    if match is None or scan.last in {"", "dash"}:
        return False
    words_end = scan.at
    scan.at, scan.last, scan.place_open = match.end(), "dash", False
    _skip_space(scan)
    scan.ends.append((words_end, scan.at))
    return True


def _comma(scan: _Scan) -> bool:
    match = _COMMA.match(scan.text, scan.at)
    if match is None or scan.last in {"", "comma", "dash"}:
        return False
    words_end = scan.at
    scan.at, scan.last = match.end(), "comma"
    _skip_space(scan)
    scan.ends.append((words_end, scan.at))
    return True


def _ends_here(scan: _Scan) -> bool:
    """Place and full date ended by a full stop or a colon, or by the last slash of a wire credit; `BRISTOL, UK:`."""
    mark = scan.text[scan.ends[-1][0]]
    closes = (mark in ".:|" and not scan.wires) or (mark == "/" and scan.wires > 0)
    named = bool(mark == ":" and scan.regions and scan.city and scan.city.isupper())
    return closes and scan.city is not None and (scan.printed is not None or named)


def _place(scan: _Scan) -> bool:
    if scan.regions and scan.last in {"place", "comma"} and (joint := _JOINT_PLACE.match(scan.text, scan.at)):
        scan.at, scan.last = joint.end(), "place"
        return True
    match = _PLACE.match(scan.text, scan.at)
    if match is None:
        return False
    if scan.city is None:
        loud = (len(match.group()) > 1 and match.group().isupper()) or _REGION_ENDS.match(scan.text, match.end())
        if scan.last == "dash" and not loud:
            return False
        behind = scan.printed is not None and scan.last in {"comma", "date"} and not match.group().isupper()
        # the place may stand behind a date that opens the line
        if behind and not (dates.match_at(scan.text, 0) and _ENDS.match(scan.text, match.end())):
            return False
        joint = _JOINT.match(scan.text, match.end())
        city, code = _without_code(match.group())
        scan.city = city + (joint.group() if joint else "")
        scan.regions.extend(code)
        match = joint or match
    elif scan.last == "comma" and scan.place_open and len(scan.regions) <= 1:
        scan.regions.append(match.group())
    else:
        return False
    scan.at, scan.last, scan.place_open = match.end(), "place", True
    if scan.regions and (dot := _REGION_DOT.match(scan.text, scan.at)):
        scan.at = dot.end()
        scan.regions[-1] += "."
    return True


def _without_code(place: str) -> tuple[str, list[str]]:
    """`Chur GR`: a place and the code of its canton or state, which capitals tell from its name."""
    city, _, code = place.rpartition(" ")
    return (city, [code]) if city and not city.isupper() and place_words.is_region(code) else (place, [])


def _accept(scan: _Scan, words_end: int, end: int) -> Opening | None:
    """The dateline up to a dash, when it holds enough to be one."""
    if scan.bracket or (scan.city is None and scan.printed is None):
        return None
    if scan.city is None:
        # `19/11/2026.- El Consejo ...`: a date and a dash, and no place
        return _made(scan, words_end, end, 0.9) if scan.last == "dash" and end < len(scan.text) else None
    if place_words.is_label(scan.city):
        return None
    if not (confidence := _confidence(scan)):
        return None
    return _made(scan, words_end, end, confidence)


def _confidence(scan: _Scan) -> float:
    city = scan.city or ""
    if scan.printed or city.isupper() or scan.wires:
        return 1.0
    if scan.regions:
        return 0.9
    if scan.ends and scan.text[scan.ends[-1][0]] == ".":
        return 0.9
    few_words = 3
    if re.search(r"\s(?:and|y|e|et|und|&|/)\s", city):
        return 0.0
    if re.search(r"-[a-zà-ÿ]{4,}", city):
        return 0.0
    return 0.6 if len(city.split()) <= few_words else 0.0


def _made(scan: _Scan, words_end: int, end: int, confidence: float) -> Opening:
    return Opening(
        text=scan.text[:words_end].strip(" ,|"),
        city=_IN.sub("", scan.city) if scan.city else None,
        region=", ".join(scan.regions) or None,
        printed=scan.printed,
        end=end,
        confidence=confidence,
    )


def _whole(scan: _Scan, length: int) -> Opening | None:
    """A line that is nothing but a dateline: `Lyon, le 3 mars 2024`, `CHICAGO, Nov. 26, 2018 –`."""
    rest = scan.text[scan.at :] if length <= _HEAD else "-"
    if not _AFTER.fullmatch(rest) or scan.city is None or scan.bracket or place_words.is_label(scan.city):
        return None
    if scan.printed is None and not (scan.wires and _looks_like_wire(scan.text)):
        return None
    words_end = scan.ends[-1][0] if scan.last == "dash" else scan.at
    return _made(scan, words_end, length, 1.0)


def in_columns(text: str) -> Opening | None:
    """`Press release | 22 September 2026 | Lyon`: date and place among the columns of a row."""
    columns = [column.strip() for column in _COLUMN.split(text)]
    printed = next((day for column in columns if (day := dates.match_at(column, 0)) and day.end == len(column)), None)
    places = [column for column in columns if _PLACES.fullmatch(column) and not place_words.is_label(column)]
    if printed is None or len(columns) < 2 or len(places) != 1 or not text.endswith(places[0]):  # noqa: PLR2004
        return None
    return Opening(text=text, city=places[0], region=None, printed=printed, end=len(text), confidence=0.8)


def place_alone(text: str) -> Opening | None:
    """`Ottawa, Ontario` or `(Sacramento, CA)` as a row of its own: a place and its region, and nothing else."""
    match = _PLACE_ROW.fullmatch(text)
    if match is None or place_words.is_label(match["city"]):
        return None
    return Opening(
        text=text.strip("()"), city=match["city"], region=match["region"], printed=None, end=len(text), confidence=0.9
    )


def german(text: str) -> Opening | None:
    """`Lingen. Auf einem Feld ...`: German desks end a bare place with a full stop."""
    match = re.match(
        r"((?:Bad |Sankt |St\. )?[A-ZÄÖÜ][a-zäöüß]{2,}(?:[ -/][A-ZÄÖÜ][a-zäöüß]+)?|"
        r"[A-ZÄÖÜ]{4,}(?:[ -/][A-ZÄÖÜ]{3,})?)\.\s(?=[A-ZÄÖÜ])",
        text,
    )
    if match is None or place_words.is_label(match[1]) or len(text) < _HEAD // 2:
        return None
    return Opening(text=match[1], city=match[1], region=None, printed=None, end=match.end(), confidence=0.6)


def _undashed(scan: _Scan) -> Opening | None:
    """`SALEM, MA Text`: capitals and a state code, no dash; `Wien (OTS) Text`: a place and its agency."""
    wired = _AGENCY.match(scan.text)
    if wired is not None and not place_words.is_label(wired["city"]):
        return Opening(
            text=wired.group().strip(), city=wired["city"], region=None, printed=None, end=wired.end(), confidence=0.9
        )
    rest = scan.text[scan.at :].lstrip()
    if scan.last == "date" and scan.printed and scan.city and not place_words.is_label(scan.city) and not scan.bracket:
        begins = rest[:1].isupper() or rest[:1] in '„“«"'
        if scan.text.startswith(scan.city) and begins and len(rest) >= _UNENDED:
            return _made(scan, scan.at, len(scan.text) - len(rest), 0.9)
    match = re.match(r"([A-Z][A-Z .’'-]{2,30}), ([A-Z]{2})\s+(?=[A-Z“\"])", scan.text)
    if match is None or not place_words.is_state(match[2]):
        return None
    return Opening(
        text=match.group().strip(), city=match[1], region=match[2], printed=None, end=match.end(), confidence=0.8
    )

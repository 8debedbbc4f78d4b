"""Embargo lines: from the printed words to one aware instant, or to the reason why there is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo

from dispatch.release.anatomy import clock_times, dates, embargo_lifted, embargo_wording
from dispatch.release.expression import Expression

_LONGEST = 320
_OPENS = Expression(
    r"[\s*_#>\[(!+=|~•-]*(?:(?:please note|note|bitte beachten|achtung|hinweis|atención|importante?|"
    r"attention|wichtig|wichtiger hinweis|nota|à noter)(?: sie)?\s?[:!–—-]\s*)?(?:"
    r"(?:please|kindly|bitte|achtung|attention|atención|important|wichtig|merci|prière|se ruega)\b[\w\s,!’']{0,40}?"
    r"\b(?:embargo|sperrfrist)\b(?=\s*[:!–—-])|"
    r"(?:the )?(?:contents?|information|text|details) (?:(?:of|in) this (?:\w+ )?release )?(?:is|are) "
    r"(?:strictly |under )?(?:strict )?embargo(?:ed)?\b(?= (?:until|till|to)\b)|"
    r"(?:mit )?sperrfrist (?:versehen )?(?=bis\b)|"
    r"hold(?: for release)?\s?:|"
    r"(?:publicación|difusión|publication|diffusion|verbreitung)(?: (?:no|non) autori[sz][\w]+| interdite| prohibida)"
    r"[\w, ]{0,30}\b(?:antes|avant|hasta)\b|"
    r"(?:zur )?(?:veröffentlichung|verwendung|verbreitung) (?:erst ab|nicht vor|ab)\b"
    r"(?=\s(?:\w+,?\s)?(?:dem\s|den\s)?\d)|"
    r"(?:(?:strictly|strict|under|news|media|press|this (?:press |news )?release is|this (?:story|"
    r"document|report|material) is|the following is|"
    r"estrictamente|material|información|informations?|communiqué|document|sous|bajo|unter)\s){0,3}(?:"
    r"embargo(?:ed|es)?(?: (?:informativo|periodístico|de prensa|de presse|médiatique))?\b"
    r"(?=\s*(?:$|[:–—*!\])(/-]|until|till|til|to\b|for|before|date|time|lift|expire|end|is|at|on\b|"
    r"strict|"
    r"hasta|al?\b|el\b|para|jusqu|lev[ée]|levanta|au\b|le\b|bis\b|\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|midnight|\())|"
    r"embargad[oa]s?\b(?=\s*(?:$|[:–—*-]|hasta|para|al?\b|el\b|\d))|embargo\b(?=\s*$)|"
    r"sous embargo\b|sperrfrist\b|"
    r"gesperrt bis\b(?!.{0,60}\b(?:ist|sind|bleibt|bleiben|war|waren|wird|werden)\b)|"
    r"do not use(?: (?:this|the|these) (?:text|material|story|release|information|images?|photos?|statement))? "
    r"(?:until|before|prior to)\b|"
    r"(?:hold|do not (?:publish|release|distribute)|not for (?:release|publication|broadcast|use|"
    r"distribution))(?: [\w, /]{0,40})? (?:until|before|prior to)\b|"
    r"(?:may |must |can )?not to? ?(?:be )?(?:published|released|used|broadcast|distributed|shared|posted)"
    r"[\w, /]{0,40} (?:until|before|prior to)\b|"
    r"for release\s?:?\s?not before\b|"
    r"(?:no (?:publicar|difundir|divulgar|publicable|difundible)|(?:prohibida|no autorizada) (?:su |la )?"
    r"(?:publicación|difusión))[\w, ]{0,40} (?:hasta|antes)\b|"
    r"(?:publicable|difusión (?:autorizada|permitida)|puede (?:publicarse|difundirse)) a partir de\w?\b|"
    r"(?:à )?(?:ne pas (?:publier|diffuser|communiquer)|diffusion interdite|publication interdite)[\w, ]{0,40} avant\b|"
    r"(?:diffusion|publication) (?:autorisée|libre) (?:à partir|à compter) d[ue]\b|"
    r"(?:nicht (?:zur veröffentlichung|veröffentlichen|verwenden)(?: vor| bis)?|freigegeben (?:erst )?"
    r"(?:ab|zur veröffentlichung ab)|sendefrei ab)\b|"
    r"(?:zur )?veröffentlichung (?:frei )?(?:erst )?ab\b(?=\s(?:\w+,?\s)?(?:dem\s|den\s)?\d)|"
    r"for (?:release|publication|use) (?:at |on |after |from )?(?=\d{1,2}(?::\d\d|[.]\d\d)?\s?(?:a\.?m|p\.?m|hrs|"
    r"hours)|not before|after\b|\d{4} hours|noon|midnight)))",
    re.IGNORECASE,
)
_EVENT = Expression(
    r"redebeginn|beginn der (?:rede|veranstaltung|pressekonferenz|sitzung)|es gilt das gesprochene wort|(?:start|"
    r"beginning|end) of (?:the )?(?:speech|press conference|event)|"
    r"delivery of (?:the )?speech|check against delivery|inicio de la rueda|début de la conférence",
    re.IGNORECASE,
)
_PROVISO = Expression(
    r"es gilt das gesprochene wort|check(?:ed)? against delivery|seul le prononcé fait foi|"
    r"solo es válido el discurso pronunciado",
    re.IGNORECASE,
)
#: `E M B A R G O E D`, whatever follows in the same manner.
_SPACED = Expression(r"[\s*_#>\[(]*(?:\w\s){6,40}?\w(?!\s\w\b)")
_SPACED_MARK = Expression(r"(?:strictly)?(?:under|bajo|sous)?(?:embargo(?:ed)?|embargad[oa]|sperrfrist)", re.IGNORECASE)


#: The year of a day whose row was broken before it.
_YEAR = re.compile(r"(?:19|20)\d\d\b")
#: What joins a day or a time to what stands before it.
_JOINS = re.compile(r"^(?:on|of|at|del?|el|al|a las|du|le|au|à|am|vom|dem|den|um)\s+", re.IGNORECASE)
_TROUBLES = {
    dates.Trouble.AMBIGUOUS: "can be read two ways",
    dates.Trouble.NO_YEAR: "has no year",
    dates.Trouble.IMPOSSIBLE: "is not in the calendar",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo:
    """What an embargo line says."""

    #: Without the words that mark it: `4 a.m. CT/5 a.m. ET, Tuesday, Sept. 3, 2024`.
    text: str
    #: Aware, in the zone that is printed first, or None.
    instant: datetime | None
    #: Codes of what is wrong, each with a sentence for a press officer.
    troubles: tuple[tuple[str, str], ...] = ()


def opens(text: str) -> int | None:
    """Offset after the marking words when a line is an embargo line, else None; prose about embargoes is none."""
    head = text[:_LONGEST]
    if embargo_lifted.says_no(head):
        return None
    match = _OPENS.match(head)
    if match is not None and len(text) <= _LONGEST and _is_line(text, match.end()):
        return match.end()
    return _letter_spaced(head) or _behind_proviso(text) or embargo_wording.instructs(text)


def _letter_spaced(head: str) -> int | None:
    """Offset after a mark whose letters stand apart."""
    match = _SPACED.match(head)
    mark = _SPACED_MARK.match("".join(head[: match.end()].split()).lstrip("*_#>[(")) if match else None
    if mark is None:
        return None
    at, letters = 0, mark.end()
    while letters:
        letters -= head[at].isalnum()
        at += 1
    return at


def _behind_proviso(text: str) -> int | None:
    """`Es gilt das gesprochene Wort. Sperrfrist: Redebeginn`: offset after the marking words of the second sentence."""
    match = _PROVISO.match(text.lstrip(" *_([")) if len(text) <= _LONGEST else None
    if match is None:
        return None
    lead = len(text) - len(text.lstrip(" *_([")) + match.end()
    start = lead + len(text[lead:]) - len(text[lead:].lstrip(" .!;,–—-/|*)]"))
    found = opens(text[start:]) if start > lead else None
    return None if found is None else start + found


def _is_line(text: str, end: int) -> bool:
    """Whether a line marks and does not tell: it is short, in capitals, or goes on with a date, a time or an event."""
    rest = text[end:].strip(" :*–—-!.)]")
    if not rest or text[:end].isupper():
        return True
    if next(dates.find(rest[:160]), None) or clock_times.find(rest[:160]) or _EVENT.search(rest):
        return True
    few = 5
    return ":" in text[end : end + 3] or len(rest.split()) <= few


def is_proviso(text: str) -> bool:
    """Whether a short line only says that the spoken word counts."""
    longest = 80
    return len(text) <= longest and _PROVISO.match(text.strip(" *_([")) is not None


def goes_on(text: str, following: str) -> bool:
    """Whether the row below an embargo line still belongs to it: a date, a time or a zone that the line lacks."""
    longest = 90
    if len(following) > longest or _EVENT.search(text):
        return False
    if text.count("(") > text.count(")") and ")" in following:
        return True
    if _YEAR.match(following) and _lacks_year(text):
        return True
    if following[:1] in "(/":
        return bool(clock_times.find(f"{text} {following}"))
    following = _JOINS.sub("", following)
    day, hours = dates.match_at(following, 0), clock_times.find(following)
    begins = day is not None or bool(hours and not following[: hours[0].start].strip(" *("))
    missing = next(dates.find(text), None) is None or not clock_times.find(text)
    return begins and missing


def _lacks_year(text: str) -> bool:
    """Whether a row ends with a day and a month, as one does that was broken before the year."""
    last = max(dates.find(text), key=lambda found: found.end, default=None)
    return last is not None and last.trouble is dates.Trouble.NO_YEAR and not text[last.end :].strip(" ,")


def read(text: str) -> Embargo:
    """The instant of an embargo line; aware or None, never a guess."""
    at = opens(text) or 0
    words = re.sub(
        r"^[\s:*_–—-]*(?:(?:until|till|hasta(?: el| las)?|jusqu[’'](?:au|à)|bis(?: zum)?|for release|release|zum|zur|"
        r"before|antes)\b[\s:]*)?",
        "", text[at:], flags=re.IGNORECASE,
    ).strip(" *_:!|[]()–—-")  # fmt: skip
    printed = _completed(list(dates.find(text[at:])))
    # `2 March 2026 GMT` is no twenty-six past eight.
    times = [
        found for found in clock_times.find(text[at:]) if not any(day.start <= found.start < day.end for day in printed)
    ]
    times = clock_times.with_zone_after(text[at:], times, [day.end for day in printed])
    troubles = [*_date_troubles(printed, times, text), *_time_troubles(times, printed, text)]
    instant = None
    if not troubles and printed and printed[0].date:
        instant, troubles = _instant(printed, times)
    troubles.extend(_warnings(times, instant))
    words += ")" * (words.count("(") - words.count(")"))
    return Embargo(text=words or text.strip(" *_:"), instant=instant, troubles=tuple(troubles))


def _completed(printed: list[dates.PrintedDate]) -> list[dates.PrintedDate]:
    """Later dates without a year take that of the first: `25 November 2026, 00:01 CET (24 November, 23:01 GMT)`."""
    year = printed[0].date.year if printed and printed[0].date else None
    found = printed[:1]
    for later in printed[1:]:
        again = dates.match_at(f"{later.text} {year}", 0) if later.trouble is dates.Trouble.NO_YEAR and year else None
        found.append(replace(later, date=again.date, trouble=None) if again and again.date else later)
    return found


def _days_of(printed: Sequence[dates.PrintedDate], times: Sequence[clock_times.PrintedTime]) -> list[date]:
    """The day of each time that has a zone, where each stands beside a date of its own; else nothing."""
    zoned = [found for found in times if found.zone is not None]
    days = [found.date for found in printed if found.date]
    if len(zoned) < 2 or len(zoned) != len(days) or len(days) != len(printed):  # noqa: PLR2004 - one needs no pairs
        return []
    places = [place for pair in zip(printed, zoned, strict=True) for place in (pair[0].start, pair[1].start)]
    backwards = [place for pair in zip(zoned, printed, strict=True) for place in (pair[0].start, pair[1].start)]
    return days if places == sorted(places) or backwards == sorted(backwards) else []


def _date_troubles(
    printed: Sequence[dates.PrintedDate], times: Sequence[clock_times.PrintedTime], text: str
) -> list[tuple[str, str]]:
    if _EVENT.search(text) and not (printed and times):
        return [("EMB005", "The embargo ends with an event, not at a time")]
    if not printed:
        return [("EMB001", "The embargo has no date")]
    if len({day.date for day in printed if day.date}) > 1 and not _days_of(printed, times):
        return [("EMB004", "The embargo names more than one date")]
    first = printed[0]
    if first.trouble:
        return [("EMB001", f"The embargo's date {_TROUBLES[first.trouble]}: {first.text}")]
    if not first.weekday_fits and first.date:
        return [("EMB006", f"{first.text} is a {first.date:%A}")]
    return []


def _time_troubles(
    times: Sequence[clock_times.PrintedTime], printed: Sequence[dates.PrintedDate], text: str
) -> list[tuple[str, str]]:
    if not printed or (_EVENT.search(text) and not times):
        return []
    if not times:
        return [("EMB002", "The embargo has no time of day")]
    if not any(found.zone for found in times):
        return [("EMB003", f"The embargo has no time zone: {times[0].text}")]
    return []


def _instant(
    printed: Sequence[dates.PrintedDate], times: Sequence[clock_times.PrintedTime]
) -> tuple[datetime | None, list[tuple[str, str]]]:
    zoned = [found for found in times if found.zone is not None]
    first = next(found.date for found in printed if found.date)
    instants = []
    for day, found in zip(_days_of(printed, times) or [first] * len(zoned), zoned, strict=True):
        assert found.zone is not None
        local = datetime.combine(day, found.time)
        if (trouble := _unreal(local, found.zone)) is not None:
            return None, [("EMB007", f"{found.text} {trouble}")]
        instants.append(local.replace(tzinfo=found.zone))
    if len({instant.astimezone(UTC) for instant in instants}) > 1:
        said = " / ".join(found.text for found in times if found.zone)
        return None, [("EMB004", f"The printed time zones disagree: {said}")]
    return instants[0], []


def _unreal(local: datetime, zone: tzinfo) -> str | None:
    """Why a local time is none or two instants in a zone (change to and from summer time), or None."""
    early, late = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return None
    back = early.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    return (
        "happens twice that day (end of summer time)"
        if back == local
        else "does not exist that day (start of summer time)"
    )


def _warnings(times: Sequence[clock_times.PrintedTime], instant: datetime | None) -> list[tuple[str, str]]:
    found = [("EMB010", f"{time.text} is easily read as the other end of the day") for time in times if time.tricky]
    if instant:
        found.extend(
            ("EMB011", f"{time.zone_name.upper()} is not kept on that day; the region is on its other time")
            for time in times
            if not clock_times.in_season(time.zone_name, instant)
        )
    return found

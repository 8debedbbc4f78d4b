"""Rules about embargoes: what the readers report, and what only the day of sending can tell."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from dispatch.model.finding import Finding, Severity
from dispatch.preflight.places import finding, line_of
from dispatch.preflight.rule import Case, Rule

#: So long after the lift people are still written to; after that the date is more likely wrong than over.
_LATE: Final = timedelta(days=7)


#: The words for an embargo; not `sin embargo`, which is "however", nor that there is none.
_EMBARGO: Final = re.compile(
    r"(?<!\bsin )(?<!\bno )(?<!\bsans )(?<!\bkein )(?<!\bohne )(?<!\bkeine )(?<!\bwithout )"
    r"\b(?:embargo(?:e[ds])?|embargad[oa]s?|(?:sende)?sperrfrist(?:en)?|sperrvermerk)\b"
    r"(?!\s*:\s*(?:no|none|nil|n/a|ninguno|aucun|keine?|nein)\b)",
    re.IGNORECASE,
)
#: Who keeps one, and what is asked of them: an embargo on trade has neither.
_ASKED: Final = re.compile(
    r"\b(?:journalist\w*|reporters?|editors?|news(?:rooms?|desks?)|media|press|release|observe|honou?r|respect\w*|"
    r"redaktion\w*|kolleg\w+|medien\w*|presse\w*|mitteilung|meldung|beachten|ein(?:zu)?halten|"
    r"periodistas?|redacci\w+|medios|prensa|nota|comunicado|respet\w+|"
    r"journalistes?|rédactions?|médias?|communiqué|dossier)\b",
    re.IGNORECASE,
)
#: Between sentences and the columns of a row.
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[^\W\da-z])|\s[|–—]\s|\t")
#: What is told of an embargo that was, or of that of another text.
_OVER: Final = re.compile(
    r"\b(?:broke|broken|violated|lifted|ignored|no longer|brach(?:en)?|gebrochen|verletzt|aufgehoben|entfällt|"
    r"expired|for immediate \w+|sofort\w*|immédiate|inmediata|"
    r"nicht mehr|ebenfalls|romp(?:ió|ieron)|violó|violaron|levantado|ya no|rompu|violé|levé|n'est plus|"
    r"arms?|trade|oil|grain|sanctions?|waffen\w*|öl\w*|handels\w*)\b",
    re.IGNORECASE,
)
#: `This release is under embargo`, `Bitte beachten Sie die Sperrfrist`.
_OUTRIGHT: Final = re.compile(
    r"\b(?:this|the present|diese[rs]?|est[ea]|ce|cet|cette|présente?)\s(?:press |news |media )?(?:release|story|"
    r"material|information|document|text|report|\w*mitteilung|\w*meldung|\w*information|unterlage|nota|comunicado|información|"
    r"documento|communiqué|dossier|texte)\b.{0,40}\b(?:embarg|sperrfrist)|"
    r"\b(?:please|kindly|bitte|merci de|prière de|rogamos|se ruega|por favor)\b.{0,40}\b(?:embargo|sperrfrist)",
    re.IGNORECASE,
)
#: A row that begins with the word for one, or holds little more.
_MARKED: Final = re.compile(
    r"[\W_]*(?:(?:strictly|strict|under|press|media|news|bajo|sous|mit|unter|streng\w*)\s){0,3}"
    r"(?:embargo(?:ed)?|embargad[oa]s?|(?:sende)?sperrfrist|sperrvermerk)\b\W*"
    r"(?!(?:on|of|against|gegen|contra|contre|sur|a|al|à|auf|für|de)\b)",
    re.IGNORECASE,
)
_FEW: Final = 8


def _unread(case: Case) -> Iterator[Finding]:
    release = case.release
    if release.embargo is not None or release.embargo_text or "embargo" in dict(release.lines):
        return
    told = {line for block in release.blocks for line in range(block.lines.first, block.lines.last + 1)}
    spans = [found.lines for found in release.boilerplate if found.lines]
    told |= {line for span in spans for line in range(span.first, span.last + 1)}
    for number, row in enumerate(release.source.split("\n"), start=1):
        if _EMBARGO.search(row) and any(_speaks(sentence, told=number in told) for sentence in _SENTENCE.split(row)):
            message = "This reads like an embargo, and no day and time could be taken from it."
            fix = "set embargo in the front matter, or write: Embargo: 3 March 2026, 09:00 CET"
            yield finding(release, "EMB012", Severity.ERROR, message, fix, line=number)


def _speaks(sentence: str, *, told: bool) -> bool:
    """Whether a sentence tells journalists of an embargo on this text; in the news itself it must say so outright."""
    if not _EMBARGO.search(sentence) or _OVER.search(sentence):
        return False
    if told:
        return _OUTRIGHT.search(sentence) is not None
    alone = len(sentence.split()) <= _FEW and _MARKED.match(sentence) is not None
    return alone or _ASKED.search(sentence) is not None


def _past(case: Case) -> Iterator[Finding]:
    release = case.release
    if release.embargo is not None and release.embargo <= case.now:
        message = f"The embargo ended {release.embargo:%-d %B %Y %H:%M} ({release.embargo.tzname()})."
        fix = "delete the embargo line, or correct its date"
        severity = Severity.WARNING if case.now - release.embargo <= _LATE else Severity.ERROR
        yield finding(release, "EMB008", severity, message, fix, line=line_of(release, "embargo"))


def _immediate(case: Case) -> Iterator[Finding]:
    release = case.release
    if release.immediate and (release.embargo is not None or release.embargo_text):
        message = "The release is marked for immediate release and under embargo."
        fix = "delete one of the two lines"
        line = line_of(release, "immediate") or line_of(release, "embargo")
        yield finding(release, "EMB009", Severity.ERROR, message, fix, line=line)


def _reported(code: str, severity: Severity, title: str, explanation: str) -> Rule:
    return Rule(code=code, severity=severity, title=title, explanation=explanation)


RULES: tuple[Rule, ...] = (
    _reported(
        "EMB001", Severity.ERROR, "Embargo without a date",
        "The text is marked as embargoed and no full date can be read from it. An embargo that cannot be an instant "
        "stops the "
        "send. Write day, month as a word, year, time and zone, or set embargo in the front matter.",
    ),
    _reported(
        "EMB002", Severity.ERROR, "Embargo without a time",
        "A date alone does not say when: desks in other zones would start hours apart. Add the time of day and the "
        "zone.",
    ),
    _reported(
        "EMB003", Severity.ERROR, "Embargo without a time zone",
        "Nine o'clock is twenty-four different moments. Name the zone beside the time, as in 9 a.m. ET or 09:00 MEZ.",
    ),
    _reported(
        "EMB004", Severity.ERROR, "Embargo times disagree",
        "Two times are given and they are not the same moment. Press offices have named outlets as breakers over "
        "this. Compare "
        "both with the zone's offset on that day, or name one only.",
    ),
    _reported(
        "EMB005", Severity.ERROR, "Embargo until an event",
        "An embargo until a speech begins has no clock time, so that a program cannot keep it. Set embargo in the "
        "front matter "
        "to the time at which the event begins, or send by hand when it does.",
    ),
    _reported(
        "EMB006", Severity.ERROR, "Embargo's weekday does not fit",
        "The weekday and the date of the embargo are different days. Until that is settled nothing goes out.",
    ),
    _reported(
        "EMB007", Severity.ERROR, "No such local time",
        "On the day the clocks change this time does not exist, or exists twice. Choose another, or give it in UTC.",
    ),
    Rule(
        code="EMB008", severity=Severity.WARNING, title="Embargo is over", check=_past,
        explanation="The time at which the embargo lifts is past, so that the release is an ordinary one and goes to "
        "everybody "
        "without the notice. If the date is a mistake, correct it before you send. More than a week back it is taken "
        "for one, and blocks.",
    ),
    Rule(
        code="EMB009", severity=Severity.ERROR, title="Immediate and embargoed", check=_immediate,
        explanation="One line releases the text and another one holds it back. On conflict the embargo wins and "
        "sending stops "
        "until one of them is gone.",
    ),
    _reported(
        "EMB010", Severity.WARNING, "Noon or midnight",
        "12:00, 12:01 and midnight are read as either end of the day: a press office once confused 12:01 a.m. with "
        "12:01 p.m. "
        "Write 00:01 or 12:01 on the 24-hour clock and check which day it belongs to.",
    ),
    _reported(
        "EMB011", Severity.WARNING, "Standard time in summer",
        "EST is not kept in summer and EDT not in winter, so that a reader may take the hour for one hour off. ET, CT "
        "or the "
        "city's name are right all year.",
    ),
    Rule(
        code="EMB012", severity=Severity.ERROR, title="Embargo that was not understood", check=_unread,
        explanation="A row, on top or anywhere else, speaks to journalists about an embargo, in words from which no "
        "day and time could be taken, so that the release would go out without one. Set embargo in the front matter or "
        "write it as a line of its own; when the row means something else, say so with --allow EMB012.",
    ),
)  # fmt: skip

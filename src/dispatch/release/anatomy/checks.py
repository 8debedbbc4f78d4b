"""What can only be told while the anatomy is known: dates, embargoes, quotation marks, languages."""

from collections.abc import Sequence

from dispatch.model.finding import Severity
from dispatch.model.release import Release
from dispatch.release.anatomy import blocks, dates, language
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.anatomy.embargo import Embargo

_EMBARGO_WARNINGS = frozenset({"EMB010", "EMB011"})
_FIXES = {
    "EMB001": "write the full date with the year, as in 1 December 2026",
    "EMB002": "add the time of day and the time zone",
    "EMB003": "add the time zone, as in 9 a.m. ET",
    "EMB004": "make the times agree, or name only one zone",
    "EMB005": "add date, time and time zone of the event, or set embargo in the front matter",
    "EMB006": "correct the weekday or the date",
    "EMB007": "choose a time that exists once on that day",
    "EMB010": "write 00:01 or 12:01 on the 24-hour clock, and check the day",
    "EMB011": "write the zone without the season, as in ET, or the right season",
}


def check(draft: Draft, release: Release) -> None:
    """Report what is wrong in the body and the headline."""
    for index in blocks.unclosed(draft):
        message = "A quotation opens here and nobody closes it."
        at = draft.paragraphs[index].start
        draft.report("REL050", Severity.WARNING, message, "add the closing quotation mark", at)
    for role in (Role.SUBHEAD, Role.BODY, Role.NOTE):
        for index in draft.having(role):
            _check_weekdays(draft, index)
    _check_language(draft, release)


def _check_weekdays(draft: Draft, index: int) -> None:
    for printed in dates.find(draft.text(index)):
        if printed.date and not printed.weekday_fits:
            check_date(draft, printed, index)


def _check_language(draft: Draft, release: Release) -> None:
    headlines = draft.having(Role.HEADLINE)
    if headlines and release.blocks and language.foreign(release.headline, release.language):
        message = "The headline is in another language than the text."
        at = draft.paragraphs[headlines[0]].start
        draft.report("REL070", Severity.WARNING, message, "translate one of them", at)


def check_date(draft: Draft, printed: dates.PrintedDate, index: int) -> None:
    """Report a date that is none, that can be read two ways, or whose weekday does not fit."""
    at = draft.document.source.find(printed.text, draft.paragraphs[index].start)
    at = draft.paragraphs[index].start if at < 0 else at
    if printed.trouble is dates.Trouble.IMPOSSIBLE:
        draft.report("REL032", Severity.ERROR, f'There is no such day: "{printed.text}".', "correct the date", at)
    elif printed.trouble is dates.Trouble.AMBIGUOUS:
        message = f'The date can be read two ways: "{printed.text}".'
        draft.report("REL034", Severity.WARNING, message, "write the month as a word", at)
    elif printed.date and not printed.weekday_fits:
        message = f'"{printed.text}" is a {printed.date:%A}.'
        draft.report("REL033", Severity.ERROR, message, "correct the weekday or the date", at)


def check_embargo(draft: Draft, readings: Sequence[tuple[int, Embargo]]) -> None:
    """Report what keeps embargo lines, each with its first paragraph, from being an instant."""
    for index, found in readings:
        for code, message in found.troubles:
            severity = Severity.WARNING if code in _EMBARGO_WARNINGS else Severity.ERROR
            draft.report(code, severity, f"{message}.", _FIXES[code], draft.paragraphs[index].start)


def disagree(draft: Draft, index: int) -> None:
    """Report that two embargoes are given and are not the same moment."""
    message = "Two embargoes are given, and they name different times."
    draft.report("EMB004", Severity.ERROR, message, _FIXES["EMB004"], draft.paragraphs[index].start)

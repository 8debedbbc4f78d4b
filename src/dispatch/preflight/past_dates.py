"""A rule about dates that lie behind and are announced as if they came: what an older release leaves in a new one."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from dispatch.model.finding import Finding, Severity
from dispatch.months import NAME, NUMBERS
from dispatch.preflight.places import finding, locate, paragraphs
from dispatch.preflight.rule import Case, Rule

_DATE = (
    rf"(?:(?P<month>{NAME})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>20\d\d)|"
    rf"(?P<day2>\d{{1,2}})(?:\.|er|st|nd|rd|th)? (?:de )?(?P<month2>{NAME})\.?,?(?: del?)? (?P<year2>20\d\d))\b"
)
#: What announces that something comes.
_COMES = (
    r"\bwill (?:be (?:held|presented|published|released|unveiled|available|open)|take place|open|begin|start|launch|"
    r"meet|gather|rally|march|hold|host|present|publish|release|speak|travel|run|vote|hear|file|return|close)\b|"
    r"\b(?:takes? place|(?:is|are) (?:scheduled|due|set|expected)|join us|register|registration (?:is open|closes)|"
    r"RSVP|deadline|doors open|apply|tickets? (?:are )?available)\b|"
    r"\b(?:tendrán? lugar|se (?:celebrará|llevará|realizará|presentará|inaugurará)n?|comenzarán?|abrirán?|"
    r"inscripci(?:ón|ones)|plazo)\b|"
    r"\b(?:auront|aura) lieu\b|\bse (?:tiendra|déroulera|réunira)(?:ont)?\b|\b(?:débutera|ouvrira|commencera|"
    r"inscriptions?)\b|"
    r"\b(?:findet|finden|beginnt|beginnen|startet|starten|eröffnet|Anmeldung(?:en)?|Anmeldeschluss|Bewerbungsschluss)\b"
)
#: What may stand right before such a date; anything else between may speak of another time.
_ON = (
    r"(?:on|by|until|before|from|for|starting|beginning|no later than|el|del?|hasta el|antes del|desde el|le|du|"
    r"jusqu[’']au|avant le|à partir du|am|ab|ab dem|bis|bis zum|zum|vom|:|,|\()\s*"
    r"(?:[^\W\d_]{3,10}\.?,?\s+(?:(?:the|den|dem)\s+)?)?"
)
_LOOKS_BACK = re.compile(
    r"\b(?:since|adopted|signed|passed|dated|issued|founded|ended|expired|filed|enacted|approved|began|opened|held|was|"
    r"were|had|desde que|aprobad[ao]|firmad[ao]|adoptée?|signée?|depuis|seit|beschlossen|unterzeichnet|wurde)\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(rf"(?:{_COMES})(?P<between>[^.;!?\d\n]{{0,70}}?)\s?{_ON}{_DATE}", re.IGNORECASE)
#: A row of an advisory.
_WHEN = re.compile(rf"(?:^|\n)\W{{0,4}}(?:When|Cuándo|Quand|Wann)\W{{0,6}}[^.;!?\d\n]{{0,40}}?{_DATE}", re.IGNORECASE)


def _past_event(case: Case) -> Iterator[Finding]:
    release = case.release
    yesterday = case.now.date() - timedelta(days=1)
    for text, lines in paragraphs(release):
        for match in (*_ANNOUNCED.finditer(text), *_WHEN.finditer(text)):
            day = _day(match)
            if day is None or day >= yesterday or _LOOKS_BACK.search(match.groupdict().get("between") or ""):
                continue
            words = text[match.start("month") if match["month"] else match.start("day2") : match.end()]
            line, column = locate(release, words, lines)
            message = f'"{words}" is announced and lies behind: perhaps it was left from an older release.'
            fix = "correct the day or the year, or say that it has been"
            yield finding(release, "REL037", Severity.WARNING, message, fix, line=line, column=column)


def _day(match: re.Match[str]) -> date | None:
    month, day, year = (match[name] or match[f"{name}2"] for name in ("month", "day", "year"))
    try:
        return date(int(year), NUMBERS[month.lower()], int(day))
    except ValueError:
        return None


RULES: tuple[Rule, ...] = (
    Rule(
        code="REL037", severity=Severity.WARNING, title="Event in the past", check=_past_event,
        explanation="The text says that something will happen, on a day that is over. Such dates stay behind when last "
        "year's invitation serves as the pattern, and readers who trust them stand before a closed door. Only dates "
        "with a year are compared.",
    ),
)  # fmt: skip

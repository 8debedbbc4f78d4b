"""Rules about a release in several languages: what must be the same in all of them."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Release
from dispatch.preflight.rule import Case, Rule

#: `12,000`, `12.000`, `12 000`, `1200`: digits with one separator between groups of three, or none.
_NUMBER: Final = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,’'\u00a0\u202f ]\d{3})+(?![\w])|\d{3,}")
_NAMED: Final = 4


def numbers(release: Release) -> frozenset[str]:
    """Numbers of three digits and more in the body, however their digits are grouped."""
    return frozenset(re.sub(r"\D", "", found) for found in _NUMBER.findall(release.body_text))


def reach(release: Release) -> frozenset[str]:
    """Addresses and telephone numbers of the media contacts."""
    people = release.contacts
    emails = {email.casefold() for person in people for email in person.emails}
    return frozenset(emails | {re.sub(r"\D", "", phone) for person in people for phone in person.phones})


def speakers(release: Release) -> frozenset[str]:
    """Surnames of those who are quoted: the last words of their names."""
    return frozenset(quote.speaker.split()[-1].casefold() for quote in release.quotes if quote.speaker)


def _embargo(case: Case) -> Iterator[Finding]:
    for version in case.release.versions:
        if version.embargo is not None and version.embargo != case.release.embargo:
            message = f"Its embargo is not that of {case.release.file}; the one there counts for all languages."
            yield _finding(version, "LAN001", Severity.ERROR, message, "write the same date, time and zone, or none")


def _date(case: Case) -> Iterator[Finding]:
    for version in case.release.versions:
        if version.date and case.release.date and version.date != case.release.date:
            message = f"It is dated {version.date.isoformat()}, {case.release.file} {case.release.date.isoformat()}."
            yield _finding(version, "LAN002", Severity.WARNING, message, "correct the date that is wrong")


def _differing(
    code: str, what: str, fix: str, of: Callable[[Release], frozenset[str]]
) -> Callable[[Case], Iterator[Finding]]:
    def check(case: Case) -> Iterator[Finding]:
        main = of(case.release)
        for version in case.release.versions:
            here = of(version)
            told = [f"only here: {_list(here - main)}"] if here - main else []
            told += [f"only in {case.release.file}: {_list(main - here)}"] if main - here else []
            if told:
                yield _finding(version, code, Severity.WARNING, f"{what} differ, {'; '.join(told)}.", fix)

    return check


def _quotes(case: Case) -> Iterator[Finding]:
    for version in case.release.versions:
        here, main = len(version.quotes), len(case.release.quotes)
        if here != main:
            message = f"Quotations here: {here}, in {case.release.file}: {main}."
            yield _finding(version, "LAN005", Severity.WARNING, message, "see that nothing is missing")


def _list(names: Iterable[str]) -> str:
    ordered = sorted(names)
    more = f" and {len(ordered) - _NAMED} more" if len(ordered) > _NAMED else ""
    return ", ".join(ordered[:_NAMED]) + more


def _finding(version: Release, code: str, severity: Severity, message: str, fix: str) -> Finding:
    return Finding(code=code, severity=severity, message=message, fix=fix, file=version.file)


RULES = (
    Rule(
        code="LAN001", severity=Severity.ERROR, title="Versions with different embargoes", check=_embargo,
        explanation="Two versions of one release must not lift at different times: the earlier one breaks the other's "
        "embargo. The embargo of the main file holds for all; a version may repeat it, or leave it out.",
    ),
    Rule(
        code="LAN002", severity=Severity.WARNING, title="Versions with different dates", check=_date,
        explanation="The same release in two languages has one date. Usually one of them was written from an older "
        "release whose date was left in.",
    ),
    Rule(
        code="LAN003", severity=Severity.WARNING, title="Versions with different contacts",
        check=_differing("LAN003", "Addresses or phones of the media contacts", "correct the one that is wrong", reach),
        explanation="Journalists of both languages call the same people. Another contact for each language is fine; "
        "then list both in both, or ignore this code in [check].",
    ),
    Rule(
        code="LAN004", severity=Severity.WARNING, title="Versions with different numbers",
        check=_differing("LAN004", "Numbers in the text", "see which of them is right", numbers),
        explanation="A figure that stands in one version and not in the other is a slip of translation more often than "
        "not. Only numbers of three digits and more are compared, whatever stands between their digits.",
    ),
    Rule(
        code="LAN005", severity=Severity.WARNING, title="Versions with different quotations", check=_quotes,
        explanation="One version quotes more often than the other: a paragraph may have been forgotten, or a quotation "
        "mark that ends one.",
    ),
    Rule(
        code="LAN006", severity=Severity.WARNING, title="Versions that quote other people",
        check=_differing("LAN006", "The people who are quoted", "see that each name is spelled the same", speakers),
        explanation="Somebody is quoted in one version and not in the other, or their name is spelled in two ways.",
    ),
)  # fmt: skip

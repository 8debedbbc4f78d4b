"""Rules about a release in several languages: what must be the same in all of them."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Release
from dispatch.preflight.rule import Case, Rule

#: `12,000`, `12.000`, `12 000`, `1200`: digits with one separator between groups of three, or none.
_NUMBER: Final = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,’'\u00a0\u202f ]\d{3})+(?![\w])|\d{3,}")
#: In a headline also `15`, `4.2` and `7 %`; no times (`9:30`), ordinals (`15th`) or names (`G20`).
_FIGURE: Final = re.compile(
    r"(?<![\w.,:])"
    r"(?:\d{2,}(?:[.,]\d{1,2})?|\d[.,]\d{1,2}|\d(?=\s?(?:%|per ?cent\b|por ciento\b|pour cent\b|prozent\b)))"
    r"(?![\w:]|[.,]\d)",
    re.IGNORECASE,
)
_NAMED: Final = 4


def numbers(release: Release) -> frozenset[str]:
    """Numbers of three digits and more in headline, subhead and body, however their digits are grouped."""
    text = f"{release.headline}\n{release.subhead}\n{release.body_text}"
    return frozenset(_digits(found) for found in _NUMBER.findall(text))


def figures(release: Release) -> frozenset[str]:
    """Numbers of two digits, decimals and percentages in headline and subhead, a decimal with a point."""
    found = _FIGURE.findall(f"{release.headline}\n{release.subhead}")
    return frozenset(".".join(_digits(part) for part in re.split("[.,]", figure)) for figure in found)


def _digits(number: str) -> str:
    """Its digits as 0 to 9, in whatever script they are written."""
    return "".join(str(int(letter)) for letter in number if letter.isdecimal())


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


def _numbers(case: Case) -> Iterator[Finding]:
    """A headline's small figures count only where both have one of their own; one alone may be in words there."""
    main, small = numbers(case.release), figures(case.release)
    for version in case.release.versions:
        here, there = numbers(version) - main, main - numbers(version)
        own, other = figures(version) - small, small - figures(version)
        if own and other:
            here, there = here | own, there | other
        yield from _told(case, version, ("LAN004", "Numbers in the text", "see which of them is right"), here, there)


def _enclosed(case: Case) -> Iterator[Finding]:
    if case.release.both and len(case.release.versions) == 1:  # every mail carries the files of both halves
        return
    for version in case.release.versions:
        for what, here, main in (
            ("attachments", len(version.attachments), len(case.release.attachments)),
            ("pictures", len(version.images), len(case.release.images)),
        ):
            if here != main:
                message = f"Its {what}: {here}, of {case.release.file}: {main}; readers of each get only its own."
                yield _finding(
                    version, "LAN007", Severity.WARNING, message, f"write into each of them which {what} it has"
                )


def _pitch(case: Case) -> Iterator[Finding]:
    for version in case.release.versions:
        if bool(version.pitch) != bool(case.release.pitch):
            has, lacks = (version, case.release) if version.pitch else (case.release, version)
            message = f"{has.file} has a `pitch`, {lacks.file} has none: its readers get no personal lines."
            yield _finding(version, "LAN008", Severity.WARNING, message, f"write `pitch` into {lacks.file} too")


def _differing(
    code: str, what: str, fix: str, of: Callable[[Release], frozenset[str]]
) -> Callable[[Case], Iterator[Finding]]:
    def check(case: Case) -> Iterator[Finding]:
        main = of(case.release)
        for version in case.release.versions:
            here = of(version)
            yield from _told(case, version, (code, what, fix), here - main, main - here)

    return check


def _told(
    case: Case, version: Release, said: tuple[str, str, str], here: frozenset[str], there: frozenset[str]
) -> Iterator[Finding]:
    """What stands in one of two versions only, with the code, what it is and the fix."""
    code, what, fix = said
    told = [f"only here: {_list(here)}"] if here else []
    told += [f"only in {case.release.file}: {_list(there)}"] if there else []
    if told:
        yield _finding(version, code, Severity.WARNING, f"{what} differ, {'; '.join(told)}.", fix)


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
        check=_numbers,
        explanation="A figure that stands in one version and not in the other is a slip of translation more often than "
        "not. Numbers of three digits and more are compared everywhere, whatever stands between their digits; in "
        "headline and subhead also smaller ones, decimals and percentages, when each version has one of its own.",
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
    Rule(
        code="LAN007", severity=Severity.WARNING, title="Versions with different files",
        check=_enclosed,
        explanation="Each language version says itself what goes with it: `attachments` and `images` of one file are "
        "not taken over into the other, because a fact sheet is in one language, too. Name them in both, also when it "
        "is the same file. In one mail with two languages (--both) everyone gets all of them.",
    ),
    Rule(
        code="LAN008", severity=Severity.WARNING, title="Version without a pitch", check=_pitch,
        explanation="One version has personal lines above the release and the other has none. They are not taken over, "
        "since they are in one language; write them in both, or in none.",
    ),
)  # fmt: skip

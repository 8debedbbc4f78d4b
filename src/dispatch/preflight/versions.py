"""Rules about a release in several languages: what must be the same in all of them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import BlockType, Release
from dispatch.preflight.figures import Figures, figures, small
from dispatch.preflight.rule import Case, Rule
from dispatch.preflight.spelling import compare
from dispatch.preflight.written_dates import written_dates

#: `12,000`, `12.000`, `12 000`, `1200`: digits with one separator between groups of three, or none.
_NUMBER: Final = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,’'\u00a0\u202f ]\d{3})+(?![\w])|\d{3,}")
_NAMED: Final = 12
#: Share of the letters below which a version with fewer paragraphs lacks some.
_MUCH_SHORTER: Final = 0.9
_RUNNING: Final = frozenset({BlockType.LEAD, BlockType.PARAGRAPH, BlockType.QUOTE, BlockType.LIST})
#: Digits of numbers that are compared wherever they stand.
_LARGE: Final = 3


def numbers(release: Release) -> frozenset[str]:
    """Numbers of three digits and more in headline, subhead, body and boilerplate, however their digits are grouped."""
    text = "\n".join(_texts(release))
    return frozenset(_digits(found) for found in _NUMBER.findall(text))


def _texts(release: Release) -> tuple[str, str, str]:
    """What stands above the text, the text, and the standing paragraphs."""
    standing = "\n\n".join(part.text for part in release.boilerplate)
    return f"{release.headline}\n{release.subhead}", release.body_text, standing


def _digits(number: str) -> str:
    """Its digits as 0 to 9, in whatever script they are written."""
    return "".join(str(int(letter)) for letter in number if letter.isdecimal())


def reach(release: Release) -> frozenset[str]:
    """Addresses and telephone numbers of the media contacts."""
    people = release.contacts
    emails = {email.casefold() for person in people for email in person.emails}
    return frozenset(emails | {re.sub(r"\D", "", phone) for person in people for phone in person.phones})


def speakers(release: Release) -> tuple[str, ...]:
    """Who is quoted, each once, in their order."""
    said = (name for quote in release.quotes for name in (quote.speaker, *quote.speakers) if name)
    return tuple(dict.fromkeys(said))


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


def _dateline(case: Case) -> Iterator[Finding]:
    """The day that opens the lead, where the front matter gives both versions the same date."""
    main = case.release.dateline
    for version in case.release.versions:
        own = version.dateline
        if main and own and main.date and own.date and main.date != own.date and version.date == case.release.date:
            message = f"Its dateline says {own.date.isoformat()}, that of {case.release.file} {main.date.isoformat()}."
            fix = "correct the one that is wrong"
            found = _finding(version, "LAN002", Severity.WARNING, message, fix)
            yield replace(found, line=own.line)


def _paragraphs(case: Case) -> Iterator[Finding]:
    """A translation may split or join them: it is a warning only where it is much shorter, too."""
    for version in case.release.versions:
        one, other = (_counted(release) for release in (version, case.release))
        if not one[0] or not other[0] or one[0] == other[0]:
            continue
        fewer, more = sorted((one, other))
        severity = Severity.WARNING if fewer[1] < _MUCH_SHORTER * more[1] else Severity.INFO
        message = f"Paragraphs here: {one[0]}, in {case.release.file}: {other[0]}."
        yield _finding(version, "LAN012", severity, message, "see that none is missing")


def _counted(release: Release) -> tuple[int, int]:
    """Paragraphs of the body, and their letters."""
    texts = [block.text for block in release.blocks if block.type in _RUNNING]
    return len(texts), sum(map(len, texts))


def _written_date(case: Case) -> Iterator[Finding]:
    """Days with a month's name, where both versions have one of their own: one alone may say `on Thursday` there."""
    main = _days(case.release)
    for version in case.release.versions:
        days = _days(version)
        here, there = days.keys() - main.keys(), main.keys() - days.keys()
        if here and there:
            told = frozenset(days[day] for day in here), frozenset(main[day] for day in there)
            yield from _told(case, version, ("LAN002", "Dates in the text", "correct the date that is wrong"), *told)


def _days(release: Release) -> dict[tuple[int, int], str]:
    """Month and day of every date that is written with a month's name, and how."""
    dates = written_dates("\n".join(_texts(release)))
    return {day: " ".join(found.group().split()) for found, days in dates for day in days}


def _dates(case: Case) -> Iterator[Finding]:
    yield from _date(case)
    yield from _dateline(case)
    yield from _written_date(case)


def _numbers(case: Case) -> Iterator[Finding]:
    """Large numbers always; small ones, decimals and amounts only where both versions have one of their own.

    One alone may be in words there. In the text, where more words stand for numbers, both must have as many of them.
    """
    for version in case.release.versions:
        here, there = _large(version, case.release), _large(case.release, version)
        pairs = [
            (_only(own, other), _only(other, own), strict and len(own.written) != len(other.written))
            for own, other, strict in zip(_figures(version), _figures(case.release), (False, True, True), strict=True)
        ]
        for mine, theirs, unsure in (*pairs, (*_small(version, case.release), False)):
            if mine and theirs and not (unsure and (len(mine), len(theirs)) != (1, 1)):
                here, there = here | mine, there | theirs
        if here or there:  # then all of them, also what one version alone has
            here |= frozenset[str]().union(*(mine for mine, _, _ in pairs))
            there |= frozenset[str]().union(*(theirs for _, theirs, _ in pairs))
        yield from _told(case, version, ("LAN004", "Numbers in the text", "see which of them is right"), here, there)


def _small(one: Release, other: Release) -> tuple[frozenset[str], frozenset[str]]:
    """How numbers up to twelve are written that one of two versions has only, and those of the other.

    Where both have as many of them, also those that one has more often: `six` in the headline, `seven` in the text.
    """
    mine, theirs = (small("\n".join(_texts(release)), release.language) for release in (one, other))
    return _surplus(mine, theirs, other), _surplus(theirs, mine, one)


def _surplus(mine: Sequence[tuple[int, str]], theirs: Sequence[tuple[int, str]], other: Release) -> frozenset[str]:
    known = {value for part in _figures(other) for value, _ in part.written}
    count, there = (Counter(value for value, _ in found) for found in (mine, theirs))
    often = {value for value in count if len(mine) == len(theirs) and count[value] > there[value]}
    told = {value: word for value, word in reversed(mine) if value not in known}
    return frozenset(word for value, word in told.items() if not there[value] or value in often)


def _figures(release: Release) -> tuple[Figures, ...]:
    return tuple(figures(text, release.language) for text in _texts(release))


def _only(one: Figures, other: Figures) -> frozenset[str]:
    """How figures are written that only one of two texts has; in the other one they are not in words either."""
    values = {value for value, _ in other.written} | other.worded
    return frozenset(written for value, written in one.written if value not in values)


def _large(one: Release, other: Release) -> frozenset[str]:
    """Numbers of three digits and more of one version only; `4.5 million` may be 4500000 or `4500 thousand` there."""
    scaled = {value: text for part in _figures(one) for value, text in part.written if value in part.scaled}
    theirs = {value for part in _figures(other) for value in part.scaled}
    words = {value for part in _figures(other) for value in part.worded}
    known = numbers(other) | {f"{value:f}".partition(".")[0] for value in theirs | words}
    plain = numbers(one) - known - {_digits(text) for text in scaled.values()}
    new = {
        text
        for value, text in scaled.items()
        if len(_digits(text)) >= _LARGE and value not in theirs and known.isdisjoint({_digits(text), f"{value:f}"})
    }
    return plain | new


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
        first = min(here, default="")
        yield _finding(version, code, Severity.WARNING, f"{what} differ, {'; '.join(told)}.", fix, words=first)


def _people(case: Case) -> Iterator[Finding]:
    """Speakers that differ, and the names of speakers and contacts that are spelled in two ways."""
    for version in case.release.versions:
        said = compare(speakers(version), speakers(case.release))
        called = compare(*([person.name for person in one.contacts] for one in (version, case.release)))
        for here, there in dict.fromkeys((*said.alike, *called.alike)):
            message = f"{here} is {there} in {case.release.file}."
            yield _finding(version, "LAN006", Severity.WARNING, message, "spell the name the same in both", words=here)
        differ = "LAN006", "The people who are quoted", "see that each name is spelled the same"
        yield from _told(case, version, differ, said.here, said.there)


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


def _finding(version: Release, code: str, severity: Severity, message: str, fix: str, *, words: str = "") -> Finding:
    """A finding about a version, at the first line with the words."""
    rows = enumerate(version.source.split("\n"), start=1)
    line = next((number for number, row in rows if words in row), None) if words else None
    return Finding(code=code, severity=severity, message=message, fix=fix, file=version.file, line=line)


RULES = (
    Rule(
        code="LAN001", severity=Severity.ERROR, title="Versions with different embargoes", check=_embargo,
        explanation="Two versions of one release must not lift at different times: the earlier one breaks the other's "
        "embargo. The embargo of the main file holds for all; a version may repeat it, or leave it out.",
    ),
    Rule(
        code="LAN002", severity=Severity.WARNING, title="Versions with different dates", check=_dates,
        explanation="The same release in two languages has one date. Usually one of them was written from an older "
        "release whose date was left in. Dates in headline and text that are written with a month's name are compared, "
        "too, when each version has one of its own.",
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
        "not. Numbers of three digits and more are compared everywhere, whatever stands between their digits; "
        "numbers of two digits, decimals, percentages and amounts such as 4.5 million when each version has one of its "
        "own, and not where the other one has it in words. Of those from two to twelve the words are compared, too, in "
        "English, Spanish, French and German; standing paragraphs count like the text.",
    ),
    Rule(
        code="LAN005", severity=Severity.WARNING, title="Versions with different quotations", check=_quotes,
        explanation="One version quotes more often than the other: a paragraph may have been forgotten, or a quotation "
        "mark that ends one.",
    ),
    Rule(
        code="LAN006", severity=Severity.WARNING, title="Versions that quote other people",
check=_people,
        explanation="Somebody is quoted in one version and not in the other, or the name of a "
        "speaker or contact is spelled in two ways: a translation leaves names as they are.",
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
    Rule(
        code="LAN009", severity=Severity.ERROR, title="Version in another language than its name",
        explanation="The file is named for one language (`release.es.md`, or under `translations`), and its front "
        "matter says another. Readers get it by its name, with the words of the theme in that language: correct "
        "whichever is wrong.",
    ),
    Rule(
        code="LAN010", severity=Severity.ERROR, title="Version that cannot be read",
        explanation="`translations` names a file that is missing, is no file, or lies outside the workspace: nothing "
        "from elsewhere on this machine may go out by mail. Its readers would get the main version. Paths are "
        "relative to the release.",
    ),
    Rule(
        code="LAN011", severity=Severity.WARNING, title="Unknown language",
        explanation="`translations` names a language by a code that nobody knows, such as xx. People get a version by "
        "the language that their list says, so that one would reach nobody. Codes are those of ISO 639: es, pt-BR.",
    ),
    Rule(
        code="LAN012", severity=Severity.WARNING, title="Versions with different paragraphs", check=_paragraphs,
        explanation="One version has more paragraphs than the other. Translators split and join them, so that this is "
        "information; where the version with fewer of them is shorter, too, it is a warning: one may be missing.",
    ),
)  # fmt: skip

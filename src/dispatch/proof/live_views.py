"""What the live page asks for, as plain data: the state, people, one mail, lines of a source."""

from collections.abc import Mapping, Sequence
from typing import Any

from dispatch.inert import inert, inert_lines
from dispatch.model.finding import Finding, by_weight
from dispatch.proof.audience import (
    left_out_words,
    list_words,
    reader_words,
    reading_words,
    version_words,
    wave_words,
    written_words,
)
from dispatch.proof.edition import Edition
from dispatch.proof.mail import read_header, read_mail
from dispatch.proof.page import in_scheme
from dispatch.proof.pictures import with_pictures, without_pictures

#: Octets of HTML after which large mail services cut a message off.
CLIPPED = 102 * 1024
#: Rows of people in one answer.
MOST_ROWS = 200
#: Rows of people that a page may ask for again after a change, so that it keeps its place.
MOST_KEPT = 5_000
#: Lines of a source in one answer, and how many of them stand before the one that is asked for.
_SOURCE_LINES = 400
_SOURCE_BEFORE = 60

Data = Mapping[str, Any]


def state(edition: Edition) -> Data:
    """Everything of an edition that is not about one contact."""
    counts = edition.counts
    return {
        "version": edition.version,
        "headline": inert(edition.headline),
        "file": inert(edition.file),
        "theme": inert(edition.theme),
        "made": f"{edition.made.astimezone():%H:%M:%S}",
        "people": len(edition.directory),
        "audience": None if counts is None else counts.deliveries,
        "waves": wave_words(counts.deliveries, edition.early) if counts else "",
        "versions": inert(version_words(edition.versions)) if counts and counts.deliveries else "",
        "lists": inert(list_words(edition.by_list)),
        "languages": inert(reading_words(edition.by_language)),
        "left_out": left_out_words(counts) if counts else "",
        "findings": [_finding(finding) for finding in by_weight(edition.findings)],
        "mailing": inert(edition.mailing),
        "about": [[inert(label), inert(words)] for label, words in edition.about],
        "shapes": len(edition.shapes.first),
        "counting": edition.shapes.seen < len(edition.directory),
        "trouble": {"message": inert(edition.trouble.message), "fix": inert(edition.trouble.fix)}
        if edition.trouble
        else None,
    }


def people(edition: Edition, words: str, among: str, start: int, count: int = 0, *, kept: str = "") -> Data:
    """A stretch of those who are looked for.

    Args:
        edition: The edition.
        words: Parts of words.
        among: `longest`, `shortest`, `missing`, `shapes`, or anything else for everyone.
        start: How many of the found to skip.
        count: How many are wanted, up to `MOST_KEPT`; at least `MOST_ROWS`.
        kept: Address of who should stay chosen: the stretch lies around their place among the found, if they have one.
    """
    found = edition.directory.find(words, _among(edition, among))
    number = edition.directory.number(kept) if kept else None
    here = found.index(number) if number is not None and number in found else -1
    if here >= MOST_ROWS:
        start = here - MOST_ROWS // 2
    end = start + min(max(count, MOST_ROWS), MOST_KEPT)
    rows = [_person(edition, number, among) for number in found[start:end]]
    return {"version": edition.version, "total": len(found), "start": start, "here": here, "rows": rows}


def _among(edition: Edition, among: str) -> Sequence[int] | None:
    directory = edition.directory
    if among == "longest":
        return directory.longest
    if among == "shortest":
        return directory.shortest
    if among == "missing":
        return directory.incomplete
    return sorted(edition.shapes.first.values()) if among == "shapes" else None


def _person(edition: Edition, number: int, among: str) -> Data:
    contact = edition.directory.contacts[number]
    about = [contact.outlet, contact.language]
    if among == "missing":
        about = [f"no {name.replace('_', ' ')}" for name in edition.directory.missing(number)]
    if among == "shapes":
        about = [_like(edition, shape) for shape, one in edition.shapes.first.items() if one == number]
    return {
        "address": contact.key,
        "name": inert(contact.name or contact.email),
        "about": inert(" · ".join(part for part in about if part)),
    }


def _like(edition: Edition, shape: int) -> str:
    """`English, 201 like this`."""
    content = edition.content(edition.directory.contacts[edition.shapes.first[shape]])
    written = written_words(read_header(content, "Content-Language"))
    return f"{written}, {edition.shapes.count[shape]:,} like this"


def mail(edition: Edition, number: int) -> Data:
    """One contact's message, taken apart."""
    contact = edition.directory.contacts[number]
    read = read_mail(edition.content(contact))
    return {
        "version": edition.version,
        "address": contact.key,
        "number": number + 1,
        "whose": inert(reader_words(contact)),
        "place": inert(f"{contact.file}:{contact.line}") if contact.file else "",
        "seen": [[label, inert(words)] for label, words in read.seen],
        "headers": [[inert(name), inert(value)] for name, value in read.headers],
        "text": inert_lines(read.text),
        "size": read.size,
        "html_size": len(read.html.encode()),
        "clipped": CLIPPED,
    }


def frame(edition: Edition, number: int, *, scheme: str, pictures: bool) -> str:
    """The HTML of one contact's message, for a frame.

    Args:
        edition: The edition.
        number: Whose.
        scheme: `light` or `dark`.
        pictures: Show them, or their alternative texts.
    """
    read = read_mail(edition.content(edition.directory.contacts[number]))
    html = with_pictures(read.html, read.pictures) if pictures else without_pictures(read.html)
    return in_scheme(html, scheme)


def source(edition: Edition, file: str, line: int) -> Data | None:
    """Lines of a file that a finding points into, around one of them; None for any other file."""
    if file not in {finding.file for finding in edition.findings} | {edition.file}:
        return None
    text = edition.source(file)
    if text is None:
        return {"file": inert(file), "first": 0, "line": line, "lines": []}
    lines = text.split("\n")
    first = max(line - 1 - _SOURCE_BEFORE, 0)
    shown = [inert(one.expandtabs(4)) for one in lines[first : first + _SOURCE_LINES]]
    return {"file": inert(file), "first": first + 1, "line": line, "lines": shown}


def _finding(finding: Finding) -> Data:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": inert(finding.message),
        "fix": inert(finding.fix),
        "file": finding.file,
        "line": finding.line,
        "place": inert(finding.place),
        "address": finding.address,
    }

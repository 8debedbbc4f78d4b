"""Puts the parts together: a document becomes a release, and every character of it has one place."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from dispatch.model.finding import Finding
from dispatch.model.release import Block, Dateline, Kind, Quote, Release, Span
from dispatch.release.anatomy import (
    blocks,
    checks,
    collapsed,
    dateline,
    dates,
    embargo,
    embargo_statements,
    kind,
    language,
    mail_header,
    openers,
    running_heads,
    tail,
    top,
)
from dispatch.release.anatomy.dateline import Opening
from dispatch.release.anatomy.draft import Draft, Part, Role
from dispatch.release.source import Document

#: Languages in which no desk writes the month before the day.
_DAY_FIRST = frozenset({"es", "fr", "de"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """A release, what there is to say about it, and where every character went."""

    release: Release
    findings: tuple[Finding, ...]
    parts: tuple[Part, ...]
    #: Character offsets of the front matter, end exclusive; None without one.
    extent: tuple[int, int] | None = None


def understand(document: Document, *, shown: str, fingerprint: str) -> Understanding:
    """Read a document by its anatomy."""
    titled = "headline" in document.front
    paragraphs = document.paragraphs if titled else collapsed.spread(document.source, document.paragraphs)
    draft = Draft(document=document, paragraphs=list(paragraphs))
    running_heads.find(draft)
    embargo_statements.cut(draft)
    openers.cut(draft)
    openers.cut_ends(draft)
    above = top.find(draft)
    _cut_dateline(draft, above)
    embargo_statements.claim(draft, above.lead)
    tail.find(draft, above.lead)
    mail_header.claim_signer(draft)
    mail_header.claim_closing(draft)
    _dateline_at_foot(draft, above)
    if "contacts" in document.front:
        for index in draft.having(Role.CONTACT):
            draft.roles[index], draft.reasons[index] = Role.RESIDUE, "replaced by the front matter"
    release = _release(draft, above, shown, fingerprint)
    checks.check(draft, release)
    findings = tuple(replace(finding, file=shown) for finding in draft.findings)
    return Understanding(
        release=release, findings=(*document.findings, *findings), parts=draft.parts(), extent=document.front_extent
    )


def _cut_dateline(draft: Draft, above: top.Top) -> None:
    """The dateline as a paragraph of its own, so that the lead begins with its first word."""
    if above.opening is None or above.apart:
        return
    if draft.roles[above.lead] is not None:
        above.opening = None
        return
    draft.split(above.lead, above.opening.end)
    draft.claim(above.lead, Role.DATELINE)
    if above.opening.confidence < 1:
        draft.confidence["dateline"] = above.opening.confidence
    if above.lead + 1 < len(draft.paragraphs):
        above.lead += 1
        while above.lead + 1 < len(draft.paragraphs) and draft.roles[above.lead] is not None:
            above.lead += 1


def _dateline_at_foot(draft: Draft, above: top.Top) -> None:
    """`Mainfeld, 19. November 2026` below a text that has no date on top, as a letter ends."""
    if draft.having(Role.DATE) or (above.opening is not None and above.opening.printed is not None):
        return
    for index in _feet(draft):
        opening = dateline.opening(draft.text(index)) if index > above.lead else None
        if not (opening and opening.printed and opening.city and opening.end >= len(draft.text(index))):
            continue
        if above.opening is None:
            draft.roles[index] = Role.DATELINE
            above.opening, above.apart = opening, True
        elif dates.fold(above.opening.city or "") == dates.fold(opening.city):
            draft.roles[index] = Role.DATE
        return


def _feet(draft: Draft) -> list[int]:
    """Where a text may say at its end where and when it was given out: its last row, or one below the end mark."""
    loose = [index for index in draft.having(Role.RESIDUE) if draft.reasons.get(index) == tail.AFTER_END]
    left = [index for index, role in enumerate(draft.roles) if role is not Role.RESIDUE]
    signed = [index - 1 for index in draft.having(Role.CONTACT)[:1]]
    return [*draft.having(Role.BODY)[-1:], *loose, *left[-1:], *signed]


def _release(draft: Draft, above: top.Top, shown: str, fingerprint: str) -> Release:
    body, quotes = blocks.body(draft)
    code, sure = language.guess(" ".join([above.titles.headline, *(block.text for block in body)]))
    if sure < 0.3:  # noqa: PLR2004 - a third of the common words say otherwise
        draft.confidence["language"] = round(sure, 2)
    instant, embargo_text = _embargo(draft)
    return Release(
        file=shown,
        fingerprint=fingerprint,
        source=draft.document.source,
        headline=above.titles.headline or _kind_as_headline(draft, above),
        subhead=above.titles.subhead,
        kicker=above.titles.kicker,
        kind=_kind(above, body, quotes),
        language=code,
        dateline=_dateline(draft, above.opening),
        date=_date(draft, above.opening, code, instant),
        embargo=instant,
        embargo_text=embargo_text,
        immediate=bool(draft.having(Role.STATUS)),
        blocks=body,
        quotes=quotes,
        boilerplate=blocks.boilerplates(draft),
        contacts=blocks.media_contacts(draft),
        notes=blocks.notes(draft),
        links=blocks.links(draft),
        images=blocks.images(draft),
        end_mark=next((draft.text(index) for index in draft.having(Role.END_MARK)), None),
        residue=draft.residue(),
        lines=_lines(draft),
        confidence=tuple(sorted(draft.confidence.items())),
    )


def _kind_as_headline(draft: Draft, above: top.Top) -> str:
    """`PRESS RELEASE WITHDRAWN` is all the headline that such a notice has."""
    if above.kind not in {Kind.CORRECTION, Kind.UPDATE, Kind.WITHDRAWAL}:
        return ""
    return next((draft.text(index) for index in draft.having(Role.KIND)), "")


def _kind(above: top.Top, body: tuple[Block, ...], quotes: tuple[Quote, ...]) -> Kind:
    if above.kind not in {None, Kind.RELEASE} and above.kind:
        return above.kind
    headline = above.titles.headline
    found = kind.kind_line(headline)
    if found and found[0] is not Kind.RELEASE and _marks_headline(headline, found[1], found[0]):
        return found[0]
    if (marked := _at_the_end(headline)) is not None:
        return marked
    announced = kind.announces_statement(" ".join(block.text for block in body[:2]))
    spoken = announced or kind.titled_statement(headline) or _is_one_voice(body, quotes)
    return Kind.STATEMENT if spoken else Kind.RELEASE


def _is_one_voice(body: tuple[Block, ...], quotes: tuple[Quote, ...]) -> bool:
    """Whether one quotation of several paragraphs is most of the body."""
    words = sum(len(block.text.split()) for block in body)
    longest = max((quote.text for quote in quotes if "\n\n" in quote.text), key=len, default="")
    return 2 * len(longest.split()) > words


def _marks_headline(headline: str, end: int, found: Kind) -> bool:
    """Whether a kind's word stands before the headline like a label, and is not its first word."""
    if headline.casefold().startswith("correcting and replacing"):
        return True
    return headline[end : end + 2].strip()[:1] in {":", "–", "—", "-", "/", "|"} or (
        found is Kind.ADVISORY and len(headline) > end
    )


def _at_the_end(headline: str) -> Kind | None:
    """`Headline – CORRECTION`, `Headline (Updated 6 p.m.)`."""
    match = re.search(r"(?:\s[–—-]\s|\s?[(\[]|:\s)(?P<words>[^()\[\]–—:]{4,30}(?::\d\d[^()]{0,12})?)[)\]]?$", headline)
    found = kind.kind_line(match["words"]) if match else None
    if match is None or found is None or found[0] not in {Kind.CORRECTION, Kind.UPDATE, Kind.WITHDRAWAL}:
        return None
    rest = match["words"][found[1] :].strip()
    return found[0] if not rest or re.match(r"\d|[ap]\.?m", rest) else None


def _dateline(draft: Draft, opening: Opening | None) -> Dateline | None:
    if opening is None:
        return None
    return Dateline(
        text=opening.text,
        city=opening.city,
        region=opening.region,
        date=opening.printed.date if opening.printed else None,
        line=draft.span(draft.having(Role.DATELINE)[0]).first,
    )


def _date(draft: Draft, opening: Opening | None, code: str, embargo_ends: datetime | None) -> date | None:
    """The dateline's date, else that of a date line, else that beside the kind or status line."""
    candidates = [opening.printed] if opening and opening.printed else []
    where = [draft.having(Role.DATELINE)[0]] if candidates else []
    for index in draft.having(Role.DATE):
        found = next(dates.find(draft.text(index)), None)
        if found:
            candidates.append(found)
            where.append(index)
    if not candidates:
        candidates, where = _beside(draft)
        if not candidates:
            candidates, where = _mailed(draft, embargo_ends)
    if code in _DAY_FIRST:
        candidates = [dates.day_first(printed) for printed in candidates]
    for printed, index in zip(candidates, where, strict=True):
        checks.check_date(draft, printed, index)
    return next((printed.date for printed in candidates if printed.date), None)


def _beside(draft: Draft) -> tuple[list[dates.PrintedDate], list[int]]:
    """The date that shares a row with the kind, the status or the contact on top."""
    last = min(draft.having(Role.HEADLINE) + draft.having(Role.BODY), default=0)
    for index in range(last):
        named = draft.roles[index] in {Role.KIND, Role.STATUS, Role.CONTACT}
        named = named or draft.reasons.get(index) == running_heads.REASON
        if named and not kind.of_another(draft.text(index)):
            for found in dates.find(draft.text(index)):
                if found.date:
                    return [found], [index]
    return [], []


def _mailed(draft: Draft, embargo_ends: datetime | None) -> tuple[list[dates.PrintedDate], list[int]]:
    """When the first mail was sent that a text came with; what is sent under embargo speaks of a later day as today."""
    sent = [index for index in draft.having(Role.RESIDUE) if draft.reasons.get(index) == mail_header.REASON]
    for index in reversed(sent):
        printed = mail_header.sent(draft.text(index))
        if printed and printed.date and embargo_ends and printed.date < embargo_ends.date():
            return [], []
        if printed:
            return [printed], [index]
    return [], []


def _embargo(draft: Draft) -> tuple[datetime | None, str]:
    """The one instant of all embargo lines; lines that disagree give none."""
    indexes = draft.having(Role.EMBARGO)
    readings = [
        (run[0], embargo.read(" ".join(draft.text(index) for index in run))) for run in _embargo_runs(draft, indexes)
    ]
    if not readings:
        readings = [(index, embargo.read(words)) for index, words in embargo_statements.told(draft)]
    if not readings:
        return None, ""
    given = draft.document.front.get("embargo")
    instants = {found.instant for _, found in readings if found.instant}
    if isinstance(given, datetime):
        instants.add(given)
    else:
        checks.check_embargo(draft, readings)
    if len(instants) > 1:
        checks.disagree(draft, readings[-1][0])
    failed = len(instants) > 1 or any(found.instant is None for _, found in readings)
    return None if failed else readings[0][1].instant, readings[0][1].text


def _embargo_runs(draft: Draft, indexes: list[int]) -> list[list[int]]:
    """Each announcing line with the line that holds its time."""
    runs: list[list[int]] = []
    for index in indexes:
        if runs and embargo.opens(draft.text(index)) is None:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _lines(draft: Draft) -> tuple[tuple[str, Span], ...]:
    found = []
    for role in (Role.HEADLINE, Role.SUBHEAD, Role.KICKER, Role.EMBARGO, Role.KIND, Role.DATE, Role.STATUS):
        indexes = draft.having(role)
        if indexes:
            name = "immediate" if role is Role.STATUS else role.value
            found.append((name, draft.span(indexes[0], indexes[-1])))
    return tuple(found)

"""A release as it was understood, in words and as data."""

from dispatch.cli.answer import Json
from dispatch.cli.render.findings import show_findings
from dispatch.cli.render.page import Page
from dispatch.cli.render.shapes import instant_json
from dispatch.cli.render.words import many
from dispatch.model.release import Block, Boilerplate, Dateline, MediaContact, Release, Span
from dispatch.workflows.inspect import InspectResult

_EXCERPT = 66


def people(result: InspectResult, page: Page) -> None:
    """One line per part with its source lines; a question mark where it was a guess."""
    release = result.release
    _show_head(release, page)
    _show_body(release, page)
    _show_rest(release, page)
    if result.written:
        page.line(("Written", "bold green"), f" as Markdown: {', '.join((result.written, *result.pictures))}")
    if result.findings:
        page.blank()
        show_findings(page, result.findings, {release.file: release.source})


def _show_head(release: Release, page: Page) -> None:
    lines = dict(release.lines)
    _part(page, release, "Headline", release.headline, lines.get("headline"))
    for label, text in (("Kicker", release.kicker), ("Subhead", release.subhead)):
        _part(page, release, label, text, lines.get(label.casefold()))
    _part(page, release, "Kind", release.kind.value, lines.get("kind"))
    page.field("Language", release.language)
    if release.dateline:
        line = release.dateline.line
        _part(
            page, release, "Dateline", _dateline_words(release.dateline), Span(first=line, last=line) if line else None
        )
    _part(page, release, "Date", release.date.isoformat() if release.date else "", lines.get("date"))
    if release.embargo or release.embargo_text:
        instant = release.embargo.isoformat(" ", "minutes") if release.embargo else "cannot be an instant"
        _part(page, release, "Embargo", f"{instant} ({release.embargo_text})", lines.get("embargo"))
    elif release.immediate:
        _part(page, release, "Embargo", "none: for immediate release", lines.get("immediate"))


def _show_body(release: Release, page: Page) -> None:
    words = len(release.body_text.split())
    page.field("Body", f"{many(len(release.blocks), 'block')}, {many(words, 'word')}")
    page.rows(
        [[_lines(block.lines), (block.type.value, "cyan"), _short(block.text)] for block in release.blocks], indent=4
    )
    for quote in release.quotes:
        paragraphs = quote.text.count("\n\n") + 1
        who = _all_of(quote.speakers) or quote.speaker or "nobody named"
        page.field(
            "Quote", f"{who}: {_short(quote.text)}", aside=f"{_lines(quote.lines)}, {many(paragraphs, 'paragraph')}"
        )


def _all_of(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _show_rest(release: Release, page: Page) -> None:
    for item in release.boilerplate:
        _part(page, release, "About", f"{item.title or '(no title)'}: {_short(item.text)}", item.lines)
    for contact in release.contacts:
        _part(page, release, "Contact", _contact_words(contact), contact.lines)
    for note in release.notes:
        _part(page, release, "Note", _short(note.text), note.lines)
    for link in release.links:
        page.field("Link", f"{link.text} → {link.url}", aside=f"line {link.line}" if link.line else "")
    for image in release.images:
        page.field("Image", f"{image.src} {image.alt}", aside=f"line {image.line}" if image.line else "")
    if release.end_mark:
        page.field("End mark", release.end_mark)
    for residue in release.residue:
        page.field("Left over", f"{residue.reason}: {_short(residue.text)}", aside=_lines(residue.lines))


def _part(page: Page, release: Release, label: str, text: str, span: Span | None) -> None:
    if not text:
        return
    sure = dict(release.confidence).get(label.casefold())
    guess = f"a guess ({sure:.0%})" if sure is not None else ""
    page.field(label, text, aside=", ".join(part for part in (_lines(span), guess) if part))


def _lines(span: Span | None) -> str:
    if span is None:
        return ""
    return f"line {span.first}" if span.first == span.last else f"lines {span.first}–{span.last}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXCERPT else flat[: _EXCERPT - 1].rstrip() + "…"


def _dateline_words(dateline: Dateline) -> str:
    parts = (dateline.city, dateline.region, dateline.date.isoformat() if dateline.date else None)
    return " · ".join(part for part in parts if part) or dateline.text


def _contact_words(contact: MediaContact) -> str:
    parts = (contact.name, contact.role, ", ".join(contact.emails), ", ".join(contact.phones))
    return " · ".join(part for part in parts if part) or "found, but neither name, address nor phone"


def data(result: InspectResult) -> Json:
    """Every part; absent ones are null or empty."""
    release = result.release
    return {
        "file": release.file,
        "headline": release.headline,
        "subhead": release.subhead or None,
        "kicker": release.kicker or None,
        "kind": release.kind.value,
        "language": release.language,
        "dateline": _dateline_json(release.dateline),
        "date": release.date.isoformat() if release.date else None,
        "embargo": instant_json(release.embargo),
        "immediate": release.immediate,
        "blocks": [_block_json(block) for block in release.blocks],
        "quotes": [
            {
                "text": quote.text,
                "speaker": quote.speaker,
                "speakers": list(quote.speakers),
                "line": quote.lines.first,
            }
            for quote in release.quotes
        ],
        "boilerplate": [_boilerplate_json(item) for item in release.boilerplate],
        "contacts": [_contact_json(contact) for contact in release.contacts],
        "notes": [_block_json(note) for note in release.notes],
        "links": [{"text": link.text, "url": link.url, "line": link.line} for link in release.links],
        "images": [
            {"src": image.src, "alt": image.alt, "caption": image.caption, "credit": image.credit, "line": image.line}
            for image in release.images
        ],
        "end_mark": release.end_mark,
        "residue": [{"text": item.text, "line": item.lines.first, "reason": item.reason} for item in release.residue],
        "confidence": dict(release.confidence),
        "written": result.written,
        "pictures": list(result.pictures),
    }


def _dateline_json(dateline: Dateline | None) -> Json:
    if dateline is None:
        return None
    day = dateline.date.isoformat() if dateline.date else None
    return {"text": dateline.text, "city": dateline.city, "region": dateline.region, "date": day}


def _block_json(block: Block) -> Json:
    return {"type": block.type.value, "text": block.text, "html": block.html, "line": block.lines.first}


def _boilerplate_json(item: Boilerplate) -> Json:
    return {"title": item.title, "text": item.text, "line": item.lines.first if item.lines else None}


def _contact_json(contact: MediaContact) -> Json:
    return {
        "name": contact.name,
        "role": contact.role,
        "emails": list(contact.emails),
        "phones": list(contact.phones),
    }

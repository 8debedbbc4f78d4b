"""Front matter wins over what was read from the text."""

from dataclasses import replace
from typing import Any

from dispatch.model.release import Block, BlockType, Boilerplate, Dateline, Release, Span
from dispatch.release import inline
from dispatch.release.anatomy import blocks, dateline
from dispatch.release.expression import Expression
from dispatch.release.source import Document, collapse

_PLAIN = (
    "id", "headline", "subhead", "kicker", "kind", "language", "date", "embargo", "contacts", "images", "attachments",
    "subject", "pitch", "tags", "translations",
)  # fmt: skip

#: With what a heading among the notes begins, and a list of one item, as in Markdown.
HEADING, ITEM = "## ", "- "
#: Lines that a mail prints as plain text, in headers too: what Markdown marks in them is printed without its marks.
_UNMARKED = ("headline", "subhead", "kicker")
_LINK = Expression(r"(?<!\\)!?(?<!\\)\[([^\[\]]{1,200})\]\([^()\s]{1,500}\)")
#: Stars and underscores around words; those within a word stay (`Leser*innen`, `file_name`), and those of a footnote.
_MARKED = Expression(
    r"(?<![\w*_~\\])(?P<mark>\*{1,3}|_{1,3}|~~|`)(?=[^\s*_~`])(?P<words>.{1,300}?)(?<=[^\s\\])(?P=mark)(?![\w*_~])"
)
_MARKS = Expression(r"([*_~`\[\]])")
_ESCAPED = Expression(r"\\([*_~`\[\]])")


def applied(release: Release, document: Document) -> Release:
    """The release with the values of its front matter."""
    front = document.front
    if not front:
        return release
    values: dict[str, Any] = {key: front[key] for key in _PLAIN if key in front}
    values |= {key: unmarked(values[key]) for key in _UNMARKED if isinstance(values.get(key), str)}
    lines = document.front_lines
    if "contacts" in front:
        values["contacts"] = tuple(replace(contact, lines=lines["contacts"]) for contact in values["contacts"])
    if "dateline" in front:
        values["dateline"] = _dateline(str(front["dateline"]), lines["dateline"])
    if "boilerplate" in front:
        values["boilerplate"] = _boilerplate(values_of(front, "boilerplate"), lines["boilerplate"])
    if "notes" in front:
        values["notes"] = (*release.notes, *_notes(values_of(front, "notes"), lines["notes"]))
    if "images" in front:
        values["images"] = (
            *(replace(image, line=lines["images"].first) for image in values["images"]),
            *release.images,
        )
    if "embargo" in front:
        values["embargo_text"] = release.embargo_text or f"{front['embargo']}"
    if values.get("dateline") and values["dateline"].date and "date" not in values:
        values["date"] = values["dateline"].date
    given = [item.html for key in ("boilerplate", "notes") if key in front for item in values[key]]
    values["links"] = (*release.links, *(link for html in given for link in blocks.links_in(html, None)))
    found = dict(release.lines) | {key: span for key, span in lines.items() if key in _PLAIN}
    sure = tuple(item for item in release.confidence if item[0] not in front)
    return replace(release, **values, lines=tuple(found.items()), confidence=sure)


def unmarked(text: str) -> str:
    """A line of Markdown as plain text: emphasis and code without their marks, links by their words."""
    text = _LINK.sub(r"\1", text)
    before = ""
    while before != text:
        before, text = text, _MARKED.sub(r"\g<words>", text)
    return _ESCAPED.sub(r"\1", text)


def literal(text: str) -> str:
    """A line so written that `unmarked` gives it back as it is."""
    return _MARKS.sub(r"\\\1", text) if unmarked(text) != text else text


def values_of(front: dict[str, object], key: str) -> Any:
    """A value whose type its converter has made sure of."""
    return front[key]


def _dateline(text: str, lines: Span) -> Dateline:
    opening = dateline.opening(f"{text} – X")
    if opening is None:
        return Dateline(text=text, line=lines.first)
    printed = opening.printed.date if opening.printed else None
    return Dateline(text=text, city=opening.city, region=opening.region, date=printed, line=lines.first)


def _boilerplate(items: tuple[tuple[str, str], ...], lines: Span) -> tuple[Boilerplate, ...]:
    return tuple(Boilerplate(title=title, text=_joined(text), html=_html(text), lines=lines) for title, text in items)


def _notes(items: tuple[str, ...], lines: Span) -> tuple[Block, ...]:
    return tuple(_note(text, lines) for text in items)


def _note(text: str, lines: Span) -> Block:
    """A note; one of several rows is a list, one that begins as headings of Markdown do is a heading."""
    rows = [row for row in (collapse(row) for row in text.split("\n")) if row]
    if len(rows) == 1 and rows[0].startswith(HEADING):
        title = rows[0].removeprefix(HEADING)
        return Block(
            type=BlockType.HEADING, text=title, html=f"<h2>{inline.from_text(title)}</h2>", lines=lines, level=2
        )
    if len(rows) == 1 and not rows[0].startswith(ITEM):
        return Block(type=BlockType.PARAGRAPH, text=rows[0], html=_html(rows[0]), lines=lines)
    rows = [row.removeprefix(ITEM) for row in rows]
    inner = "".join(f"<li>{inline.from_text(row)}</li>" for row in rows)
    return Block(type=BlockType.LIST, text="\n".join(rows), html=f"<ul>{inner}</ul>", lines=lines)


def _pieces(text: str) -> list[str]:
    return [piece for piece in (collapse(part) for part in text.split("\n\n")) if piece]


def _joined(text: str) -> str:
    return "\n\n".join(_pieces(text))


def _html(text: str) -> str:
    return "".join(f"<p>{inline.from_text(piece)}</p>" for piece in _pieces(text))

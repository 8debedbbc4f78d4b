"""Writes a release as Markdown with front matter, so that a scraped text becomes a clean source."""

import html as html_escapes
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePath
from types import MappingProxyType

import yaml

from dispatch.model.release import Block, BlockType, Boilerplate, Image, MediaContact, Release
from dispatch.release.expression import Expression
from dispatch.release.front import HEADING, ITEM, literal
from dispatch.release.front_matter import KEYS

_TOKEN = Expression(r"<[^>]*>|[^<]+|<")
_HREF = Expression(r'href="([^"]*)"')
_SPECIAL = Expression(r"([\\`*_\[\]<>])")
_LINE_START = Expression(r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|={1,}\s*$|-{2,}\s*$|~{3,}|\|)")
_NUMBER_START = Expression(r"^(\d{1,9})([.)])(?=\s|$)")
_ENTITY = Expression(r"&(?=#?\w{1,31};)")
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~"}
#: What Markdown takes for a link between angle brackets (CommonMark, section 6.5), and a mail program too.
_AUTOLINK = Expression(r"https?://[^\s<>]+|[\w.+-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9]+)+")
#: Marks with which a quotation in the running text begins: it needs no other sign.
_MARKED = frozenset("“”„«»\"'‘’‹›")
_CLOSING = frozenset('”»"')
#: Rows that keep a text back, and must not be left out without a word.
_KEPT_BACK = Expression(r"embarg|sperrfrist|sperrvermerk", re.IGNORECASE)
_TITLE, _BACKSLASHED = Expression(r'(["\\&])'), r"\\\1"
_SOURCE = Expression(r'(src|alt)="([^"]*)"')
_MARKDOWN = frozenset({".md", ".markdown"})


class _Dumper(yaml.SafeDumper):
    """YAML with texts of several lines as blocks."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def to_markdown(release: Release) -> str:
    """The release as Markdown with front matter; reading it gives the same release, residue left out.

    What an embargo line says stays in the text when it is no instant, so that it still stops a send; so do rows that
    were left over and speak of one. The caption of a picture in the text stands in quotation marks behind its file.
    """
    # that there is no boilerplate is said, too: whether a last paragraph is one is weighed, by what stands around it
    values = {key: value for key, value in _front(release) if value or key == "boilerplate"}
    front = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    body = "\n\n".join(_pieces(release))
    return f"---\n{front}---\n\n{body}\n"


def _front(release: Release) -> Iterator[tuple[str, object]]:
    values: dict[str, object] = {
        "id": release.id,
        "headline": literal(release.headline),
        "subhead": literal(release.subhead),
        "kicker": literal(release.kicker),
        "kind": release.kind.value,
        "language": release.language,
        "date": release.date.isoformat() if release.date else None,
        "embargo": _instant(release.embargo) if release.embargo else None,
        "dateline": release.dateline.text if release.dateline else None,
        "subject": release.subject,
        "pitch": release.pitch,
        "contacts": [_contact(item) for item in release.contacts if item.name or item.emails or item.phones],
        "boilerplate": [_boilerplate(found) for found in release.boilerplate],
        "notes": [_note(note) for note in release.notes],
        "images": [_image(image) for image in release.images if image.decorative or not _shown(release, image.src)],
        "attachments": list(release.attachments),
        "tags": list(release.tags),
        "translations": dict(release.translations),
    }  # fmt: skip
    return ((key, values[key]) for key in KEYS if key in values)


def _note(note: Block) -> str:
    """A note as the front matter has it: rows are the items of a list, a single one marked as in Markdown."""
    single = note.type is BlockType.LIST and "\n" not in note.text
    return f"{HEADING if note.type is BlockType.HEADING else ITEM if single else ''}{note.text}"


def _instant(instant: datetime) -> str:
    zone = getattr(instant.tzinfo, "key", None)
    if zone and instant.replace(fold=0).utcoffset() == instant.replace(fold=1).utcoffset():
        return f"{instant:%Y-%m-%d %H:%M} {zone}"
    return instant.isoformat(" ", "minutes")


def _contact(contact: MediaContact) -> dict[str, object]:
    values: dict[str, object] = {"name": contact.name, "role": contact.role}
    values["email" if len(contact.emails) == 1 else "emails"] = _one_or_all(contact.emails)
    values["phone" if len(contact.phones) == 1 else "phones"] = _one_or_all(contact.phones)
    return {key: value for key, value in values.items() if value}


def _one_or_all(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


def _boilerplate(found: Boilerplate) -> dict[str, str]:
    return {key: value for key, value in (("title", found.title), ("text", found.text)) if value}


def _image(image: Image) -> dict[str, str]:
    values = {"src": image.src, "alt": image.alt, "caption": image.caption, "credit": image.credit}
    values |= {"decorative": "yes"} if image.decorative else {}
    return {key: value for key, value in values.items() if value}


def _shown(release: Release, src: str) -> bool:
    return any(f'src="{html_escapes.escape(src)}"' in block.html for block in release.blocks)


def _pieces(release: Release) -> Iterator[str]:
    if release.immediate:
        yield "FOR IMMEDIATE RELEASE"
    if release.embargo_text and release.embargo is None:
        yield f"Embargo: {_escaped(release.embargo_text)}"
    captions = {image.caption for image in release.images if _shown(release, image.src)} - {""}
    for block in release.blocks:
        if block.type is not BlockType.CAPTION or block.text not in captions:
            yield _block(release, block)
    if release.end_mark:
        yield release.end_mark
    if release.embargo is None and not release.embargo_text:
        yield from (_guarded(_escaped(item.text)) for item in release.residue if _KEPT_BACK.search(item.text))


def _block(release: Release, block: Block) -> str:
    if block.type is BlockType.HEADING:
        return f"{'#' * (block.level or 2)} {_inline(_inner(block.html))}"
    simple = block.html.startswith(("<p>", "<blockquote><p>"))
    if not simple and PurePath(release.file).suffix.lower() in _MARKDOWN:
        return "\n".join(release.source.split("\n")[block.lines.first - 1 : block.lines.last]).rstrip()
    if block.type is BlockType.LIST:
        return _list(block.html)
    if block.type is BlockType.TABLE:
        return _table(block.html)
    if block.type is BlockType.QUOTE and (not simple or "\n" in block.text or not _is_marked(block.text)):
        return "\n>\n".join(f"> {_escaped(row)}" for row in block.text.split("\n"))
    captions = {image.src: image.caption for image in release.images}
    return _guarded(_inline(_inner(block.html), captions))


def _is_marked(text: str) -> bool:
    """Whether a quotation begins with a mark and is not closed before its end, so that it needs no other sign."""
    return text[:1] in _MARKED and not any(char in _CLOSING for char in text[1:].rstrip("".join(_MARKED) + ".,!?"))


def _inner(html: str) -> str:
    """Inline HTML without the elements around it."""
    return re.sub(r"^(?:<(?:blockquote|p|h\d)>\s*)+|(?:\s*</(?:blockquote|p|h\d)>)+$", "", html)


def _list(html: str) -> str:
    if re.search(r"<[uo]l", html[1:]):
        return _nested(html)
    ordered = html.startswith("<ol")
    items = re.findall(r"<li>(.*?)</li>", html, re.DOTALL)
    return "\n".join(
        f"{f'{number}.' if ordered else '-'} {_guarded(_inline(_inner(item.strip())))}"
        for number, item in enumerate(items, start=1)
    )


def _nested(html: str) -> str:
    """A list with lists in it, each deeper one indented."""
    lines: list[str] = []
    opened: list[str] = []
    for tag, text in re.findall(r"(</?[uo]l[^>]*>|<li>|</li>)?((?:(?!</?[uo]l|</?li)(?:.|\n))*)", html):
        if re.match(r"<[uo]l", tag):
            opened.append("1." if tag.startswith("<ol") else "-")
        elif re.match(r"</[uo]l", tag):
            opened = opened[:-1]
        words = _guarded(_inline(_inner(text.strip())))
        if words and tag == "<li>":
            lines.append(f"{'   ' * max(len(opened) - 1, 0)}{opened[-1] if opened else '-'} {words}")
        elif words and lines:
            lines[-1] += f" {words}"
    return "\n".join(lines)


def _table(html: str) -> str:
    """A table with its first row as the head: Markdown knows no other."""
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in re.split(r"</tr>", html)]
    cells = [[_inline(cell.strip()).replace("|", "\\|") for cell in row] for row in rows if row]
    width = max((len(row) for row in cells), default=0)
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in cells]
    return "\n".join([*lines[:1], f"|{' --- |' * width}", *lines[1:]])


def _inline(html: str, captions: Mapping[str, str] = MappingProxyType({})) -> str:
    """Inline HTML as Markdown; pictures with their captions, by address."""
    out: list[str] = []
    links: list[tuple[int, str]] = []
    for piece in _TOKEN.findall(html):
        if len(piece) == 1 or piece[0] != "<":
            out.append(_escaped(html_escapes.unescape(piece)))
        elif piece.startswith("<a"):
            href = _HREF.search(piece)
            links.append((len(out), html_escapes.unescape(href[1]) if href else ""))
        elif piece == "</a>" and links:
            at, url = links.pop()
            out[at:] = [_link("".join(out[at:]), url)]
        elif piece.startswith("<img"):
            out.append(_picture(piece, captions))
        elif piece.startswith("<br"):
            out.append("\\\n")
        else:
            out.append(_MARKS.get(piece.strip("</> "), ""))
    return "".join(out)


def _picture(tag: str, captions: Mapping[str, str]) -> str:
    values = {name: html_escapes.unescape(value) for name, value in _SOURCE.findall(tag)}
    source, alt = values.get("src", ""), values.get("alt", "")
    caption = captions.get(source, "")
    title = f' "{_TITLE.sub(_BACKSLASHED, caption)}"' if caption else ""
    return f"![{_escaped(alt)}](<{source}>{title})" if source else ""


def _link(text: str, url: str) -> str:
    bare = _SPECIAL.sub(r"\1", text.replace("\\", ""))
    if not url:
        return text
    if bare in {url, url.removeprefix("mailto:")} and _AUTOLINK.fullmatch(bare):
        return f"<{bare}>"
    return f"[{text}](<{url}>)"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _ENTITY.sub(r"\\&", _SPECIAL.sub(r"\\\1", text))


def _guarded(text: str) -> str:
    """A paragraph whose first characters begin no heading, list, rule or table."""
    text = _NUMBER_START.sub(r"\1\\\2", text)
    return _LINE_START.sub(r"\1\\\2", text)

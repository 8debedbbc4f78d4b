"""What templates may see, as plain data that crosses a pipe: the release, the organisation, the sender."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from dispatch.message.captions import captioned
from dispatch.message.dates import listed, written_date, written_instant
from dispatch.message.enclosures import shown_images
from dispatch.message.isolated import isolated
from dispatch.message.places import shown
from dispatch.message.texts import about, subtag, texts
from dispatch.model.contact import FIELDS, Contact
from dispatch.model.mail import Organisation, Sender
from dispatch.model.release import Block, BlockType, Boilerplate, MediaContact, Quote, Release
from dispatch.phones import international

_COLOUR = re.compile(r"#[0-9A-Fa-f]{3}(?:[0-9A-Fa-f]{3})?|[a-z]{3,20}")

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_SIDE = re.compile(r"(?<![\w.#])(?:left|right)\b|(?<=-)(?:left|right)\b")
_VALUE = r"([^\s;{}!]+)"
_FOUR = re.compile(rf"\b(margin|padding):[ ]*{_VALUE}[ ]+{_VALUE}[ ]+{_VALUE}[ ]+{_VALUE}")


def release_view(
    release: Release, own: Mapping[str, Mapping[str, str]] | None = None, elsewhere: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The release as templates see it; every `html` in it is sanitised markup, everything else is text.

    Args:
        release: What is sent.
        own: The theme's words by language.
        elsewhere: What a mail in two languages says about its other half.
    """
    language = release.language
    release = _in_order(release) if direction(language) == "rtl" else release
    return {
        "headline": release.headline,
        "subhead": release.subhead,
        "kicker": release.kicker,
        "kind": release.kind.value,
        "language": language,
        "dir": direction(language),
        "dateline": release.dateline.text if release.dateline else "",
        "date": written_date(release.date, language) if release.date else "",
        "embargo": embargo_text(release),
        "notice": list(release.notice),
        "immediate": release.immediate,
        "blocks": _body(_with_captions(release)),
        "headings": [block.text for block in release.blocks if block.type is BlockType.HEADING],
        "quotes": [_quote(quote, language) for quote in release.quotes],
        "boilerplate": [_boilerplate(part, words(release, own or {})) for part in release.boilerplate],
        "contacts": [_media_contact(person) for person in release.contacts if _reachable(person)],
        "notes": _blocks(_without_heading(release.notes)),
        "notes_heading": _notes_heading(release, own or {}),
        "links": [{"text": link.text, "url": link.url} for link in release.links],
        "images": shown_images(release),
        "end_mark": release.end_mark or "",
        "tags": list(release.tags),
        "elsewhere": dict(elsewhere or {}),
    }


def embargo_text(release: Release) -> str:
    """Until when it must not be published, as printed in the source or else written out; empty without an embargo."""
    if release.embargo is None:
        return release.embargo_text
    return release.embargo_text or written_instant(release.embargo, release.language)


def organisation_view(organisation: Organisation) -> dict[str, Any]:
    """The organisation: name, postal address by lines, website, logo, colours."""
    website = organisation.website
    return {
        "name": organisation.name,
        "address": organisation.address,
        "lines": [line.strip() for line in organisation.address.splitlines() if line.strip()],
        "website": website,
        "website_shown": website.removeprefix("https://").removeprefix("http://").rstrip("/"),
        "logo": organisation.logo,
        "colours": dict(organisation.colours),
        "fonts": dict(organisation.fonts),
    }


def branded(css: str, organisation: Organisation) -> str:
    """A sheet with the organisation's colours and fonts.

    `var(--brand, #1d4e79)` is its brand colour, or the one given here; `var(--font-text, Georgia, serif)` its fonts for
    text before the ones given here, which stay for readers who do not have them. Custom properties themselves are left
    to no mail client: many do not know them.
    """
    colours, fonts = dict(organisation.colours), dict(organisation.fonts)

    def value(found: re.Match[str]) -> str:
        name, given = found[1], found[2]
        if name.startswith("font-"):
            return ", ".join([*map(_quoted, fonts.get(name.removeprefix("font-"), "").split(",")), given]).lstrip(", ")
        colour = colours.get(name, "")
        return colour if _COLOUR.fullmatch(colour) else given

    return re.sub(r"var\(--([a-z-]+),\s*([^()]*)\)", value, css)


def _quoted(family: str) -> str:
    """A family as a sheet names it: in quotation marks when it has spaces."""
    name = " ".join(family.split())
    return f'"{name}"' if " " in name else name


def direction(language: str) -> str:
    """`rtl` for languages that are written from right to left, else `ltr`."""
    return "rtl" if subtag(language) in _RIGHT_TO_LEFT else "ltr"


def mirrored(css: str, language: str) -> str:
    """A sheet turned round for a language that is written from right to left; every other one stays as it is.

    Mail programs do not know logical properties, so left and right change places, alone and among four values.
    """
    if direction(language) == "ltr":
        return css
    turned = _SIDE.sub(lambda side: "right" if side[0] == "left" else "left", css)
    return _FOUR.sub(r"\1: \2 \5 \4 \3", turned)


def sender_view(sender: Sender) -> dict[str, Any]:
    """Who writes."""
    reply_to = sender.reply_to or sender.email
    return {
        "name": sender.name,
        "email": sender.email,
        "reply_to": reply_to,
        "unsubscribe": sender.unsubscribe or reply_to,
    }


def contact_view(contact: Contact, greetings: Sequence[str]) -> dict[str, Any]:
    """A contact's row as it can be shown, with its greeting in each language of the mail; lists stay lists."""
    row: dict[str, Any] = {name: as_shown(getattr(contact, name)) for name in FIELDS}
    row["phone"] = phone_of(contact)
    row["greeting"] = shown(greetings[0])
    row["greetings"] = [shown(greeting) for greeting in greetings]
    row["extra"] = {name: shown(value) for name, value in contact.extra.items()}
    return row


def phone_of(contact: Contact) -> str:
    """A contact's number as it is dialled from abroad, where the number or the contact's country say which it is."""
    return shown(international(contact.phone, contact.country, contact.region))


def as_shown(value: Any) -> Any:
    """A field as it can be shown; truths stay truths."""
    if isinstance(value, str):
        return shown(value)
    return [shown(one) for one in value] if isinstance(value, tuple) else value


def words(release: Release, own: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The theme's words in the language of the release."""
    return texts(release.language, own)


def _body(release: Release) -> list[dict[str, Any]]:
    """The blocks, the dateline run into the first paragraph as printed releases have it."""
    blocks = _joined(_blocks(release.blocks))
    words = release.dateline.text.strip() if release.dateline else ""
    if not words or (blocks and blocks[0]["text"].startswith(words)):
        return blocks
    opening = f'<strong class="dateline">{escape(words)}</strong>'
    if blocks and blocks[0]["html"].startswith("<p>"):
        blocks[0]["html"] = f"<p>{opening} – {blocks[0]['html'][3:]}"
        blocks[0]["text"] = f"{words} – {blocks[0]['text']}"
        return blocks
    return [{"type": "paragraph", "text": words, "html": f"<p>{opening}</p>", "level": 0}, *blocks]


def _with_captions(release: Release) -> Release:
    """The release with the captions of the pictures in its body."""
    said = release.body_text
    return replace(
        release,
        blocks=tuple(replace(block, html=captioned(block.html, release.images, said)) for block in release.blocks),
    )


def _in_order(release: Release) -> Release:
    """The release with its numbers and addresses from left to right."""
    return replace(
        release,
        blocks=tuple(replace(block, html=isolated(block.html)) for block in release.blocks),
        notes=tuple(replace(block, html=isolated(block.html)) for block in release.notes),
        boilerplate=tuple(replace(part, html=isolated(part.html)) for part in release.boilerplate),
    )


def _joined(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Quotation paragraphs that follow each other as one quotation, so that it is set as one."""
    joined: list[dict[str, Any]] = []
    for block in blocks:
        before = joined[-1]["html"] if joined else ""
        if before.endswith("</blockquote>") and block["html"].startswith("<blockquote>"):
            joined[-1]["html"] = before.removesuffix("</blockquote>") + block["html"].removeprefix("<blockquote>")
            joined[-1]["text"] += f"\n\n{block['text']}"
        else:
            joined.append(block)
    return joined


def _blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [
        {"type": block.type.value, "text": block.text, "html": block.html, "level": block.level} for block in blocks
    ]


def _quote(quote: Quote, language: str) -> dict[str, Any]:
    """A quotation with all who say it, in one line and one by one."""
    speakers = quote.speakers or ((quote.speaker,) if quote.speaker else ())
    return {"text": quote.text, "speaker": listed(speakers, language), "speakers": list(speakers)}


def _without_heading(notes: tuple[Block, ...]) -> tuple[Block, ...]:
    """Notes to editors without the heading they begin with, which themes print apart."""
    return notes[1:] if notes and notes[0].type is BlockType.HEADING else notes


def _notes_heading(release: Release, own: Mapping[str, Mapping[str, str]]) -> str:
    """The author's own heading of the notes, else the theme's word."""
    notes = release.notes
    return notes[0].text.rstrip(" :") if _without_heading(notes) != notes else words(release, own)["notes"]


def _boilerplate(part: Boilerplate, words: Mapping[str, str]) -> dict[str, Any]:
    """With the author's own heading, else one made of the title; empty without either."""
    heading = part.heading or (about(words, part.title) if part.title else "")
    return {"title": part.title, "heading": heading, "text": part.text, "html": part.html}


def _reachable(person: MediaContact) -> bool:
    """Whether there is anything to print about a media contact."""
    return bool(person.name or person.emails or person.phones)


def _media_contact(person: MediaContact) -> dict[str, Any]:
    return {
        "name": person.name,
        "role": person.role,
        "emails": list(person.emails),
        "phones": list(person.phones),
    }

"""A press release as a careful person reads it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of document it is."""

    RELEASE = "release"
    ADVISORY = "advisory"
    STATEMENT = "statement"
    CORRECTION = "correction"
    UPDATE = "update"
    WITHDRAWAL = "withdrawal"


class BlockType(StrEnum):
    """What a piece of the body is."""

    LEAD = "lead"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST = "list"
    TABLE = "table"
    IMAGE = "image"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Source lines, 1-based, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Where and when: the words that open the lead, or stand alone above it."""

    #: As written, without the dash that ends it.
    text: str
    #: As written: `CHICAGO`, `Santa Ana`.
    city: str | None = None
    #: State, province or country as written: `Calif.`, `Ontario`.
    region: str | None = None
    date: dt.date | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture that goes with the release."""

    #: URL, or path relative to the release file.
    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    line: int | None = None
    #: It says nothing, as a rule between two parts does: nobody needs its description.
    decorative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in the body or the parts after it."""

    text: str
    url: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of the body, in reading order."""

    type: BlockType
    #: Plain text, inner white space collapsed; list items on lines of their own.
    text: str
    #: The whole sanitised element: `<p>…</p>`, `<h2>…</h2>`, `<blockquote><p>…</p></blockquote>`, `<ul>…</ul>`.
    html: str
    lines: Span
    #: Heading level 1 to 6; 0 for everything else.
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One uninterrupted quotation; its paragraphs are joined by a blank line, without the outer marks."""

    text: str
    speaker: str | None
    lines: Span
    #: All who say it together, the speaker first; empty when it is one person.
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Boilerplate:
    """The standing paragraph about an organisation."""

    #: The heading without its `About`-word if it had one, else the organisation it describes, else empty.
    title: str
    text: str
    #: Sanitised element(s), as in `Block.html`.
    html: str
    #: None when it comes from dispatch.toml.
    lines: Span | None = None
    #: The heading as the author wrote it: `Sobre el Harbour Trust`, `Who we are`; empty without one.
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaContact:
    """Whom a journalist may call."""

    name: str = ""
    role: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    #: None when it comes from dispatch.toml.
    lines: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """Source text that is no part of the release: web-page furniture, a headline printed twice."""

    text: str
    #: Why: `repeated headline`, `share widget`, `page furniture`, `end mark`, `kind line`, …
    reason: str
    lines: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A press release: its parts, and where in the source each was found."""

    #: Path as the person named it.
    file: str
    #: SHA-256 hex of the source bytes.
    fingerprint: str
    headline: str
    #: The decoded source text as it was read, line ends as LF: findings and spans count its lines.
    source: str = ""
    kind: Kind = Kind.RELEASE
    #: BCP 47: `en`, `es-MX`.
    language: str = "en"
    subhead: str = ""
    kicker: str = ""
    #: From the front matter; None means the ledger derives it.
    id: str | None = None
    dateline: Dateline | None = None
    #: The release date, from front matter, dateline or a date line.
    date: dt.date | None = None
    #: Aware instant, or None; what cannot be an instant is a finding.
    embargo: dt.datetime | None = None
    #: As printed: `4 a.m. CT, Tuesday, Sept. 3, 2024`.
    embargo_text: str = ""
    #: Lines that stand above everything: what a correction corrects, that a withdrawn text must not be used.
    notice: tuple[str, ...] = ()
    #: Marked for immediate release.
    immediate: bool = False
    blocks: tuple[Block, ...] = ()
    quotes: tuple[Quote, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    contacts: tuple[MediaContact, ...] = ()
    #: Notes to editors, legal tail and similar: kept, below the release.
    notes: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    attachments: tuple[str, ...] = ()
    end_mark: str | None = None
    residue: tuple[Residue, ...] = ()
    #: Subject template (Jinja) from the front matter; empty means the headline.
    subject: str = ""
    #: Pitch template (Jinja) from the front matter: the personal lines above the release.
    pitch: str = ""
    tags: tuple[str, ...] = ()
    #: Language and file of the same release in other languages, from the front matter; paths as written there.
    translations: tuple[tuple[str, str], ...] = ()
    #: Source line of parts that have no line of their own: `headline`, `subhead`, `kicker`, `embargo`, `kind`, `date`.
    lines: tuple[tuple[str, Span], ...] = ()
    #: Parts that were a guess, with how sure: `("boilerplate", 0.6)`; 1.0 is left out.
    confidence: tuple[tuple[str, float], ...] = ()

    #: The same release in other languages, each whole: who reads one of them gets it instead of this one.
    versions: "tuple[Release, ...]" = ()
    #: Each reader gets two of the languages in one mail, their own first.
    both: bool = False

    @property
    def body_text(self) -> str:
        """The body as plain text, blocks separated by a blank line."""
        return "\n\n".join(block.text for block in self.blocks if block.text)

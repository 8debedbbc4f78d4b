"""A proof pack: everything that would go out, in a folder to be mailed or put on a share."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from string import Template

from dispatch.inert import inert, inert_lines
from dispatch.model.contact import Contact
from dispatch.proof import page
from dispatch.proof.audience import (
    REASONS,
    headline_words,
    left_out_words,
    list_words,
    reader_words,
    reading_words,
    spread_words,
    written_words,
)
from dispatch.proof.mail import ATTACHED, file_words, read_header, read_mail
from dispatch.proof.paper import frame_heights, on_paper
from dispatch.proof.pictures import with_pictures
from dispatch.proof.subject import Proof

#: Stands in every index, so that a later pack may replace it and nothing else is ever replaced.
MARK = "dispatch proof pack"
INDEX = "index.html"
TEXT = "index.txt"
MAILS = "mails"
#: Renderings that are shown whole; more are counted and listed.
MOST_SHOWN = 40
#: Readers who are named below a rendering.
MOST_NAMED = 200
#: Renderings that are printed whole, by a Chromium or from the index.
_PRINTED = 12
_UNPRINTED = '<p class="none unprinted">Not printed: see the index on a screen, or the file below.</p>'


@dataclass(slots=True, kw_only=True)
class Readers:
    """Those who get the same mail: how many, and the first of them by name."""

    count: int = 0
    named: list[str] = field(default_factory=list)
    #: How many read which language, as far as the lists say it.
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def words(self) -> str:
        """`1,204 readers`."""
        return f"{self.count:,} {'reader' if self.count == 1 else 'readers'}"

    def told(self, language: str) -> str:
        """`100,019 readers (es 20,140, de 19,905)`: in brackets what they read, where it is not only the mail's own."""
        others = set(self.languages) - {"", language.partition("-")[0].lower()}
        return f"{self.words} ({spread_words(tuple(self.languages.most_common()))})" if others else self.words

    def add(self, name: str, outlet: str, language: str = "") -> None:
        """Count one more."""
        self.count += 1
        self.languages[language] += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(", ".join(part for part in (name, outlet) if part))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """One of the different mails that go out, or one that shows an extreme."""

    #: `English, 201 readers`, `The longest name`.
    title: str
    contact: Contact
    #: The whole message (RFC 5322 bytes).
    content: bytes
    #: Which of the mails it is: `English`, `Spanish, with the embargo notice`; empty for an extreme.
    version: str = ""
    #: How many get it like this; 0 for an extreme, which is one of them.
    count: int = 0
    #: Who gets it like this, as far as they are named.
    readers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What goes into a proof pack."""

    proof: Proof
    renderings: Sequence[Rendering]
    extremes: Sequence[Rendering] = ()


def written_in(content: bytes) -> str:
    """The language of a mail, by name; of a mail in two languages both."""
    return written_words(read_header(content, "Content-Language"))


def build_pack(pack: Pack) -> Mapping[str, bytes]:
    """The files of a pack by their path in the folder.

    Args:
        pack: What to show.
    """
    named = [(file_name(number, one), one) for number, one in enumerate(_all(pack), start=1)]
    files = {f"{MAILS}/{name}": one.content for name, one in named}
    files[INDEX] = _index(pack, named).encode()
    files[TEXT] = _text_index(pack, named).encode()
    return files


def build_print(pack: Pack) -> str:
    """The pack as one page for a printer: mails stand in the page itself, for a frame cannot break across sheets."""
    shown = "".join(_printed(number, one) for number, one in enumerate(_all(pack)[:_PRINTED], start=1))
    return _page("print.html", "print.css", pack, {"mails": shown})


def file_name(number: int, rendering: Rendering) -> str:
    """`03-ana-ruiz.eml`: sorted as in the index, safe on every file system."""
    words = unicodedata.normalize("NFKD", rendering.contact.name or rendering.contact.email).encode("ascii", "ignore")
    plain = re.sub(r"[^a-z0-9]+", "-", words.decode().lower()).strip("-")[:40].strip("-")
    return f"{number:02d}-{plain or 'reader'}.eml"


def _all(pack: Pack) -> list[Rendering]:
    return [*pack.renderings[:MOST_SHOWN], *pack.extremes]


def _index(pack: Pack, named: Sequence[tuple[str, Rendering]]) -> str:
    mails = "".join(_shown(number, name, one) for number, (name, one) in enumerate(named, start=1))
    return _page("pack.html", "page.css", pack, {"mails": mails, "contents": _contents(named), "more": _more(pack)})


def _page(name: str, sheet: str, pack: Pack, parts: Mapping[str, str]) -> str:
    proof, folder = pack.proof, Path(__file__).parent
    template = Template((folder / name).read_text(encoding="utf-8"))
    return template.substitute(
        parts,
        mark=MARK,
        style=(folder / sheet).read_text(encoding="utf-8"),
        title=page.text(proof.headline),
        glance=page.glance(proof),
        standing=page.text(page.standing(proof)),
        made=page.text(f"{proof.made:%Y-%m-%d %H:%M %Z}"),
        facts="".join(page.row(label, words) for label, words in _facts(pack)),
        audience=page.audience(proof),
        left_out=page.left_out(proof),
        findings=page.findings(proof.findings),
    )


def _facts(pack: Pack) -> list[tuple[str, str]]:
    proof = pack.proof
    mail = read_mail(proof.content)
    told = [(label, words) for label, words in mail.seen if label not in {"To", "Date", "Subject"}]
    return [*_subjects(pack), *told, *proof.about]


def _subjects(pack: Pack) -> list[tuple[str, str]]:
    """The subject, or where versions differ each with the version it belongs to."""
    found = {one.version: read_header(one.content, "Subject") for one in reversed(pack.renderings)}
    subjects = {version: found[version] for version in reversed(found)}
    if len(set(subjects.values())) < 2:  # noqa: PLR2004 - all get the same
        return [("Subject", read_header(pack.proof.content, "Subject"))]
    return [("Subject", f"{version}: {subject}") for version, subject in subjects.items()]


def _contents(named: Sequence[tuple[str, Rendering]]) -> str:
    items = "".join(f'<li><a href="#mail-{n}">{page.text(one.title)}</a></li>' for n, (_, one) in enumerate(named, 1))
    return f"<ol>{items}</ol>"


def _more(pack: Pack) -> str:
    rest = pack.renderings[MOST_SHOWN:]
    if not rest:
        return ""
    readers = sum(one.count for one in rest)
    return f"<p>{len(rest):,} more shapes with {readers:,} readers are not shown here; see the live page.</p>"


def _shown(number: int, name: str, one: Rendering) -> str:
    """One mail in a section of its own: frames that may do nothing, the text part, who gets it."""
    mail = read_mail(one.content)
    html, heights = with_pictures(mail.html, mail.pictures), frame_heights(mail)
    light = page.in_scheme(html, "light")
    paper = on_paper(light) if number <= _PRINTED else _UNPRINTED
    file = escape(f"{MAILS}/{name}")
    return (
        f'<section class="one" id="mail-{number}" aria-labelledby="title-{number}">'
        f'<h2 id="title-{number}">{page.text(one.title)}</h2>{_readers(one)}'
        f'<div class="window"><dl class="seen">{page.seen_rows(mail)}</dl>'
        f"{_frame(f'{one.title}, light', light, 'light', heights)}{paper}</div>"
        f"<details><summary>In dark colours</summary>"
        f"{_frame(f'{one.title}, dark', page.in_scheme(html, 'dark'), 'dark', heights)}</details>"
        f'<details><summary>Text part</summary><pre tabindex="0">{escape(inert_lines(mail.text))}</pre></details>'
        f'<p class="eml"><a href="{file}">{file}</a>, {page.size(mail)}</p></section>'
    )


def _frame(title: str, html: str, kind: str, heights: str) -> str:
    return (
        f'<iframe class="{kind}" title="{page.text(title)}" sandbox="" referrerpolicy="no-referrer" loading="lazy" '
        f'style="{heights}" srcdoc="{escape(html)}"></iframe>'
    )


def _readers(one: Rendering) -> str:
    if not one.readers:
        return f"<p class=none>As {page.text(reader_words(one.contact))} gets it.</p>"
    names = "".join(f"<li>{page.text(reader)}</li>" for reader in one.readers)
    more = f"<li>and {one.count - len(one.readers):,} more</li>" if one.count > len(one.readers) else ""
    return f"<details><summary><b>{one.count:,}</b> get it like this</summary><ul>{names}{more}</ul></details>"


def _printed(number: int, one: Rendering) -> str:
    mail = read_mail(one.content)
    html = page.in_scheme(with_pictures(mail.html, mail.pictures), "light")
    return (
        f'<section class="one"><h2>{number}. {page.text(one.title)}</h2><dl class="seen">{page.seen_rows(mail)}</dl>'
        f"{on_paper(html)}</section>"
    )


def _text_index(pack: Pack, named: Sequence[tuple[str, Rendering]]) -> str:
    proof = pack.proof
    lines = [f"PROOF: {inert(proof.headline)}", f"made {proof.made:%Y-%m-%d %H:%M %Z}", ""]
    lines += [f"{inert(label) + ':':<13}{inert(words)}" for label, words in _facts(pack)]
    lines += ["", *_text_audience(proof), "", "FINDINGS"]
    lines += [_text_finding(pack, number) for number in range(len(proof.findings))] or ["Nothing to mend."]
    lines += ["", "MAILS"]
    for name, one in named:
        lines += [inert(one.title), *_text_mail(name, one)]
    return "\n".join(lines) + "\n"


def _text_mail(name: str, one: Rendering) -> list[str]:
    """File and size of a mail, what is attached, and who gets it."""
    attached = file_words(read_mail(one.content).attachments)
    rest = one.count - len(one.readers)
    readers = [*one.readers, *([f"and {rest:,} more"] if rest > 0 else [])] if one.readers else []
    told = (
        f"{MAILS}/{name}, {size_words(one.content)}",
        f"{ATTACHED}: {attached}" if attached else "",
        "Goes to:" if readers else f"As {reader_words(one.contact)} gets it",
        *(f"    {reader}" for reader in readers),
    )
    return [f"    {inert(words)}" for words in told if words]


def _text_audience(proof: Proof) -> list[str]:
    if proof.counts is None:
        return ["No list was named: nobody would get it."]
    people = headline_words(proof.counts.deliveries, proof.early, proof.versions)
    told = [people, list_words(proof.by_list), reading_words(proof.by_language)]
    out = left_out_words(proof.counts)
    lines = [inert(words) for words in told if words] + ([f"left out: {out}"] if out else [])
    words = dict(REASONS)
    lines += [
        f"    {words.get(one.reason, one.reason)}: {inert(one.name)} {inert(one.address)} ({inert(one.place)})"
        for one in proof.left_out[:MOST_NAMED]
    ]
    more = len(proof.left_out) - MOST_NAMED
    return [*lines, f"    and {more:,} more"] if more > 0 else lines


def _text_finding(pack: Pack, number: int) -> str:
    finding = pack.proof.findings[number]
    fix = f" Fix: {finding.fix}" if finding.fix else ""
    return inert(f"{finding.code} {finding.severity.value} {finding.place} {finding.message}{fix}")


def size_words(content: bytes) -> str:
    """`13.7 kB`."""
    return f"{len(content) / 1000:.1f} kB"

"""A proof as one page: self-contained, without script, without a single request to anywhere."""

import re
from collections import defaultdict
from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template

from dispatch.inert import inert, inert_lines
from dispatch.model.finding import Finding, Severity, by_weight
from dispatch.proof.audience import REASONS, list_words, reader_words, spread_words, version_words, wave_words
from dispatch.proof.mail import Mail, read_mail
from dispatch.proof.paper import frame_heights, on_paper
from dispatch.proof.pictures import with_pictures
from dispatch.proof.subject import LeftOut, Proof

#: So many people of one reason are listed by name; the number of all stands beside.
MOST_NAMED = 200
_STYLE_ELEMENT = re.compile(r"<style\b[^>]*>.*?</style\s*>", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)
_ALWAYS, _NEVER = "(min-width: 0px)", "(max-width: 0px)"


def build_page(proof: Proof) -> str:
    """The page as HTML.

    Everything from outside is escaped; the mail's own HTML stands in frames that may neither run scripts nor load
    anything (sandbox without permissions, and the page's Content-Security-Policy, which they inherit).

    Args:
        proof: What to show.
    """
    mail = read_mail(proof.content)
    html = with_pictures(mail.html, mail.pictures)
    folder = Path(__file__).parent
    page = Template((folder / "page.html").read_text(encoding="utf-8"))
    return page.substitute(
        style=(folder / "page.css").read_text(encoding="utf-8"),
        title=text(proof.headline),
        glance=glance(proof),
        subject=text(mail.header("Subject")),
        standing=text(standing(proof)),
        made=text(f"{proof.made:%Y-%m-%d %H:%M %Z}"),
        whose=text(_whose(proof)),
        seen=seen_rows(mail),
        heights=frame_heights(mail),
        paper=on_paper(in_scheme(html, "light")),
        light=escape(in_scheme(html, "light")),
        dark=escape(in_scheme(html, "dark")),
        text=escape(inert_lines(mail.text)),
        size=text(size(mail)),
        headers="".join(row(name, value) for name, value in mail.headers),
        audience=audience(proof),
        left_out=left_out(proof),
        findings=findings(proof.findings),
        through="".join(row(label, words) for label, words in proof.about),
    )


def in_scheme(html: str, scheme: str) -> str:
    """A mail as it looks to a reader whose device is light or dark.

    A frame without scripts cannot be told which scheme to prefer, so the media queries are answered in the source;
    nothing else of the mail is touched.
    """

    def answered(match: re.Match[str]) -> str:
        return _ALWAYS if match[1].lower() == scheme else _NEVER

    def sheet(match: re.Match[str]) -> str:
        fixed = _SCHEME.sub(answered, match[0])
        return re.sub(r"(color-scheme\s*:\s*)light\s+dark", rf"\1{scheme}", fixed)

    html = _STYLE_ELEMENT.sub(sheet, html)
    return re.sub(r'(<meta\s+name="color-scheme"\s+content=")light dark"', rf'\1{scheme}"', html)


def text(foreign: str) -> str:
    """Foreign text as HTML, inert."""
    return escape(inert(foreign))


def row(name: str, value: str) -> str:
    """A term and what it is, in a definition list; a command stands in backticks."""
    told = re.sub("`([^`]+)`", r"<code>\1</code>", text(value))
    return f"<div><dt>{text(name)}</dt><dd>{told}</dd></div>"


def seen_rows(mail: Mail) -> str:
    """What a reader sees above a mail, in a definition list."""
    return "".join(row(label, words) for label, words in mail.seen)


def standing(proof: Proof) -> str:
    """Whether it can still change."""
    if proof.mailing:
        return f"{proof.mailing}, frozen: this is what goes out"
    return "not staged yet; Message-ID and Date are examples"


def _whose(proof: Proof) -> str:
    contact = proof.contact
    if contact is None:
        return "as everyone gets it"
    if proof.exemplary:
        return "as a reader would get it"
    return f"as {reader_words(contact)}"


def size(mail: Mail) -> str:
    """`13.7 kB in all, 9.8 kB of HTML`."""
    return f"{mail.size / 1000:.1f} kB in all, {len(mail.html.encode()) / 1000:.1f} kB of HTML"


def glance(proof: Proof) -> str:
    """What a person who looks for five seconds should know: how many, and what is to be mended."""
    told = []
    if proof.counts is not None:
        told.append(f"<b>{proof.counts.deliveries:,}</b> would get it")
        told += [escape(version_words(proof.versions))] if proof.versions and proof.counts.deliveries else []
    for severity, word in ((Severity.ERROR, "error"), (Severity.WARNING, "warning")):
        number = sum(finding.severity is severity for finding in proof.findings)
        if number:
            plural = "" if number == 1 else "s"
            told.append(f'<span class="{severity.value}"><b>{number:,}</b> {word}{plural}</span>')
    if not any(finding.severity in {Severity.ERROR, Severity.WARNING} for finding in proof.findings):
        told.append("nothing to mend")
    return f'<p class="glance">{" · ".join(told)}</p>'


def audience(proof: Proof) -> str:
    """Who would get it, counted."""
    if proof.counts is None:
        return "<p class=none>No list was named: nobody would get it.</p>"
    rows = [f'<p class=big><b>{proof.counts.deliveries:,}</b> would get it</p><dl class="rows">']
    if waves := wave_words(proof.counts.deliveries, proof.early):
        rows.append(row("When", waves))
    if versions := version_words(proof.versions):
        rows.append(row("Versions", versions))
    if proof.by_list:
        rows.append(row("Lists", list_words(proof.by_list)))
    if languages := spread_words(proof.by_language):
        rows.append(row("They read", languages))
    rows.append(row("Rows read", f"{proof.counts.rows:,}"))
    return "".join(rows) + "</dl>"


def left_out(proof: Proof) -> str:
    """Who would not, by reason, as far as they are named."""
    if proof.counts is None:
        return ""
    people: defaultdict[str, list[LeftOut]] = defaultdict(list)
    for person in proof.left_out:
        people[person.reason].append(person)
    parts = [
        _reason(word, count, people[reason]) for reason, word in REASONS if (count := getattr(proof.counts, reason))
    ]
    return "<h2>Left out</h2>" + "".join(parts) if parts else ""


def _reason(word: str, count: int, people: list[LeftOut]) -> str:
    if not people:
        return f'<p class="reason"><b>{count:,}</b> {text(word)}</p>'
    named = "".join(
        f"<li>{text(person.name or person.address)}<small>{text(_about(person))}</small></li>"
        for person in people[:MOST_NAMED]
    )
    more = f"<li>and {count - MOST_NAMED:,} more</li>" if count > MOST_NAMED else ""
    return f"<details><summary><b>{count:,}</b> {text(word)}</summary><ul>{named}{more}</ul></details>"


def _about(person: LeftOut) -> str:
    shown = (person.address if person.name else "", person.outlet, person.place)
    return " · ".join(part for part in shown if part)


def findings(said: Sequence[Finding]) -> str:
    """What preflight says, errors first."""
    if not said:
        return "<p class=none>Nothing to mend.</p>"
    return "<ul class=findings>" + "".join(_finding(finding) for finding in by_weight(said)) + "</ul>"


def _finding(finding: Finding) -> str:
    fix = f"<p class=fix>{text(finding.fix)}</p>" if finding.fix else ""
    head = f"<b>{text(finding.code)}</b> <span>{finding.severity.value}</span> <small>{text(finding.place)}</small>"
    return f"<li class={finding.severity.value}><p>{head}</p><p>{text(finding.message)}</p>{fix}</li>"

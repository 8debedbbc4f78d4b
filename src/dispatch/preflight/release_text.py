"""Rules about single places in a release's text: hidden addresses, placeholders, residue, links, names."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Image, Release
from dispatch.preflight.places import finding, locate, paragraphs, search
from dispatch.preflight.rule import Case, Rule

_HIDDEN = re.compile(
    r"\[\s?e-?mail\s?protected\s?\]|\[\s?correo(?:\selectrónico)?\sprotegido\s?\]|/cdn-cgi/l/email-protection\S*",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|%%[A-Z_]{2,30}%%|\*\|[A-Z_]{2,30}\|\*|«[A-Za-z]+_[A-Za-z_]+»|"
    r"\[(?:CITY|STATE|DATE|NAME|TITLE|FIRST NAME|LAST NAME|ORGANI[SZ]ATION|COMPANY|COMPANY NAME|PHONE|EMAIL|LINK|URL|"
    r"QUOTE|NUMBER|"
    r"TK|TBD|TBC|INSERT[^\]\n]{0,60}|YOUR[^\]\n]{0,40}|CIUDAD|FECHA|NOMBRE|CARGO|TELÉFONO|ENLACE|ORGANIZACIÓN|VILLE|"
    r"NOM|LIEN|"
    r"ORGANISATION|STADT|DATUM|TELEFON)\]|\[(?:insert|enlace|link here|add link|name here|date here|lien|xx+|tk|tbd|"
    r"tbc|todo)[^\]\n]{0,40}\]|"
    r"\bTK(?:TK)*\b|\b[Xx]{3,}\b(?!\.)|\bXX[./-]XX\b|\blorem ipsum\b|\bTBC\b|\bTBD\b|\?{3,}",
)
#: A Roman thirty, a size, and a flight.
_SOMETHING_ELSE = re.compile(
    r"\b(?:Bowl|WrestleMania|[Cc]hapter|[Cc]anto|[Pp]salm|[Ss]ize|[Rr]ated) XXX\b|\bTK ?\d{1,4}\b"
)
_MARKUP_LEFT = re.compile(
    r"\[?\bComment(?:ed)? \[[A-Z]{1,4}\d{1,3}\]:?|\b(?:Deleted|Formatted|Inserted): \S|\[(?:Comment|Kommentar|"
    r"Comentario|Commentaire)\s?:[^\]\n]*\]|"
    r"<(?:ins|del)\b[^>]{0,80}>|\{(?:\+\+|--|>>)",
)
_DANGLING = re.compile(
    r"\b(?:learn more|find out more|read more|more information|for more information,? (?:please )?visit|to learn "
    r"more,? (?:please )?visit|"
    r"visit us|register|sign up|donate|watch|más información|conozca más|para más información,? visite|visite|"
    r"pour en savoir plus|plus d[’']informations?|mehr (?:informationen|erfahren sie)|weitere informationen(?: finden "
    r"sie)?)"
    r"(?P<at>\s(?:at|on|here|en|aquí|sur|ici|unter|auf|hier))\s*[:.]?\s*$|"
    r"(?::\s?(?:Link|here|enlace|aquí|lien|hier))\s*\.?$",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”)\]]+", re.IGNORECASE)
_TRACKING = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|mkt_tok|igshid|_hsenc)=", re.IGNORECASE)
_BROKEN_URL = re.compile(
    r"https?:/(?!/)|https?//|https?://(?:https?:|\s|$)|www\.\s|https?://[^\s/.:@\[]+(?:[\s/]|$)(?<!localhost)",
    re.IGNORECASE,
)
_CLICK = re.compile(r"\b(?:click|tap) here\b|\bhaga clic aquí\b|\bcliquez ici\b|\bklicken sie hier\b", re.IGNORECASE)
# As in headers of mail: controls, direction marks, and how an encoded word begins (RFC 2047 section 2).
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]|=\?")
_SURNAME = r"[A-ZÀ-ÖØ-Þ][\w-]{3,24}\b"
_ALIKE = 0.8


def _hidden(case: Case) -> Iterator[Finding]:
    for place in search(case.release, _HIDDEN):
        shown = " ".join(place.text.split())
        message = f'An address is hidden: "{shown}".'
        fix = "ask for the address, or set contacts in the front matter"
        yield finding(case.release, "REL012", Severity.ERROR, message, fix, line=place.line, column=place.column)


def _placeholder(case: Case) -> Iterator[Finding]:
    for place in search(case.release, _PLACEHOLDER):
        if _SOMETHING_ELSE.search(place.row[: place.column - 1 + len(place.text) + 8], max(0, place.column - 30)):
            continue
        if place.text == "TK" and case.release.language.startswith("de"):
            continue  # a health insurer
        message = f'Something was left to fill in: "{place.text}".'
        yield finding(
            case.release, "REL013", Severity.ERROR, message, "fill it in", line=place.line, column=place.column
        )


def _comment(case: Case) -> Iterator[Finding]:
    for place in search(case.release, _MARKUP_LEFT):
        message = f'A comment or tracked change was left in: "{place.text}".'
        fix = "accept or reject the change and delete the comment"
        yield finding(case.release, "REL014", Severity.ERROR, message, fix, line=place.line, column=place.column)


def _unsafe(case: Case) -> Iterator[Finding]:
    for name in ("headline", "subhead", "kicker", "subject"):
        if _UNSAFE.search(getattr(case.release, name)):
            line = next((span.first for part, span in case.release.lines if part == name), None)
            message = f"The {name} has invisible characters that change how a subject line is read."
            yield finding(case.release, "REL015", Severity.ERROR, message, "type it again without them", line=line)


def _widget(case: Case) -> Iterator[Finding]:
    for item in case.release.residue:
        if item.reason == "share widget":
            message = f'A share button of the web page was left in: "{item.text[:40]}".'
            fix = f"delete line {item.lines.first}"
            yield finding(case.release, "REL020", Severity.WARNING, message, fix, line=item.lines.first)


def _furniture(case: Case) -> Iterator[Finding]:
    for item in case.release.residue:
        if item.reason in {"page furniture", "related posts"}:
            message = f'Text of the web page was left in: "{item.text[:40]}".'
            fix = f"delete line {item.lines.first}"
            yield finding(case.release, "REL021", Severity.WARNING, message, fix, line=item.lines.first)


def _dangling(case: Case) -> Iterator[Finding]:
    for text, lines in paragraphs(case.release):
        match = _DANGLING.search(text)
        if match is None:
            continue
        words = match.group().strip()
        if any(link.text and words.endswith(link.text.strip(" .:")) for link in case.release.links):
            continue
        line, column = locate(case.release, words, lines)
        message = f'"{words}" leads nowhere: nothing follows.'
        fix = "add the address, or delete the words"
        yield finding(case.release, "REL022", Severity.WARNING, message, fix, line=line, column=column)


def _click_here(case: Case) -> Iterator[Finding]:
    for place in search(case.release, _CLICK):
        before = place.row[: place.column - 1]
        if before.endswith("["):
            continue
        message = f'"{place.text}" is no address in a plain text, and says nothing to who cannot see.'
        fix = "write the address, or name what the link leads to"
        yield finding(case.release, "REL023", Severity.WARNING, message, fix, line=place.line, column=place.column)


def _tracked_link(case: Case) -> Iterator[Finding]:
    for place in search(case.release, _URL):
        if _TRACKING.search(place.text):
            message = "A link carries tracking parameters."
            fix = "cut the address at the question mark"
            yield finding(case.release, "REL060", Severity.WARNING, message, fix, line=place.line, column=place.column)


def _broken_link(case: Case) -> Iterator[Finding]:
    for place in search(case.release, _BROKEN_URL):
        message = f'This is no address: "{place.text.strip() or "www."}".'
        yield finding(
            case.release, "REL061", Severity.WARNING, message, "correct it", line=place.line, column=place.column
        )


def _image_alt(case: Case) -> Iterator[Finding]:
    for image in _telling(case.release):
        if not image.alt.strip():
            message = f"The image {image.src} has no description."
            fix = "describe it in a sentence: alt under images, or between the brackets; or declare it decorative: yes"
            yield finding(case.release, "REL064", Severity.ERROR, message, fix, line=image.line)


def _telling(release: Release) -> list[Image]:
    """Pictures that are not declared to decorate only, by whichever entry of the same file."""
    decorative = {image.src for image in release.images if image.decorative}
    return [image for image in release.images if image.src not in decorative]


def _image_caption(case: Case) -> Iterator[Finding]:
    told = {image.src for image in case.release.images if image.caption.strip() or image.credit.strip()}
    for image in _telling(case.release):
        if image.src not in told:
            message = f"The image {image.src} has neither caption nor credit."
            fix = f'write ![{image.alt or "what it shows"}](<{image.src}> "who and what it shows. Photo: who took it")'
            yield finding(case.release, "REL065", Severity.WARNING, message, fix, line=image.line)


def _two_spellings(case: Case) -> Iterator[Finding]:
    """`Oscar Chacón` and `Oscar Chacon`: a person's first name with nearly the same surname."""
    release = case.release
    people = {quote.speaker or "" for quote in release.quotes} | {contact.name for contact in release.contacts}
    known = sorted(name for name in people if len(name.split()) == 2)  # noqa: PLR2004 - first name and surname
    reported: set[frozenset[str]] = set()
    for name in known:
        for place in search(release, re.compile(rf"(?<![\w.]){re.escape(name.split()[0])}\s{_SURNAME}")):
            pair = frozenset({name, place.text})
            if pair not in reported and _alike(name.split(), place.text.split()):
                reported.add(pair)
                message = f'A name is spelled two ways: "{name}" and "{place.text}".'
                fix = "find out which one is right"
                yield finding(release, "REL053", Severity.WARNING, message, fix, line=place.line, column=place.column)


def _alike(one: list[str], other: list[str]) -> bool:
    """The same first name, and surnames that differ by a letter or an accent."""
    if one[0] != other[0] or one[1].rstrip("s") == other[1].rstrip("s") or abs(len(one[1]) - len(other[1])) > 1:
        return False
    return SequenceMatcher(None, one[1], other[1]).ratio() >= _ALIKE


RULES: tuple[Rule, ...] = (
    Rule(
        code="REL012", severity=Severity.ERROR, title="Hidden address", check=_hidden,
        explanation="Web sites hide e-mail addresses from robots; whoever copies the page gets [email protected] in "
        "their place. "
        "The address cannot be recovered from the text. Ask for it, or name the contact in the front matter.",
    ),
    Rule(
        code="REL013", severity=Severity.ERROR, title="Placeholder", check=_placeholder,
        explanation="A merge field, a bracket to fill in, TK, XXX or filler text was left. Release text is never a "
        "template, so "
        "that {{first_name}} would reach journalists as it stands. Only the pitch in the front matter may use fields.",
    ),
    Rule(
        code="REL014", severity=Severity.ERROR, title="Comment left in", check=_comment,
        explanation="A reviewer's comment or a tracked change is still in the text and would be read by everyone. "
        "Accept or reject every change and delete every comment before you send.",
    ),
    Rule(
        code="REL015", severity=Severity.ERROR, title="Invisible characters", check=_unsafe,
        explanation="The line becomes the subject of a message. Characters that turn the reading direction, break "
        "lines or "
        "start an encoded word would show something else than what you read here. Type the line again.",
    ),
    Rule(
        code="REL020", severity=Severity.WARNING, title="Share widget", check=_widget,
        explanation="Lines such as Spread the love or Share on Facebook belong to a web page. They are left out of "
        "the mail; "
        "delete them so that the source is clean.",
    ),
    Rule(
        code="REL021", severity=Severity.WARNING, title="Page furniture", check=_furniture,
        explanation="Menus, related posts, cookie notices and reading times come along when text is copied from a web "
        "page. They "
        "are left out of the mail; check that nothing of the release was taken for them, and delete them.",
    ),
    Rule(
        code="REL022", severity=Severity.WARNING, title="Leads nowhere", check=_dangling,
        explanation="The sentence announces a link and ends. The link was lost when the text was copied. Add the "
        "address in full.",
    ),
    Rule(
        code="REL023", severity=Severity.WARNING, title="Click here", check=_click_here,
        explanation="In a plain text there is nothing to click, and a screen reader that lists links says only here. "
        "Name what "
        "the link leads to.",
    ),
    Rule(
        code="REL053", severity=Severity.WARNING, title="Name spelled two ways", check=_two_spellings,
        explanation="Two names with the same first name differ by a letter or an accent. Names spelled wrong are "
        "among the most "
        "frequent mistakes that wire editors catch, and the one that people forgive least.",
    ),
    Rule(
        code="REL060", severity=Severity.WARNING, title="Tracking parameters", check=_tracked_link,
        explanation="The address tells a third party which campaign a reader came from. Dispatch does not track, and "
        "journalists "
        "notice. Cut the address at the question mark.",
    ),
    Rule(
        code="REL061", severity=Severity.WARNING, title="Broken address", check=_broken_link,
        explanation="This begins like a web address and cannot be one. A slash, a colon or the rest of it was lost.",
    ),
    Rule(
        code="REL064", severity=Severity.ERROR, title="Image without a description", check=_image_alt,
        explanation="Mail programs hide images at first and show their description; people who cannot see hear it. "
        "One sentence: "
        "who does what where. A picture that only decorates is declared so under `images` in the front matter, also "
        "when it stands in the text: `- {src: line.png, decorative: yes}`.",
    ),
    Rule(
        code="REL065", severity=Severity.WARNING, title="Image without caption or credit", check=_image_caption,
        explanation="A picture desk can use an image only when it knows who and what it shows and who took it. "
        "Missing captions "
        "are among the ten most frequent mistakes. Write it in quotation marks behind the file, "
        '`![what it shows](nurse.jpg "Maya Lindqvist on Monday. Photo: Ana Ruiz")`, or as `caption` and `credit` under '
        "`images` in the front matter; a paragraph below that begins with `Photo:` counts, too.",
    ),
)  # fmt: skip

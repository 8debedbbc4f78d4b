"""Rules about the finished message: its size, its subject, its links and pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Release
from dispatch.preflight.rule import Case, MailFacts, Rule

#: Octets of HTML: clients that clip do so at about 102 KB (RELIABILITY 3).
_NEARLY_CLIPPED: Final = 80 * 1024
_CLIPPED: Final = 100 * 1024
#: Octets of a message that many servers refuse, and that all take long to deliver.
_HEAVY: Final = 5 << 20
_REFUSED: Final = 10 << 20
#: Characters of a subject that lists of mail still show.
_SUBJECT: Final = 100
#: Characters of it that are seen there at once.
_SHOWN: Final = 60
#: Roles of pictures that say nothing.
_DECORATIVE: Final = frozenset({"presentation", "none"})
_ADDRESS_LIKE: Final = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/?#]\S*)?", re.IGNORECASE)


@dataclass(slots=True)
class _Link:
    """A link of the mail."""

    url: str
    text: str = ""


@dataclass(slots=True)
class _Contents:
    """What a rule looks at in the HTML."""

    links: list[_Link] = field(default_factory=list)
    undescribed: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects links and pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.found = _Contents()
        self._open: _Link | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link opens, or a picture stands."""
        values = dict(attrs)
        if tag == "a" and "href" in values:
            self._open = _Link(values["href"] or "")
            self.found.links.append(self._open)
        elif tag == "img" and not (values.get("alt") or "").strip() and values.get("role") not in _DECORATIVE:
            self.found.undescribed.append(values.get("src") or "")

    def handle_endtag(self, tag: str) -> None:
        """A link closes."""
        if tag == "a":
            self._open = None

    def handle_data(self, data: str) -> None:
        """Text, perhaps of a link."""
        if self._open is not None:
            self._open.text += data


def _contents(mail: MailFacts) -> _Contents:
    reader = _Reader()
    reader.feed(mail.html)
    return reader.found


def _finding(case: Case, code: str, severity: Severity, message: str, fix: str) -> Finding:
    return Finding(code=code, severity=severity, message=message, fix=fix, file=case.release.file)


def _kilobytes(octets: int) -> str:
    return f"{octets / 1024:.0f} KB"


def _clipped(case: Case) -> Iterator[Finding]:
    size = len(case.mail.html.encode()) if case.mail else 0
    if size > _CLIPPED:
        message = f"The HTML is {_kilobytes(size)}: mail programs cut it off at about 100 KB."
        yield _finding(case, "MSG001", Severity.ERROR, message, "shorten the release, or link to the long parts")


def _nearly_clipped(case: Case) -> Iterator[Finding]:
    size = len(case.mail.html.encode()) if case.mail else 0
    if _NEARLY_CLIPPED < size <= _CLIPPED:
        message = f"The HTML is {_kilobytes(size)}: mail programs cut it off at about 100 KB."
        yield _finding(case, "MSG002", Severity.WARNING, message, "shorten the release, or link to the long parts")


def _no_subject(case: Case) -> Iterator[Finding]:
    if case.mail and not case.mail.subject.strip():
        fix = "give the release a headline, or set subject in the front matter"
        yield _finding(case, "MSG003", Severity.ERROR, "The message has no subject.", fix)


def _long_subject(case: Case) -> Iterator[Finding]:
    """Which of the subjects it is, and what of it the author can shorten: not the words of a notice."""
    mail = case.mail
    if not mail or len(mail.subject) <= _SUBJECT or mail.subject == case.release.headline:
        return
    version = _version_of(case.release, mail.subject)
    message = f"The subject{_which(case.release, version)} has {len(mail.subject)} characters; lists show about 60."
    added = len(mail.subject) - len(version.headline)
    if version.headline not in mail.subject or "subject" in dict(version.lines) or not added:
        yield _finding(case, "MSG004", Severity.WARNING, message, "set a shorter subject in the front matter")
        return
    left = max(0, _SUBJECT - added)
    severity = Severity.INFO if len(version.headline) <= _SHOWN else Severity.WARNING
    message += f" {added} of them are words of Dispatch or the theme (a notice), which no subject of yours mends."
    fix = (
        f"a headline, or a subject in the front matter, of {left} characters or fewer keeps the whole below {_SUBJECT}"
    )
    yield _finding(case, "MSG004", severity, message, fix if left else "nothing is needed: the notice comes first")


def _version_of(release: Release, subject: str) -> Release:
    """Whose subject it is; the release itself when none of them says so."""
    known = (one for one in (release, *release.versions) if one.headline and one.headline in subject)
    return next(known, release)


def _which(release: Release, version: Release) -> str:
    """` of r.es.md (es), with the embargo notice`; nothing where there is only one."""
    named = f" of {version.file} ({version.language})" if release.versions else ""
    return f"{named}, with the embargo notice," if release.embargo else named


def _loud_subject(case: Case) -> Iterator[Finding]:
    subject = case.mail.subject if case.mail else ""
    letters = [character for character in subject if character.isalpha()]
    shouting = len(letters) > 15 and sum(map(str.isupper, letters)) > 0.8 * len(letters)  # noqa: PLR2004
    if (shouting or "!!" in subject) and subject != case.release.headline:
        message = "The subject is in capitals or has several exclamation marks; filters take that for advertising."
        yield _finding(case, "MSG005", Severity.WARNING, message, "write it as a sentence")


def _undescribed_picture(case: Case) -> Iterator[Finding]:
    """What the release itself shows without a description is told there with its line (REL064)."""
    images = [image for release in (case.release, *case.release.versions) for image in release.images]
    told = {image.src for image in images if not image.alt.strip()}
    local = any(not source.lower().startswith(("http:", "https:")) for source in told)
    for source in _contents(case.mail).undescribed if case.mail else ():
        enclosed = source.startswith("cid:")
        if source not in told and not (enclosed and local):
            named = "one that is enclosed: the theme leaves it out" if enclosed else source or "no address"
            message = f"A picture has no description ({named})."
            yield _finding(case, "MSG006", Severity.WARNING, message, "describe it: ![what it shows](picture.jpg)")


def _misleading_link(case: Case) -> Iterator[Finding]:
    for link in _contents(case.mail).links if case.mail else ():
        shown = _ADDRESS_LIKE.fullmatch(link.text.strip())
        target = _host(link.url)
        if shown and target and not _same_site(shown[1].lower(), target):
            message = f"A link says {link.text.strip()} and leads to {target}; filters take that for fraud."
            yield _finding(case, "MSG007", Severity.WARNING, message, "let the text say where the link leads")


def _dead_link(case: Case) -> Iterator[Finding]:
    for link in _contents(case.mail).links if case.mail else ():
        if not link.url.strip():
            message = f"A link leads nowhere: {' '.join(link.text.split())!r}."
            fix = "give it an address that starts with https:// or mailto:"
            yield _finding(case, "MSG008", Severity.WARNING, message, fix)


def _no_text(case: Case) -> Iterator[Finding]:
    # The mail that is looked at is the largest: it may be in any of the languages.
    texts = [one.blocks[0].text.split()[:1] for one in (case.release, *case.release.versions) if one.blocks]
    if case.mail and all(texts) and texts and not any(word[0] in case.mail.text for word in texts):
        message = "The plain-text part does not hold the release."
        yield _finding(case, "MSG009", Severity.ERROR, message, "print the release's blocks in the theme's mail.txt")


def _unfilled(case: Case) -> Iterator[Finding]:
    for text in (case.mail.subject, case.mail.text) if case.mail else ():
        found = re.search(r"\{\{.{0,40}?\}\}|\{%.{0,40}?%\}", text)
        if found and found.group() not in case.release.source:
            message = f"A merge field was not filled in: {found.group()}."
            yield _finding(
                case, "MSG012", Severity.ERROR, message, "use it in the pitch or subject, or correct the list"
            )


def _heavy(case: Case) -> Iterator[Finding]:
    size = case.mail.size if case.mail else 0
    if size > _HEAVY:
        severity = Severity.ERROR if size > _REFUSED else Severity.WARNING
        message = f"Each message is {size / (1 << 20):.0f} MB: many servers refuse that, and sending takes long."
        yield _finding(case, "MSG013", severity, message, "link to pictures and documents instead of enclosing them")


def _no_way_out(case: Case) -> Iterator[Finding]:
    if case.mail and "unsubscribe%20" not in case.mail.html:
        message = "The HTML does not say how to be removed from the list."
        fix = 'put <a href="{{ unsubscribe }}">{{ t.remove }}</a> into the theme\'s mail.html'
        yield _finding(case, "MSG014", Severity.WARNING, message, fix)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _same_site(shown: str, target: str) -> bool:
    """Whether the shown host and the target belong together: equal, or one below the other."""
    shown, target = shown.removeprefix("www."), target.removeprefix("www.")
    return shown == target or shown.endswith(f".{target}") or target.endswith(f".{shown}")


RULES: tuple[Rule, ...] = (
    Rule(
        code="MSG001", severity=Severity.ERROR, title="Mail is cut off", check=_clipped,
        explanation="Some mail programs show only the first 100 KB of a mail's HTML and hide the rest behind a link: "
        "the contact and the way to be removed are at the end. Shorten the release or link to the long parts.",
    ),
    Rule(
        code="MSG002", severity=Severity.WARNING, title="Mail is nearly cut off", check=_nearly_clipped,
        explanation="Some mail programs show only the first 100 KB of a mail's HTML. This one comes close, and a long "
        "pitch could push it over.",
    ),
    Rule(
        code="MSG003", severity=Severity.ERROR, title="No subject", check=_no_subject,
        explanation="A mail without a subject is taken for spam, and nobody opens it. The subject is the headline "
        "unless the front matter sets another.",
    ),
    Rule(
        code="MSG004", severity=Severity.WARNING, title="Long subject", check=_long_subject,
        explanation="Lists of mail show about 60 characters of a subject, telephones fewer. What makes the story "
        "should stand in those. The notice of an embargo or a correction stands before your words: where it makes the "
        "subject long, that is information only, and the finding says how many characters are left for them.",
    ),
    Rule(
        code="MSG005", severity=Severity.WARNING, title="Loud subject", check=_loud_subject,
        explanation="Capitals and rows of exclamation marks are what filters look for in advertising, and what "
        "editors skip. Write the subject as you would say it.",
    ),
    Rule(
        code="MSG006", severity=Severity.WARNING, title="Picture without description", check=_undescribed_picture,
        explanation="Most mail programs do not show pictures until they are asked to, and some readers cannot see "
        "them. The description stands in their place.",
    ),
    Rule(
        code="MSG007", severity=Severity.WARNING, title="Link says another address", check=_misleading_link,
        explanation="A link whose text is one address and which leads to another is how fraud is done, so filters "
        "put such mail aside. Write the address it leads to, or words.",
    ),
    Rule(
        code="MSG008", severity=Severity.WARNING, title="Link leads nowhere", check=_dead_link,
        explanation="The link has no address, or one that is neither http, https nor mailto; such addresses are taken "
        "out. Give it a whole address.",
    ),
    Rule(
        code="MSG009", severity=Severity.ERROR, title="Text part is empty", check=_no_text,
        explanation="Every mail has a plain-text part for programs and people that prefer it, and filters compare it "
        "with the HTML. The theme's mail.txt must print the release.",
    ),
    Rule(
        code="MSG010", severity=Severity.WARNING, title="Theme changes printed values",
        explanation="The theme filters a block in which contacts' values were printed, so each mail has to be "
        "rendered alone. That is right but slow. Apply the filter to the value itself: {{ contact.name|upper }}.",
    ),
    Rule(
        code="MSG011", severity=Severity.ERROR, title="Picture or attachment left out",
        explanation="The file is missing, outside the workspace, not a regular file, too large, or of a kind that mail "
        "programs do not show. Copy it next to the release; pictures are PNG, JPEG or GIF of at most 1 MB, "
        "attachments have at most 5 MB each.",
    ),
    Rule(
        code="MSG012", severity=Severity.ERROR, title="Merge field not filled in", check=_unfilled,
        explanation="Words in double braces are filled in only in the theme, the pitch and the subject; anywhere else "
        "they stay as they are, because what lists and releases hold is never run. Write the words out instead.",
    ),
    Rule(
        code="MSG013", severity=Severity.WARNING, title="Heavy mail", check=_heavy,
        explanation="A mail of more than 5 MB is refused by many servers and fills mailboxes; above 10 MB hardly any "
        "takes it. Link to pictures and documents instead.",
    ),
    Rule(
        code="MSG014", severity=Severity.WARNING, title="No way to be removed", check=_no_way_out,
        explanation="Whoever gets mail must be able to end it, in several countries by law. The headers offer it to "
        "mail programs; the mail itself should offer it to people.",
    ),
    Rule(
        code="MSG015", severity=Severity.WARNING, title="Attachment tells too much",
        explanation="A document that goes to the press still holds tracked changes, comments, or the names of those "
        "who wrote it. Everyone who opens it can read them. Take them out, save it, and attach it again.",
    ),
)  # fmt: skip

"""Rules about the release itself: its parts, its date, its contacts."""

import re
from collections.abc import Iterator
from datetime import timedelta

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Kind, Release
from dispatch.preflight.places import finding, line_of
from dispatch.preflight.release_text import RULES as TEXT_RULES
from dispatch.preflight.rule import Case, Rule

#: Kinds that say where and when elsewhere, or need not.
_UNDATED = frozenset({Kind.ADVISORY, Kind.WITHDRAWAL})
#: Languages in which parts of a release are told by their words.
_READ = frozenset({"en", "es", "fr", "de"})
_LONGEST_HEADLINE = 100
_MOST_WORDS = 800
#: `[3]`, or `hours.³`: raised behind a mark that ends words, where it is no square or cubic measure.
_FOOTNOTE = re.compile(r"\[(\d{1,2})\]|(?<=[.,;:!?”»“\"])([¹²³⁴-⁹][⁰¹²³⁴-⁹]?)(?!\w)")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_CHANGED = re.compile(
    r"correct|instead of|should (?:read|be|have)|earlier version|previous version|original(?:ly)?\b|replac|changed?\b|"
    r"revis|"
    r"error|was wrong|corrige|correg|corrección|en lugar de|debe decir|versión anterior|error|rectif|au lieu d|erron|"
    r"version précédente|korrigi|korrektur|statt\b|richtig|berichtig|fehler|irrtümlich|geändert",
    re.IGNORECASE,
)
_VERBS_WORDS = (
    "announces launches calls urges opens releases unveils celebrates hosts joins welcomes condemns demands "
    "introduces presents receives wins expands partners appoints names supports opposes warns"
)
_VERBS = frozenset(_VERBS_WORDS.split())


def _no_headline(case: Case) -> Iterator[Finding]:
    if not case.release.headline.strip():
        message = "No headline was found."
        yield finding(case.release, "REL001", Severity.ERROR, message, "put the headline on a line of its own", line=1)


def _no_body(case: Case) -> Iterator[Finding]:
    if not case.release.blocks:
        message = "No text was found below the headline."
        yield finding(case.release, "REL002", Severity.ERROR, message, "write the lead and the body", line=1)


def _repeated_headline(case: Case) -> Iterator[Finding]:
    first = line_of(case.release, "headline")
    for item in case.release.residue:
        if item.reason == "repeated headline":
            line = item.lines.first
            both = f"lines {min(first or line, line)} and {max(first or line, line)}"
            message = f"The headline stands twice ({both})."
            yield finding(case.release, "REL003", Severity.WARNING, message, f"delete line {line}", line=line)


def _long_headline(case: Case) -> Iterator[Finding]:
    length = len(case.release.headline)
    if length > _LONGEST_HEADLINE:
        message = f"The headline has {length} characters; mail programs show about 60 and editors want under 100."
        line = line_of(case.release, "headline")
        fix = "shorten it, or move half of it into a subhead"
        yield finding(case.release, "REL004", Severity.WARNING, message, fix, line=line)


def _shouted_headline(case: Case) -> Iterator[Finding]:
    headline = case.release.headline
    fewest = 4
    if headline.isupper() and len(headline.split()) >= fewest:
        message = "The headline is all capitals, which reads as shouting and as spam."
        line = line_of(case.release, "headline")
        fix = "write it in sentence case"
        yield finding(case.release, "REL005", Severity.WARNING, message, fix, line=line)


def _nameless(case: Case) -> Iterator[Finding]:
    """Neither headline nor the first paragraphs say whose release it is."""
    release, name = case.release, case.organisation.name
    if not name or not release.headline or not release.blocks:
        return
    opening = " ".join(
        [release.headline, release.subhead, release.kicker, *(block.text for block in release.blocks[:3])]
    )
    words = [word for word in re.findall(r"\w+", name) if word[:1].isupper()]
    initials = "".join(word[0] for word in words)
    short = " ".join(name.split()[:2])
    known = [candidate.casefold() for candidate in (name, short, initials) if len(candidate) > 2]  # noqa: PLR2004
    if not any(re.search(rf"\b{re.escape(candidate)}\b", opening.casefold()) for candidate in known):
        message = f"Neither the headline nor the first paragraphs name {name}."
        yield finding(
            release,
            "REL006",
            Severity.WARNING,
            message,
            "name the organisation in the lead",
            line=release.blocks[0].lines.first,
        )


def _verb_first(case: Case) -> Iterator[Finding]:
    words = case.release.headline.split()
    if case.release.language.startswith("en") and words and words[0].casefold() in _VERBS:
        message = f'The headline begins with "{words[0]}" and does not say who.'
        line = line_of(case.release, "headline")
        yield finding(case.release, "REL007", Severity.WARNING, message, "begin with who does it", line=line)


def _no_contact(case: Case) -> Iterator[Finding]:
    release = case.release
    if not any(contact.emails or contact.phones for contact in release.contacts):
        lines = next((contact.lines for contact in release.contacts if contact.lines), None)
        message = "No media contact has an e-mail address or a phone number."
        fix = "add one below the text, or set contacts in the front matter or in dispatch.toml"
        yield finding(release, "REL010", Severity.ERROR, message, fix, line=lines.first if lines else None)


def _mismatched_contact(case: Case) -> Iterator[Finding]:
    """`Ana Ruiz` with the address `john.smith@`."""
    for contact in case.release.contacts:
        parts = {_ascii(part) for part in re.split(r"[\s-]+", contact.name) if part}
        for email in contact.emails if parts else ():
            local = re.fullmatch(r"([^\W\d_]{2,})[._]([^\W\d_]{2,})", email.split("@")[0])
            if local and not {_ascii(local[1]), _ascii(local[2])} & parts:
                message = f"{contact.name} has the address {email}: the name and the address do not fit."
                line = contact.lines.first if contact.lines else None
                fix = "check whose address it is"
                yield finding(case.release, "REL011", Severity.WARNING, message, fix, line=line)


def _ascii(text: str) -> str:
    import unicodedata  # noqa: PLC0415

    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if char.isalpha() and not unicodedata.combining(char))


def _no_dateline(case: Case) -> Iterator[Finding]:
    release = case.release
    if release.blocks and release.dateline is None and release.kind not in _UNDATED:
        message = "The lead has no dateline: where and when."
        fix = "begin the lead with the place, as in DENVER —"
        severity, message, fix = _as_far_as_read(release, message, fix, "dateline")
        yield finding(release, "REL030", severity, message, fix, line=release.blocks[0].lines.first)


def _old_dateline(case: Case) -> Iterator[Finding]:
    """The printed date is neither today nor the day the embargo lifts, in any time zone."""
    release = case.release
    if release.date is None:
        return
    day = timedelta(days=1)
    instants = [case.now] + ([release.embargo] if release.embargo else [])
    near = [moment.date() for instant in instants for moment in (instant - day / 2, instant, instant + day / 2)]
    if release.date not in near:
        line = release.dateline.line if release.dateline else line_of(release, "date")
        message = f"The release is dated {release.date:%-d %B %Y}, which is not today."
        yield finding(release, "REL031", Severity.WARNING, message, "change the date, or send on that day", line=line)


def _no_boilerplate(case: Case) -> Iterator[Finding]:
    if case.release.blocks and not case.release.boilerplate and case.release.kind is not Kind.WITHDRAWAL:
        message = "Nothing says who the organisation is."
        fix = 'add an "About ..." paragraph, or boilerplate in dispatch.toml'
        severity, message, fix = _as_far_as_read(case.release, message, fix, "boilerplate")
        yield finding(case.release, "REL040", severity, message, fix, line=case.release.blocks[-1].lines.last)


def _as_far_as_read(release: Release, message: str, fix: str, key: str) -> tuple[Severity, str, str]:
    """Weight, message and fix of what was not found: no blame where the language's grammar is not known."""
    if release.language.partition("-")[0].lower() in _READ:
        return Severity.WARNING, message, fix
    told = f"No {key} was found; they are looked for in English, Spanish, French and German only."
    return Severity.INFO, told, f"nothing, if the text has one; else set {key} in the front matter"


def _too_long(case: Case) -> Iterator[Finding]:
    words = len(case.release.body_text.split())
    if words > _MOST_WORDS:
        message = f"The text has {words} words; a release has 300 to 500, two pages at most."
        fix = "cut it from the end"
        yield finding(case.release, "REL041", Severity.WARNING, message, fix, line=case.release.blocks[0].lines.first)


def _lost_footnote(case: Case) -> Iterator[Finding]:
    release = case.release
    notes = [note.text for note in release.notes] + [block.text for block in release.blocks]
    rows = [row.translate(_RAISED) for text in notes for row in text.split("\n")]
    for block in release.blocks:
        for match in _FOOTNOTE.finditer(block.text):
            number = (match[1] or match[2]).translate(_RAISED)
            if match.start() and not any(re.match(rf"\[?{number}(?:[\].):]|\s*[^\W\d])", row) for row in rows):
                message = f"Footnote [{number}] has no note."
                yield finding(
                    release,
                    "REL042",
                    Severity.WARNING,
                    message,
                    "add the note or delete the number",
                    line=block.lines.first,
                )


def _silent_correction(case: Case) -> Iterator[Finding]:
    release = case.release
    if release.kind is not Kind.CORRECTION:
        return
    said = [release.subhead, *(block.text for block in (*release.blocks, *release.notes))]
    if not any(_CHANGED.search(text) for text in said):
        message = "This is a correction, and nothing says what changed."
        fix = "say which paragraph was wrong, what it said and what is right"
        yield finding(release, "REL071", Severity.ERROR, message, fix, line=line_of(release, "headline"))


RULES: tuple[Rule, ...] = (
    Rule(
        code="REL001", severity=Severity.ERROR, title="No headline", check=_no_headline,
        explanation="A release without a headline has no subject line and no story at a glance. It stands on a line "
        "of its "
        "own above the text. If there is one and it was not recognised, set headline in the front matter.",
    ),
    Rule(
        code="REL002", severity=Severity.ERROR, title="No text", check=_no_body,
        explanation="Nothing was found that could be the body of the release. Perhaps the file holds only a headline, "
        "or "
        "everything was taken for contact rows. `dispatch inspect` shows what each line was understood as.",
    ),
    Rule(
        code="REL003", severity=Severity.WARNING, title="Repeated headline", check=_repeated_headline,
        explanation="Text that was copied from a web page often carries the headline two or three times. Readers of "
        "the mail "
        "would see it once: the copies are left out. Delete them, so that the source is clean.",
    ),
    Rule(
        code="REL004", severity=Severity.WARNING, title="Long headline", check=_long_headline,
        explanation="The headline is also the subject line. Phones show about 40 characters of it and editors ask for "
        "fewer "
        "than 80, at most 100. What does not fit belongs into a subhead.",
    ),
    Rule(
        code="REL005", severity=Severity.WARNING, title="Headline in capitals", check=_shouted_headline,
        explanation="A subject in capitals is hard to read and is a mark of spam to filters and people. Write it as a "
        "sentence.",
    ),
    Rule(
        code="REL006", severity=Severity.WARNING, title="Organisation not named", check=_nameless,
        explanation="An editor must see at once whose news it is. Name the organisation of dispatch.toml in the "
        "headline, the "
        "subhead or the lead.",
    ),
    Rule(
        code="REL007", severity=Severity.WARNING, title="Headline without a subject", check=_verb_first,
        explanation="A headline that begins with its verb, as social media posts do, leaves out the most important "
        "word. "
        "Say who announces, opens or warns.",
    ),
    Rule(
        code="REL010", severity=Severity.ERROR, title="No media contact", check=_no_contact,
        explanation="A journalist who has a question before deadline needs a person, a phone number and an address. "
        "None was "
        "found in the text, the front matter or dispatch.toml. Public addresses in the body are not media contacts.",
    ),
    Rule(
        code="REL011", severity=Severity.WARNING, title="Name and address do not fit", check=_mismatched_contact,
        explanation="The address is written first.last and neither part is in the contact's name. Often the name was "
        "replaced "
        "from an older release and the address was forgotten. Check whose address it is.",
    ),
    Rule(
        code="REL030", severity=Severity.WARNING, title="No dateline", check=_no_dateline,
        explanation="The dateline tells where the news comes from. It opens the lead: CHICAGO, Nov. 26 – or Lyon, le "
        "3 mars –. "
        "An advisory needs none, its What, When and Where say it.",
    ),
    Rule(
        code="REL031", severity=Severity.WARNING, title="Dateline not today", check=_old_dateline,
        explanation="The date in the release is not the day on which it goes out, nor the day its embargo lifts. That "
        "is the "
        "commonest trace of yesterday's draft. Correct it, or schedule the mailing for that day.",
    ),
    Rule(
        code="REL032", severity=Severity.ERROR, title="Impossible date",
        explanation="The calendar has no such day. A journalist would have to guess which one is meant.",
    ),
    Rule(
        code="REL033", severity=Severity.ERROR, title="Weekday does not fit",
        explanation="The weekday and the date name different days, so that people come on the wrong one. One in a "
        "hundred "
        "releases has this mistake. Look at the calendar and correct one of them.",
    ),
    Rule(
        code="REL034", severity=Severity.WARNING, title="Ambiguous date",
        explanation="A date such as 03/04/2026 is the third of April in one country and the fourth of March in "
        "another. It was "
        "not guessed. Write the month as a word.",
    ),
    Rule(
        code="REL040", severity=Severity.WARNING, title="No boilerplate", check=_no_boilerplate,
        explanation="A short paragraph about the organisation helps those who write about it for the first time. Put "
        "it under "
        "an About heading at the end, or set organisation.boilerplate in dispatch.toml once for all releases.",
    ),
    Rule(
        code="REL041", severity=Severity.WARNING, title="Long text", check=_too_long,
        explanation="A release is one page, two at most. Editors cut from the end, and many stop reading before it.",
    ),
    Rule(
        code="REL042", severity=Severity.WARNING, title="Footnote without a note", check=_lost_footnote,
        explanation="A footnote number in brackets has no note with that number. It often got lost when text was "
        "copied.",
    ),
    Rule(
        code="REL050", severity=Severity.WARNING, title="Unclosed quotation",
        explanation="A quotation opens and no mark closes it, so that nobody can tell where the speaker's words end. "
        "When a "
        "quotation runs over several paragraphs, each opens with a mark and only the last one closes.",
    ),
    Rule(
        code="REL070", severity=Severity.WARNING, title="Headline in another language",
        explanation="The headline is in one language and the text in another. That happens when a translation "
        "replaced the "
        "text and not the headline.",
    ),
    Rule(
        code="REL071", severity=Severity.ERROR, title="Correction without a note", check=_silent_correction,
        explanation="A correction must say what was wrong and what is right, and in which paragraph; otherwise those "
        "who "
        "already published cannot mend it. `dispatch correct --note` puts the note on top.",
    ),
    Rule(
        code="REL080", severity=Severity.ERROR, title="Unreadable front matter",
        explanation="What stands between the two --- lines is not YAML. Values with a colon or a quotation mark need "
        "quotes; tabs, and lines of +++ as other tools write them, are no YAML either.",
    ),
    Rule(
        code="REL081", severity=Severity.WARNING, title="Unknown key",
        explanation="The front matter has a key that means nothing to Dispatch, usually a misspelling. It was "
        "ignored, so that "
        "what you meant to set is not set.",
    ),
    Rule(
        code="REL082", severity=Severity.ERROR, title="Wrong value",
        explanation="A value in the front matter is not of the kind that its key needs, so that it was left out. "
        "Dates are "
        "written 2026-12-01, embargoes 2026-12-01 09:00 America/Chicago, languages en or es-MX.",
    ),
    Rule(
        code="REL083", severity=Severity.ERROR, title="Key given twice",
        explanation="The front matter gives the same key twice. YAML lets the last one win without a word, so that "
        "what stands above it is lost: a headline, a contact's second number. Keep one, or write several "
        "values as a list.",
    ),
    Rule(
        code="REL090", severity=Severity.INFO, title="Encoding guessed",
        explanation="The bytes of the file are not UTF-8 and carry no mark, so that the encoding is a guess between "
        "Windows and "
        "old Macintosh. Look at accents and quotation marks in the preview, and save the file as UTF-8.",
    ),
    Rule(
        code="REL091", severity=Severity.ERROR, title="Broken characters",
        explanation="UTF-8 text was read once as Windows or Macintosh text and saved again: an accent became two odd "
        "characters. `dispatch inspect FILE --to-markdown NEW.md` writes it repaired. Where a sign or a question mark "
        "stands in place of a character, it is lost: open the original again and save it as UTF-8.",
    ),
    Rule(
        code="REL092", severity=Severity.ERROR, title="Too long to be a release",
        explanation="A release has a page or two. This text has more than 5,000 lines or 100,000 characters, so that "
        "the rest was set aside and would not be sent. Perhaps it is a whole newsletter, or a log.",
    ),
    *TEXT_RULES,
)  # fmt: skip

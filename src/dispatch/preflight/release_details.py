"""Rules about details that editors catch: tickers, old quarters, ordinals, links, and what only reads loud."""

import re
from collections.abc import Iterator
from datetime import date

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Kind
from dispatch.phones import impossible
from dispatch.preflight.places import Place, finding, line_of, search
from dispatch.preflight.rule import Case, Rule

_EXCHANGE = (
    r"NYSE(?: American| Arca)?|NASDAQ|Nasdaq|OTCQ[BX]|OTC(?: Pink)?|TSX[- ]?V|TSX|CSE|LSE|AIM|ASX|NSE|BSE|HKEX|SIX|OSE|"
    r"Euronext(?: [A-Z][a-z]+)?|FWB|XETRA|Xetra|BMV|BME|B3|JSE"
)
_TICKER = re.compile(rf"\((?:{_EXCHANGE})(?P<joint>[\s:,-]*)(?P<symbol>[A-Za-z0-9.]{{1,7}})\)")
_QUARTER = re.compile(
    r"\b(?:Q(?P<short>[1-4])[ /-]?(?:FY)?(?P<after>20\d\d)|"
    r"(?P<word>first|second|third|fourth|1st|2nd|3rd|4th)[- ]quarter(?: of)?(?: fiscal)?(?: year)? (?P<year>20\d\d)|"
    r"(?P<es>primer|segundo|tercer|cuarto) trimestre de (?P<esyear>20\d\d)|"
    r"(?P<de>ersten|zweiten|dritten|vierten) Quartal (?P<deyear>20\d\d)|"
    r"(?P<fr>premier|deuxième|troisième|quatrième) trimestre (?P<fryear>20\d\d))\b",
    re.IGNORECASE,
)
_NUMBERS = {
    "first": 1, "1st": 1, "primer": 1, "ersten": 1, "premier": 1, "second": 2, "2nd": 2, "segundo": 2, "zweiten": 2,
    "deuxième": 2, "third": 3, "3rd": 3, "tercer": 3, "dritten": 3, "troisième": 3, "fourth": 4, "4th": 4,
    "cuarto": 4, "vierten": 4, "quatrième": 4,
}  # fmt: skip
#: Days after its end at which a quarter is no news any more.
_STALE = 240
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Aug|Sept|Oct|Nov|Dec"
)
_ORDINAL = re.compile(rf"\b(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)\b")
_PLAIN_LINK = re.compile(r"\bhttp://(?!localhost|127\.|\[::1\])[^\s<>\"“”)\]]+", re.IGNORECASE)
_ODD_SPACE = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]+|[\u00a0\u202f]{2,}")
_LOUD = re.compile(r"[!¡]{2,}|!(?=\s*$)")
_SUPERLATIVE = re.compile(
    r"\b(?:world[- ]class|cutting[- ]edge|game[- ]chang(?:er|ing)|revolutionary|groundbreaking|best[- ]in[- ]class|"
    r"state[- ]of[- ]the[- ]art|industry[- ]leading|one[- ]of[- ]a[- ]kind|unparalleled|second to none|"
    r"de clase mundial|sin precedentes|révolutionnaire|incontournable|sans précédent|einzigartig\w*|bahnbrechend\w*|"
    r"weltweit führend\w*)\b",
    re.IGNORECASE,
)
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\U0001f1e6-\U0001f1ff]")
#: Kinds that are lists, or a line or two, and end where their text ends.
_WITHOUT_END = frozenset({Kind.ADVISORY, Kind.WITHDRAWAL})
_INTERNATIONAL = re.compile(r"\s*(?:\(?\+|00)\s?\d")
_TAGGED = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|mkt_tok|igshid|_hsenc)=", re.IGNORECASE)


def _ticker(case: Case) -> Iterator[Finding]:
    for place in search(case.release, _TICKER):
        match = _TICKER.fullmatch(place.text)
        if match and (match["joint"] != ": " or not match["symbol"].isupper()):
            message = f'A stock symbol is not written as services read it: "{place.text}".'
            yield _told(case, "REL051", message, "write it as in (NYSE: ABC)", place)


def _stale_quarter(case: Case) -> Iterator[Finding]:
    lead = case.release.blocks[0].lines.last if case.release.blocks else 0
    for place in search(case.release, _QUARTER):
        match = _QUARTER.fullmatch(place.text)
        if match is None or place.line > lead:
            continue
        end = _end_of_quarter(match)
        if (case.now.date() - end).days > _STALE:
            message = (
                f'"{place.text}" ended on {end:%B} {end.day}, {end.year}: perhaps it was left from an older release.'
            )
            yield _told(case, "REL035", message, "correct the quarter or the year", place)


def _end_of_quarter(match: re.Match[str]) -> date:
    groups = match.groupdict()
    word = next((groups[name] for name in ("word", "es", "de", "fr") if groups[name]), "")
    quarter = int(groups["short"]) if groups["short"] else _NUMBERS[word.lower()]
    year = next(int(groups[name]) for name in ("after", "year", "esyear", "deyear", "fryear") if groups[name])
    return date(year, quarter * 3, {1: 31, 2: 30, 3: 30, 4: 31}[quarter])


def _ordinal(case: Case) -> Iterator[Finding]:
    if case.release.language.startswith("en"):
        for place in search(case.release, _ORDINAL):
            message = f'A date is written with an ordinal: "{place.text}".'
            yield _told(case, "REL036", message, "write the day as a number: March 3", place)


def _plain_link(case: Case) -> Iterator[Finding]:
    for place in search(case.release, _PLAIN_LINK):
        message = f"A link is not encrypted: {place.text[:60]}."
        yield _told(case, "REL062", message, "try it with https://", place)


def _tracked_target(case: Case) -> Iterator[Finding]:
    """Tracking parameters behind a link's words, where the source of a document or page does not show them."""
    for link in case.release.links:
        if _TAGGED.search(link.url) and link.url not in case.release.source:
            message = f'The link behind "{link.text[:40]}" carries tracking parameters.'
            fix = "cut the address at the question mark"
            yield finding(case.release, "REL063", Severity.WARNING, message, fix, line=link.line)


def _odd_space(case: Case) -> Iterator[Finding]:
    lines: dict[int, Place] = {}
    for place in search(case.release, _ODD_SPACE):
        lines.setdefault(place.line, place)
    for place in list(lines.values())[:5]:
        message = "Invisible characters or no-break spaces stand in a row here."
        yield _told(case, "REL016", message, "type the space again", place)


def _loud(case: Case) -> Iterator[Finding]:
    line = line_of(case.release, "headline")
    if _LOUD.search(case.release.headline):
        message = "The headline ends in an exclamation mark."
        yield finding(case.release, "REL008", Severity.INFO, message, "let the news be loud", line=line)
    if _EMOJI.search(case.release.headline + case.release.subject):
        message = "The headline or subject has an emoji, which some mail programs show as a box."
        yield finding(case.release, "REL009", Severity.INFO, message, "say it in words", line=line)


def _superlative(case: Case) -> Iterator[Finding]:
    for place in search(case.release, _SUPERLATIVE):
        message = f'This says nothing that an editor would print: "{place.text}".'
        yield _told(case, "REL043", message, "give the number or the fact behind it", place)


def _needless_status(case: Case) -> Iterator[Finding]:
    line = line_of(case.release, "immediate")
    if case.release.immediate and case.release.embargo is None and line is not None:
        message = "The text says that it may be published at once; without an embargo that goes without saying."
        yield finding(case.release, "REL044", Severity.INFO, message, "keep it if that is your house style", line=line)


def _local_phone(case: Case) -> Iterator[Finding]:
    """A number that can only be dialled at home, in a mailing to people who are elsewhere."""
    if not case.abroad:
        return
    for contact in case.release.contacts:
        for phone in contact.phones:
            if not _INTERNATIONAL.match(phone):
                line = contact.lines.first if contact.lines else None
                message = f"People abroad cannot call {phone}: it has no country code."
                fix = "write it as in +44 20 7946 0018"
                yield finding(case.release, "REL052", Severity.WARNING, message, fix, line=line)


def _impossible_phone(case: Case) -> Iterator[Finding]:
    for contact in case.release.contacts:
        for phone in contact.phones:
            if why := impossible(phone):
                line = contact.lines.first if contact.lines else None
                message = f'"{phone}" cannot be a phone number: {why}.'
                fix = "ask the contact, and correct the number"
                yield finding(case.release, "REL054", Severity.WARNING, message, fix, line=line)


def _no_end_mark(case: Case) -> Iterator[Finding]:
    """The file goes on behind the story, and nothing but the wording of what follows says where the story ended."""
    release = case.release
    if release.end_mark or not release.blocks or release.kind in _WITHOUT_END:
        return
    last = max(block.lines.last for block in release.blocks)
    parts = [item.lines for item in release.boilerplate] + [person.lines for person in release.contacts]
    follows = any(lines and lines.first > last for lines in (*parts, *(note.lines for note in release.notes)))
    # Newsrooms that write English expect the mark; elsewhere it is missed only where the end had to be guessed.
    expected = release.language.startswith("en") and not release.file.lower().endswith((".md", ".markdown"))
    if follows and (expected or any(name == "boilerplate" for name, _ in release.confidence)):
        message = "Nothing marks the end of the story, and the text goes on behind it."
        yield finding(release, "REL045", Severity.INFO, message, "write ### on a line of its own below it", line=last)


def _told(case: Case, code: str, message: str, fix: str, place: Place) -> Finding:
    """A finding at a place, as heavy as its rule."""
    return finding(case.release, code, _SEVERITIES[code], message, fix, line=place.line, column=place.column)


DETAIL_RULES: tuple[Rule, ...] = (
    Rule(
        code="REL008", severity=Severity.INFO, title="Loud headline", check=_loud,
        explanation="An exclamation mark in a headline reads as advertising. Editors take it out, or the release.",
    ),
    Rule(
        code="REL009", severity=Severity.INFO, title="Emoji in the headline",
        explanation="The headline becomes the subject of the mail. Some programs show an emoji there as an empty box,"
        " and filters count it as a sign of advertising.",
    ),
    Rule(
        code="REL016", severity=Severity.INFO, title="Invisible characters in a row", check=_odd_space,
        explanation="Zero-width characters, soft hyphens and runs of no-break spaces come along when text is copied. "
        "They break words at odd places and hide from a search. Type the space again.",
    ),
    Rule(
        code="REL035", severity=Severity.WARNING, title="Old quarter", check=_stale_quarter,
        explanation="Headline or lead name a quarter that ended more than eight months ago. Such dates stay behind "
        "when last year's release serves as the pattern. Check quarter and year.",
    ),
    Rule(
        code="REL036", severity=Severity.INFO, title="Ordinal in a date", check=_ordinal,
        explanation="Style books of news desks write March 3, not March 3rd. An editor has to change it by hand.",
    ),
    Rule(
        code="REL043", severity=Severity.INFO, title="Superlative", check=_superlative,
        explanation="Words such as groundbreaking stand in every second release, so that they are cut or laughed at. "
        "Say what is new about it, with a number if there is one.",
    ),
    Rule(
        code="REL044", severity=Severity.INFO, title="Immediate release", check=_needless_status,
        explanation="For immediate release says that nothing is embargoed, which is what everyone assumes. Many "
        "houses keep the line as their style; others leave it out.",
    ),
    Rule(
        code="REL045", severity=Severity.INFO, title="No end mark", check=_no_end_mark,
        explanation="A line such as ###, -30- or ENDS tells an editor where the story ends and the rest begins: who "
        "you are, whom to call, notes. Without one that has to be told from the wording. Put it below the last "
        "paragraph; in Markdown a heading does the same.",
    ),
    Rule(
        code="REL051", severity=Severity.WARNING, title="Stock symbol", check=_ticker,
        explanation="Services link a company to its share by the form (EXCHANGE: SYMBOL), with a colon, one space and"
        " capitals. Written otherwise the link is lost, and for a listed company with it the readers who "
        "matter.",
    ),
    Rule(
        code="REL052", severity=Severity.WARNING, title="Phone without country code", check=_local_phone,
        explanation="The lists hold people in other countries, and the contact's number can only be dialled at home. "
        "Write it with its country code.",
    ),
    Rule(
        code="REL054", severity=Severity.WARNING, title="Not a phone number", check=_impossible_phone,
        explanation="A media contact's number has more or fewer digits than any number of its country, or a country "
        "code that does not exist. Nobody can call it before deadline. Ask the contact and correct it.",
    ),
    Rule(
        code="REL062", severity=Severity.WARNING, title="Unencrypted link", check=_plain_link,
        explanation="Browsers warn of pages without https, and some newsrooms block them. Nearly every site answers "
        "to https too: try it, and write that.",
    ),
    Rule(
        code="REL063", severity=Severity.WARNING, title="Tracking behind a link", check=_tracked_target,
        explanation="The words hide an address that tells a third party which campaign a reader came from. Dispatch "
        "does not track, and journalists notice. Cut the address at the question mark.",
    ),
)  # fmt: skip
_SEVERITIES = {rule.code: rule.severity for rule in DETAIL_RULES}

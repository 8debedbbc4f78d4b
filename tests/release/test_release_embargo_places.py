"""An embargo is kept wherever a text says it, and what only speaks of embargoes keeps nothing back."""

from datetime import UTC, datetime

import pytest

from dispatch.release import read_parts

HEADLINE = "Halden Trust opens a new reading room for night workers"
LEAD = (
    "HALDEN, Maine, Nov. 24, 2026 – The Halden Trust will open a reading room for people who work at night, it said on "
    "Tuesday."
)
QUOTE = "“Books do not sleep,” said Mary Toll, director of the trust."
CONTACT = "Media contact: Ann Lee, ann.lee@haldentrust.test, 207-555-0100"
PLAIN = "EMBARGOED UNTIL 2 DECEMBER 2026, 09:00 GMT"
MEANT = datetime(2026, 12, 2, 9, tzinfo=UTC)


def text(*, top="", headline=HEADLINE, lead=LEAD, amid="", below="", contact=CONTACT):
    """The release with something more at one of its places."""
    return "\n\n".join(part for part in (top, headline, lead, amid, QUOTE, contact, below) if part) + "\n"


def page(banner="", header="", aside=""):
    """The release as a web page with something beside the article."""
    body = "".join(f"<p>{part}</p>" for part in (LEAD, QUOTE, CONTACT))
    return (
        f'<html><body><div class="banner">{banner}</div><header>{header}</header><main><article><h1>{HEADLINE}</h1>'
        f"{body}</article></main><aside>{aside}</aside></body></html>"
    )


KEPT = [
    text(below=PLAIN),
    text(contact=f"{CONTACT}\n{PLAIN}"),
    text(below=f"###\n\n{PLAIN}"),
    text(below="ENDS\n\nStrictly not for release until 2 December 2026 at 09:00 London"),
    text(below="Notes to editors\n\n1. The trust was founded in 1921.\n2. This release is embargoed until 09:00 GMT on "
         "2 December 2026."),
    text(below="Notes to editors\n\nNot for publication or broadcast before 09:00 GMT on 2 December 2026."),
    text(below="Nota para los medios: no difundir antes de las 10:00 (Madrid) del 2 de diciembre de 2026."),
    text(below="Note aux rédactions\n\nMerci de ne rien publier avant le 2 décembre 2026 à 10 h (heure de Paris)."),
    text(below="Fotos unter haldentrust.test/bilder. Sperrfrist: 2. Dezember 2026, 10.00 Uhr MEZ."),
    text(headline=f"{HEADLINE} ({PLAIN})"),
    text(headline=f"{PLAIN}: {HEADLINE}"),
    text(headline=f"[EMBARGO: 2 December 2026, 09:00 GMT] {HEADLINE}"),
    text(lead=f"({PLAIN}) {LEAD}"),
    text(lead=f"{LEAD} Embargoed until 2 December 2026, 09:00 GMT."),
    text(amid="Photo: the room at night. Embargo: 2 December 2026, 09:00 GMT"),
    text(amid="Bitte berichten Sie erst ab dem 2. Dezember 2026, 10 Uhr MEZ."),
    text(top="Communiqué de presse – Nantelle, 1er décembre 2026. Ne pas diffuser avant le mercredi 2 décembre 2026, "
         "10 h, heure de Paris (9 h GMT)."),
    text(top="Communiqué de presse — Paris, le 24 novembre 2026 — Sous embargo jusqu'au 2 décembre 2026 à 10 h CET"),
    text(top="Pressemitteilung | Halden, 24. November 2026 | Sperrfrist: 2. Dezember 2026, 10 Uhr MEZ"),
    text(top="Advance for use Wednesday, Dec. 2, 2026, at 4 a.m. EST and thereafter"),
]  # fmt: skip
TOLD = [
    text(amid="The arms embargo until 2 December 2026, 09:00 GMT, stays in force, the ministry said."),
    text(headline="Halden lifts grain embargo after two years"),
    text(amid="Sin embargo, la sala abrirá el 2 de diciembre de 2026 a las 09:00 CET."),
    text(amid="Free to use from 9 a.m. on 2 December 2026, the room seats forty."),
    text(amid="The new book will be published on 2 December 2026 at 09:00 GMT."),
    text(amid="Eintritt frei ab 2. Dezember 2026, 9 Uhr."),
    text(amid="L'embargo sur les armes court jusqu'au 2 décembre 2026 à 10 h."),
    text(below="Anmeldung bis 2. Dezember 2026, 9 Uhr MEZ."),
    text(below="Press conference: 2 December 2026, 09:00 GMT"),
    text(below="Published 24 November 2026, 09:00 GMT"),
    text(below="Tabellen schicken wir vorab und ebenfalls mit Sperrfrist."),
    text(below="Notes to editors\n\nThe study is no longer under embargo."),
]


@pytest.mark.parametrize("source", KEPT)
def test_an_embargo_is_kept_wherever_it_stands(source):
    """On one row with kind and day, in brackets, in notes, below contact and end; headline and contact stay right."""
    release = read_parts(source.encode(), ".txt", "x").release
    assert (release.embargo, release.headline) == (MEANT, HEADLINE)
    assert release.contacts[0].emails == ("ann.lee@haldentrust.test",)


@pytest.mark.parametrize("place", ["banner", "header", "aside"])
def test_an_embargo_beside_the_article_of_a_page_is_kept(place):
    """What a page sets aside may still hold the text back."""
    release = read_parts(page(**{place: PLAIN}).encode(), ".html", "x").release
    assert (release.embargo, release.headline) == (MEANT, HEADLINE)


@pytest.mark.parametrize("source", TOLD)
def test_what_speaks_of_embargoes_and_hours_keeps_nothing_back(source):
    """Trade, openings, deadlines, stamps and the embargo of another text are none."""
    release = read_parts(source.encode(), ".txt", "x").release
    assert (release.embargo, release.embargo_text) == (None, "")


@pytest.mark.parametrize(
    ("below", "instant"),
    [(PLAIN, MEANT), ("EMBARGOED UNTIL 3 DECEMBER 2026, 09:00 GMT", None)],
)
def test_a_second_embargo_below_must_be_the_same(below, instant):
    """What the foot of a text says may be the same again; another instant stops the send."""
    understood = read_parts(text(top=PLAIN, below=below).encode(), ".txt", "x")
    assert understood.release.embargo == instant
    assert ("EMB004" in {found.code for found in understood.findings}) == (instant is None)


def test_a_text_without_line_breaks_keeps_its_embargo():
    """The day beside the kind, the embargo and the headline are told apart within one row."""
    row = f"PRESS RELEASE 24 November 2026 {PLAIN} {HEADLINE}  {LEAD}  {QUOTE}  {CONTACT}"
    release = read_parts(row.encode(), ".txt", "x").release
    assert (release.embargo, release.headline) == (MEANT, HEADLINE)

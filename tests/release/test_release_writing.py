"""Writing back as Markdown, and reading that again."""

from dataclasses import replace
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from needs import real_release

from dispatch import release
from dispatch.model.finding import Severity
from dispatch.release import read_parts, to_markdown

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "releases").iterdir()) + sorted((ROOT / "tests" / "release" / "corpus").glob("*.[tm][xd]*"))


HEAD = "Clinics open at night\n\nDENVER – Six clinics open on Monday, the alliance said today."


def facts(found):
    """What a person knows of a release, source lines and exact markup aside."""
    return {
        "headline": found.headline,
        "subhead": found.subhead,
        "kicker": found.kicker,
        "kind": found.kind,
        "language": found.language,
        "dateline": found.dateline
        and (found.dateline.text, found.dateline.city, found.dateline.region, found.dateline.date),
        "date": found.date,
        "embargo": found.embargo,
        "immediate": found.immediate,
        "blocks": [(block.type, block.text, block.level) for block in found.blocks],
        "quotes": [(quote.text, quote.speaker) for quote in found.quotes],
        "boilerplate": [(item.title, item.text) for item in found.boilerplate],
        "contacts": [
            (item.name, item.role, item.emails, item.phones)
            for item in found.contacts
            if item.name or item.emails or item.phones
        ],
        "notes": [(note.type, note.text) for note in found.notes if note.text],
        "end_mark": found.end_mark,
        "images": [(image.src, image.alt, image.caption) for image in found.images],
        "links": [link.url for link in found.links if any(f'href="{link.url}"' in item.html for item in found.blocks)],
        "tags": found.tags,
        "subject": found.subject,
        "pitch": found.pitch,
        "id": found.id,
    }


def again(found):
    """The release after writing and reading."""
    return read_parts(to_markdown(found).encode(), ".md", "again.md").release


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_written_back_is_the_same_release(path):
    """Every example and every text of the corpus survives writing and reading."""
    found, _ = release.read(path)
    assert facts(again(found)) == facts(found)


def test_the_real_release_written_back_is_the_same_release():
    """The scraped release becomes a clean source with the same facts and no residue."""
    found, _ = release.read(real_release())
    cleaned = again(found)
    assert facts(cleaned) == facts(found)
    assert cleaned.residue == ()


def test_written_twice_it_is_the_same_text():
    """Writing what was written changes nothing more."""
    found, _ = release.read(ROOT / "releases" / "night-clinics.md")
    once = to_markdown(found)
    twice = to_markdown(replace(read_parts(once.encode(), ".md", "a.md").release, file="a.md"))
    assert twice == once


def test_an_embargo_that_is_no_instant_still_stops_after_writing():
    """Its words stay in the text, and reading them reports the same trouble."""
    text = f"Embargoed until 4/12/23\n\n{HEAD}\n"
    found = read_parts(text.encode(), ".txt", "x.txt").release
    understood = read_parts(to_markdown(found).encode(), ".md", "x.md")
    assert understood.release.embargo is None
    assert {item.code for item in understood.findings if item.severity is Severity.ERROR} >= {"EMB001"}


def test_pictures_of_a_page_are_written_with_their_captions():
    """They stand where they stood, and what is said below them goes with them."""
    figure = '<img src="https://t.test/a b.png" alt="A [low] marsh"><figcaption>The "marsh" & <b>reeds</b></figcaption>'
    page = f"<html><body><h1>Clinics open</h1><p>{HEAD.split(chr(10))[2]}</p><figure>{figure}</figure></body></html>"
    found = read_parts(page.encode(), ".html", "x.html").release
    written = to_markdown(found)
    assert '![A \\[low\\] marsh](<https://t.test/a%20b.png> "The \\"marsh\\" \\& reeds")' in written
    assert [(image.src, image.alt, image.caption) for image in again(found).images] == [
        ("https://t.test/a%20b.png", "A [low] marsh", 'The "marsh" & reeds'),
    ]


def test_a_row_left_over_that_speaks_of_an_embargo_is_not_left_out():
    """A page's header may say so; in the clean source it stands below the text, where a check finds it."""
    header = "<header><p>Embargoed. Please observe the embargo.</p><p>Our house</p></header>"
    text = HEAD.split(chr(10))[2]
    page = f"<html><body>{header}<main><h1>Clinics open</h1><p>{text}</p><p>They open.</p></main></body></html>"
    found = read_parts(page.encode(), ".html", "x.html").release
    assert "observe the embargo" in to_markdown(found)


def test_a_quotation_with_its_speaker_in_a_block_stays_one():
    """A document may set a whole sentence as a quotation."""
    said = "<blockquote><p>“A wet book is a sad book,” said librarian Una Ford.</p></blockquote>"
    page = f"<html><body><h1>Clinics open</h1><p>{HEAD.split(chr(10))[2]}</p>{said}</body></html>"
    found = read_parts(page.encode(), ".html", "x.html").release
    assert facts(again(found)) == facts(found)


@settings(max_examples=examples(60), deadline=None)
@given(st.text(alphabet="aB \\`*_[]<>#+-=~|&;.1)!{}'\"/:@", min_size=1, max_size=60))
def test_any_characters_survive_in_a_paragraph(text):
    """Characters that mean something in Markdown come back as they were."""
    source = f"{HEAD}\n\nThe sign reads {text} today.\n"
    found = read_parts(source.encode(), ".txt", "x.txt").release
    assert [block.text for block in again(found).blocks] == [block.text for block in found.blocks]


def test_versions_in_other_languages_survive_writing():
    """`translations` names the same files after reading and writing."""
    front = "headline: Clinics open\ntranslations: {es: clinics.es.md, fr-CA: fr/clinics.md}\n"
    text = f"---\n{front}---\n\nThey open on Monday.\n"
    found = release.read_parts(text.encode(), ".md", "clinics.md").release
    assert found.translations == (("es", "clinics.es.md"), ("fr-CA", "fr/clinics.md"))
    assert again(found).translations == found.translations


PAGE = """<html><body><h1>Clinics open at night</h1>
<p>DENVER – Six clinics open on Monday, the alliance said today, and more will follow.</p>
<table><tr><th>City</th><th>Beds</th></tr><tr><td>Denver | Aurora</td><td>12</td></tr>
<tr><td>Boulder</td><td>9</td></tr></table>
<ul><li>Open at 9<ul><li>on weekdays</li></ul></li><li>Free</li></ul>
<blockquote><p>We open.</p><p>Nobody waits.</p></blockquote></body></html>"""


def test_structure_of_a_document_survives_writing():
    """Tables, nested lists and quotations of several paragraphs say the same after reading them back."""
    found = release.read_parts(PAGE.encode(), ".html", "x.html").release
    kinds = ["lead", "table", "list", "quote"]
    assert [block.type.value for block in found.blocks] == kinds
    read = again(found)
    assert [block.type.value for block in read.blocks] == kinds
    assert [block.text for block in read.blocks] == [block.text for block in found.blocks]

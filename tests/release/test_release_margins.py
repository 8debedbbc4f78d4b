"""What stands beside the running text: captions, footnotes, comments, heads and feet of pages."""

import runpy
from pathlib import Path

import pytest

from dispatch.errors import InputError
from dispatch.model.release import BlockType
from dispatch.release import read_parts
from dispatch.release.redirects import direct

MADE = runpy.run_path(str(Path(__file__).parent / "documents.py"))
word, run, docx, odt, zipped = (MADE[name] for name in ("word", "run", "docx", "odt", "zipped"))
LEAD = "HALE, Va., Nov. 20, 2026 — The Tidewater Trust has bought Copper Marsh for $3 million, it said on Friday."
TITLE, SAID = "Tidewater Trust buys marsh", "“We waited thirty years,” said Abel Quist, president of the trust."
ABOUT = "The Tidewater Trust has protected 41,000 acres since 1972."
CAPTIONS = ("Copper Marsh at dawn. Photo: Joan Marsh/Tidewater Trust", "Photo: Joan Marsh", "About the marsh at dawn")
FIGURES = (
    '<figure><img src="https://t.test/m.jpg" alt="Marsh"><figcaption>{}</figcaption></figure>',
    '<figure><figcaption>{}</figcaption><img src="https://t.test/m.jpg" alt="Marsh"></figure>',
    '<div class="wp-caption"><img src="https://t.test/m.jpg" alt="Marsh"><p class="wp-caption-text">{}</p></div>',
    '<p><img src="https://t.test/m.jpg" alt="Marsh"></p><p class="caption">{}</p>',
    '<figure><img src="https://t.test/m.jpg" alt="Marsh"><figcaption><p>{}</p></figcaption></figure>',
)


def page(inner):
    """The release on a page, with something between its lead and its quotation."""
    return read_parts(
        f"<html><body><article><h1>{TITLE}</h1><p>{LEAD}</p>{inner}<p>{SAID}</p><p>The marsh has 300 acres.</p>"
        f"<p><strong>About the Tidewater Trust</strong><br>{ABOUT}</p><p>Media contact: Joan Marsh, joan@t.test</p>"
        "</article></body></html>".encode(),
        ".html",
        "x",
    )


@pytest.mark.parametrize("caption", CAPTIONS)
@pytest.mark.parametrize("figure", FIGURES)
def test_a_caption_belongs_to_its_picture(figure, caption):
    """Whatever it says and however a page marks it, it begins no section and is what the picture is captioned with."""
    release = page(figure.format(caption)).release
    types = [block.type for block in release.blocks]
    assert sorted(types) == sorted(
        [BlockType.LEAD, BlockType.IMAGE, BlockType.CAPTION, BlockType.PARAGRAPH, BlockType.PARAGRAPH]
    )
    assert [image.caption for image in release.images] == [caption]
    assert [(found.title, found.text) for found in release.boilerplate] == [("the Tidewater Trust", ABOUT)]
    assert [quote.speaker for quote in release.quotes] == ["Abel Quist"]
    assert release.notes == ()


def test_the_caption_of_one_picture_is_not_that_of_the_next():
    """A picture without a caption below another that has one stays without."""
    figures = FIGURES[0].format("The marsh") + '<p><img src="https://t.test/n.jpg" alt="Reeds"></p>'
    assert [image.caption for image in page(figures).release.images] == ["The marsh", ""]


def test_the_caption_of_a_table_is_kept():
    """It stands above the rows."""
    table = (
        "<table><caption>Acres by year</caption><tr><td>Year</td><td>Acres</td></tr>"
        "<tr><td>2026</td><td>300</td></tr></table>"
    )
    release = page(table).release
    assert [block.text for block in release.blocks][1:3] == ["Acres by year", "Year Acres\n2026 300"]


@pytest.mark.parametrize("depth", [10, 200, 400, 1000])
def test_text_is_found_however_deep_it_is_nested(depth):
    """Headline and lead stay apart, and nothing is lost."""
    inner = f"<h1>{TITLE}</h1><p>{LEAD}</p><p>{SAID}</p>"
    data = f"<html><body>{'<div>' * depth}{inner}{'</div>' * depth}</body></html>".encode()
    release = read_parts(data, ".html", "x").release
    assert release.headline == TITLE
    assert release.dateline.city == "HALE"
    assert [block.text for block in release.blocks] == [LEAD.split(" — ", 1)[1], SAID]


def test_a_page_that_is_nothing_but_nesting_is_refused():
    """It would take minutes, and no browser shows it."""
    with pytest.raises(InputError, match="nested deeper"):
        read_parts(f"<html><body>{'<div>' * 5_000}{LEAD}".encode(), ".html", "x")


def _with_footnote():
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{word("Surveyed in 2025.")}</w:footnote>'
    notes = f'<w:footnotes xmlns:w="{MADE["W"]}">{note}</w:footnotes>'
    relation = f'<Relationship Id="f" Type="{MADE["R"]}/footnotes" Target="footnotes.xml"/>'
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{relation}</Relationships>"
    )
    return docx(
        word(TITLE, "Title"), word("It rains; people read"), word("", inner=run(LEAD) + mark), word(SAID),
        parts={"word/footnotes.xml": notes, "word/_rels/document.xml.rels": relations},
    )  # fmt: skip


def _page_with_footnote():
    return (
        f'<html><body><h1>{TITLE}</h1><p>It rains; people read</p><p>{LEAD}<sup><a href="#f1" id="r1">[1]</a></sup></p>'
        f'<p>{SAID}</p><hr><ol><li id="f1">Surveyed in 2025. <a href="#r1">↑</a></li></ol></body></html>'
    ).encode()


def _word_page_with_footnote():
    return (
        f"<html><body><h1>{TITLE}</h1><p>It rains; people read</p><p>{LEAD}"
        '<a href="#_ftn1" name="_ftnref1"><span><span>[1]</span></span></a></p>'
        f'<p>{SAID}</p><div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> Surveyed in 2025.</p></div>'
        "</body></html>"
    ).encode()


def _odt_with_footnote():
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>Surveyed in 2025.</text:p></text:note-body></text:note>"
    )
    return odt(
        f'<text:h text:outline-level="1">{TITLE}</text:h><text:p>It rains; people read</text:p>'
        f"<text:p>{LEAD}{note}</text:p><text:p>{SAID}</text:p>",
    )


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (_with_footnote(), ".docx"), (_page_with_footnote(), ".html"), (_word_page_with_footnote(), ".html"),
        (_odt_with_footnote(), ".odt"),
    ],
    ids=["docx", "page", "word page", "odt"],
)  # fmt: skip
def test_a_footnote_is_a_note_and_its_mark_leaves_the_text(data, suffix):
    """Subhead, dateline and lead stay what they are; the note is kept, and told."""
    found = read_parts(data, suffix, "x")
    release = found.release
    assert (release.headline, release.subhead) == (TITLE, "It rains; people read")
    assert [block.text for block in release.blocks] == [LEAD.split(" — ", 1)[1], SAID]
    assert [note.text for note in release.notes] == ["Surveyed in 2025."]
    assert "↑" not in release.source
    assert [finding.code for finding in found.findings if finding.code == "REL098"] == ["REL098"]


def test_a_comment_in_a_document_is_told_once_and_stands_nowhere():
    """Its mark is in no headline, its words are in the finding alone."""
    asked = word("", "Title", inner=run(TITLE) + '<w:r><w:commentReference w:id="0"/></w:r>')
    comments = (
        f'<w:comments xmlns:w="{MADE["W"]}"><w:comment w:id="0" w:author="Luc" w:initials="LA">{word("Too long?")}'
        "</w:comment></w:comments>"
    )
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="c" Type="{MADE["R"]}/comments" Target="comments.xml"/></Relationships>'
    )
    parts = {"word/comments.xml": comments, "word/_rels/document.xml.rels": relations}
    found = read_parts(docx(asked, word(LEAD), word(SAID), parts=parts), ".docx", "x")
    assert found.release.headline == TITLE
    assert "LA" not in found.release.source
    assert [finding.message for finding in found.findings if finding.code in {"REL094", "REL014"}] == [
        'A comment is left in: "Too long?".',
    ]


def test_a_comment_on_an_exported_page_is_told_and_set_aside():
    """As an editor on the web writes it: a letter that leads to the remark below the text, and back."""
    remark = '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Is this right?</span></p></div>'
    mark = '<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>'
    found = read_parts(
        f"<html><body><h1>{TITLE}</h1><p>{LEAD}{mark}</p><p>{SAID}</p>{remark}</body></html>".encode(), ".html", "x"
    )
    assert [block.text for block in found.release.blocks] == [LEAD.split(" — ", 1)[1], SAID]
    assert [(item.reason, item.text) for item in found.release.residue] == [("comment", "Is this right?")]
    assert [finding.code for finding in found.findings] == ["REL094"]


def test_each_row_of_a_page_header_is_left_over():
    """An embargo that stands there is not glued to the name of the house, and a box in it is a row of its own."""
    rows = word("", inner=run("Tidewater Trust") + "<w:r><w:tab/></w:r>" + run("Press")) + word("Embargoed")
    header = f'<w:hdr xmlns:w="{MADE["W"]}">{rows}</w:hdr>'
    found = read_parts(docx(word(TITLE, "Title"), word(LEAD), parts={"word/header1.xml": header}), ".docx", "x")
    assert [item.text for item in found.release.residue] == ["Tidewater Trust Press", "Embargoed"]


def test_the_head_of_an_opendocument_page_is_left_over():
    """It stands in the styles of the document, and vanishes nowhere."""
    styles = (
        '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:master-styles><style:master-page>'
        "<style:header><text:p>Embargoed until noon</text:p></style:header></style:master-page></office:master-styles>"
        "</office:document-styles>"
    )
    text = odt(f'<text:h text:outline-level="1">{TITLE}</text:h><text:p>{LEAD}</text:p>')
    found = read_parts(MADE["added"](text, {"styles.xml": styles}), ".odt", "x")
    assert [item.text for item in found.release.residue] == ["Embargoed until noon"]


def test_bullets_that_were_typed_are_a_list():
    """As a word processor exports them: paragraphs that begin with a sign of a font of signs."""
    sign = '<span style="font-family:Symbol">·<span>&nbsp;&nbsp;&nbsp; </span></span>'
    items = f"<p class=MsoListParagraph>{sign}300 acres</p><p class=MsoListParagraph>{sign}<b>2</b> rivers</p>"
    found = [block for block in page(items).release.blocks if block.type is BlockType.LIST]
    assert [block.html for block in found] == ["<ul><li>300 acres</li><li><b>2</b> rivers</li></ul>"]


def test_one_paragraph_that_begins_with_a_bullet_stays_as_it_is():
    """A single one is no list."""
    assert [block.text for block in page("<p>• 300 acres of reeds</p>").release.blocks][1] == "• 300 acres of reeds"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.google.com/url?q=https://t.test/a%3Fb%3D1&sa=D&usg=x",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Ft.test%2Fa%3Fb%3D1&data=05",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Ft.test%2Fa%3Fb%3D1&h=x",
    ],
)
def test_a_link_leads_to_where_it_leads_in_the_end(address):
    """Journalists are sent to the page, and not through somebody's counter."""
    assert direct(address) == "https://t.test/a?b=1"
    release = page(f'<p>Read <a href="{address.replace("&", "&amp;")}">the report</a>.</p>').release
    assert ("the report", "https://t.test/a?b=1") in [(link.text, link.url) for link in release.links]


@pytest.mark.parametrize(
    "address",
    ["https://www.google.com/search?q=https://t.test", "https://t.test/url?q=https://other.test", "mailto:a@t.test"],
)
def test_other_links_stay_as_they_are(address):
    """What is no counter's address is left alone."""
    assert direct(address) == address

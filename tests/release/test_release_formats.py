"""Word, OpenDocument, web pages and mail: the same release, whatever it came in."""

import io
import runpy
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample import sample

from dispatch.errors import InputError
from dispatch.model.finding import Severity
from dispatch.model.release import BlockType
from dispatch.release import read, read_parts, to_markdown
from dispatch.release.hidden_addresses import decoded
from dispatch.release.plain import wrap_width

HERE = Path(__file__).parent
SCORER = runpy.run_path(str(HERE / "score.py"))
MADE = runpy.run_path(str(HERE / "documents.py"))
word, run, docx, odt, mail = (MADE[name] for name in ("word", "run", "docx", "odt", "mail"))
LEAD = (
    "LEEDS – 4 March 2026 – The Canal Trust opened a towpath of nine miles on Wednesday, which the council had closed "
    "in 2011 after a bridge fell into the water."
)
ABOUT = "The Canal Trust is a charity that keeps 90 miles of waterway open. It was founded in 1968 by boat owners."
WAYS = {
    "docx": (MADE["as_docx"], ".docx"),
    "odt": (MADE["as_odt"], ".odt"),
    "page": (lambda text: MADE["as_page"](text).encode(), ".html"),
    "mail": (lambda text: mail("Re: hello", text=text), ".eml"),
}


def understood(data, suffix):
    """The release and the codes of its findings."""
    found = read_parts(data, suffix, "x")
    return found.release, [finding.code for finding in found.findings]


@pytest.mark.parametrize("way", WAYS)
def test_a_text_is_understood_in_every_format(way):
    """What is read from plain text is read from the same text typed in Word, put on a page, or mailed."""
    change, suffix = WAYS[way]
    right, every = Counter(), Counter()
    for path, facts in sample(SCORER["texts"](SCORER["CORPUS"]), 9):
        if path.suffix != ".txt" or "split" in path.name:
            continue
        plain = read_parts(path.read_bytes(), ".txt", "x").release
        if wrap_width(plain.source) is not None:
            # nobody types each row of a wrapped text as a paragraph
            continue
        for count, found in ((every, plain), (right, read_parts(change(plain.source), suffix, "x").release)):
            count.update(name for name, ok, _ in SCORER["compare"](found, facts) if ok)
    every.pop("residue")
    assert {name: right[name] / every[name] for name in every if right[name] < 0.96 * every[name]} == {}


def test_a_word_document_keeps_its_structure():
    """Headings, lists, tables, quotations, links and emphasis are what they were."""
    link = f'<w:hyperlink r:id="rId1">{run("the full report")}</w:hyperlink>'
    data = docx(
        word("Canal Trust Opens Nine Miles of Towpath", "Title"),
        word(LEAD),
        word("", inner=run("Read ") + link + run(" of ") + run("May", "<w:b/>") + run(".")),
        word("What changes", "heading1"),
        MADE["bullet"]("Boats may moor"),
        MADE["bullet"]("Bicycles may pass"),
        word("We waited fifteen years for this day.", "Quote"),
        MADE["table"](("Year", "Miles"), ("2011", "0"), ("2026", "9")),
        links=("https://canal.test/report",),
    )
    release, codes = understood(data, ".docx")
    assert release.headline == "Canal Trust Opens Nine Miles of Towpath"
    assert [block.type for block in release.blocks] == [
        BlockType.LEAD, BlockType.PARAGRAPH, BlockType.HEADING, BlockType.LIST, BlockType.QUOTE, BlockType.TABLE,
    ]  # fmt: skip
    assert release.blocks[1].html == (
        '<p>Read <a href="https://canal.test/report">the full report</a> of <strong>May</strong>.</p>'
    )
    assert release.blocks[3].html == "<ul><li>Boats may moor</li><li>Bicycles may pass</li></ul>"
    assert release.blocks[5].text == "Year Miles\n2011 0\n2026 9"
    assert release.source.split("\n")[release.blocks[0].lines.first - 1] == LEAD.split(" – ", 2)[2] or codes == []


def test_tracked_changes_and_comments_are_errors_with_a_place():
    """Each names its words and the line of its paragraph."""
    changed = word(
        "", inner=run("It cost ") + f'<w:ins w:id="1" w:author="E">{run("two")}</w:ins>'
        f'<w:del w:id="2" w:author="E"><w:r><w:delText>three</w:delText></w:r></w:del>' + run(" million pounds."),
    )  # fmt: skip
    asked = word("", inner=run("Boats return in May.") + '<w:r><w:commentReference w:id="0"/></w:r>')
    comments = f'<w:comments xmlns:w="{MADE["W"]}"><w:comment w:id="0">{word("Sure?")}</w:comment></w:comments>'
    data = docx(word("Towpath Opens"), word(LEAD), changed, asked, parts={"word/comments.xml": comments})
    found = read_parts(data, ".docx", "towpath.docx")
    told = [finding for finding in found.findings if finding.code in {"REL093", "REL094"}]
    assert [(finding.code, finding.line) for finding in told] == [("REL093", 5), ("REL093", 5), ("REL094", 7)]
    assert all(finding.severity is Severity.ERROR for finding in told)
    assert "two" in told[0].message
    assert "three" in told[1].message
    assert "Sure?" in told[2].message
    assert "It cost two million pounds." in [block.text for block in found.release.blocks]


def test_a_picture_inside_a_document_is_told():
    """It does not go out, and nobody should believe it does."""
    picture = (
        '<w:r><w:drawing><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rId9"/></pic:pic>'
        "</w:drawing></w:r>"
    )
    release, codes = understood(docx(word("Towpath Opens"), word(LEAD), word("", inner=picture)), ".docx")
    assert "REL095" in codes
    assert release.images == ()


def test_a_picture_is_told_by_what_it_shows_and_how_to_keep_it():
    """The words for the blind that Word keeps say which picture it is; the fix says where it belongs."""
    picture = (
        '<w:r><w:drawing><wp:inline xmlns:wp="urn:wp"><wp:docPr id="1" name="Picture 1" descr="Towpath at dusk"/>'
        '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rId9"/></wp:inline>'
        "</w:drawing></w:r>"
    )
    data = docx(word("Towpath Opens"), word(LEAD), word("", inner=picture))
    found = next(one for one in read_parts(data, ".docx", "towpath.docx").findings if one.code == "REL095")
    assert '("Towpath at dusk")' in found.message
    assert "does not go out" in found.message
    assert found.severity is Severity.WARNING
    assert "names it under images" in (found.fix or "")


def test_header_and_footer_of_a_word_document_are_set_aside():
    """They are accounted for as residue, and no part of the text."""
    footer = f'<w:ftr xmlns:w="{MADE["W"]}">{word("Page 1 of the Canal Trust")}</w:ftr>'
    release, _ = understood(docx(word("Towpath Opens"), word(LEAD), parts={"word/footer1.xml": footer}), ".docx")
    assert [item.reason for item in release.residue] == ["page header or footer"]


@pytest.mark.parametrize(
    "data",
    [
        docx(word("x"), parts={"word/big.xml": "<a>" + " " * (8 << 20) + "</a>"}),
        docx(word("x"), parts={"word/evil.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        docx(word("x"), parts={f"word/{number}.bin": "" for number in range(2_100)}),
        docx("<w:p>" * 5_000 + "</w:p>" * 5_000),
        docx(word("x"))[:-40],
        MADE["zipped"]({"word/document.xml": "<not closed"}),
        MADE["zipped"]({"word/document.xml": "<w/>"}),
        MADE["zipped"]({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        MADE["zipped"]({"something.bin": "else"}),
        mail("Nothing", text="\n"),
        b"<html><body><script>all()</script></body></html>",
    ],
    ids=["ratio", "entity", "parts", "depth", "cut", "xml", "word", "odt", "zip", "mail", "page"],
)
def test_what_is_hostile_or_empty_is_refused(data, tmp_path):
    """A bomb, a broken archive or a document without text stops the command with a sentence, not a traceback."""
    path = tmp_path / "release.docx"
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        read(path)
    assert refused.value.fix


def test_content_decides_and_a_wrong_name_is_told(tmp_path):
    """A page that calls itself Markdown is read as a page, with a hint."""
    path = tmp_path / "release.md"
    path.write_bytes(docx(word("Towpath Opens in Leeds"), word(LEAD)))
    release, findings = read(path)
    assert release.headline == "Towpath Opens in Leeds"
    assert [finding.message for finding in findings if finding.code == "REL096"] == [
        "In spite of its name this is a Word document, and it was read as one.",
    ]


PAGE = f"""<!DOCTYPE html>
<html><head><title>Canal Trust</title><meta property="og:title" content="Towpath opens in Leeds | Canal Trust">
<meta property="og:url" content="https://canal.test/news/towpath"></head>
<body><div id="top-menu"><ul><li><a href="/a">News</a><li><a href="/b">Boats</a></ul></div>
<div class="cookie-banner">We use cookies. <button>Accept</button></div>
<div class="content">
<h2>Towpath opens in Leeds</h2>
<p>{LEAD}</p>
<img src="/pictures/towpath.jpg" alt="The towpath" width="600"><img src="/pixel.gif" width="1" height="1">
<blockquote><p>“We waited fifteen years,” said Ada Brook, chair of the trust.</p></blockquote>
<p onclick="steal()">Numbers are in <a href="javascript:alert(1)">the annex</a>.</p>
<h3>About the Canal Trust</h3><p>{ABOUT}</p>
<p><strong>Media contact</strong><br>Ada Brook<br>
<a href="/cdn-cgi/l/email-protection#{MADE["hidden"]("ada@canal.test")}"><span class="__cf_email__"
 data-cfemail="{MADE["hidden"]("ada@canal.test")}">[email&#160;protected]</span></a></p>
</div>
<div class="related-posts"><h4>More</h4><p>On May 5, 2019 the trust bought a boat that nobody wanted any more.</p></div>
</body></html>"""


def test_a_saved_page_gives_its_release():
    """Headline from the page's title, contact address decoded, furniture set aside, lines those of the file."""
    release, _ = understood(PAGE.encode(), ".html")
    assert release.headline == "Towpath opens in Leeds"
    assert [(contact.name, contact.emails) for contact in release.contacts] == [("Ada Brook", ("ada@canal.test",))]
    assert [(found.title, found.text) for found in release.boilerplate] == [("the Canal Trust", ABOUT)]
    assert [(image.src, image.alt) for image in release.images] == [
        ("https://canal.test/pictures/towpath.jpg", "The towpath"),
    ]
    assert [quote.speaker for quote in release.quotes] == ["Ada Brook"]
    assert "javascript" not in "".join(block.html for block in release.blocks)
    lines = dict(release.lines)
    assert PAGE.split("\n")[lines["headline"].first - 1] == "<h2>Towpath opens in Leeds</h2>"
    assert PAGE.split("\n")[release.blocks[0].lines.first - 1].startswith("<p>LEEDS")
    assert {item.reason for item in release.residue} == {"navigation", "page widget"}


def test_a_contact_beside_the_article_is_kept():
    """A sidebar that tells journalists whom to call belongs to the release; other sidebars do not."""
    aside = "<aside><h3>Media contact</h3><p>Ada Brook<br>ada@canal.test</p></aside>"
    other = "<aside><h3>Join us</h3><p>Write to members@canal.test</p></aside>"
    page = f"<html><body><main><h1>Towpath opens</h1><p>{LEAD}</p><p>{ABOUT}</p>{aside}{other}</main></body></html>"
    release, _ = understood(page.encode(), ".html")
    assert [contact.emails for contact in release.contacts] == [("ada@canal.test",)]


def test_hidden_addresses_are_decoded_or_left_alone():
    """The first octet is the key; what is no address stays hidden."""
    assert decoded(MADE["hidden"]("ada@canal.test")) == "ada@canal.test"
    assert decoded("zz") is None
    assert decoded("") is None
    assert decoded("0001") is None


def test_declared_encodings_of_a_page_are_believed_when_they_fit():
    """A page in cp1252 that says Latin-1, as browsers have it."""
    page = (
        '<html><head><meta charset="iso-8859-1"></head><body><h1>Café “Été” opens</h1><p>' + LEAD + "</p></body></html>"
    )
    release, codes = understood(page.encode("cp1252"), ".html")
    assert release.headline == "Café “Été” opens"
    assert "REL090" not in codes


def test_a_mail_is_read_from_its_page_and_its_subject():
    """The subject is the headline of a text without one; files with it are told; the signature is set aside."""
    data = mail("Fwd: Towpath opens in Leeds", text=f"{LEAD}\n\n{ABOUT}\n\n-- \nAda\n", enclosed="plan.pdf")
    release, codes = understood(data, ".eml")
    assert release.headline == "Towpath opens in Leeds"
    assert "REL097" in codes
    assert [item.reason for item in release.residue][-1:] == ["mail signature"]
    page = f"<div><h1>Boats return</h1><p>{LEAD}</p></div>"
    release, _ = understood(mail("Something else", text="plain", page=page), ".eml")
    assert release.headline == "Boats return"


def test_opendocument_keeps_structure_and_tells_what_is_in_the_margin():
    """Headings, lists, tables, links, bold text; comments, changes and pictures are findings."""
    data = odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>old</text:p></text:deletion>"
        '</text:changed-region></text:tracked-changes><text:h text:outline-level="1">Towpath opens in Leeds</text:h>'
        f'<text:p>{LEAD}</text:p><text:p>Boats <text:span text:style-name="T1">may</text:span> moor, see '
        '<text:a xlink:href="https://canal.test">the plan</text:a>.<office:annotation><text:p>Sure?</text:p>'
        "</office:annotation></text:p><text:list><text:list-item><text:p>Moor</text:p></text:list-item><text:list-item>"
        "<text:p>Pass</text:p></text:list-item></text:list><text:p><draw:frame><draw:image/></draw:frame></text:p>"
    )  # fmt: skip
    release, codes = understood(data, ".odt")
    assert release.headline == "Towpath opens in Leeds"
    assert release.blocks[1].html == (
        '<p>Boats <strong>may</strong> moor, see <a href="https://canal.test">the plan</a>.</p>'
    )
    assert release.blocks[2].text == "Moor\nPass"
    assert {"REL093", "REL094", "REL095"} <= set(codes)


@pytest.mark.parametrize("way", WAYS)
def test_what_a_document_says_survives_as_markdown(way):
    """`to_markdown` writes the release of any format so that reading it gives the same parts."""
    change, suffix = WAYS[way]
    text = f"Canal Trust Opens Nine Miles\n\n{LEAD}\n\nIt is open.\n\nAbout the Canal Trust\n\n{ABOUT}\n\n###\n"
    first = read_parts(change(text), suffix, f"x{suffix}").release
    second = read_parts(to_markdown(first).encode(), ".md", "y.md").release
    for part in ("headline", "date", "kind"):
        assert getattr(first, part) == getattr(second, part)
    assert [block.html for block in first.blocks] == [block.html for block in second.blocks]
    assert [found.text for found in first.boilerplate] == [found.text for found in second.boilerplate]


TAGS = st.sampled_from(
    [
        "<p>", "</p>", "<div>", "</div>", "<br>", "<br><br>", "<ul>", "<li>", "</li>", "</ul>", "<h1>", "</h1>",
        "<h2>",
        "<table><tr><td>", "</td><td>", "</td></tr><tr><td>", "</table>", "<blockquote>", "</blockquote>", "<b>",
        "</b>",
        "<a href='https://a.test'>", "</a>", "<nav>", "</nav>", "<article>", "</article>", "<main>", "<aside>", "<pre>",
        "</pre>", "<img src='a.png' alt='b'>", "<!-- c -->", "&nbsp;", "&#0;", "<script>", "</script>", LEAD, "Word",
        "Media contact", "ada@canal.test", "###", "\n", " ", "<", "“Quoted,” said Ada.",
    ]
)  # fmt: skip
MANY = settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def accounted(found):
    """Whether parts follow each other in the source, and nothing but white space is between them."""
    source, at = found.release.source, 0
    for part in found.parts:
        if source[at : part.paragraph.start].strip() or part.paragraph.start < at:
            return False
        at = part.paragraph.end
    return not source[at:].strip()


@MANY
@given(st.lists(TAGS, max_size=30).map("".join))
def test_no_page_crashes_the_reader_and_all_of_its_text_is_accounted_for(inside):
    """Every character of what was read is in exactly one part, however broken the markup."""
    try:
        found = read_parts(f"<html><body>{inside}</body></html>".encode(), ".html", "x")
    except InputError:
        return
    assert accounted(found)
    assert "<script" not in "".join(block.html for block in found.release.blocks)


@MANY
@given(st.data())
def test_no_damage_to_a_document_ends_in_a_traceback(data):
    """Octets changed anywhere in a Word file, an ODT or a mail give a release or a refusal."""
    made = data.draw(st.sampled_from([docx(word("Opens"), word(LEAD)), MADE["as_odt"](LEAD), mail("S", text=LEAD)]))
    damaged = bytearray(made)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    for suffix in (".docx", ".eml"):
        try:
            assert read_parts(bytes(damaged), suffix, "x").release.source is not None
        except InputError:
            continue


@MANY
@given(st.lists(st.tuples(st.sampled_from(["subject", "from", "content-type", "mime-version"]), st.text(max_size=60))))
def test_no_header_of_a_mail_crashes_the_reader(fields):
    """Whatever stands in a header, the text below is read."""
    header = "".join(f"{name}: {''.join(value.split())}\n" for name, value in fields)
    data = f"Message-ID: <1@a.test>\n{header}\n{LEAD}\n".encode("utf-8", "replace")
    try:
        assert read_parts(data, ".eml", "x").release.source
    except InputError:
        return


def test_an_honest_archive_of_pictures_is_read():
    """Pictures do not count as text: they are never unpacked."""
    packed = io.BytesIO(docx(word("Towpath Opens"), word(LEAD)))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/media/image1.png", bytes(7 << 20))
    assert understood(packed.getvalue(), ".docx")[0].headline == "Towpath Opens"


def test_a_page_far_longer_than_a_release_is_read_to_a_bound():
    """What is beyond is set aside, accounted for, and told."""
    found = read_parts(("<html><body>" + "<p>One more line of text.</p>\n" * 5_000).encode(), ".html", "x")
    assert "REL092" in [finding.code for finding in found.findings]
    assert accounted(found)

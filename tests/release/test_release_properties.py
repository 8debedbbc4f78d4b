"""What holds for every input, however odd."""

import runpy
from collections import Counter
from datetime import UTC
from pathlib import Path

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.errors import InputError
from dispatch.release import read_parts
from dispatch.release.anatomy.draft import Role

MADE = runpy.run_path(str(Path(__file__).parent / "documents.py"))
PIECES = st.sampled_from(
    [
        "FOR IMMEDIATE RELEASE",
        "For Immediate Release: Night clinics open",
        "PRESS RELEASE",
        "NOTA DE PRENSA",
        "###",
        "-30-",
        "ENDS",
        "# # #",
        "Embargoed until 9 a.m. ET, March 3, 2026",
        "Sperrfrist: Redebeginn",
        "EMBARGO:",
        "Night clinics open",
        "CHICAGO – March 3, 2026 – Six clinics open on Monday, the alliance said, and more will follow in spring.",
        "(Tampa – July 8, 2024)",
        "– Text that goes on",
        "BOSTON",
        "—",
        "“We open,” said Ana Ruiz. “Nobody waits.”",
        "“It opens and does not close",
        "and goes on here",
        "closes here.”",
        "« Nous ouvrons », a déclaré Léa Petit.",
        "„Wir öffnen“, sagt Jan Weiß.",
        "About the Alliance",
        "Acerca de la Alianza",
        "The Alliance is a network of clinics.",
        "Media contact",
        "Ana Ruiz, press officer",
        "ana.ruiz@alliance.test",
        "+44 23 5550 0142",
        "[email\u00a0protected]",
        "July 17, 2025 Contact: Ana Ruiz",
        "Contact: Ana Ruiz FOR IMMEDIATE RELEASE",
        "Notes to editors",
        "1. A note",
        "2. Another",
        "- bullet",
        "- more bullets",
        "Spread the love",
        "Related posts",
        "Photo: Ana Ruiz opens a door",
        "\u2028",
        "March 3, 2026",
        "Learn more at",
        "a" * 300,
        "Page 2",
        "-more-",
        "* * *",
        "   indented",
        "\t",
        "",
        "",
        "&lt;b&gt; & <b>",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=25).map("\n".join),
    st.lists(PIECES, max_size=12).map("\n\n".join),
    st.lists(PIECES, max_size=8).map(" ".join),
    st.text(max_size=400),
    st.text(alphabet="“”„«»\"'‘’ aB.,:\n-–—#*[](){}@/0123456789", max_size=300),
)
MARKUP = st.sampled_from(
    ["# ", "## ", "### ", "- ", "> ", "1. ", "**", "[a](http://b.test) ", "![x](y.png)", "[r]: http://c", "| a | b |"]
)
SLOW = settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def accounted(data, suffix):
    """Read, and check that parts tile the source."""
    try:
        understood = read_parts(data, suffix, "x")
    except InputError:
        return None
    source = understood.release.source
    seen = 0
    covered = [False] * len(source)
    for part in understood.parts:
        assert isinstance(part.role, Role)
        assert part.paragraph.start >= seen
        seen = part.paragraph.end
        for offset in range(part.paragraph.start, part.paragraph.end):
            covered[offset] = True
    front = understood.extent
    missed = [
        source[offset]
        for offset in range(len(source))
        if not covered[offset] and not source[offset].isspace() and not (front and offset < front[1])
    ]
    assert missed == []
    return understood


@SLOW
@given(TEXTS)
def test_every_character_of_a_plain_text_has_one_place(text):
    """No plain text crashes the reader; each character is in exactly one part or in residue."""
    understood = accounted(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode(), ".txt")
    if understood:
        release = understood.release
        assert release.embargo is None or release.embargo.astimezone(UTC)
        lines = release.source.count("\n") + 1
        spans = [block.lines for block in release.blocks] + [item.lines for item in release.residue]
        assert all(1 <= span.first <= span.last <= lines for span in spans)


@SLOW
@given(st.lists(st.tuples(st.sampled_from(["", "", ""]) | MARKUP, PIECES), max_size=15))
def test_every_character_of_a_markdown_text_has_one_place(pieces):
    """No Markdown crashes the reader; each character is in exactly one part, the front matter or residue."""
    accounted("\n\n".join(markup + text for markup, text in pieces).encode(), ".md")


NOUNS = st.sampled_from(["quay", "reed", "salt", "tide", "oar", "keel", "mast", "dune"])
WORDS = st.lists(NOUNS, min_size=1, max_size=12).map(" ".join)
FRAMES = (
    "<p>{}</p>", "<div>{}</div>", "<figure><img src='a.png' alt=''><figcaption>{}</figcaption></figure>",
    "<table><caption>{}</caption><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
    "<p class=caption>{}</p>",
    "<ul><li>{}</li></ul>", "<blockquote><p>{}</p></blockquote>", "<p>• {}</p><p>• b</p>", "<aside>{}</aside>",
    "<header>{}</header>", "<p>x<sup><a href='#n' id='r'>[1]</a></sup></p><p id='n'><a href='#r'>[1]</a> {}</p>",
    f"{'<div>' * 170}<h2>{{}}</h2>tail{'</div>' * 170}", "<pre>{}</pre>", "<dl><dt>{}</dt><dd>x</dd></dl>",
    "<h3>{}<br>y</h3>",
    "<p class=MsoListParagraph><span>·<span>&nbsp; </span></span>{}</p>",
)  # fmt: skip


@SLOW
@given(st.lists(st.tuples(st.sampled_from(FRAMES), WORDS), min_size=1, max_size=8))
def test_every_word_of_a_page_is_read(pieces):
    """Whatever an element is, its words are in the source as often as on the page, and the source has no gaps."""
    body = "".join(frame.format(words) for frame, words in pieces)
    understood = accounted(f"<html><body><h1>Boats return</h1>{body}</body></html>".encode(), ".html")
    read = Counter(understood.release.source.split())
    wanted = Counter(word for _, words in pieces for word in words.split())
    assert {word: count for word, count in wanted.items() if read[word] < count} == {}


@SLOW
@given(st.lists(st.tuples(st.sampled_from(["p", "header", "note", "caption", "cell", "bullet"]), WORDS), max_size=8))
def test_every_word_of_a_word_document_is_read(pieces):
    """Also those of headers, footnotes, captions and tables."""
    understood = accounted(document(pieces), ".docx")
    read = Counter(understood.release.source.split())
    wanted = Counter(word for _, words in dict.fromkeys(pieces) for word in words.split())
    rows = {words for kind, words in pieces if kind == "header"}
    told = {words for kind, words in pieces if kind != "header"}
    repeated = Counter(word for words in rows & told for word in words.split())
    assert {word: count for word, count in wanted.items() if read[word] + repeated[word] < count} == {}


def document(pieces):
    """A Word document with those words in its places."""
    made = [
        MADE["word"]("Boats return to the quay", "Title"),
        MADE["word"]("The trust opened the quay on Monday, it said."),
    ]
    notes, header = [], []
    for kind, words in pieces:
        if kind == "header":
            header.append(MADE["word"](words))
        elif kind == "note":
            mark = f'<w:r><w:footnoteReference w:id="{len(notes) + 2}"/></w:r>'
            made.append(MADE["word"]("", inner=MADE["run"]("x") + mark))
            notes.append(f'<w:footnote w:id="{len(notes) + 2}">{MADE["word"](words)}</w:footnote>')
        elif kind == "cell":
            made.append(MADE["table"](("a", words), ("c", "d")))
        else:
            made.append(
                MADE["bullet"](words) if kind == "bullet" else MADE["word"](words, "Caption" * (kind == "caption"))
            )
    space = f'xmlns:w="{MADE["W"]}"'
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="f" Type="{MADE["R"]}/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    parts = {
        "word/header1.xml": f"<w:hdr {space}>{''.join(header)}</w:hdr>",
        "word/footnotes.xml": f"<w:footnotes {space}>{''.join(notes)}</w:footnotes>",
        "word/_rels/document.xml.rels": relations,
    }
    return MADE["docx"](*made, parts=parts)


@SLOW
@given(st.text(alphabet="---\n:abcdate headline'\"[]{}#,0123456789&*!|>%@`", max_size=200))
def test_no_front_matter_crashes_the_reader(text):
    """Whatever stands between the lines of dashes becomes values or findings."""
    accounted(f"---\n{text}\n---\nHeadline\n\nText.".encode(), ".md")


@SLOW
@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(data):
    """Bytes of any kind are read or refused with a message."""
    for suffix in (".txt", ".md", ".docx", ""):
        accounted(data, suffix)


@pytest.mark.parametrize(
    "piece", ["A ", ".", "“a ", "“He said so.\n\n", "((((", "12-34 ", "a@b.", "a\n", "Contact:\n\n", "[", "**a "]
)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_long_text_is_read_in_part_and_says_so(piece, suffix):
    """A quarter of a megabyte of anything is read up to a bound, and the rest is told and accounted for."""
    understood = accounted((piece * (250_000 // len(piece))).encode(), suffix)
    assert "REL092" in {finding.code for finding in understood.findings}

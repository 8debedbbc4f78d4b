"""What holds for every input, however odd."""

from datetime import UTC

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.errors import InputError
from dispatch.release import read_parts
from dispatch.release.anatomy.draft import Role

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

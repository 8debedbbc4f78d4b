"""Headline, subhead and kicker of a front matter are plain text, though people mark words in them."""

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.release import read
from dispatch.release.front import literal, unmarked


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The *Lumen* sails **at night**", "The Lumen sails at night"),
        ("_All_ of it, ***now***, ~~not~~ `never`", "All of it, now, not never"),
        ("**The *Lumen* sails**", "The Lumen sails"),
        ("Read [the report](https://x.test/a_b) today", "Read the report today"),
        ("*“At last”*, she said", "“At last”, she said"),
        ("Leser*innen und Hörer*innen", "Leser*innen und Hörer*innen"),
        ("Free* for all under 5 (*not on Sundays)", "Free* for all under 5 (*not on Sundays)"),
        ("5 * 3 * 2, snake_case_name, [sic] (twice)", "5 * 3 * 2, snake_case_name, [sic] (twice)"),
        (r"A \*star\*", "A *star*"),
        ("", ""),
    ],
)
def test_marks_are_left_out(text, plain):
    """Stars within words, footnote stars and sums are no marks."""
    assert unmarked(text) == plain


@settings(max_examples=examples(100), deadline=None)
@given(st.text(alphabet="ab *_~`[]()\\", max_size=60))
def test_what_is_written_out_is_read_back(text):
    """A line that happens to look marked survives writing; no letter outside an address is ever lost."""
    assert unmarked(literal(text)) == text
    if "](" not in text:
        assert [char for char in unmarked(text) if char in "ab"] == [char for char in text if char in "ab"]


def test_they_are_read_so(tmp_path):
    """What mail and inspect show has no stars; the body keeps its emphasis."""
    path = tmp_path / "harbour.md"
    front = 'headline: "The *Lumen* sails"\nsubhead: "**At night**, too"\nkicker: _Harbour_\n'
    path.write_text(f"---\n{front}---\n\nPORTSMOUTH, 2 Dec. 2026 – The *Lumen* sails at night.\n", encoding="utf-8")
    release, _ = read(path, shown="harbour.md")
    assert (release.headline, release.subhead, release.kicker) == ("The Lumen sails", "At night, too", "Harbour")
    assert "<em>Lumen</em>" in release.blocks[0].html

"""Markup as text a person might have typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.markup import sanitise
from dispatch.message.plain import Footnotes, plain, underlined
from dispatch.message.wrap import SIGNATURE, WIDTH, wrapped, wrapped_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One\n  two<br>three</p>", "One two\nthree"),
        ("<h2>What changes</h2>", "What changes\n------------"),
        ("<ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<blockquote><p>“One.</p><p>Two.”</p></blockquote>", "    “One.\n\n    Two.”"),
        ("<p>Pay 5&nbsp;€ &lt;now&gt; &amp; go</p>", "Pay 5\xa0€ <now> & go"),
        ("<p>a <strong>b</strong><em>c</em> <q>d</q></p>", "a bc “d”"),
        ("<p><img src=x alt='A clinic'></p>", "[A clinic]"),
        (
            "<table><tr><th>City</th><th>Beds</th></tr><tr><td>Ada</td><td>12</td></tr></table>",
            "City  Beds\nAda   12  ",
        ),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("text<p>para</p>tail", "text\n\npara\n\ntail"),
        ("<dl><dt>What</dt><dd>A visit</dd></dl>", "What\n    A visit"),
        ("", ""),
    ],
)
def test_each_element_reads_well(markup, text):
    """Paragraphs, headings, lists, quotations, tables, pictures."""
    assert plain(markup, Footnotes()) == text


def test_links_become_numbered_footnotes():
    """One number for one address; none where the text is the address."""
    notes = Footnotes()
    markup = (
        '<p><a href="https://a.test/x">here</a>, <a href="https://b.test">there</a>, <a href="https://a.test/x">again</a>,'
        ' <a href="https://c.test/">c.test</a>, <a href="mailto:d@e.test">d@e.test</a></p>'
    )
    assert plain(markup, notes) == "here [1], there [2], again [1], c.test, d@e.test"
    assert list(notes) == ["[1] https://a.test/x", "[2] https://b.test"]


@given(st.text(st.sampled_from("<>/pbulioqa hrefx=\"'tdn&;1"), max_size=80))
def test_any_sanitised_markup_becomes_text(text):
    """No markup makes it fail, and no tag is left."""
    assert "</p>" not in plain(sanitise(text), Footnotes())


@given(st.lists(st.text(st.sampled_from("abé日-.>*[]() 1"), max_size=30), max_size=30).map(" ".join))
def test_lines_fit_and_lose_no_word(line):
    """No line is longer than 72 unless one word is; every word is there in order; wrapping twice changes nothing."""
    lines = wrapped(line).split("\n")
    assert all(len(one) <= WIDTH or " " not in one.strip(" ->*") for one in lines)
    assert "".join("".join(lines).split()).replace(">", "") == "".join(line.split()).replace(">", "")


@pytest.mark.parametrize(
    ("lead", "hang"), [("- ", "  "), ("12. ", "    "), ("[3] ", "    "), ("> ", "> "), ("    ", "    "), ("", "")]
)
def test_lists_and_quotations_hang(lead, hang):
    """Further lines stand under the first word, or repeat the quoting mark."""
    lines = wrapped(lead + "word " * 40).split("\n")
    assert lines[0].startswith(lead + "word")
    assert all(line.startswith(f"{hang}word") for line in lines[1:])


def test_the_signature_keeps_its_space():
    """RFC 3676 section 4.3; other lines lose theirs."""
    assert wrapped_text(f"a  \n{SIGNATURE}\nb") == f"a\n{SIGNATURE}\nb"


def test_headings_are_underlined_as_long_as_they_are():
    """The rule is as long as the longest line, 72 at most."""
    assert underlined("Clinics") == "Clinics\n-------"
    assert {len(line) for line in underlined("word " * 30).split("\n")} <= set(range(73))
    assert underlined(" ") == ""

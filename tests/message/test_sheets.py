"""Style sheets that are not whole are named with the line where that begins."""

from pathlib import Path

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.errors import ThemeError
from dispatch.message import load_theme
from dispatch.message.sheets import slip

_SHEETS = sorted((Path(__file__).parents[2] / "templates").glob("*/*.css"))


@pytest.mark.parametrize("path", _SHEETS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_our_sheets_are_whole(path):
    """None of the shipped themes loses a rule."""
    assert slip(path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize(
    ("css", "line", "what"),
    [
        ("h1 { a: b }\np { color: red\n", 2, "p { is not closed"),
        ("p { color: red\nh1 { color: blue; }\n", 1, "p { is not closed"),
        ("a {}\n@media (max-width: 480px) {\n  p { margin: 0 }\n", 2, "@media (max-width: 480px) { is not closed"),
        ("p {}\n}\n", 2, "this } closes nothing"),
        ("p {}\n/* about\nh1 {}", 2, "a comment is not closed"),
        ("p {}\nq { content: 'x;\n}", 2, "a quotation mark is not closed"),
        ("@font-face { src: x\np { a: b }", 1, "@font-face { is not closed"),
    ],
)
def test_what_is_not_closed_is_named(css, line, what):
    """Rules, media queries, comments and strings, and a bracket too many."""
    found = slip(css)
    assert (found.line, found.what[: len(what)]) == (line, what)


@pytest.mark.parametrize(
    "css",
    [
        "/* { */ p { content: '{'; background: url(a{b.png) } /* } */",
        '@charset "utf-8"; @media print { p { a: b } }\n@supports (a: b) { @media x { q { a: b } } }',
        "q { quotes: '\\'' \"}\" } /**/",
        "",
    ],
)
def test_brackets_in_comments_strings_and_addresses_do_not_count(css):
    """Only what structures the sheet is counted."""
    assert slip(css) is None


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(st.sampled_from(["p { a: b }", "@media x { q { c: d; } }", "/* } */", "a:hover { e: '}' }"]), min_size=1)
)
def test_a_whole_sheet_with_its_last_bracket_lost_is_not_whole(rules):
    """Whatever stands before the rule that lost it."""
    sheet = "\n".join([*rules, "h1 { f: g }"])
    assert slip(sheet) is None
    assert slip(sheet[:-1]).line == len(rules) + 1


@pytest.mark.parametrize("name", ["inline.css", "kept.css"])
def test_a_theme_with_such_a_sheet_is_refused(name, tmp_path):
    """With file and line, as for a template that is wrong."""
    (tmp_path / "mail.html").write_text("<html><body>x</body></html>")
    (tmp_path / "mail.txt").write_text("x")
    (tmp_path / name).write_text("a { b: c }\np { color: red")
    with pytest.raises(ThemeError, match=rf"{name}:2: p {{ is not closed"):
        load_theme(tmp_path)

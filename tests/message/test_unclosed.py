"""Elements of a theme that are not closed, and macros that are misspelt, are told with file and line."""

import pytest

from dispatch.errors import ThemeError
from dispatch.message import load_theme
from dispatch.message.unclosed import unclosed


def said(**files):
    """Lines and words of what is told about files of a theme."""
    texts = {f"{name}.html": text for name, text in files.items()}
    return [(one.code, one.file, one.line, one.message) for one in unclosed(texts, "templates/ours")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<div>\n<table><tr><td>x</table></div>", []),
        ("<div>\n<table>\n<tr><td>x</div>", [(2, "<table> is never closed.")]),
        ("<p>x\n</div>", [(2, "</div> closes nothing.")]),
        ('<a href="{{ x }}>">y', [(1, "<a> is never closed.")]),
        ("{% if x %}<div class=a>{% else %}<div>{% endif %}x</div>", []),
        ("{% if x %}<a href=y>{% endif %}z{% if x %}</a>{% endif %}", []),
        ("<!--[if mso]><table><![endif]--> {# <div> #} <article>x", []),
        ('<div {% if a > b %}class="c"{% endif %}>x</div>', []),
    ],
)
def test_what_is_open_is_told_with_its_line(text, told):
    """Alternatives count once; comments, and elements that end by themselves, do not count."""
    assert said(mail=text) == [("MSG020", "templates/ours/mail.html", line, words) for line, words in told]


def test_one_file_may_close_what_another_opens():
    """A head and a foot that frame the text between them."""
    assert said(head="<table><div>", foot="</div></table>") == []
    assert [one[1] for one in said(head="<table>", foot="")] == ["templates/ours/head.html"]


@pytest.mark.parametrize("theme", ["bulletin", "classic", "note"])
def test_shipped_themes_close_what_they_open(theme, theme_folder, tmp_path):
    """And without their end tags each says so."""
    assert load_theme(theme_folder(theme)).findings == ()
    for file in theme_folder(theme).iterdir():
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace("</div>", "").replace("</table>", ""), encoding="utf-8")
    assert {one.code for one in load_theme(tmp_path).findings} == {"MSG020"}


def test_a_misspelt_macro_is_named_with_the_one_that_is_meant(theme_folder, tmp_path, compiled, release, ana):
    """File, line, and the macro that looks like it."""
    for file in theme_folder("note").iterdir():
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    page = tmp_path / "mail.html"
    page.write_text(page.read_text(encoding="utf-8").replace("parts.passage(", "parts.pasage("), encoding="utf-8")
    with pytest.raises(ThemeError, match=r"mail\.html:\d+: parts\.html has no macro 'pasage'; did you mean passage"):
        compiled(load_theme(tmp_path), release).personalise(ana)

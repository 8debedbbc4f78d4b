"""What a theme brings that a mail must not is named with file and line."""

import pytest

from dispatch.message import load_theme
from dispatch.message.intruders import intruders


@pytest.mark.parametrize(
    ("name", "text", "line", "severity", "word"),
    [
        ("mail.html", "<p>\n<script>x</script>", 2, "error", "script"),
        ("mail.html", '<iframe src="https://x.test"></iframe>', 1, "error", "script"),
        ("mail.html", "<p\n onclick='x()'>", 1, "error", "script"),
        ("mail.html", '\n\n<img alt="" src="https://x.test/o.gif" width="1" height="1">', 3, "error", "hidden"),
        ("mail.html", '<img src=//x.test/o.gif style="display: none">', 1, "error", "hidden"),
        ("mail.html", "<img src='http://x.test/o.gif' style='width:1px; border:0'>", 1, "error", "hidden"),
        ("mail.html", "<img hidden src='http://x.test/o.gif'>", 1, "error", "hidden"),
        ("parts/top.html", '<link rel="stylesheet" href="https://x.test/a.css">', 1, "warning", "fetched"),
        ("mail.html", "<style>\n@import 'https://x.test/a.css';</style>", 2, "warning", "fetched"),
        ("mail.html", '<td background="https://x.test/a.png">', 1, "warning", "fetched"),
        ("kept.css", "\n@font-face { src: url( 'https://x.test/a.woff2') }", 2, "warning", "fetched"),
        ("inline.css", "td { background: url(//x.test/a.png) }", 1, "warning", "fetched"),
        ("mail.html", '<a href="https://x.test/?who={{ contact.email }}">', 1, "warning", "follow"),
    ],
)
def test_each_is_found_where_it_stands(name, text, line, severity, word):
    """One finding with file, line and a fix."""
    (found,) = intruders({name: text}, "templates/mine")
    assert (found.file, found.line, found.severity.value) == (f"templates/mine/{name}", line, severity)
    assert word in found.message
    assert (found.code, bool(found.fix)) == ("MSG017", True)


@pytest.mark.parametrize(
    "text",
    [
        '<img src="https://x.test/logo.png" width="100" height="40" alt="x">',
        '<img src="https://x.test/logo.png" style="max-width: 100px; height: 10px" width="1000">',
        '<img src="{{ organisation.logo }}" width="1" alt="">',
        '<a href="https://x.test/">x</a><a href="mailto:{{ contact.email }}">y</a>',
        "{# <script> is never run #}",
        '<p style="display: none">one thing = on sale</p>',
        '<a href="{{ unsubscribe }}">',
    ],
)
def test_what_belongs_into_a_mail_is_no_finding(text):
    """Pictures that are seen, links that are everyone's, comments, words that look like it."""
    assert intruders({"mail.html": text}, "t") == ()


@pytest.mark.parametrize("theme", ["classic", "note", "bulletin"])
def test_shipped_themes_bring_nothing_of_the_kind(theme, theme_folder):
    """None of them has a finding."""
    assert load_theme(theme_folder(theme)).findings == ()

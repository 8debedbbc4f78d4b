"""Inlining: the same as another implementation, without network, files or lost rules."""

import http.server
import threading

import css_inline
import pytest
from lxml import etree

from dispatch.message import load_theme
from dispatch.message.inline import PremailerInliner, prepare


def styles(html):
    """For each element its declarations; HTML 5 parsers add the tbody that nobody wrote."""
    elements = [one for one in etree.HTML(html).iter() if isinstance(one.tag, str) and one.tag != "tbody"]
    return [(one.tag, declarations(one.get("style", "").lower().replace("'", '"'))) for one in elements]


def declarations(style):
    """Values written alike: no needless spaces, one way to write a colour or a zero."""
    pairs = [part.split(":", 1) for part in style.split(";") if ":" in part]
    return {
        name.strip(): " ".join(value.replace(", ", ",").replace("0px", "0").split()).replace("#ffffff", "#fff")
        for name, value in pairs
    }


@pytest.mark.parametrize("theme", ["bulletin", "classic", "note"])
def test_both_inliners_agree_on_our_themes(theme, theme_folder, compiled, ana, release):
    """css-inline, another implementation, gives every element the same declarations."""
    loaded = load_theme(theme_folder(theme))
    plain = compiled(loaded)
    plain._workshop._inliner = Unchanged()
    plain.personalise(ana)
    html = plain.facts().html
    sheet = plain._workshop._job["inline"]
    oracle = css_inline.CSSInliner(load_remote_stylesheets=False, extra_css=sheet, keep_style_tags=False).inline(html)
    ours = PremailerInliner(sheet, "").inline(html)
    assert styles(ours) == styles(oracle)


class Unchanged:
    """Inlines nothing."""

    def inline(self, html):
        """The document as it is."""
        return html


def test_nothing_is_fetched_while_inlining(tmp_path):
    """Imports, links and base addresses in a document lead nowhere: no request, no file."""
    asked = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    (tmp_path / "a.css").write_text("p { color: red }")
    try:
        html = PremailerInliner("p { color: blue }", "").inline(
            f"<html><head><base href='{address}'><link rel='stylesheet' href='{address}/link.css'>"
            f"<style>@import url({address}/import.css); @import url(file://{tmp_path}/a.css);</style>"
            "</head><body><p>x <b>y</b></p></body></html>"
        )
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
    assert '<p style="color:blue">' in html


def test_the_kept_sheet_stays_whole():
    """Media queries and `!important` are not touched, and stand in the head."""
    kept = "@media (prefers-color-scheme: dark) { p { color: #fff !important; } }"
    html = PremailerInliner("p { color: red; margin: 0 !important; }", kept).inline(
        "<html><head><title>t</title></head><body><p>x</p></body></html>"
    )
    assert f'<style type="text/css">\n{kept}\n</style></head>' in html
    assert "color:red" in html


def test_a_sheet_gives_each_document_the_same_rules():
    """However many documents a sheet was written into, and with whatever sheets of their own they have."""
    sheet = (
        "p { color: red } p:hover { color: blue } @media print { p { color: black } } .a, #b { margin: 0 !important }"
    )
    plain = "<html><head></head><body><p class='a'>x</p></body></html>"
    own = "<html><head><style>p { margin: 1px }</style></head><body><p id='b'>x</p></body></html>"
    first = [PremailerInliner(sheet, "").inline(html) for html in (plain, own)]
    again = [PremailerInliner(sheet, "").inline(html) for html in (own, plain, plain)]
    assert again == [first[1], first[0], first[0]]
    assert 'style="color:red; margin:0"' in first[0]
    assert "p:hover" in first[0]
    assert "@media print" in first[0]


@pytest.mark.parametrize("sheet", ["", "p { color", "p:nth-child( { color: red }", "@import url(a.css); p {}"])
def test_getting_ready_for_a_wrong_sheet_stops_nothing(sheet):
    """What is wrong is told when there is a mail."""
    prepare(sheet)
    prepare(sheet)

"""Whole mails: printed from the index and the page without a frame, and in frames about as high as they are."""

from dataclasses import replace

import html5lib
import pytest
from pypdf import PdfReader

from dispatch.clock import SystemClock
from dispatch.proof import build_page
from dispatch.proof.mail import Mail
from dispatch.proof.pack import build_pack
from dispatch.proof.paper import frame_heights, on_paper
from dispatch.workflows.material import Selection
from dispatch.workflows.pack import make_pack, write_pack
from dispatch.workflows.preview import preview
from dispatch.workflows.proof import proof_of

THEMES = ("bulletin", "classic", "note")


@pytest.fixture
def looked(reopen, root):
    """What one reader would get of a release that is three sheets long."""
    release = root / "releases" / "clinics.md"
    more = "".join(
        f"\nClinic number {n} opens its doors at ten, and a nurse will be there until two.\n" for n in range(60)
    )
    text = release.read_text("utf-8").replace(
        "\n## About", f"{more}\nThe very last clinic closes the list.\n\n## About"
    )
    release.write_text(text, encoding="utf-8")

    def made(theme="classic"):
        lists = Selection(lists=("national",))
        return preview(reopen(), "clinics", lists, ledger=None, clock=SystemClock(), theme=theme)

    return made


def test_nothing_leaves_its_tree_or_acts():
    """What ends a template, acts, loads or navigates is another element; language and direction stay."""
    hostile = (
        '<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta http-equiv="refresh" content="0;url=http://x.test/">'
        '<base href="http://x.test/"></head><body class="page"></template></TEMPLATE ><script>alert(1)</script>'
        '<iframe srcdoc="x"></iframe><form><input></form><p>Words</p></body></html>'
    )
    page = html5lib.parse(f"<p>before</p>{on_paper(hostile)}<p>after</p>", namespaceHTMLElements=False)
    template = page.find(".//template")
    assert [one.tag for one in page.find("body")] == ["p", "div", "p"]
    tags = {one.tag for one in page.iter() if isinstance(one.tag, str)}
    assert not tags & {"script", "iframe", "form", "input", "base", "meta"}
    outer = template.find(".//div[@lang='ar']")
    assert outer.get("dir") == "rtl"
    assert outer.find(".//div[@class='page']//p").text == "Words"


def test_a_frame_is_higher_for_more_lines_and_for_pictures():
    """The height follows the text part; a small picture counts as high as it is."""

    def heights(text, html=""):
        told = frame_heights(Mail(headers=(), html=html, text=text, size=0))
        return [int(one.partition(":")[2].removesuffix("px")) for one in told.split(";")]

    few, many = heights("one\n" * 10), heights("one\n" * 100)
    assert all(low < high for low, high in zip(few, many, strict=True))
    assert heights("one\n" * 10, '<img alt="" height="40">') == [height + 40 for height in few]


@pytest.mark.e2e
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_printing_shows_the_whole_mail(browser, looked, reopen, tmp_path, colours):
    """From a browser, the index and the page print every mail to its last line, whatever the reader's colours."""
    found = looked()
    index = write_pack(make_pack(reopen(), found.draft, clock=SystemClock()), tmp_path / "proof")
    single = tmp_path / "page.html"
    single.write_text(build_page(proof_of(found.draft, found.contact, found.message, clock=SystemClock())), "utf-8")
    page = browser.new_page(color_scheme=colours)
    try:
        for path, mails in ((index, index.parent.glob("mails/*.eml")), (single, [single])):
            page.goto(path.as_uri())
            page.pdf(path=tmp_path / "printed.pdf", format="A4")
            text = " ".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "printed.pdf").pages)
            assert text.count("The very last clinic closes") == len(list(mails))
            assert "Clinic number 31 opens" in text
    finally:
        page.close()


@pytest.mark.e2e
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [360, 1000, 1400])
def test_a_frame_needs_no_scrolling(browser, looked, tmp_path, theme, width):
    """The shipped themes stand whole in their frame, from a phone to a desk, and the page never scrolls sideways."""
    found = looked(theme)
    path = tmp_path / "page.html"
    path.write_text(build_page(proof_of(found.draft, found.contact, found.message, clock=SystemClock())), "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    try:
        page.goto(path.as_uri())
        root = page.frame_locator("iframe.light").locator("html")
        assert root.evaluate("html => html.scrollHeight - html.clientHeight") <= 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        page.close()


def test_only_the_first_dozen_are_printed(reopen, looked):
    """More would be a book: the rest says where it is to be seen."""
    pack = make_pack(reopen(), looked().draft, clock=SystemClock())
    many = replace(pack, renderings=list(pack.renderings[:1]) * 14, extremes=())
    index = build_pack(many)["index.html"].decode()
    assert index.count("shadowrootmode") == 12
    assert index.count("Not printed") == 2

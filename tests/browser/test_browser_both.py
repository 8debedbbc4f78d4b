"""Two languages in one mail, one of them from right to left, as a browser shows it: readable, in order, accessible."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from sample import sample

from dispatch.clock import SystemClock
from dispatch.config.workspace import open_workspace
from dispatch.proof.live_views import frame
from dispatch.workflows.material import Selection
from dispatch.workflows.pressroom import Pressroom, ServeRequest

pytestmark = pytest.mark.e2e
THEMES = ("bulletin", "classic", "note")
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
ENGLISH = """---
embargo: 2099-12-01T09:00:00+00:00
pitch: "{{ contact.outlet }} wrote about the old boats."
contacts:
  - {name: Maya Lindqvist, role: Press officer, email: maya@alliance.test, phone: "+44 23 5550 0142"}
---
# Two electric ferries start on Monday

PORTSMOUTH – Two ferries without a funnel start on Monday, the Alliance said.

- tickets at <https://www.example.org/ferry/tickets?from=portsmouth-and-all-other-places-on-the-coast>

| Route | Before | From Monday |
|---|---|---|
| Portsmouth – Island | 55 minutes | 40 minutes |
"""
OTHERS = {
    "es": "# Dos transbordadores eléctricos\n\nPORTSMOUTH – Dos transbordadores zarpan el lunes, dijo la Alianza.\n",
    "ar": "# عبّارتان كهربائيتان\n\nبورتسموث – تبدأ عبّارتان العمل يوم الاثنين (هاتف +44 23 5550 0142 نهارا).\n",
}


@pytest.fixture
def mail(root):
    """The HTML of the mail in English and another language, for a reader of either."""

    def make(theme, other, reader, scheme):
        (root / "releases" / "ferry.md").write_text(ENGLISH, "utf-8")
        (root / "releases" / f"ferry.{other}.md").write_text(OTHERS[other], "utf-8")
        row = f"email,name,outlet,language,time_zone,embargo\na@x.test,Ana Ruiz,El Diario,{reader},Asia/Dubai,yes\n"
        (root / "lists" / "one.csv").write_text(row, "utf-8")
        request = ServeRequest(release="ferry", selection=Selection(lists=("one",)), theme=theme, both=True)
        room = Pressroom(lambda: open_workspace(None, {}, root), request, SystemClock())
        making = room.make()
        html = frame(making.edition(), 0, scheme=scheme, pictures=True)
        making.close()
        room.close()
        return html

    return make


@pytest.fixture
def show(browser):
    """Opens a document at some width."""
    pages = []

    def open_it(html, width, scheme):
        pages.append(browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme))
        pages[-1].set_content(html)
        return pages[-1]

    yield open_it
    for page in pages:
        page.close()


@pytest.mark.parametrize(
    ("theme", "languages", "scheme"),
    sample(product(THEMES, [("es", "en"), ("ar", "en"), ("ar", "ar")], ["light", "dark"]), 5),
)
def test_both_halves_are_accessible(*, mail, show, theme, languages, scheme):
    """axe-core finds nothing, whichever language stands first."""
    other, reader = languages
    page = show(mail(theme, other, reader, scheme), 800, scheme)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], node["html"][:200]) for one in found for node in one["nodes"]] == []


@pytest.mark.parametrize(("theme", "width", "reader"), sample(product(THEMES, [320, 1200], ["en", "ar"]), 5))
def test_each_half_runs_its_own_way(*, mail, show, theme, width, reader):
    """Nothing overflows; each half is aligned at its own side, and says its language and direction; the link leads."""
    page = show(mail(theme, "ar", reader, "light"), width, "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    halves = page.evaluate(
        """() => [...document.querySelectorAll('[role=main] > div')].map(half => {
          const style = getComputedStyle(half.querySelector('h1'));
          const start = style.direction === 'rtl' ? 'right' : 'left';
          return [half.lang, style.direction, style.textAlign.replace('start', start)];
        })"""
    )
    wanted = [["en", "ltr", "left"], ["ar", "rtl", "right"]]
    assert halves == (wanted if reader == "en" else wanted[::-1])
    target = page.locator("p.elsewhere a").get_attribute("href")
    assert page.locator(f"[id='{target[1:]}']").get_attribute("lang") == ("ar" if reader == "en" else "en")
    assert "+44 23 5550 0142" in page.locator("div[lang=ar] span[dir=ltr]").all_inner_texts()


@pytest.mark.parametrize("reader", ["en", "ar"])
def test_what_is_read_first_stands_first(mail, show, reader):
    """Notice, link to the other language, mail; the bar, and the same again: the order of the source."""
    page = show(mail("classic", "ar", reader, "light"), 390, "light")
    tops = page.evaluate(
        """() => [...document.querySelectorAll('.notice, .elsewhere, h1, #other-language')]
          .map(e => [e.className || e.id || e.tagName, e.getBoundingClientRect().top])"""
    )
    assert [top for _, top in tops] == sorted(top for _, top in tops)
    assert [name for name, _ in tops] == ["notice", "elsewhere", "headline", "other-language", "notice", "headline"]

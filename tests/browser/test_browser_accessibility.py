"""axe-core over the live page, proof pack, proof page and every shipped theme: no violation (WCAG 2.2, A and AA)."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from sample import sample

from dispatch.clock import SystemClock
from dispatch.config.workspace import open_workspace
from dispatch.proof.live_views import frame
from dispatch.proof.page import build_page
from dispatch.workflows.material import Selection
from dispatch.workflows.pack import make_pack, write_pack
from dispatch.workflows.pressroom import Pressroom, ServeRequest
from dispatch.workflows.preview import preview
from dispatch.workflows.proof import proof_of

pytestmark = pytest.mark.e2e
THEMES = ("bulletin", "classic", "note")
RELEASES = ("night-clinics", "harbour-statement", "convocatoria-puertas-abiertas")
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def violations(page, rules=RULES):
    """What axe-core says, with the elements that it says it about."""
    found = Axe().run(page, options=rules).response["violations"]
    return [(one["id"], node["html"][:200]) for one in found for node in one["nodes"]]


@pytest.fixture
def draft(root):
    workspace = open_workspace(None, {}, root)
    selection = Selection(lists=("national", "radio"))
    return preview(workspace, "night-clinics", selection, ledger=None, clock=SystemClock())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_live_page(serve, browser, scheme):
    """The live page with its first mail, light and dark."""
    page = browser.new_page(color_scheme=scheme)
    try:
        with serve("national", "radio") as address:
            page.goto(address)
            page.frame_locator("#frame").locator("h1").wait_for()
            assert violations(page) == []
    finally:
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pack_and_page(browser, root, draft, tmp_path, scheme):
    """The index of a proof pack and the proof page."""
    clock = SystemClock()
    index = write_pack(make_pack(open_workspace(None, {}, root), draft.draft, clock=clock), tmp_path / "proof")
    single = tmp_path / "page.html"
    single.write_text(build_page(proof_of(draft.draft, draft.contact, draft.message, clock=clock)), encoding="utf-8")
    page = browser.new_page(color_scheme=scheme)
    try:
        for path in (index, single):
            page.goto(path.as_uri())
            assert violations(page) == []
    finally:
        page.close()


@pytest.mark.parametrize(("scheme", "theme"), list(product(["light", "dark"], THEMES)))
@pytest.mark.parametrize("turn", sample(range(3), 3))
def test_themes(browser, root, theme, scheme, turn):
    """Every shipped theme, light and dark, with one of the example releases; `make sweep` takes them all."""
    release = RELEASES[(THEMES.index(theme) + turn) % 3]
    request = ServeRequest(release=release, selection=Selection(lists=("national",)), theme=theme)
    room = Pressroom(lambda: open_workspace(None, {}, root), request, SystemClock())
    making = room.make()
    html = frame(making.edition(), 0, scheme=scheme, pictures=True)
    making.close()
    room.close()
    page = browser.new_page(color_scheme=scheme)
    try:
        page.set_content(html)
        assert violations(page) == []
    finally:
        page.close()

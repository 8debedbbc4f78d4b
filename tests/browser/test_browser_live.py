"""The live page in a real browser, with mouse, keyboard, dark mode and hostile input."""

import socket
import threading
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.e2e
EVIL = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"


@pytest.fixture
def live(serve, context):
    """The live page for three hundred people, its first mail in view."""
    with serve("many") as address:
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto(address)
        settle(page)
        yield page
        assert page.problems == []


def settle(page):
    """Wait until a mail stands in its frame and all shapes are counted."""
    mail(page).locator("h1").wait_for()
    page.locator("#summary", has_text="mail").filter(has_not_text="counting").wait_for()


def mail(page):
    return page.frame_locator("#frame")


def picked(page):
    return page.locator("#list [aria-selected=true] b").inner_text()


def test_the_picker_finds_and_shows(live):
    """Typing narrows the list whatever the accents; a click shows that person's mail; filters show the extremes."""
    live.fill("#words", "nunez1 outlet")
    live.locator("#found", has_text="1 contact").or_(live.locator("#found", has_text="contacts")).wait_for()
    row = live.locator("#list li").first
    row.click()
    live.locator("#mail-title", has_text=row.locator("b").inner_text()).wait_for()
    live.fill("#words", "")
    live.select_option("#among", "longest")
    live.locator("#list li", has_text="Featherstonehaugh").first.wait_for()
    live.select_option("#among", "missing")
    live.locator("#list small", has_text="no name").first.wait_for()


def test_the_keyboard_does_everything(live):
    """Tab reaches search, filter, list, both steps, widths, colours and pictures; arrows choose; nothing traps."""
    reached = []
    for _ in range(14):
        live.keyboard.press("Tab")
        reached.append(live.evaluate("document.activeElement.id || document.activeElement.name"))
    for wanted in ("words", "among", "list", "next", "width", "scheme", "pictures"):
        assert wanted in reached
    live.focus("#words")
    first = picked(live)
    live.keyboard.press("ArrowDown")
    live.locator("#mail-title").filter(has_not_text=first).wait_for()
    assert picked(live) != first
    live.focus("#next")
    live.keyboard.press("Enter")
    live.locator("#list [aria-selected=true]#row-2").wait_for()
    live.focus("#previous")
    live.keyboard.press("Enter")
    live.locator("#list [aria-selected=true]#row-1").wait_for()


def test_next_goes_on_beyond_what_is_loaded(live):
    """The list loads more when it is walked through; the end is the end."""
    live.locator("#list li").nth(199).scroll_into_view_if_needed()
    live.locator("#row-199").click()
    live.click("#next")
    live.locator("#list [aria-selected=true]#row-200").wait_for()
    live.locator("#row-299").click()
    live.locator("#list [aria-selected=true]#row-299").wait_for()
    assert live.locator("#next").is_disabled()


def test_a_late_answer_does_not_take_the_view_back(live):
    """When the answer for one contact arrives after another was chosen, the other one stays."""
    held = []
    live.route("**/mail?*", lambda route: held.append(route) if not held else route.continue_())
    live.locator("#row-5").click()
    live.locator("#row-9").click()
    live.locator("#mail-title", has_text=live.locator("#row-9 b").inner_text()).wait_for()
    with live.expect_response("**/mail?*"):
        held[0].continue_()
    settle(live)
    assert live.locator("#list [aria-selected=true]").get_attribute("id") == "row-9"
    assert live.locator("#row-9 b").inner_text() in live.locator("#mail-title").inner_text()


def test_widths_colours_and_pictures(live):
    """The mail's own width is the chosen one; dark is dark; without pictures their alternative texts stay."""
    body = mail(live).locator("body")
    for label, width in (("Phone", 390), ("Tablet", 768), ("Desktop", 900)):
        live.locator("#width label", has_text=label).click()
        assert body.evaluate("() => window.innerWidth") == width
    live.locator("#scheme label", has_text="Dark").click()
    mail(live).locator("body").wait_for()
    live.wait_for_timeout(500)
    colour = (
        mail(live).locator("body").evaluate("body => getComputedStyle(body).backgroundColor.match(/\\d+/g).map(Number)")
    )
    assert max(colour) < 60
    live.locator("#pictures label", has_text="Off").click()
    mail(live).locator("h1").wait_for()
    assert mail(live).locator("img[src]").count() == 0


def test_a_save_is_followed_without_losing_the_place(live, root):
    """After saving the release the same person's mail shows the new words, scrolled where it was."""
    live.locator("#row-5").click()
    live.locator("#list [aria-selected=true]#row-5").wait_for()
    settle(live)
    live.wait_for_timeout(400)
    live.evaluate("window.scrollTo(0, 200)")
    whose = live.locator("#mail-title").inner_text()
    release = root / "releases" / "night-clinics.md"
    release.write_text(release.read_text(encoding="utf-8").replace("six cities", "sixty cities"), encoding="utf-8")
    live.locator("#headline", has_text="sixty").wait_for()
    mail(live).locator("h1", has_text="sixty").wait_for()
    live.wait_for_timeout(400)
    assert live.evaluate("scrollY") == 200
    assert live.locator("#mail-title").inner_text() == whose
    assert live.locator("#status").inner_text().startswith("Updated")


def test_trouble_is_announced_and_goes(live, root):
    """A broken theme: an alert with message and fix, the mail stays; mended, the alert goes."""
    template = root / "templates" / "classic" / "mail.html"
    good = template.read_text(encoding="utf-8")
    template.write_text(good + "{% if %}", encoding="utf-8")
    alert = live.get_by_role("alert")
    alert.filter(has_text="mail.html").wait_for()
    assert mail(live).locator("h1").is_visible()
    assert live.locator("#verdict .error").inner_text() == "1 error"
    assert live.locator("#verdict .good").count() == 0
    assert "mail.html" in live.locator("#findings li.error >> nth=0").inner_text()
    assert live.locator("#stale").inner_text().startswith("Not what is saved now")
    template.write_text(good, encoding="utf-8")
    alert.wait_for(state="hidden")
    live.locator("#stale").wait_for(state="hidden")
    assert live.locator("#verdict .error").count() == 0


def test_the_end_is_told_and_the_mark_stays_with_the_mail(serve, context):
    """After Ctrl-C an alert says so, and no other contact can be marked beside the mail of the one in view."""
    page = context.new_page()
    with serve("many") as address:
        page.goto(address)
        settle(page)
    page.locator("#ended", has_text="has ended").wait_for()
    before = picked(page)
    assert page.locator("#next").is_disabled()
    page.locator("#row-3").click()
    page.locator("#list").focus()
    page.keyboard.press("ArrowDown")
    page.locator("#width label", has_text="Phone").click()
    assert picked(page) == before
    assert before in page.locator("#mail-title").inner_text()
    assert mail(page).locator("h1").is_visible()


def test_lines_of_the_text_part_stay_lines(live):
    """Beside the mail the text part scrolls: no line of it is broken again."""
    style = live.locator("#text").evaluate("text => getComputedStyle(text).whiteSpace")
    assert style == "pre"
    assert live.evaluate("document.documentElement.scrollWidth") <= 1400


def test_a_finding_leads_to_its_place(live, root):
    """The place of a finding opens the source at that line; Escape closes it."""
    with (root / "lists" / "many.csv").open("a", encoding="utf-8") as file:
        file.write("not an address,Nobody,,\n")
    place = live.locator("#findings .place", has_text="many.csv:302")
    place.first.click()
    live.locator("#lines .here", has_text="not an address").wait_for()
    live.keyboard.press("Escape")
    live.locator("#source").wait_for(state="hidden")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_small_screen_needs_no_sideways_scrolling(serve, browser, scheme):
    """At 360 pixels everything fits, and the mail is shown as a phone shows it."""
    page = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    try:
        with serve("national") as address:
            page.goto(address)
            settle(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            assert page.locator("#width input:checked").get_attribute("value") == "390"
    finally:
        page.close()


def test_nothing_else_is_asked_and_nothing_runs(serve, context, root):
    """A hostile release, list and theme: no script runs, no request leaves, a clicked link leads nowhere."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        port, seen = trap.getsockname()[1], []
        threading.Thread(target=caught, args=(trap, seen), daemon=True).start()
        bait = f"http://127.0.0.1:{port}"
        hostile(root, bait)
        with serve("evil", theme="evil") as address:
            page = context.new_page()
            page.goto(address)
            settle(page)
            page.locator("#list li").first.click()
            page.locator("#pictures label", has_text="Off").click()
            page.locator("#pictures label", has_text="On").click()
            settle(page)
            mail(page).locator("#go").click()
            page.wait_for_timeout(500)
            assert "owned" not in page.title()
            own = urlsplit(address).netloc
            sent = [url for url in context.asked if not url.startswith(("data:", "about:"))]
            assert {urlsplit(url).netloc for url in sent} <= {own, f"127.0.0.1:{port}"}
        assert seen == []


def caught(trap, seen):
    """What comes to a port that nothing should come to."""
    while True:
        try:
            connection, _ = trap.accept()
        except OSError:
            return
        with connection:
            connection.settimeout(5)
            seen.append(connection.recv(100))


def hostile(root, bait):
    """A release, a list and a theme that try everything."""
    release = root / "releases" / "night-clinics.md"
    text = release.read_text(encoding="utf-8")
    release.write_text(f"{text}\n\n{EVIL}\n\n![pixel]({bait}/pixel.gif)\n", encoding="utf-8")
    row = EVIL.replace('"', '""')
    (root / "lists" / "evil.csv").write_text(f'email,name,outlet\na@x.test,"{row}","{row}"\n', encoding="utf-8")
    theme = root / "templates" / "evil"
    theme.mkdir()
    for file in (root / "templates" / "classic").iterdir():
        (theme / file.name).write_bytes(file.read_bytes())
    page = (theme / "mail.html").read_text(encoding="utf-8")
    more = (
        f"<script>parent.document.title = document.title = 'owned'; fetch('{bait}/script')</script>"
        f"<img src='{bait}/theme.gif' alt='' onerror=\"parent.document.title='owned'\">"
        f"<iframe src='{bait}/frame'></iframe>"
        f"<form action='{bait}/form'><button>x</button></form><a id='go' href='{bait}/link'>go</a></body>"
    )
    page = page.replace("</head>", f"<meta http-equiv='refresh' content='0;url={bait}/refresh'></head>")
    (theme / "mail.html").write_text(page.replace("</body>", more), encoding="utf-8")


def test_the_place_far_down_the_list_is_kept_over_a_save(live, root):
    """Whoever was loaded and chosen stays so after a save; the next one is the next one."""
    live.locator("#list").evaluate("list => { list.scrollTop = list.scrollHeight }")
    row, after = (live.locator(f"#list [role=option] >> nth={number}") for number in (250, 251))
    row.wait_for()
    name, following = row.locator("b").inner_text(), after.locator("b").inner_text()
    row.click()
    live.locator("#mail-title", has_text=name).wait_for()
    before = live.evaluate("document.documentElement.dataset.version")
    release = root / "releases" / "night-clinics.md"
    release.write_text(release.read_text("utf-8").replace("six cities", "nine cities"), "utf-8")
    live.wait_for_function("before => document.documentElement.dataset.version !== before", arg=before)
    live.locator("#headline", has_text="nine cities").wait_for()
    assert live.locator("#list [aria-selected=true]").get_attribute("id") == "row-250"
    live.locator("#next").click()
    live.locator("#mail-title", has_text=following).wait_for()


def test_the_text_part_can_be_read_at_its_own_width(live):
    """Text in place of the mail, and back."""
    live.locator("#width label", has_text="Text").click()
    assert live.locator("#plain").is_visible()
    assert not live.locator("#frame").is_visible()
    assert "Night clinics" in live.locator("#plain").inner_text()
    live.locator("#width label", has_text="Phone").click()
    assert not live.locator("#plain").is_visible()
    assert live.locator("#frame").bounding_box()["width"] > 300


def test_home_end_and_pages_choose_in_the_list(live):
    """End is the last of all, loaded or not, Home the first, a page ten on; each shows that mail and says its place."""
    live.focus("#list")
    for key, number in (("End", 299), ("PageUp", 289), ("Home", 0), ("PageDown", 10), ("ArrowUp", 9)):
        live.keyboard.press(key)
        row = live.locator(f"#list [aria-selected=true]#row-{number}")
        row.wait_for()
        live.locator("#mail-title", has_text=row.locator("b").inner_text()).wait_for()
        assert live.get_attribute("#list", "aria-activedescendant") == f"row-{number}"
        assert (row.get_attribute("aria-posinset"), row.get_attribute("aria-setsize")) == (str(number + 1), "300")
    live.focus("#words")
    live.keyboard.type("outlet")
    live.keyboard.press("Home")
    assert live.evaluate("document.querySelector('#words').selectionStart") == 0


def test_a_filter_leaves_somebody_chosen(live):
    """Who was chosen stays so while they are found; else the first who is found is chosen, and that mail shown."""
    live.locator("#row-5").click()
    name = live.locator("#row-5 b").inner_text()
    live.fill("#words", "outlet 7")
    first = live.locator("#list [aria-selected=true]#row-0")
    first.wait_for()
    assert first.locator("b").inner_text() != name
    live.locator("#mail-title", has_text=first.locator("b").inner_text()).wait_for()
    chosen = first.locator("b").inner_text()
    live.fill("#words", "")
    live.locator("#found", has_text="300").wait_for()
    live.locator("#list [aria-selected=true]").wait_for()
    assert picked(live) == chosen

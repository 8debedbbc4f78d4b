"""The proof page, taken apart by an HTML parser and opened in a real browser."""

import socket
import threading
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage

import html5lib
import pytest

from dispatch.model.contact import Contact
from dispatch.model.finding import Finding, Severity
from dispatch.model.mailing import AudienceCounts
from dispatch.proof import LeftOut, Proof, build_page
from dispatch.proof.page import MOST_NAMED, in_scheme
from dispatch.proof.pictures import with_enclosed

EVIL = "\"><img src=x onerror=alert(1)><script>document.title='owned'</script>\x1b[31m\u202e"
MAIL = """<html><head><meta name="color-scheme" content="light dark"><style>:root{color-scheme: light dark}
body{background:#fff;color:#222}
@media (prefers-color-scheme: dark){body{background:#101010!important;color:#eee!important}}</style>
<meta http-equiv="refresh" content="0;url=http://127.0.0.1:%(port)d/refresh">
<link rel="stylesheet" href="http://127.0.0.1:%(port)d/style.css"></head>
<body><h1>Night clinics</h1><script>parent.document.title = "owned"; document.title = "owned"</script>
<img src="http://127.0.0.1:%(port)d/pixel.gif" alt=""><iframe src="http://127.0.0.1:%(port)d/frame"></iframe>
<a id="go" href="http://127.0.0.1:%(port)d/link">link</a></body></html>"""


def message(html, subject="Night clinics"):
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = "Alliance Press Office <press@alliance.test>"
    mail["To"] = "Ana Ruiz <ana@diario.test>"
    mail["Subject"] = subject
    mail["Message-ID"] = "<example@alliance.test>"
    mail.set_content("Night clinics\n\nDear Ana Ruiz,\n\nSix clinics. <script>\n")
    mail.add_alternative(html, subtype="html")
    return mail.as_bytes()


def proof(html="<p>Night clinics</p>", **changes):
    fields = {
        "headline": "Night clinics open",
        "content": message(html),
        "made": datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
        "contact": Contact(email="ana@diario.test", key="ana@diario.test", name="Ana Ruiz", outlet="El Diario"),
        "counts": AudienceCounts(rows=252, deliveries=238, duplicates=9, suppressed=4, invalid=1),
        "by_list": (("national", 176), ("radio", 62)),
    }
    return Proof(**(fields | changes))


def tree(page):
    return html5lib.parse(page, namespaceHTMLElements=False)


def test_the_page_stands_alone():
    """No script, no link, no image of the page's own: nothing that could ask anybody for anything."""
    root = tree(build_page(proof()))
    assert not root.findall(".//script")
    assert not root.findall(".//link")
    assert not root.findall(".//img")
    policy_text = root.find('.//meta[@http-equiv="Content-Security-Policy"]').get("content")
    assert "default-src 'none'" in policy_text


def test_the_mail_stands_in_frames_without_any_permission():
    """Both frames hold the mail's HTML as text and a sandbox that allows nothing."""
    frames = tree(build_page(proof("<p>Ana &amp; &quot;co&quot;</p>"))).findall(".//iframe")
    assert len(frames) == 2
    for frame in frames:
        assert frame.get("sandbox") == ""
        assert frame.get("srcdoc").strip() == "<p>Ana &amp; &quot;co&quot;</p>"


def test_foreign_text_is_text():
    """A hostile headline, name, outlet, place or finding adds no element and no control character."""
    evil = proof(
        headline=EVIL,
        contact=Contact(email="a@b.test", key="a@b.test", name=EVIL, outlet=EVIL, language=EVIL),
        left_out=(LeftOut(reason="duplicates", address=EVIL, name=EVIL, outlet=EVIL, place=EVIL),),
        findings=(Finding(code="LST001", severity=Severity.ERROR, message=EVIL, fix=EVIL, file=EVIL, line=1),),
        through=EVIL,
        mailing=EVIL,
        by_list=((EVIL, 3),),
    )
    page = build_page(evil)
    root = tree(page)
    assert not root.findall(".//script")
    assert not root.findall(".//img")
    assert not {name for element in root.iter() for name in element.attrib if str(name).startswith("on")}
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert root.find(".//h1").text.startswith('"><img src=x')


def test_everything_is_told():
    """Audience, who is left out, findings, text part and headers are on the page."""
    one = LeftOut(reason="duplicates", address="k@radio.test", name="K. Lee", outlet="Radio", place="lists/radio.csv:4")
    finding = Finding(code="REL031", severity=Severity.WARNING, message="Old dateline.", fix="change it", file="a.md")
    page = build_page(proof(left_out=(one,), findings=(finding,)))
    for text in ("238", "national 176, radio 62", "twice", "K. Lee", "lists/radio.csv:4", "REL031", "Old dateline.",
                 "change it", "Dear Ana Ruiz", "&lt;example@alliance.test&gt;", "as Ana Ruiz, El Diario"):  # fmt: skip
        assert text in page


def test_the_page_names_no_more_people_than_one_can_read():
    """Of ten thousand left out the first are named, and all are counted."""
    people = tuple(LeftOut(reason="suppressed", address=f"p{n}@x.test") for n in range(MOST_NAMED + 50))
    counts = AudienceCounts(rows=10_000, suppressed=10_000)
    page = build_page(proof(left_out=people, counts=counts))
    assert page.count("@x.test") == MOST_NAMED
    assert f"and {10_000 - MOST_NAMED:,} more" in page


def test_media_queries_are_answered_only_in_style_sheets():
    """Dark and light copies differ in their style sheets; the words of the mail are untouched."""
    html = "<style>@media (prefers-color-scheme:dark){p{color:red}}</style><p>(prefers-color-scheme: dark)</p>"
    dark, light = in_scheme(html, "dark"), in_scheme(html, "light")
    assert "@media (min-width: 0px)" in dark
    assert "@media (max-width: 0px)" in light
    assert "<p>(prefers-color-scheme: dark)</p>" in dark
    assert "<p>(prefers-color-scheme: dark)</p>" in light


def test_without_lists_the_page_says_that_nobody_gets_it():
    """A preview of a release alone claims no audience."""
    assert "nobody would get it" in build_page(proof(counts=None, contact=None))


@pytest.fixture
def listener():
    """A loopback port that counts connections: anything that arrives is an external request."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        seen = []

        def accept():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    seen.append(connection.recv(200))

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1], seen


@pytest.mark.e2e
def test_in_a_browser_nothing_runs_and_nothing_is_asked_for(browser, listener, tmp_path):
    """Scripts of the mail do not run; no image, style, frame, refresh or clicked link reaches the network."""
    port, seen = listener
    path = tmp_path / "proof.html"
    path.write_text(build_page(proof(MAIL % {"port": port})), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.frame_locator("iframe.light").locator("#go").click()
    page.wait_for_timeout(300)
    assert page.title() == "Proof: Night clinics open"
    assert seen == []


@pytest.mark.e2e
def test_in_a_browser_the_keyboard_turns_width_colours_and_text(browser, tmp_path):
    """Arrow keys on the focused choices switch phone, desktop, text part, light and dark."""
    path = tmp_path / "proof.html"
    path.write_text(build_page(proof(MAIL % {"port": 9})), encoding="utf-8")
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.locator("pre").is_visible()
    assert not page.locator("iframe.light").is_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.locator("iframe.dark").is_visible()
    body = page.frame_locator("iframe.dark").locator("body")
    assert body.evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(16, 16, 16)"


@pytest.mark.parametrize(
    ("severities", "told"),
    [
        ((), "nothing to mend"),
        ((Severity.INFO,), "nothing to mend"),
        ((Severity.ERROR, Severity.WARNING), "1 error · 1 warning"),
    ],
)
def test_the_top_of_the_page_tells_what_five_seconds_are_enough_for(severities, told):
    """How many would get it, and how much is to be mended; good-to-knows do not count."""
    said = tuple(Finding(code="REL001", severity=one, message="x") for one in severities)
    line = "".join(
        next(one for one in tree(build_page(proof(findings=said))).iter("p") if one.get("class") == "glance").itertext()
    )
    assert line == f"238 would get it · {told}"


def test_in_a_file_of_its_own_a_mail_has_its_enclosed_pictures():
    """What the message encloses stands in place; a hosted picture and all else stay as they would be sent."""
    html = (
        '<p>A</p><img alt="x" src="cid:logo@x"><img alt="y" src="https://example.org/y.png"><a href="cid:logo@x">z</a>'
    )
    made = with_enclosed(html, {"logo@x": "data:image/png;base64,AA=="})
    assert made == html.replace('src="cid:logo@x"', 'src="data:image/png;base64,AA=="')

"""All themes in a real browser, from 320 to 1200 pixels, light and dark: nothing overflows, everything is readable."""

import re
from base64 import b64encode
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from dispatch.message import load_theme
from dispatch.model.release import Block, BlockType, Span

pytestmark = pytest.mark.e2e

#: Contrast of text to what is behind it, for every element that holds text (WCAG 2.2, 1.4.3).
CONTRAST = """() => {
  const parse = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  return [...document.body.querySelectorAll('*')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .map(e => {
      const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
      return [(a + 0.05) / (b + 0.05), parseFloat(getComputedStyle(e).fontSize), e.textContent.trim().slice(0, 40)];
    });
}"""

TABLE = (
    "<table><tr><th>City</th><th>Opening hours on weekdays</th><th>Telephone</th></tr>"
    "<tr><td>Portsmouth</td><td>from eight in the evening until two in the morning</td><td>+44 23 5550 0142</td></tr>"
    "</table>"
)


@pytest.fixture(scope="module")
def page_of(theme_folder, compiled, release, ana):
    """The HTML of a theme with a release that is hard to lay out."""
    line = Span(first=1, last=1)
    hard = (
        f"<p>{'Krankenhausfinanzierungsgesetz' * 3} https://example.org/{'path' * 40}</p>",
        TABLE,
        "<pre>one line of text that somebody set in a fixed width and that goes on and on and on and on</pre>",
        "<p><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' width='1600' height='300' alt='A wide picture'></p>",
    )
    blocks = tuple(Block(type=BlockType.PARAGRAPH, text="x", html=html, lines=line) for html in hard)
    this = replace(
        release,
        blocks=(*release.blocks, *blocks),
        notes=release.blocks[:3],
        embargo_text="4 a.m. CT, Friday, Nov. 27, 2026",
        pitch="A word to {{ contact.outlet }}.",
    )

    def html(theme):
        mail = compiled(load_theme(theme_folder(theme)), this)
        mail.personalise(ana)
        return mail.facts().html

    return html


@pytest.mark.parametrize("theme", ["bulletin", "classic", "note"])
@pytest.mark.parametrize("width", [320, 600, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_theme_is_readable(theme, width, scheme, browser, page_of):
    """No sideways scrolling; text at least 13 pixels with a contrast of 4.5; a dark background in dark mode."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    try:
        page.set_content(page_of(theme))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        texts = page.evaluate(CONTRAST)
        assert len(texts) > 20
        assert [one for one in texts if one[0] < 4.5 or one[1] < 13] == []
        behind = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        assert (max(behind) < 60) == (scheme == "dark")
        widest = page.evaluate("Math.max(...[...document.querySelectorAll('p')].map(e => e.clientWidth))")
        assert widest <= 680
    finally:
        page.close()


@pytest.mark.parametrize("theme", ["bulletin", "classic"])
@pytest.mark.parametrize(
    ("size", "shown"), [((600, 200), (120, 40)), ((4000, 100), (None, None)), ((60, 20), (60, 20))]
)
def test_a_logo_is_forty_pixels_high_at_most(*, theme, size, shown, browser, theme_folder, compiled, organisation, ana):
    """Whatever its own size, in its own proportions; one that is wider than the mail is as wide as that."""
    mail = compiled(
        load_theme(theme_folder(theme)), organisation=replace(organisation, logo="docs/pictures/theme-note.png")
    )
    mail.personalise(ana)
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, "PNG")
    picture = f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"
    page = browser.new_page(viewport={"width": 390, "height": 600})
    try:
        page.set_content(re.sub(r'cid:[^"]+', picture, mail.facts().html))
        width, height = page.evaluate("(e => [e.clientWidth, e.clientHeight])(document.querySelector('img.logo'))")
        assert height <= 40
        assert width <= 390
        assert abs(width / height - size[0] / size[1]) < size[0] / size[1] / height
        assert shown in {(None, None), (width, height)}
    finally:
        page.close()

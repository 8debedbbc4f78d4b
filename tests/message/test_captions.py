"""Captions and credits of pictures that stand in the text."""

from dataclasses import replace

import pytest

from dispatch.message import load_theme
from dispatch.message.captions import captioned
from dispatch.model.release import Block, BlockType, Image, Span

LUMEN = Image(src="ferry.jpg?a&b", alt="A ferry", caption="The Lumen at berth", credit="Jo Blake")
SHOWN = '<img src="ferry.jpg?a&amp;b" alt="A ferry">'


@pytest.mark.parametrize(
    ("html", "image", "wanted"),
    [
        (f"<p>{SHOWN}</p>", LUMEN, f'<p class="picture">{SHOWN}<br>The Lumen at berth (Jo Blake)</p>'),
        (f"<p>{SHOWN}</p>", replace(LUMEN, credit=""), f'<p class="picture">{SHOWN}<br>The Lumen at berth</p>'),
        (f"<p>{SHOWN}</p>", replace(LUMEN, caption=""), f'<p class="picture">{SHOWN}<br>(Jo Blake)</p>'),
        (
            f"<p>{SHOWN}</p>",
            replace(LUMEN, caption="<b>&"),
            f'<p class="picture">{SHOWN}<br>&lt;b&gt;&amp; (Jo Blake)</p>',
        ),
        (f"<p>a {SHOWN} b</p>", LUMEN, f'<p>a {SHOWN} b</p><p class="picture">The Lumen at berth (Jo Blake)</p>'),
        (f"<p>{SHOWN}</p>", replace(LUMEN, caption="", credit=""), f"<p>{SHOWN}</p>"),
        (f"<p>{SHOWN}</p>", replace(LUMEN, src="other.jpg"), f"<p>{SHOWN}</p>"),
        ("<p>a</p>", LUMEN, "<p>a</p>"),
    ],
)
def test_a_caption_stands_with_its_picture(html, image, wanted):
    """In the picture's paragraph when it is alone, else below the block; escaped, and only if there is one."""
    assert captioned(html, [image]) == wanted


def test_a_caption_that_the_text_says_is_not_said_twice():
    """Authors who write it below the picture themselves."""
    assert captioned(f"<p>{SHOWN}</p>", [LUMEN], "The Lumen at berth. Photo: Jo Blake") == f"<p>{SHOWN}</p>"


@pytest.mark.parametrize("theme", ["bulletin", "classic", "note"])
def test_every_theme_shows_it_in_both_parts(theme, theme_folder, compiled, release, ana):
    """`![alt](src "title")` of Markdown, as it is read."""
    image = Image(src="https://x.test/ferry.jpg", alt="A ferry", caption="The Lumen at berth. Photo: Jo Blake")
    html = '<p><img src="https://x.test/ferry.jpg" alt="A ferry"></p>'
    block = Block(type=BlockType.IMAGE, text="A ferry", html=html, lines=Span(first=3, last=3))
    mail = compiled(load_theme(theme_folder(theme)), replace(release, blocks=(*release.blocks, block), images=(image,)))
    mail.personalise(ana)
    facts = mail.facts()
    assert facts.html.count("The Lumen at berth. Photo: Jo Blake") == 1
    assert "[A ferry]\nThe Lumen at berth. Photo: Jo Blake\n" in facts.text
    assert facts.html.count("ferry.jpg") == 1

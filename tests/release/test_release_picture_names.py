"""Pictures named in the text: the file is called what its author wrote, whatever an address would make of it."""

import pytest

from dispatch.release import read_parts

TEXT = "# Night clinics open\n\nPORTLAND, Maine – Six clinics open on Monday, said the alliance.\n\n![A door]({})\n"
PAGE = "<h1>Night clinics open</h1><p>PORTLAND – Six clinics open on Monday, said the alliance.</p>{}"


def shown(text, suffix):
    """Where a release's pictures are, and its text as HTML."""
    release = read_parts(text.encode(), suffix, f"x{suffix}").release
    return [image.src for image in release.images], "".join(block.html for block in release.blocks)


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ("<img/Fotó del día ñ.png>", "img/Fotó del día ñ.png"),
        ("img/a%20b.png", "img/a b.png"),
        ("img/fot%C3%B3.png", "img/fotó.png"),
        ("img/100%.png", "img/100%.png"),
        ("img/50%2525.png", "img/50%25.png"),
        ("img/a%FFb.png", "img/a%FFb.png"),
        ("img/a%0Ab.png", "img/a%0Ab.png"),
        ("https%3A//x.test/a.png", "https%3A//x.test/a.png"),
        ("https://x.test/a%20ñ.png", "https://x.test/a%20%C3%B1.png"),
    ],
)
def test_a_file_is_called_what_its_author_wrote(written, file):
    """Decoded once; what would be no path then stays as it is, and an address of the web is one."""
    images, html = shown(TEXT.format(written), ".md")
    assert images == [file]
    assert f'src="{file}"' in html


@pytest.mark.parametrize("around", ["<p>{}</p>", "<ul><li>x {}</li></ul>", "<blockquote><p>x {}</p></blockquote>"])
def test_pages_write_addresses(around):
    """`a%2520b` on a page is a file that is called `a%20b`, in whatever it stands."""
    images, html = shown(PAGE.format(around.format('<img src="img/a%2520b.png" alt="A door">')), ".html")
    assert images == ["img/a%20b.png"]
    assert 'src="img/a%20b.png"' in html

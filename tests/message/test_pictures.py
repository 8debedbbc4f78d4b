"""Pictures made fit for mail, and attachments that tell too much."""

import io
import zipfile
from dataclasses import replace

import pytest
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from dispatch.message.attached import betrays
from dispatch.message.enclosures import enclose
from dispatch.message.pictures import LONGEST, UnfitError, fit
from dispatch.model.mail import Organisation


def written(size, kind, **options):
    picture = Pillow.new("RGB", size, (200, 30, 30))
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def camera():
    """A photograph with a place, a camera's name, and held on its side."""
    exif = Pillow.Exif()
    exif[0x0110] = "Secret Camera 9"
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (50.0, 48.0, 0.0)}
    return written((2400, 1200), "JPEG", exif=exif)


def opened(octets):
    picture = Pillow.open(io.BytesIO(octets))
    picture.load()
    return picture


def test_a_photograph_loses_its_size_and_its_secrets():
    """At most 1,600 pixels, upright, and without place, camera or comment."""
    made = fit(camera())
    picture = opened(made)
    assert picture.size == (LONGEST // 2, LONGEST)
    assert not picture.getexif()
    assert b"Secret Camera" not in made


def test_a_picture_is_made_fit_once():
    """The same octets, read again for another language or after a save, give the very same result."""
    assert fit(camera()) is fit(camera())


@pytest.mark.parametrize("size", [(4000, 2600), (2600, 4000), (1601, 900), (9001, 10), (3200, 3199)])
def test_the_longest_side_is_exactly_what_it_may_be(size):
    """However the JPEG was decoded, the longest side has 1,600 pixels and the other is in proportion."""
    made = opened(fit(written(size, "JPEG"))).size
    assert max(made) == LONGEST
    assert abs(min(made) - min(size) * LONGEST / max(size)) <= 1


def test_texts_in_a_png_go_and_its_transparency_stays():
    """A PNG keeps what it looks like and loses what it says."""
    info = PngInfo()
    info.add_text("Author", "R. Okafor")
    picture = Pillow.new("RGBA", (40, 20), (0, 0, 0, 0))
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=info)
    made = fit(out.getvalue())
    assert b"Okafor" not in made
    assert opened(made).getpixel((3, 3)) == (0, 0, 0, 0)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_what_is_fit_stays_byte_for_byte(kind):
    """A small picture without words is not written again."""
    octets = written((80, 60), kind)
    assert fit(octets) == octets


@pytest.mark.parametrize("octets", [b"", b"\x89PNG\r\n\x1a\nbroken", b"\xff\xd8\xff", b"GIF89a", b"<svg/>"])
def test_what_is_no_picture_is_refused(octets):
    """Broken files end in one error, whatever Pillow says."""
    with pytest.raises(UnfitError):
        fit(octets)


def test_a_bomb_is_not_opened():
    """A small file of a hundred million pixels is refused by its header."""
    with pytest.raises(UnfitError):
        fit(written((20_000, 5_000), "PNG"))


def docx(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"word__document_xml": "<w:p><w:ins w:author='x'/></w:p>"}, ["tracked changes"]),
        ({"word__document_xml": "<w:p/>", "word__comments_xml": "<w:comments/>"}, ["comments"]),
        ({"docProps__core_xml": "<dc:creator>R. Okafor</dc:creator>"}, ["R. Okafor"]),
        ({"word__document_xml": "<w:p><w:inside/></w:p>", "docProps__core_xml": "<dc:creator></dc:creator>"}, []),
    ],
)
def test_a_document_that_tells_too_much_is_named(parts, told):
    """Tracked changes, comments and authors; a clean document says nothing."""
    said = [what for what, *_ in betrays("statement.DOCX", docx(**parts))]
    assert len(said) == len(told)
    assert all(word in one for word, one in zip(told, said, strict=True))


def test_a_document_that_is_none_is_named():
    """A broken file, and other kinds of file that are not looked into."""
    assert [what for what, *_ in betrays("a.docx", b"no zip")] == ["cannot be opened as the document its name says"]
    assert list(betrays("a.csv", b"no zip")) == []


def test_the_mail_holds_the_fit_picture_and_says_what_attachments_tell(tmp_path, release):
    """The picture in the message is the scaled one; the finding names the attachment."""
    (tmp_path / "photo.jpg").write_bytes(camera())
    (tmp_path / "facts.docx").write_bytes(docx(word__document_xml="<w:del/>"))
    named = replace(release, file="release.md", attachments=("facts.docx",), images=())
    enclosed = enclose(named, Organisation(logo="photo.jpg"), tmp_path)
    assert enclosed.organisation.logo.startswith("cid:")
    assert max(opened(enclosed.enclosures[0].octets).size) == LONGEST
    assert [(one.code, one.severity.value) for one in enclosed.findings] == [("MSG015", "warning")]
    assert "facts.docx" in enclosed.findings[0].message


def test_a_moving_picture_is_scaled_and_still_moves():
    """Every frame of a wide GIF fits, for as long as before, over and over; a small one stays as it is."""
    frames = [Pillow.new("RGB", (2000, 500), colour) for colour in ("red", "white", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)
    made = opened(fit(out.getvalue()))
    assert (made.format, made.size, made.n_frames, made.info["loop"]) == ("GIF", (LONGEST, 400), 3, 0)
    durations = []
    for number in range(3):
        made.seek(number)
        durations.append(made.info["duration"])
    assert durations == [100, 200, 300]
    small = written((400, 100), "GIF")
    assert fit(small) == small


@pytest.mark.parametrize(
    ("octets", "why"),
    [(written((12_000, 12_000), "PNG"), "60 million pixels"), (written((9, 9), "PNG")[:40], "broken")],
)
def test_what_is_wrong_with_a_picture_is_said(octets, why):
    """Too many pixels is one thing, a broken file another."""
    with pytest.raises(UnfitError, match=why):
        fit(octets)

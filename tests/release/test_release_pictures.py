"""Pictures inside Word documents."""

import io
import runpy
from pathlib import Path

import pytest
from PIL import Image

from dispatch import release
from dispatch.config.workspace import open_workspace
from dispatch.errors import InputError
from dispatch.release.pictures import pictures
from dispatch.workflows.inspect import inspect

MADE = runpy.run_path(str(Path(__file__).parent / "documents.py"))
word, docx = MADE["word"], MADE["docx"]
LEAD = "LEEDS – 4 March 2026 – The Canal Trust opened a towpath of nine miles on Wednesday. It is open to all."
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def _picture(relation, alt=""):
    return word(
        "",
        inner='<w:r><w:drawing><wp:inline xmlns:wp="urn:wp">'
        f'<wp:docPr id="1" name="Picture 1" descr="{alt}"/><a:blip {_A} r:embed="{relation}"/>'
        "</wp:inline></w:drawing></w:r>",
    )


def _octets(kind, colour):
    file = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(file, kind)
    return file.getvalue()


def _document():
    relations = "".join(
        f'<Relationship Id="{name}" Type="{MADE["R"]}/image" Target="media/{file}"/>'
        for name, file in (("p1", "image1.jpeg"), ("p2", "image2.png"), ("p3", "image3.emf"))
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return docx(
        word("Towpath Opens in Leeds"),
        word(LEAD),
        _picture("p1", "Towpath at dusk"),
        word("Photo: The towpath on its first evening."),
        word("It is nine miles long."),
        _picture("p2"),
        _picture("p3"),
        _picture("p1"),
        parts={
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{relations}</Relationships>',
            "word/media/image1.jpeg": _octets("JPEG", "red"),
            "word/media/image2.png": _octets("PNG", "blue"),
            "word/media/image3.emf": b"\1\0\0\0 a drawing",
        },
    )


@pytest.fixture
def workspace(tmp_path):
    """A folder with the document in it."""
    (tmp_path / "towpath.docx").write_bytes(_document())
    return open_workspace(tmp_path, {}, tmp_path)


def test_pictures_are_put_beside_the_clean_source(workspace, tmp_path):
    """Each once, in order, with what it shows and its caption; drawings that mail cannot show are passed over."""
    result = inspect(workspace, "towpath.docx", to_markdown=Path("towpath.md"))
    assert result.pictures == ("towpath-1.jpg", "towpath-2.png")
    assert (tmp_path / "towpath-1.jpg").read_bytes() == _octets("JPEG", "red")
    again, findings = release.read(tmp_path / "towpath.md")
    assert [(one.src, one.alt, one.caption) for one in again.images] == [
        ("towpath-1.jpg", "Towpath at dusk", "Photo: The towpath on its first evening."),
        ("towpath-2.png", "", ""),
    ]
    assert "Photo:" not in again.body_text
    assert "REL095" not in {finding.code for finding in findings}


def test_nothing_is_written_over(workspace, tmp_path):
    """A picture of that name stops the command before anything is written."""
    (tmp_path / "towpath-2.png").write_bytes(b"mine")
    with pytest.raises(InputError, match=r"towpath-2\.png is there already"):
        inspect(workspace, "towpath.docx", to_markdown=Path("towpath.md"))
    assert (tmp_path / "towpath-2.png").read_bytes() == b"mine"
    assert not (tmp_path / "towpath.md").exists()


def test_other_formats_have_none(tmp_path):
    """A text and a document without relations to pictures."""
    (tmp_path / "a.txt").write_text(LEAD, encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(docx(word("Towpath Opens"), word(LEAD)))
    assert pictures(tmp_path / "a.txt", shown="a.txt") == ()
    assert pictures(tmp_path / "b.docx", shown="b.docx") == ()

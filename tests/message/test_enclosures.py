"""Pictures and attachments: confined, checked, frozen with the mail."""

import email
import os
from dataclasses import replace
from email import policy

import pytest

from dispatch.message import compile_mail, load_theme
from dispatch.message.compiler import Compiler
from dispatch.message.enclosures import enclose
from dispatch.message.frozen import thaw
from dispatch.model.release import Block, BlockType, Image, Span

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000"
    "000049454e44ae426082"
)


@pytest.fixture
def workspace(tmp_path):
    """A workspace with one picture, and a secret outside it."""
    (tmp_path / "secret.png").write_bytes(PNG)
    root = tmp_path / "workspace"
    (root / "releases").mkdir(parents=True)
    (root / "releases/clinic.png").write_bytes(PNG)
    (root / "logo.png").write_bytes(PNG)
    return root


def pictured(release, source):
    """The release with one more block that shows a picture."""
    html = f'<p><img src="{source}" alt="A night clinic"></p>'
    block = Block(type=BlockType.IMAGE, text="", html=html, lines=Span(first=7, last=7))
    return replace(release, blocks=(*release.blocks, block))


@pytest.mark.parametrize(
    "source",
    ["../../secret.png", "../../../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "link.png", "pipe.png",
     "folder", "missing.png", "text.png", "huge.png", "data:image/png;base64,AAAA"],
)  # fmt: skip
def test_a_picture_from_elsewhere_is_left_out_and_named(source, workspace, release, organisation):
    """Outside, absolute, symlinked out, FIFO, folder, missing, no picture, too large: an error with file and line."""
    releases = workspace / "releases"
    (releases / "link.png").symlink_to(workspace.parent / "secret.png")
    os.mkfifo(releases / "pipe.png")
    (releases / "folder").mkdir()
    (releases / "text.png").write_text("<svg>")
    (releases / "huge.png").write_bytes(PNG + bytes(2 << 20))
    enclosed = enclose(pictured(release, source), organisation, workspace)
    assert enclosed.enclosures == ()
    assert [(one.code, one.severity, one.line) for one in enclosed.findings] == [("MSG011", "error", 7)]
    assert enclosed.release.blocks[-1].html == "<p>A night clinic</p>"


@pytest.mark.parametrize(
    ("named", "lies"),
    [
        ("a b.png", "a b.png"),
        ("foto\u0301.png", "fot\u00f3.png"),
        ("fot\u00f3.png", "foto\u0301.png"),
        ("din\u00e9s/a b.png", "dine\u0301s/a b.png"),
        ("a b.png", "a%20b.png"),
    ],
)
def test_a_picture_is_found_however_its_disk_spells_it(*, named, lies, workspace, release, organisation):
    """With spaces, with accents as macOS or others write them, and as a browser saved it; an attachment, too."""
    (workspace / "releases" / lies).parent.mkdir(exist_ok=True)
    (workspace / "releases" / lies).write_bytes(PNG)
    enclosed = enclose(replace(pictured(release, named), attachments=(named,)), organisation, workspace)
    assert enclosed.findings == ()
    assert len(enclosed.enclosures) == 2


def test_a_picture_that_is_missing_is_named_as_its_author_wrote_it(workspace, release, organisation):
    """Spaces and accents, and nothing percent-encoded."""
    (found,) = enclose(pictured(release, "img/día uno.png"), organisation, workspace).findings
    assert found.message == "'img/día uno.png' is left out: there is no such file."


@pytest.mark.parametrize(
    ("source", "why"),
    [("../img/nope.jpg", "there is no such file"), ("../../img/nope.jpg", "it lies outside the workspace")],
)
def test_the_true_reason_is_told(source, why, workspace, release, organisation):
    """A path that leads back into the workspace is missing there, not outside."""
    (found,) = enclose(pictured(release, source), organisation, workspace).findings
    assert why in found.message


def test_pictures_travel_in_the_message(workspace, release, organisation):
    """A picture and the logo are inside the message, once each, and the markup points at them."""
    (workspace / "photo.png").write_bytes(PNG + b"x")
    enclosed = enclose(
        replace(
            pictured(pictured(release, "clinic.png"), "clinic.png"),
            images=(Image(src="clinic.png", alt="Shown already"), Image(src="../photo.png", alt="Another")),
        ),
        replace(organisation, logo="logo.png"),
        workspace,
    )
    assert enclosed.findings == ()
    assert len(enclosed.enclosures) == 3
    assert enclosed.organisation.logo.startswith("cid:")
    assert enclosed.release.blocks[-1].html.startswith('<p><img src="cid:')


@pytest.mark.parametrize(
    ("named", "file", "line"),
    [("press/dispatch.toml:12", "press/dispatch.toml", 12), ("DISPATCH_LOGO", "DISPATCH_LOGO", None)],
)
def test_a_logo_that_is_not_there_is_told_where_it_is_named(*, workspace, release, organisation, named, file, line):
    """Not at the release, which knows nothing of it; a picture of the release stays the release's."""
    odd = replace(organisation, logo="gone.png", logo_from=named)
    picture, logo = enclose(pictured(release, "missing.png"), odd, workspace).findings
    assert (picture.file, picture.line) == (release.file, 7)
    assert (logo.code, logo.file, logo.line) == ("MSG011", file, line)
    assert logo.fix == "correct the path, or copy the file into the workspace"


@pytest.mark.parametrize(("size", "told"), [(5 << 20, False), ((5 << 20) + 1, True)])
def test_an_attachment_of_more_than_5_mb_is_left_out_and_named(workspace, release, organisation, size, told):
    """Each file is judged by itself; the finding blocks, and says which one it is."""
    (workspace / "releases/figures.pdf").write_bytes(b"%PDF-1.4".ljust(size))
    found = enclose(replace(release, attachments=("figures.pdf",)), organisation, workspace)
    named = ["'figures.pdf' is left out: it is larger than 5 MB."] if told else []
    assert [finding.message for finding in found.findings if finding.code == "MSG011"] == named
    assert len(found.enclosures) == (not told)


def test_an_enclosed_message_is_well_formed(*, workspace, release, sender, organisation, theme_folder, ana, envelope):
    """Text, HTML with its picture, and an attachment lie in mixed, alternative and related parts (RFC 2046, 2387)."""
    (workspace / "releases/figures.pdf").write_bytes(b"%PDF-1.4")
    with_all = replace(pictured(release, "clinic.png"), attachments=("figures.pdf",))
    theme = load_theme(theme_folder("classic"))
    mail = compile_mail(with_all, theme, sender, organisation, confined_to=workspace, workshop=Compiler)
    personal = mail.personalise(ana)
    content = thaw(mail.frozen().to_bytes()).fill(personal.shape, personal.values, envelope).content
    message = email.message_from_bytes(content, policy=policy.default)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "application/pdf",
    ]  # fmt: skip
    parts = list(message.walk())
    assert not any(part.defects for part in parts)
    assert f'src="cid:{parts[5]["Content-ID"].strip("<>")}"' in parts[4].get_content()
    assert parts[5].get_content() == PNG
    assert parts[6].get_filename() == "figures.pdf"
    assert max(map(len, content.split(b"\r\n"))) <= 998
    shown = parts[4].get_content().replace("\r\n", "\n").replace("tok-1", "example")
    assert mail.facts().html == shown

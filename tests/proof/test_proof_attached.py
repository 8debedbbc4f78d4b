"""What is attached to a mail is told wherever the mail is looked at."""

import io
import re

import pytest
from rich.console import Console

from dispatch.cli.runner import run
from dispatch.clock import SystemClock
from dispatch.proof import build_page, build_terminal, file_words
from dispatch.proof.live_views import mail
from dispatch.proof.pack import build_pack
from dispatch.workflows.material import Selection
from dispatch.workflows.pack import make_pack
from dispatch.workflows.pressroom import Pressroom, ServeRequest
from dispatch.workflows.preview import preview
from dispatch.workflows.proof import proof_of

TOLD = "facts.txt (2.4 kB)"


@pytest.fixture
def attached(root):
    """The release comes with a fact sheet of 2,400 octets."""
    release = root / "releases" / "clinics.md"
    (root / "releases" / "facts.txt").write_bytes(b"Six clinics\n" * 200)
    release.write_text(release.read_text("utf-8").replace("id:", "attachments: [facts.txt]\nid:"), encoding="utf-8")
    return root


@pytest.fixture
def looked(attached, reopen):
    """What one reader would get."""
    return preview(reopen(), "clinics", Selection(lists=("national",)), ledger=None, clock=SystemClock())


def test_files_are_named_with_their_size():
    """Names and kilobytes, in their order; nothing where there is none."""
    assert file_words([("facts.pdf", 52_149), ("map.png", 1_310_000)]) == "facts.pdf (52.1 kB), map.png (1,310.0 kB)"
    assert file_words([]) == ""


def test_the_terminal_and_the_page_tell_it(looked):
    """In the header block above the text, and above the mail of the proof page."""
    proof = proof_of(looked.draft, looked.contact, looked.message, clock=SystemClock())
    stream = io.StringIO()
    Console(file=stream, width=80).print(build_terminal(proof, width=80))
    assert re.search(rf"Attached +{re.escape(TOLD)}", stream.getvalue())
    assert f"<dt>Attached</dt><dd>{TOLD}</dd>" in build_page(proof)


def test_the_pack_tells_it_of_the_mailing_and_of_each_mail(looked, reopen):
    """Once among the facts and once with each mail, in the page and in the text."""
    pack = make_pack(reopen(), looked.draft, clock=SystemClock())
    files = build_pack(pack)
    mails = len(pack.renderings) + len(pack.extremes)
    assert files["index.html"].decode().count(f"<dt>Attached</dt><dd>{TOLD}</dd>") == mails + 1
    assert files["index.txt"].decode().count(TOLD) == mails + 1


def test_the_live_page_tells_it_above_the_mail(attached, reopen):
    """Below subject and date."""
    pressroom = Pressroom(
        reopen, ServeRequest(release="clinics", selection=Selection(lists=("national",))), SystemClock()
    )
    try:
        making = pressroom.make()
        assert mail(making.edition(), 0)["seen"][-1] == ["Attached", TOLD]
        making.close()
    finally:
        pressroom.close()


def test_send_tells_it_before_it_asks(attached, monkeypatch, capsys):
    """The summary that is read before saying yes names it, and so does the mail of a dry run below it."""
    monkeypatch.chdir(attached)
    run(("send", "clinics", "national", "--dry-run"))
    shown = capsys.readouterr().out
    assert len(re.findall(rf"Attached +{re.escape(TOLD)}", shown)) == 2

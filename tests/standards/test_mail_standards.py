"""Mails of every shipped theme and example release: strict MIME by two parsers, and no penalty by SpamAssassin."""

import re
import subprocess
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from needs import program

from dispatch.clock import SystemClock
from dispatch.config.workspace import open_workspace
from dispatch.workflows.material import Selection
from dispatch.workflows.preview import preview

ROOT = Path(__file__).parents[2]
THEMES = sorted(path.name for path in (ROOT / "templates").iterdir() if (path / "mail.html").is_file())
RELEASES = sorted(path.stem for path in (ROOT / "releases").iterdir() if path.is_file())
#: `-0.0 NO_RELAYS  Informational: ...`
SCORE = re.compile(r"^\s*(-?\d+\.\d)\s+([A-Z][A-Z0-9_]+)\s", re.MULTILINE)


@pytest.fixture(scope="module", params=[(theme, release) for theme in THEMES for release in RELEASES], ids="-".join)
def content(request):
    """One finished message."""
    theme, release = request.param
    workspace = open_workspace(ROOT, {}, ROOT)
    selection = Selection(lists=("national",))
    result = preview(workspace, release, selection, ledger=None, clock=SystemClock(), theme=theme)
    result.draft.mail.close()
    return result.message.content


def test_the_strict_parser_finds_no_defect(content):
    """Python's parser under its strict policy, in every part; each part decodes, and no line is too long."""
    message = BytesParser(policy=policy.strict).parsebytes(content)
    for part in message.walk():
        assert part.defects == []
        if part.get_content_maintype() == "text":
            assert part.get_content().strip()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert len({name.lower() for name in message}) == len(message.keys())


@pytest.mark.e2e
def test_another_parser_agrees(content):
    """Courier's reformime accepts the message as it stands and finds the same parts."""
    reformime = program("reformime")
    assert subprocess.run([reformime, "-V"], input=content, check=False).returncode == 0
    listed = subprocess.run([reformime, "-i"], input=content, capture_output=True, check=True).stdout.decode()
    parts = re.findall(r"^content-type: (\S+)", listed, re.MULTILINE)
    assert parts == [part.get_content_type() for part in BytesParser(policy=policy.strict).parsebytes(content).walk()]


@pytest.mark.e2e
def test_no_content_is_penalised(content):
    """SpamAssassin's own rules, without asking the network, add no points."""
    ended = subprocess.run(
        [program("spamassassin"), "--local", "--test-mode"], input=content, capture_output=True, check=True
    )
    report = ended.stdout.decode(errors="replace").partition("Content analysis details")[2]
    scores = SCORE.findall(report)
    assert scores
    assert [(points, rule) for points, rule in scores if float(points) > 0] == []

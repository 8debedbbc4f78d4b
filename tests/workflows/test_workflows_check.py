"""A check goes on past whatever a release holds, and says where it is."""

from pathlib import Path

import pytest

from dispatch.clock import SystemClock
from dispatch.config.workspace import open_workspace
from dispatch.model.exits import ExitCode
from dispatch.workflows.check import CheckResult, check
from dispatch.workflows.material import Selection

TEXT = "\n---\n\n# Clinics open at night {}\n\nPORTLAND, Maine – Six clinics open on Monday.\n"


def checked(tmp_path: Path, front: str, headline: str = "") -> CheckResult:
    """What a check finds."""
    (tmp_path / "release.md").write_text("---\nid: clinics\n" + front + TEXT.format(headline), encoding="utf-8")
    workspace = open_workspace(tmp_path, {}, tmp_path)
    return check(workspace, "release.md", Selection(lists=()), ledger=None, clock=SystemClock())


@pytest.mark.parametrize(
    ("front", "headline", "line"),
    [
        ("subject: '=?utf-8?q?x?='", "", 3),
        ("tags: [x]", "=?utf-8?q?x?=", 6),
        ("tags: [x]", "\u202egnihton", 6),
        ('subject: "\u202egnihton"', "", 3),
    ],
)
def test_what_could_forge_a_header_is_a_finding_at_its_line(
    tmp_path: Path, front: str, headline: str, line: int
) -> None:
    """The check ends with 1 and names the line; it is not refused as a whole."""
    result = checked(tmp_path, front, headline)
    assert result.exit is ExitCode.ATTENTION
    assert ("REL015", line) in [(finding.code, finding.line) for finding in result.findings]


def test_a_second_line_of_a_subject_is_a_finding(tmp_path: Path) -> None:
    r"""`a\nBcc: …` never becomes a subject."""
    result = checked(tmp_path, 'subject: "a\\nBcc: e@x.test"')
    assert ("REL082", 3) in [(finding.code, finding.line) for finding in result.findings]


@pytest.mark.parametrize(("email", "told"), [("press@clinics.test", True), ("clinics@gmail.com", False)])
def test_an_account_of_another_domain_is_a_finding(tmp_path: Path, email: str, *, told: bool) -> None:
    """The account of [send] is compared with [sender], without asking anyone for its password."""
    account = '[send]\nbackend = "office"\n[backends.office]\ntype = "smtp"\npreset = "gmail"\n'
    login = 'username = "clinics@gmail.com"\npassword_env = "NOT_SET"\n'
    sender = f'[sender]\nname = "Clinics"\nemail = "{email}"\n'
    (tmp_path / "dispatch.toml").write_text(sender + account + login, encoding="utf-8")
    assert ("SND007" in [finding.code for finding in checked(tmp_path, "tags: [x]").findings]) is told

"""Themes listed, made and checked."""

import pytest

from dispatch.clock import SystemClock
from dispatch.errors import NotFoundError, ThemeError, UsageError
from dispatch.model.exits import ExitCode
from dispatch.workflows.theme import check_theme, list_themes, new_theme


def test_shipped_and_own_themes_are_listed(reopen):
    """Those of Dispatch and those in templates/; one that cannot be used says why."""
    assert {info.name: info.own for info in list_themes(reopen())} == {
        "bulletin": False,
        "classic": False,
        "note": False,
    }
    folder = new_theme(reopen(), "ours", "note")
    (folder / "mail.html").unlink()
    ours = next(info for info in list_themes(reopen()) if info.name == "ours")
    assert ours.own
    assert "mail.html is missing" in ours.trouble


def test_a_new_theme_is_a_copy_under_its_own_name(reopen):
    """All files of the other one; the name is the new one's; what is there is never overwritten."""
    folder = new_theme(reopen(), "ours", "bulletin")
    assert (folder / "mail.html").is_file()
    assert not (folder / "parts.html").exists()
    assert (folder / "theme.toml").read_text(encoding="utf-8").startswith('name = "ours"\n')
    with pytest.raises(UsageError, match="already"):
        new_theme(reopen(), "ours", "note")


def test_a_theme_may_have_parts_of_its_own(reopen):
    """A parts.html in the theme takes the place of the one that all share."""
    folder = new_theme(reopen(), "ours", "note", parts=True)
    before = check_theme(reopen(), "ours", clock=SystemClock())
    parts = folder / "parts.html"
    parts.write_text(
        parts.read_text("utf-8").replace('class="person"', 'class="person" style="display: flex"'), "utf-8"
    )
    after = check_theme(reopen(), "ours", clock=SystemClock())
    assert (folder / "parts.txt").is_file()
    assert before.findings == ()
    assert "CLI001" in {finding.code for finding in after.findings}


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a b", "ü", "x" * 41])
def test_a_theme_has_a_plain_name(reopen, root, name):
    """Nothing but letters, digits and hyphens becomes a folder."""
    with pytest.raises(UsageError):
        new_theme(reopen(), name, "note")
    assert not (root / "templates").exists()


def test_a_new_theme_needs_one_to_start_from(reopen):
    """An unknown one is named with its near ones."""
    with pytest.raises(NotFoundError, match="nothing"):
        new_theme(reopen(), "ours", "nothing")


@pytest.mark.parametrize("name", ["bulletin", "classic", "note"])
def test_shipped_themes_need_nothing_that_some_program_lacks(reopen, name):
    """No finding, and nothing whose lack breaks the mail; what only looks plainer is listed."""
    result = check_theme(reopen(), name, clock=SystemClock())
    assert result.findings == ()
    assert result.exit is ExitCode.OK
    assert [lack.feature for lack in result.lacks if lack.needed] == []
    assert result.lacks
    assert all(lack.ordinary or lack.feature in result.places for lack in result.lacks)


def test_what_is_wrong_with_a_theme_is_found(reopen):
    """A layout of boxes is a warning that names the program; a broken template is an error with its line."""
    folder = new_theme(reopen(), "ours", "note")
    sheet = folder / "inline.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + ".note { display: flex; }\n", encoding="utf-8")
    (finding,) = check_theme(reopen(), "ours", clock=SystemClock()).findings[:1]
    assert finding.code == "CLI001"
    assert "Outlook for Windows" in finding.message
    assert (finding.file, finding.line) == ("templates/ours/inline.css", len(sheet.read_text("utf-8").splitlines()))
    template = folder / "mail.html"
    template.write_text(template.read_text(encoding="utf-8").replace("</h1>", "</h1>{% if %}"), encoding="utf-8")
    with pytest.raises(ThemeError, match=r"mail\.html:26"):
        check_theme(reopen(), "ours", clock=SystemClock())

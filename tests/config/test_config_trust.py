import pytest

from dispatch.config import trust
from dispatch.config.workspace import open_workspace
from dispatch.errors import ConfigError, UntrustedError

TOML = '[backends.office]\ntype = "smtp"\nhost = "a.test"\npassword_command = "pass show office"\n'


@pytest.fixture
def environ(tmp_path):
    return {"XDG_CONFIG_HOME": str(tmp_path / "home")}


@pytest.fixture
def workspace(tmp_path, environ):
    root = tmp_path / "desk"
    root.mkdir()
    (root / "dispatch.toml").write_text(TOML, encoding="utf-8")
    return open_workspace(root, environ, root)


def test_a_program_needs_a_person_first(workspace, environ):
    """Before `dispatch trust` a program setting is refused, and the message shows the command."""
    with pytest.raises(UntrustedError, match="pass show office"):
        trust.demand(workspace.root, workspace.programs, environ, "the password")
    trust.record(workspace.root, workspace.programs, environ)
    trust.demand(workspace.root, workspace.programs, environ, "the password")


def test_a_changed_command_is_a_new_question(workspace, environ):
    """Trust is for exactly these programs: editing one voids it."""
    trust.record(workspace.root, workspace.programs, environ)
    (workspace.root / "dispatch.toml").write_text(TOML.replace("show", "leak"), encoding="utf-8")
    again = open_workspace(workspace.root, environ, workspace.root)
    assert not trust.is_trusted(again.root, again.programs, environ)


def test_trust_does_not_travel_with_the_folder(workspace, environ, tmp_path):
    """A copy of a trusted workspace in another folder is not trusted."""
    trust.record(workspace.root, workspace.programs, environ)
    assert not trust.is_trusted(tmp_path, workspace.programs, environ)


def test_the_record_is_the_users_alone(workspace, environ):
    """The record is a file that only its owner can read."""
    path = trust.record(workspace.root, workspace.programs, environ)
    assert path.stat().st_mode & 0o077 == 0


def test_a_broken_record_is_one_message(workspace, environ):
    """A record that is no TOML stops with words, and nothing is trusted."""
    path = trust.record(workspace.root, workspace.programs, environ)
    path.write_text("?", encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be read"):
        trust.is_trusted(workspace.root, workspace.programs, environ)


def test_no_home_is_no_obstacle():
    """In cron's empty environment the folder comes from the user database."""
    assert trust.user_folder({}).is_absolute()

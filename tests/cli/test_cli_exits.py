"""Exceptions become one message and an exit code."""

import inspect
import os

import pytest

from dispatch import errors
from dispatch.cli.exits import explain
from dispatch.cli.session import Session
from dispatch.cli.trouble import keep, masked
from dispatch.model.exits import ExitCode

OURS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.DispatchError)]


@pytest.mark.parametrize("kind", OURS)
def test_every_error_of_ours_keeps_its_words_and_exit_code(kind):
    """Message and fix reach the person as the room wrote them."""
    failure = explain(kind("what and where", "what to do"))
    assert (failure.message, failure.fix, failure.exit) == ("what and where", "what to do", kind.exit)
    assert not failure.unforeseen


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), ExitCode.INTERRUPTED),
        (FileNotFoundError(2, "No such file or directory", "x.txt"), ExitCode.USAGE),
        (PermissionError(13, "Permission denied", b"x.txt"), ExitCode.USAGE),
        (EOFError(), ExitCode.USAGE),
        (MemoryError(), ExitCode.ATTENTION),
    ],
)
def test_foreign_errors_that_users_cause_are_plain_messages(error, code):
    """A missing file or Ctrl-C is nothing unforeseen."""
    failure = explain(error)
    assert failure.exit == code
    assert not failure.unforeseen


def test_what_nobody_foresaw_asks_to_be_reported():
    """A bug of ours is exit 1, without its own text in the message."""
    failure = explain(KeyError("hunter2"))
    assert failure.unforeseen
    assert failure.exit is ExitCode.ATTENTION
    assert "hunter2" not in failure.message + failure.fix


def test_secrets_of_the_environment_are_masked():
    """Values of variables that are secret by name do not reach a report."""
    text = masked("login with hunter2 failed, home /root", {"OFFICE_PASSWORD": "hunter2", "HOME": "/root"})
    assert "hunter2" not in text
    assert "/root" in text


def crash():
    secret = os.environ["OFFICE_PASSWORD"]
    raise ValueError(secret)


def caught():
    try:
        crash()
    except ValueError as error:
        return error


@pytest.fixture
def session(tmp_path):
    """A run in a folder that has a ledger's folder."""
    (tmp_path / ".dispatch").mkdir()
    session = Session(())
    session.workspace = tmp_path
    return session


def test_an_unforeseen_error_is_kept_for_a_report_without_secrets(session, monkeypatch):
    """The traceback goes into the workspace, readable by its owner alone, with every secret masked."""
    monkeypatch.setenv("OFFICE_PASSWORD", "hunter2-canary")
    said = keep(session, caught())
    path = session.workspace / ".dispatch" / "last-error.txt"
    assert str(path) in said
    assert "ValueError" in path.read_text()
    assert "hunter2-canary" not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_symlink_in_the_way_is_not_followed(session, tmp_path_factory, monkeypatch):
    """Somebody else's file is not overwritten by way of a link."""
    monkeypatch.setenv("OFFICE_PASSWORD", "hunter2-canary")
    target = tmp_path_factory.mktemp("elsewhere") / "precious.txt"
    target.write_text("precious")
    (session.workspace / ".dispatch" / "last-error.txt").symlink_to(target)
    assert "-v" in keep(session, caught())
    assert target.read_text() == "precious"


def test_verbose_shows_the_traceback(session, monkeypatch, capsys):
    """With -v a developer sees it at once, still without secrets."""
    monkeypatch.setenv("OFFICE_PASSWORD", "hunter2-canary")
    session.verbose = True
    keep(session, caught())
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert "hunter2-canary" not in shown

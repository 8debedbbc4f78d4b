"""Exceptions become one message and an exit code."""

import inspect

import pytest

from dispatch import errors
from dispatch.cli.exits import explain
from dispatch.cli.trouble import masked
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

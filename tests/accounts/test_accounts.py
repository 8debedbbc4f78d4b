"""Credentials: where they may come from, and that they never show."""

import logging
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from dispatch.accounts import PasswordSource, Programs, Secret, TokenSource, end, password, split
from dispatch.errors import BackendError, UntrustedError

CANARY = "canary-secret"
PURPOSE = "the password of backend office"


@pytest.fixture
def fetch(tmp_path):
    def build(environ=None, **source) -> Secret:
        programs = Programs(folder=tmp_path, seconds=10)
        return password(PasswordSource(**source), PURPOSE, workspace=tmp_path, programs=programs, environ=environ or {})

    return build


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


def test_a_secret_shows_itself_only_when_asked(caplog):
    """Nor in repr, str, formats, logs, containers or exceptions; and it is not pickled."""
    secret = Secret(CANARY)
    logging.getLogger("test").warning("logged in with %s %r", secret, {"password": secret})
    shown = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret!r:>20}",
        repr([secret]),
        str(ValueError(secret)),
        caplog.text,
    ]
    assert not any(CANARY in text for text in shown)
    assert secret.reveal() == CANARY
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_secrets_compare_by_content():
    """Equal texts are equal secrets, with equal hashes; a secret is never equal to its text."""
    assert Secret("a") == Secret("a")
    assert hash(Secret("a")) == hash(Secret("a"))
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert not Secret("")


def test_from_the_environment(fetch):
    """By the variable's name; unset or empty is an error that names it."""
    assert fetch({"OFFICE_PASSWORD": CANARY}, environment="OFFICE_PASSWORD").reveal() == CANARY
    for environ in ({}, {"OFFICE_PASSWORD": ""}):
        with pytest.raises(BackendError, match="OFFICE_PASSWORD"):
            fetch(environ, environment="OFFICE_PASSWORD")


def test_from_a_program(fetch):
    """Its first line; the rest may be a comment, as `pass` prints it."""
    assert fetch(command=python(f"print('{CANARY}'); print('url: x')")).reveal() == CANARY
    assert fetch(command=f"{sys.executable} -c 'print(\"{CANARY}\")'").reveal() == CANARY


@pytest.mark.parametrize(
    ("program", "match"),
    [
        (f"import sys; print('{CANARY}'); print('{CANARY}', file=sys.stderr); exit(7)", "exit status 7"),
        ("pass", "is empty"),
        ("print('x' * 100_000)", "more than"),
    ],
)
def test_a_program_that_fails_is_named_and_its_output_is_not(fetch, program, match):
    """Exit status, no output, too much output: an error without a word of what it printed."""
    with pytest.raises(BackendError, match=match) as caught:
        fetch(command=python(program))
    assert CANARY not in caught.value.message + caught.value.fix


def test_a_program_that_waits_is_ended_with_all_it_started(tmp_path):
    """The time limit ends the whole session, and the error says what to do."""
    marker = tmp_path / "grandchild"
    grandchild = f"import time; time.sleep(0.5); open({str(marker)!r}, 'w')"
    program = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {grandchild!r}]); time.sleep(60)"
    with pytest.raises(BackendError, match="gave no answer within"):
        Programs(folder=tmp_path, seconds=0.3).run(python(program), PURPOSE)
    subprocess.run([sys.executable, "-c", "import time; time.sleep(0.5)"], check=True)
    assert not marker.exists()


def test_a_program_that_is_not_there(fetch):
    """Neither found nor executable nor named nor readable as words."""
    for command in ("/nowhere/program", ("",), 'unclosed "quotation', "   "):
        with pytest.raises(BackendError, match=PURPOSE):
            fetch(command=command)


def test_no_shell_runs(tmp_path):
    """What a shell would do with metacharacters does not happen."""
    shown = Programs(folder=tmp_path).run("/bin/echo $HOME `id` ; touch file", PURPOSE)
    assert shown.strip() == "$HOME `id` ; touch file"
    assert not (tmp_path / "file").exists()


def test_nothing_runs_before_the_workspace_is_trusted(tmp_path):
    """The check sees the arguments and the purpose, and its refusal passes through."""
    seen: list[object] = []

    def check(argv: tuple[str, ...], purpose: str) -> None:
        seen.append((argv, purpose))
        raise UntrustedError("not trusted", "dispatch trust")

    programs = Programs(folder=tmp_path, check=check)
    for attempt in (programs.run, programs.start):
        with pytest.raises(UntrustedError):
            attempt(["/bin/sh", "-c", f"touch {tmp_path}/ran"], PURPOSE)
    assert seen == [(("/bin/sh", "-c", f"touch {tmp_path}/ran"), PURPOSE)] * 2
    assert not (tmp_path / "ran").exists()


def test_from_a_file_that_only_its_owner_reads(fetch, tmp_path):
    """0600 works, relative to the workspace; wider modes, folders and missing files do not."""
    path = tmp_path / "secret"
    path.write_text(f"{CANARY}\n")
    path.chmod(0o600)
    assert fetch(file="secret").reveal() == CANARY
    for mode in (0o640, 0o604, 0o620):
        path.chmod(mode)
        with pytest.raises(BackendError, match="others than its owner") as caught:
            fetch(file=str(path))
        assert "chmod 600" in caught.value.fix
    for wrong in ("missing", "."):
        with pytest.raises(BackendError, match="cannot be read"):
            fetch(file=wrong)
    path.chmod(0o600)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BackendError, match="UTF-8"):
        fetch(file="secret")


def test_a_fifo_is_not_waited_for(fetch, tmp_path):
    """A file that would block is refused."""
    os.mkfifo(tmp_path / "fifo", 0o600)
    with pytest.raises(BackendError, match="not a regular file"):
        fetch(file="fifo")


@pytest.mark.parametrize(
    ("backend", "match"),
    [
        ("keyring.backends.null.Keyring", "is not in the keyring"),
        ("keyring.backends.fail.Keyring", "this machine has none"),
    ],
)
def test_a_keyring_that_has_nothing_says_so(backend, match):
    """Servers have no keyring; desktops may not hold the entry."""
    program = (
        "from dispatch.accounts import *; from pathlib import Path; from dispatch.errors import BackendError\n"
        "try: password(PasswordSource(keyring='mail/press'), 'it', workspace=Path(), programs=None, environ={})\n"
        "except BackendError as error: print(error.message, '|', error.fix)"
    )
    environ = {**os.environ, "PYTHON_KEYRING_BACKEND": backend}
    run = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True)
    assert match in run.stdout


def test_a_token_is_kept_until_it_is_refused(tmp_path):
    """One run of the program for any number of calls; a refusal of an older token does not drop a newer one."""
    count = tmp_path / "count"
    program = f"open({str(count)!r}, 'a').write('x'); print(len(open({str(count)!r}).read()))"
    tokens = TokenSource(python(program), "the access token", Programs(folder=tmp_path))
    first = tokens.token()
    assert tokens.token() is first
    tokens.refused(first)
    second = tokens.token()
    assert (first.reveal(), second.reveal()) == ("1", "2")
    tokens.refused(first)
    assert tokens.token() is second


def test_a_token_program_that_prints_nothing(tmp_path):
    """An error that says what it should print."""
    with pytest.raises(BackendError, match="printed nothing"):
        TokenSource(python("pass"), "the access token", Programs(folder=tmp_path)).token()


def test_ending_twice_is_harmless(tmp_path: Path):
    """A program that ended by itself, and one that was ended before."""
    process = Programs(folder=tmp_path).start(python("pass"), PURPOSE)
    process.wait()
    end(process)
    end(process)


def test_a_command_is_split_like_a_shell_would():
    """Quotations hold together; a list is taken as it is."""
    assert split("pass show 'mail/press office'", PURPOSE) == ["pass", "show", "mail/press office"]
    assert split(["a b", "c"], PURPOSE) == ["a b", "c"]

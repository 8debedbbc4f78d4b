"""The command as a shell sees it."""

import json
import os
import subprocess
import sys

import pytest

from dispatch.cli.table import COMMANDS
from dispatch.workflows.init import init

HEAVY = ("premailer", "sqlalchemy", "lxml", "jinja2", "pydantic", "cssutils", "markdown_it_py", "aiosmtpd", "smtplib")


def dispatch(*arguments, cwd=None, **environment):
    return subprocess.run(
        [sys.executable, "-m", "dispatch", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "100", **environment},
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_help_imports_nothing_heavy():
    """`dispatch --help` loads no command: it is a table of short helps."""
    code = (
        "import sys; from dispatch.cli.runner import run; run(['--help']); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stderr.strip() == "[]"


@pytest.mark.parametrize("columns", ["0", "1"])
def test_a_width_in_which_nothing_can_be_read_is_none(columns):
    """COLUMNS=0 or 1, as some editors set it, gives 80 columns and not a page of blank lines."""
    ended = dispatch("check", "--help", COLUMNS=columns)
    assert "Usage: dispatch check" in ended.stdout
    assert 40 < max(map(len, ended.stdout.splitlines())) <= 80


def test_help_lists_every_command_under_its_group():
    """Every command that exists is in the help, with one line about it."""
    ended = dispatch("--help")
    assert ended.returncode == 0
    for entry in COMMANDS:
        assert entry.name in ended.stdout
        assert entry.help in ended.stdout
        assert entry.group in ended.stdout


def test_without_arguments_it_shows_its_help():
    """Somebody who types the bare name learns what there is."""
    ended = dispatch()
    assert ended.returncode == 0
    assert "Usage: dispatch" in ended.stdout


@pytest.mark.parametrize("command", [("chek",), ("--wrokspace", "x"), ("--json", "--nonsense"), ("--workspace",)])
def test_wrong_usage_is_exit_2_with_a_hint_and_no_traceback(command):
    """An unknown command or option says what is near, on standard error only."""
    ended = dispatch(*command)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert ended.stdout == "" or json.loads(ended.stdout)["exit"] == 2


def test_near_matches_are_named():
    """A typing error is answered with what was probably meant."""
    assert "'check'" in dispatch("chek").stderr
    assert "--workspace" in dispatch("--wrokspace", "x").stderr


def test_wrong_usage_in_json_is_one_object():
    """`--json` holds its promise also for arguments that nobody understands."""
    ended = dispatch("chek", "--json")
    whole = json.loads(ended.stdout)
    assert list(whole) == ["schema", "command", "exit", "result", "findings", "error"]
    assert (whole["schema"], whole["command"], whole["exit"], whole["result"]) == (1, None, 2, None)
    assert whole["error"]["message"]
    assert ended.stderr == ""


def test_a_dash_dash_json_after_two_dashes_is_an_argument():
    """What follows `--` is no option."""
    ended = dispatch("chek", "--", "--json")
    assert ended.stdout == ""


def test_version():
    """`--version` prints the name and the version; in JSON as an object."""
    assert dispatch("--version").stdout.startswith("dispatch ")
    assert json.loads(dispatch("--json", "--version").stdout)["result"]["version"]


def test_completion_lists_commands():
    """The shell is offered the commands."""
    ended = dispatch(_DISPATCH_COMPLETE="complete_bash", COMP_WORDS="dispatch re", COMP_CWORD="1")
    assert {"resume", "resolve"} <= set(ended.stdout.split())


def test_a_preview_imports_only_what_it_needs(tmp_path):
    """Neither what sends, nor a ledger where there is none, nor the engine of templates, which its child has."""
    init(tmp_path)
    code = (
        f"import sys; from dispatch.cli.runner import run; run(['-w', {str(tmp_path)!r}, 'preview', 'night-clinics']); "
        "print([name for name in ('asyncio', 'jinja2', 'sqlalchemy') if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stderr.strip().splitlines()[-1] == "[]"

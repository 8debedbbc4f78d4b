"""The pages about backends say what is true."""

import re
import tomllib
from pathlib import Path

import pytest

from dispatch.delivery import Backend
from dispatch.delivery.smtp_settings import SmtpSettings, TimeoutSettings
from dispatch.testing import ScriptedServer

ROOT = Path(__file__).parents[2]
ADDING = (ROOT / "docs" / "adding-a-backend.md").read_text("utf-8")
ACCOUNTS = (ROOT / "docs" / "mail-accounts.md").read_text("utf-8")
EXAMPLE = "".join(
    (ROOT / "tests" / "plugin_example" / path).read_text("utf-8")
    for path in ("pyproject.toml", "src/dispatch_pigeon/__init__.py", "conformance_of_pigeon.py")
)


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", [*blocks(ADDING, "python"), *blocks(ADDING, "toml")])
def test_the_code_on_the_page_is_the_code_of_the_example(block):
    """Word for word."""
    assert block.strip() in EXAMPLE


def test_the_script_on_the_page_plays():
    """Each of its steps exists."""
    (script,) = blocks(ADDING, "text")
    with ScriptedServer(script):
        pass


@pytest.mark.parametrize("block", blocks(ACCOUNTS, "toml"))
def test_each_account_on_the_page_is_taken(make, block):
    """Copied into dispatch.toml it makes a backend."""
    for table in tomllib.loads(block)["backends"].values():
        backend: Backend = make(table)
        assert backend.description


def test_every_setting_of_smtp_is_on_the_page():
    """By its name."""
    missing = [key for key in (*SmtpSettings.model_fields, *TimeoutSettings.model_fields) if f"`{key}" not in ACCOUNTS]
    assert [key for key in missing if f"\n{key} =" not in ACCOUNTS] == []

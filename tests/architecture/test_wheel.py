"""What is installed holds what is used: themes, examples, pages, and settings that are all documented."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dispatch.config.sources import known_paths
from dispatch.delivery.smtp_settings import SmtpSettings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel's content in a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_the_installed_package_makes_a_workspace_of_its_own(installed, tmp_path):
    """`dispatch init` from the wheel, without the checkout, writes themes, lists and releases that work together."""
    environ = {"PYTHONPATH": str(installed), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}

    def dispatch(*arguments):
        command = [sys.executable, "-P", "-m", "dispatch", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)

    assert dispatch("init", "desk").returncode == 0
    checked = dispatch("-w", "desk", "check", "night-clinics", "national")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    where = "import dispatch; print(dispatch.__file__)"
    shown = subprocess.run([sys.executable, "-P", "-c", where], env=environ, capture_output=True, text=True, check=True)
    assert str(installed) in shown.stdout


def test_every_setting_is_in_the_file_that_init_writes():
    """dispatch.toml names every key there is, commented out where it has a default."""
    text = (ROOT / "dispatch.toml").read_text(encoding="utf-8")
    keys = {path[-1] for path, _ in known_paths()}
    common = {
        "host",
        "port",
        "security",
        "username",
        "preset",
        "connections",
        "rate",
        "daily",
        "domain_rate",
        "ca_file",
    }
    assert common <= set(SmtpSettings.model_fields)
    assert {key for key in keys | common if f"{key} =" not in text and f"[{key}]" not in text} - {
        "contacts",
        "backends",
    } == set()

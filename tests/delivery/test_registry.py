"""Which backend types there are, and what happens with the others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dispatch.delivery import available
from dispatch.errors import BackendError

EXAMPLE = Path(__file__).parents[1] / "plugin_example"


def test_the_built_in_types_are_all_usable():
    """In the order in which a person would want them."""
    infos = [info for info in available() if info.source == "built in"]
    assert [info.type for info in infos] == ["smtp", "lmtp", "sendmail", "outbox", "console"]
    assert all(info.summary and not info.problem for info in infos)


@pytest.mark.parametrize(
    ("table", "fix"),
    [
        ({"type": "smpt"}, 'did you mean "smtp"?'),
        ({"type": "out-box"}, 'did you mean "outbox"?'),
        ({"type": "pigeon"}, "types are smtp, lmtp, sendmail, outbox, console"),
        ({}, 'add type = "smtp"'),
        ({"type": 3}, 'add type = "smtp"'),
    ],
)
def test_an_unknown_type_is_answered_with_the_near_one(make, table, fix):
    """A typo costs one look at the message."""
    with pytest.raises(BackendError) as caught:
        make(table)
    assert fix in caught.value.fix
    assert "backends.office" in caught.value.message


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The example plug-in, really installed, in a folder of its own."""
    target = tmp_path_factory.mktemp("plugin")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--target", target, EXAMPLE], check=True)
    return target


def run(installed: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs Python with the plug-in on its path, and pytest there without what it does not need."""
    script = f"import sys; sys.path.insert(0, {str(installed)!r})\n{program}"
    environ = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def test_a_plug_in_is_found_by_its_entry_point(installed, tmp_path):
    """Installed, it is listed with its distribution and made like any other backend."""
    program = """
from pathlib import Path
from dispatch.accounts import Programs
from dispatch.delivery import available, create
from dispatch.testing.conformance import sample
print([info for info in available() if info.source != "built in"])
folder = Path(sys.argv[1])
table = {"type": "pigeon", "loft": "loft"}
backend = create("coop", table, workspace=folder, programs=Programs(folder=folder), environ={})
print(backend.name, backend.description, backend.connect().send(sample(), lambda: None).verdict)
"""
    done = run(installed, program, str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "type='pigeon'" in done.stdout
    assert "source='dispatch-pigeon'" in done.stdout
    assert "coop a loft at loft accepted" in done.stdout
    assert len(list((tmp_path / "loft").iterdir())) == 1


def test_a_plug_in_keeps_to_the_conformance_suite(installed):
    """With the very test file that its author runs."""
    program = "import pytest\nraise SystemExit(pytest.main(['-q', '-p', 'no:cacheprovider', *sys.argv[1:]]))"
    done = run(installed, program, "-c", str(EXAMPLE / "pyproject.toml"), str(EXAMPLE / "conformance_of_pigeon.py"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 passed" in done.stdout


def test_a_broken_plug_in_is_listed_with_its_trouble(tmp_path):
    """It hurts nobody who does not use it, and says what is missing to who does."""
    info = tmp_path / "broken-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[dispatch.backends]\nbroken = broken_plug_in:create\nvalue = broken_value:create\n"
    )
    (tmp_path / "broken_plug_in.py").write_text("import a_package_that_is_not_there\n")
    (tmp_path / "broken_value.py").write_text("create = 3\n")
    program = """
from dispatch.delivery import available, create
from dispatch.errors import BackendError
for info in available():
    print(info.type, info.problem)
for kind in ("broken", "value"):
    try:
        create("x", {"type": kind}, workspace=None, programs=None, environ={})
    except BackendError as error:
        print(error.message, "|", error.fix)
"""
    done = run(tmp_path, program)
    assert done.returncode == 0, done.stderr
    assert "pip install a_package_that_is_not_there" in done.stdout
    assert "is not callable" in done.stdout
    assert "smtp \n" in done.stdout

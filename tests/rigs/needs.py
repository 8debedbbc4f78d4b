"""What a test needs of the machine: it is skipped without it, and fails where all must be there (E2E_REQUIRED)."""

import os
import shutil
from pathlib import Path

import pytest

_SEARCH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
#: The press release that the project was given; it is not ours to publish, so it is not in the repository.
_REAL = Path(__file__).parents[3] / "shared" / "releases" / "000_9dfdcb284bebea1d.txt"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def needs(found: object, what: str) -> None:
    """Go on when it was found."""
    if not found:
        if os.environ.get("E2E_REQUIRED") == "1":
            pytest.fail(f"{what} must be there")
        pytest.skip(f"{what} is not on this machine")


def program(*names: str) -> str:
    """The path of the first of these programs that is installed."""
    found = next(filter(None, (shutil.which(name, path=_SEARCH) for name in names)), "")
    needs(found, names[0])
    return found


def root() -> None:
    """Servers and tests that change users."""
    needs(os.geteuid() == 0, "the account of root")


def real_release() -> Path:
    """The path of the real release."""
    needs(_REAL.exists(), "the real release")
    return _REAL

"""A proof on paper: printed to PDF by a Chromium that is there, which asks nobody for anything."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from dispatch.errors import InputError, UsageError

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
_PATIENCE = 120
_FLAGS = (
    "--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--disable-sync",
    "--no-first-run", "--no-default-browser-check", "--no-pdf-header-footer", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip


def find_browser(which: Callable[[str], str | None] = shutil.which) -> str:
    """The path of a Chromium.

    Raises:
        UsageError: There is none.
    """
    found = next((path for name in _BROWSERS if (path := which(name))), None)
    if found is None:
        raise UsageError(
            "there is no Chromium to print a PDF with", "install chromium, or use --out and print from there"
        )
    return found


def print_pdf(html: str, path: Path, browser: str) -> None:
    """Print a self-contained page.

    Args:
        html: The page; it needs nothing from elsewhere.
        path: The PDF to write.
        browser: A Chromium.

    Raises:
        InputError: It could not be printed or written.
    """
    with TemporaryDirectory(prefix="dispatch-pdf-") as folder:
        source, printed = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(html, encoding="utf-8")
        # A browser's own sandbox needs a user other than root.
        root = ("--no-sandbox",) if os.geteuid() == 0 else ()
        profile = f"--user-data-dir={Path(folder, 'profile')}"
        command = [browser, *_FLAGS, *root, profile, f"--print-to-pdf={printed}", source.as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603
            content = printed.read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise InputError(f"{browser} did not print {path}", "try it again, or use --out") from error
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}", "name another file") from error

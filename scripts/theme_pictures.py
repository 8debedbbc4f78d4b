# ruff: noqa: INP001 - a script for developers
"""Pictures of the shipped themes for docs/, from the example release, in a real browser: light beside dark, small."""

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from dispatch.clock import SystemClock
from dispatch.config.workspace import open_workspace
from dispatch.proof import read_mail
from dispatch.workflows.material import Selection
from dispatch.workflows.preview import preview

ROOT = Path(__file__).parents[1]
WIDTH, HEIGHT = 720, 900
_SMALL = 360


def main() -> None:
    """Write docs/pictures/theme-NAME.png for each theme."""
    workspace = open_workspace(ROOT, {}, ROOT)
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for theme in sorted(path.name for path in (ROOT / "templates").iterdir()):
            made = preview(
                workspace,
                "night-clinics",
                Selection(lists=("national",)),
                ledger=None,
                clock=SystemClock(),
                theme=theme,
            )
            both = Image.new("RGB", (2 * _SMALL, _SMALL * HEIGHT // WIDTH))
            for number, scheme in enumerate(("light", "dark")):
                page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme)
                page.set_content(read_mail(made.message.content).html)
                shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                both.paste(shot.resize((_SMALL, both.height), Image.Resampling.LANCZOS), (number * _SMALL, 0))
            few = both.quantize(256, Image.Quantize.MAXCOVERAGE)
            few.save(ROOT / "docs" / "pictures" / f"theme-{theme}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()

"""The page of findings says what the catalogue says."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_of_findings_is_current():
    """Whoever changes a rule runs the script that writes the page."""
    script = runpy.run_path(str(ROOT / "scripts" / "findings_page.py"))
    written = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert written == script["page"](), "run: python scripts/findings_page.py"

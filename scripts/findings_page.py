# ruff: noqa: INP001 - a script for developers
"""Writes docs/findings.md from the catalogue of preflight: `python scripts/findings_page.py`."""

from itertools import groupby
from pathlib import Path

from dispatch.preflight import catalogue
from dispatch.preflight.rule import Rule

PAGE = Path(__file__).parents[1] / "docs" / "findings.md"
_FAMILIES = {
    "REL": "The release",
    "EMB": "Embargoes",
    "LST": "Contact lists",
    "MSG": "The message",
    "CLI": "Mail programs",
    "SND": "The sender",
    "LIM": "Limits",
    "RUN": "Planned mailings",
}
_HEAD = """# Findings

Everything that `dispatch check`, `inspect`, `lists` and `send` can have to say, by code. This page is generated
from the catalogue: `python scripts/findings_page.py` writes it, and `dispatch check --explain CODE` shows the same.

An **error** blocks a send until it is mended, allowed once with `--allow CODE`, or weighed in `dispatch.toml`:

```toml
[check]
ignore = ["REL040"]      # codes, or whole families such as "SND"
error = ["REL030"]
warning = ["LST005"]
```
"""


def page() -> str:
    """The whole page as Markdown."""
    rules = sorted(catalogue(), key=lambda rule: (_place(rule.code[:3]), rule.code))
    parts = [_HEAD]
    for family, members in groupby(rules, key=lambda rule: rule.code[:3]):
        parts.append(f"## {family}: {_FAMILIES.get(family, family)}\n")
        parts.extend(_entry(rule) for rule in members)
    return "\n".join(parts)


def _place(family: str) -> tuple[int, str]:
    known = list(_FAMILIES)
    return (known.index(family) if family in known else len(known), family)


def _entry(rule: Rule) -> str:
    return f"### {rule.code} {rule.title}\n\n*{rule.severity.value}* · {rule.explanation}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
